package activity_test

// Every limit of what may be stored: as much as it allows is taken, a little more is not.

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

func numbers(n int) []int64 {
	all := make([]int64, n)
	for i := range all {
		all[i] = int64(i + 1)
	}
	return all
}

func days(n int) []time.Time {
	all := make([]time.Time, n)
	for i := range all {
		all[i] = activitytest.Now.AddDate(0, 0, i+1)
	}
	return all
}

func TestEveryLimitOfADraft(t *testing.T) {
	t.Parallel()
	text := func(n int) string { return strings.Repeat("å", n) }
	url := func(n int) string {
		return "https://nett.example/" + strings.Repeat("a", n-len("https://nett.example/"))
	}
	now := activitytest.Now
	for _, limit := range []struct {
		field string
		set   func(d *activity.Draft, n int)
		most  int
		least int // that a smaller number is too small for; 0: none is
	}{
		{"tittel", func(d *activity.Draft, n int) { d.Title = text(n) }, 120, 1},
		{"kort", func(d *activity.Draft, n int) { d.Summary = text(n) }, 200, 0},
		{"beskrivelse", func(d *activity.Draft, n int) { d.Description = text(n) }, 5000, 0},
		{"pris_merknad", func(d *activity.Draft, n int) { d.PriceNote = text(n) }, 100, 0},
		{"moteplass", func(d *activity.Draft, n int) { d.PlaceNote = text(n) }, 200, 0},
		{"ta_med", func(d *activity.Draft, n int) { d.Bring = text(n) }, 500, 0},
		{"kontakt_navn", func(d *activity.Draft, n int) { d.ContactName = text(n) }, 100, 0},
		{"kontakt_epost", func(d *activity.Draft, n int) { d.ContactEmail = strings.Repeat("a", n-10) + "@k.example" }, 254, 0},
		{"nettadresse", func(d *activity.Draft, n int) { d.OnlineURL = url(n) }, 500, 0},
		{"pamelding_url", func(d *activity.Draft, n int) { d.SignupMode, d.SignupURL = activity.LinkSignup, url(n) }, 500, 0},
		{"holdes_pa", func(d *activity.Draft, n int) {
			d.HeldIn = nil
			for i := range n {
				d.HeldIn = append(d.HeldIn, "a"+string(rune('a'+i)))
			}
		}, 10, 0},
		{"malgruppe", func(d *activity.Draft, n int) { d.TargetGroups = numbers(n) }, 50, 0},
		{"medarrangor", func(d *activity.Draft, n int) { d.CoOrganisers = numbers(n) }, 50, 0},
		{"kategori", func(d *activity.Draft, n int) { d.CategoryID = int64(n) }, 1 << 40, 1},
		{"alder_fra", func(d *activity.Draft, n int) { d.AgeMin = &n }, 120, 0},
		{"alder_til", func(d *activity.Draft, n int) { d.AgeMax = &n }, 120, 0},
		{"alder_til", func(d *activity.Draft, n int) { twelve := 12; d.AgeMin, d.AgeMax = &twelve, &n }, 120, 12},
		{"pris", func(d *activity.Draft, n int) { d.PriceOre = &n }, 10_000_000, 0},
		{"til", func(d *activity.Draft, n int) { d.DurationMinutes = n }, 14 * 24 * 60, 0},
		{"datoer", func(d *activity.Draft, n int) { d.RRule, d.ExtraDates = "", days(n) }, 200, 0},
		{"unntak", func(d *activity.Draft, n int) { d.RRule, d.ExceptDates = "FREQ=DAILY", days(n) }, 400, 0},
		{"pause_fra_1", func(d *activity.Draft, n int) {
			for i := range n {
				d.Pauses = append(d.Pauses, activity.Pause{From: now.AddDate(0, 0, i), To: now.AddDate(0, 0, i)})
			}
			d.RRule = "FREQ=DAILY"
		}, 30, 0},
		{"pause_grunn_1", func(d *activity.Draft, n int) {
			d.Pauses = []activity.Pause{{From: now, To: now, Reason: text(n)}}
		}, 100, 0},
		{"gjentas", func(d *activity.Draft, n int) { d.RRule = fmt.Sprint("FREQ=DAILY;BYHOUR=8,9,10,11;COUNT=", n) }, 999, 1},
	} {
		tries := map[int]bool{limit.most: true, limit.most + 1: limit.most > 1<<30}
		if limit.least > 0 {
			tries[limit.least], tries[limit.least-1] = true, false
		}
		for n, want := range tries {
			d := good()
			limit.set(&d, n)
			err := d.Normal().Validate(now)
			if got := !fault.FieldsOf(err).Has(limit.field); got != want {
				t.Errorf("%s of %d: got taken %v (%v), want %v", limit.field, n, got, err, want)
			} else if want && err != nil {
				t.Errorf("%s of %d: %v", limit.field, n, err)
			}
		}
	}
}

