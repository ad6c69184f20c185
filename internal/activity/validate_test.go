package activity

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity/pairing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

func oslo(wall string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", wall, i18n.Oslo)
	if err != nil {
		panic(err)
	}
	return t
}

func ptr(n int) *int { return &n }

var now = oslo("2026-10-07 08:00")

func good() Draft {
	return Draft{
		Title: "Strikkekafé", Summary: "Strikk sammen.", CategoryID: 1, PlaceNote: "Biblioteket",
		Schedule: Schedule{StartsAt: oslo("2026-10-08 18:00"), DurationMinutes: 120, RRule: "FREQ=WEEKLY;COUNT=10"},
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*Draft)
		want   []string // fields with errors
	}{
		"good":                      {func(*Draft) {}, nil},
		"no title":                  {func(d *Draft) { d.Title = " \t" }, []string{"tittel"}},
		"title of 120":              {func(d *Draft) { d.Title = strings.Repeat("å", 120) }, nil},
		"title of 121":              {func(d *Draft) { d.Title = strings.Repeat("å", 121) }, []string{"tittel"}},
		"summary of 201":            {func(d *Draft) { d.Summary = strings.Repeat("å", 201) }, []string{"kort"}},
		"description of 5001":       {func(d *Draft) { d.Description = strings.Repeat("å", 5001) }, []string{"beskrivelse"}},
		"no category":               {func(d *Draft) { d.CategoryID = 0 }, []string{"kategori"}},
		"odd kind":                  {func(d *Draft) { d.Kind = "party" }, []string{"type"}},
		"odd language":              {func(d *Draft) { d.Lang = "'; drop" }, []string{"sprak", "holdes_pa"}},
		"ages":                      {func(d *Draft) { d.AgeMin, d.AgeMax = ptr(6), ptr(6) }, nil},
		"ages the wrong way round":  {func(d *Draft) { d.AgeMin, d.AgeMax = ptr(12), ptr(6) }, []string{"alder_til"}},
		"age of 121":                {func(d *Draft) { d.AgeMax = ptr(121) }, []string{"alder_til"}},
		"negative price":            {func(d *Draft) { d.PriceOre = ptr(-1) }, []string{"pris"}},
		"script as address":         {func(d *Draft) { d.OnlineURL = "javascript:alert(1)" }, []string{"nettadresse"}},
		"address with a password":   {func(d *Draft) { d.OnlineURL = "https://a:b@c.no" }, []string{"nettadresse"}},
		"sign-up without address":   {func(d *Draft) { d.SignupMode = LinkSignup }, []string{"pamelding_url"}},
		"e-mail":                    {func(d *Draft) { d.ContactEmail = "Kari <kari@a.no>" }, []string{"kontakt_epost"}},
		"phone":                     {func(d *Draft) { d.ContactPhone = "ring meg" }, []string{"kontakt_telefon"}},
		"end before start":          {func(d *Draft) { d.DurationMinutes = -30 }, []string{"til"}},
		"no end":                    {func(d *Draft) { d.DurationMinutes = 0 }, nil},
		"a month at once":           {func(d *Draft) { d.DurationMinutes = 30 * 24 * 60 }, []string{"til"}},
		"no date":                   {func(d *Draft) { d.StartsAt = time.Time{} }, []string{"dato"}},
		"ten years ahead":           {func(d *Draft) { d.StartsAt = oslo("2036-10-08 18:00") }, []string{"dato"}},
		"series begun last winter":  {func(d *Draft) { d.StartsAt = oslo("2026-01-08 18:00"); d.RRule = "FREQ=WEEKLY" }, nil},
		"every hour":                {func(d *Draft) { d.RRule = "FREQ=HOURLY" }, []string{"gjentas"}},
		"rubbish":                   {func(d *Draft) { d.RRule = "HVER TORSDAG" }, []string{"gjentas"}},
		"thousands of dates":        {func(d *Draft) { d.RRule = "FREQ=DAILY;BYHOUR=8,9,10,11" }, []string{"gjentas"}},
		"all dates in pauses":       {func(d *Draft) { d.Pauses = []Pause{{From: now, To: now.AddDate(1, 0, 0)}} }, []string{"dato"}},
		"pause backwards":           {func(d *Draft) { d.Pauses = []Pause{{From: now, To: now.AddDate(0, 0, -1)}} }, []string{"pause_til_1"}},
		"extra date in another age": {func(d *Draft) { d.ExtraDates = []time.Time{oslo("1999-01-01 10:00")} }, []string{"datoer"}},
		"half an all-day":           {func(d *Draft) { d.AllDay = true; d.DurationMinutes = 60 }, []string{"til"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := good()
			test.change(&d)
			if diff := cmp.Diff(test.want, names(d.Normal().Validate(now))); diff != "" {
				t.Errorf("fields with errors (-want +got):\n%s", diff)
			}
		})
	}
}