func good() activity.Draft {
	return activity.Draft{
		Title: "Strikkekafé", Summary: "Strikk sammen.", CategoryID: 1, PlaceNote: "Biblioteket",
		Schedule: activity.Schedule{StartsAt: activitytest.At("2026-10-08 18:00"), DurationMinutes: 120, RRule: "FREQ=WEEKLY;COUNT=10"},
	}
}

// A date lies from two years back to three years ahead, wherever it is given.
func TestHowFarADateLies(t *testing.T) {
	t.Parallel()
	now := activitytest.Now
	for at, want := range map[time.Time]bool{
		now.AddDate(-2, 0, 0): false, now.AddDate(-2, 0, 0).Add(time.Minute): true,
		now.AddDate(3, 0, 0): false, now.AddDate(3, 0, 0).Add(-time.Minute): true,
	} {
		for field, set := range map[string]func(*activity.Draft){
			"dato": func(d *activity.Draft) { d.StartsAt, d.RRule = at, "" }, "datoer": func(d *activity.Draft) { d.RRule, d.ExtraDates = "", []time.Time{at} },
		} {
			d := good()
			set(&d)
			if got := !fault.FieldsOf(d.Normal().Validate(now)).Has(field); got != want {
				t.Errorf("%s %v: got taken %v, want %v", field, at, got, want)
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"": true, "https://nett.example": true, "http://nett.example/x?y=1": true, "ftp://nett.example": false, "https://vert": false,
		"https://kari@nett.example": false, "//nett.example": false, "https://nett.example:%": false,
	} {
		if got := activity.IsURL(address); got != want {
			t.Errorf("%q: got %v, want %v", address, got, want)
		}
	}
	for email, want := range map[string]bool{"": true, "kari@k.example": true, "kari": false, " kari@k.example": true, "Kari <kari@k.example>": false} {
		d := good()
		d.ContactEmail = email
		if got := d.Normal().Validate(activitytest.Now) == nil; got != want {
			t.Errorf("%q: got taken %v, want %v", email, got, want)
		}
	}
}

// What was typed is tidied before it is stored.
func TestNormal(t *testing.T) {
	t.Parallel()
	d := activity.Draft{
		Title: " Kor  for\talle ", Description: " Vi synger.\n\nKom! ", SignupURL: "https://meld.example", TargetGroups: []int64{3, 1, 3},
		CoOrganisers: []int64{2, 2}, Schedule: activity.Schedule{ExtraDates: slices.Concat(days(2), days(1)), ExceptDates: days(1), Pauses: []activity.Pause{{}}},
	}.Normal()
	for what, is := range map[string]bool{
		"the title": d.Title == "Kor for alle", "the description": d.Description == "Vi synger.\n\nKom!", "the kind": d.Kind == activity.Regular,
		"the language": d.Lang == i18n.NB && slices.Equal(d.HeldIn, []string{"nb"}), "the mode": d.SignupMode == activity.NoSignup,
		"no address of a sign-up that there is not": d.SignupURL == "", "each code once": slices.Equal(d.TargetGroups, []int64{1, 3}) && slices.Equal(d.CoOrganisers, []int64{2}),
		"each date once": len(d.ExtraDates) == 2, "no exceptions without a rule": d.ExceptDates == nil && d.Pauses == nil,
	} {
		if !is {
			t.Errorf("%s: got %+v", what, d)
		}
	}
	kept := activity.Draft{
		Kind: activity.Course, Lang: i18n.NN, HeldIn: []string{"en"}, SignupMode: activity.LinkSignup, SignupURL: "https://meld.example",
		Schedule: activity.Schedule{RRule: "FREQ=DAILY", ExceptDates: days(1), Pauses: []activity.Pause{{}}},
	}.Normal()
	if kept.Kind != activity.Course || kept.Lang != i18n.NN || kept.HeldIn[0] != "en" || kept.SignupURL == "" || len(kept.ExceptDates) != 1 || len(kept.Pauses) != 1 {
		t.Errorf("what is right already: got %+v", kept)
	}
}

// A reason has 300 characters at most, at each of the doors to a reason.
func TestReasons(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for what, try := range map[string]func(reason string) error{
		"refuse": func(reason string) error {
			saved := w.Create(t, w.Group, w.Draft())
			_, err := w.Service.Submit(t.Context(), w.Group, saved.ID, 0)
			must(t, err)
			return w.Service.Refuse(t.Context(), w.Staff, saved.ID, 0, reason)
		},
		"call off": func(reason string) error {
			return w.Service.CancelSeries(t.Context(), w.Group, w.Publish(t, w.Draft()), 0, reason)
		},
		"call a date off": func(reason string) error {
			id := w.Publish(t, w.Draft())
			return w.Service.CancelOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: w.Dates(t, id)[0].ID}, reason)
		},
		"move a date": func(reason string) error {
			id := w.Publish(t, w.Draft())
			o := w.Dates(t, id)[0]
			return w.Service.ChangeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: o.ID}, activity.DateChange{
				StartsAt: o.StartsAt.Add(time.Hour), EndsAt: o.EndsAt, Reason: reason,
			})
		},
	} {
		for reason, want := range map[string]bool{strings.Repeat("å", 300): true, strings.Repeat("å", 301): false, " \t": false} {
			if err := try(reason); fault.FieldsOf(err).Has("grunn") == want || want && err != nil {
				t.Errorf("%s, %d characters: got %v, want it taken %v", what, len([]rune(reason)), err, want)
			}
		}
	}
}