func names(err error) []string {
	var all []string
	for _, f := range fault.FieldsOf(err) {
		all = append(all, f.Name)
	}
	return all
}

func TestComplete(t *testing.T) {
	t.Parallel()
	over := good()
	over.StartsAt, over.RRule = oslo("2026-10-06 18:00"), ""
	empty := good()
	empty.Summary, empty.PlaceNote = "", ""
	tests := map[string]struct {
		draft Draft
		want  []string
	}{
		"good":          {good(), nil},
		"nothing said":  {empty, []string{"kort", "sted"}},
		"over already":  {over, []string{"dato"}},
		"just going on": {Draft{Summary: "Nå", OnlineURL: "https://a.no", Schedule: Schedule{StartsAt: now.Add(-time.Hour), DurationMinutes: 90}}, nil},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.want, names(test.draft.Complete(now))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestPlanDatesIsIdempotent(t *testing.T) {
	t.Parallel()
	wanted, err := good().Schedule.Expand(now)
	if err != nil {
		t.Fatal(err)
	}
	p := planDates(nil, pairing.Schedule{Dates: wanted}, now)
	var stored []Occurrence
	for i, w := range p.add {
		stored = append(stored, Occurrence{ID: int64(i + 1), Key: w.Key, StartsAt: w.Start, EndsAt: w.End, Status: Planned})
	}
	if again := planDates(stored, pairing.Schedule{Dates: wanted}, now); len(again.add)+len(again.change)+len(again.gone) > 0 {
		t.Errorf("the second time: %+v", again)
	}
}

func TestPlanDatesLeavesAMovedDateThatIsOver(t *testing.T) {
	t.Parallel()
	wanted, err := good().Schedule.Expand(now)
	if err != nil {
		t.Fatal(err)
	}
	original := wanted[0].Start
	moved := Occurrence{ID: 1, Key: wanted[0].Key, StartsAt: now.Add(-3 * time.Hour), EndsAt: now.Add(-time.Hour), Status: Moved, OriginalStart: &original}
	p := planDates([]Occurrence{moved}, pairing.Schedule{Dates: wanted}, now)
	if len(p.add) != len(wanted)-1 || len(p.change)+len(p.gone) > 0 {
		t.Errorf("adds %d, changes %d, drops %d; want %d, 0, 0", len(p.add), len(p.change), len(p.gone), len(wanted)-1)
	}
}

func TestShift(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		schedule  Schedule
		start     time.Time
		wantStart string
		wantRule  string
	}{
		"one date, no start given": {Schedule{StartsAt: oslo("2026-09-03 18:00")}, time.Time{}, "2026-10-08 18:00", ""},
		"coming already":           {Schedule{StartsAt: oslo("2026-10-29 18:00")}, time.Time{}, "2026-10-29 18:00", ""},
		"over summer time": {
			Schedule{StartsAt: oslo("2026-09-03 18:00"), RRule: "FREQ=WEEKLY;UNTIL=20260924T215959Z;BYDAY=TH"}, oslo("2026-11-05 18:00"),
			"2026-11-05 18:00", "FREQ=WEEKLY;UNTIL=20261126T225959Z;BYDAY=TH",
		},
		"to another weekday": {
			Schedule{StartsAt: oslo("2026-09-03 18:00"), RRule: "FREQ=WEEKLY;COUNT=4;BYDAY=TH"}, oslo("2026-11-02 19:00"),
			"2026-11-02 19:00", "FREQ=WEEKLY;COUNT=4;BYDAY=MO",
		},
	}
	for name, test := range tests {
		got := test.schedule.Shift(test.start, now)
		if start := got.StartsAt.In(i18n.Oslo).Format("2006-01-02 15:04"); start != test.wantStart || got.RRule != test.wantRule {
			t.Errorf("%s: got %s %q, want %s %q", name, start, got.RRule, test.wantStart, test.wantRule)
		}
	}
}

func TestChanged(t *testing.T) {
	t.Parallel()
	d := good()
	d.AgeMin, d.RRule, d.TargetGroups = ptr(18), "", []int64{2}
	var got []string
	for _, f := range Changed(good(), d) {
		got = append(got, f.Name)
	}
	if diff := cmp.Diff([]string{"dato", "malgruppe", "alder_fra"}, got); diff != "" {
		t.Errorf("changed fields (-want +got):\n%s", diff)
	}
}