// One date may be moved within the years, for fourteen days at most, and to a place of
// 200 characters.
func TestLimitsOfOneDate(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	first := w.Dates(t, id)[0]
	for name, tc := range map[string]struct {
		change activity.DateChange
		refuse string
	}{
		"a minute from now":      {activity.DateChange{StartsAt: w.Now.Add(time.Minute), EndsAt: w.Now.Add(time.Hour)}, ""},
		"now":                    {activity.DateChange{StartsAt: w.Now, EndsAt: w.Now.Add(time.Hour)}, "dato"},
		"almost three years":     {activity.DateChange{StartsAt: w.Now.AddDate(3, 0, 0).Add(-time.Minute), EndsAt: w.Now.AddDate(3, 0, 0)}, ""},
		"three years":            {activity.DateChange{StartsAt: w.Now.AddDate(3, 0, 0), EndsAt: w.Now.AddDate(3, 0, 0)}, "dato"},
		"no time at all":         {activity.DateChange{StartsAt: first.EndsAt, EndsAt: first.EndsAt}, ""},
		"backwards":              {activity.DateChange{StartsAt: first.EndsAt, EndsAt: first.EndsAt.Add(-time.Minute)}, "til"},
		"fourteen days":          {activity.DateChange{StartsAt: first.EndsAt, EndsAt: first.EndsAt.Add(14 * 24 * time.Hour)}, ""},
		"more":                   {activity.DateChange{StartsAt: first.EndsAt, EndsAt: first.EndsAt.Add(14*24*time.Hour + time.Minute)}, "til"},
		"a place of 200 letters": {activity.DateChange{StartsAt: first.EndsAt, EndsAt: first.EndsAt, PlaceNote: strings.Repeat("å", 200)}, ""},
		"a place of 201":         {activity.DateChange{StartsAt: first.EndsAt, EndsAt: first.EndsAt, PlaceNote: strings.Repeat("å", 201)}, "moteplass"},
	} {
		tc.change.Reason = "Rommet er opptatt"
		err := w.Service.ChangeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: first.ID, Sequence: -1}, tc.change)
		if (err == nil) != (tc.refuse == "") || tc.refuse != "" && !fault.FieldsOf(err).Has(tc.refuse) {
			t.Errorf("%s: got %v, want %q refused", name, err, tc.refuse)
		}
	}
}
