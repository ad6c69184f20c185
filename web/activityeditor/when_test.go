package activityeditor

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"

	"github.com/google/go-cmp/cmp"
)

func formOf(pairs ...string) *form.Form {
	v := url.Values{}
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		v.Add(name, value)
	}
	return &form.Form{Values: v}
}

func osloTime(wall string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", wall, i18n.Oslo)
	if err != nil {
		panic(err)
	}
	return t
}

func TestReadSchedule(t *testing.T) {
	t.Parallel()
	evening := []string{"dato=2026-10-08", "fra=18:00", "til=20:00"}
	tests := map[string]struct {
		fields   []string
		rule     string
		minutes  int
		wantErrs []string
	}{
		"one date":                 {[]string{"gjentas=en"}, "", 120, nil},
		"weekly until":             {[]string{"gjentas=uke", "slutter=dato", "slutt_dato=2026-12-17"}, "FREQ=WEEKLY;UNTIL=20261217T225959Z;BYDAY=TH", 120, nil},
		"weekly on two days":       {[]string{"gjentas=uke", "ukedag=2", "ukedag=4", "slutter=antall", "antall=8"}, "FREQ=WEEKLY;COUNT=8;BYDAY=TU,TH", 120, nil},
		"every second week":        {[]string{"gjentas=annenhver", "slutter=aldri"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", 120, nil},
		"monthly from the date":    {[]string{"gjentas=maned", "slutter=aldri"}, "FREQ=MONTHLY;BYDAY=+2TH", 120, nil},
		"last Friday":              {[]string{"gjentas=maned", "nummer=-1", "manedsdag=5", "slutter=aldri"}, "FREQ=MONTHLY;BYDAY=-1FR", 120, nil},
		"until is missing":         {[]string{"gjentas=uke"}, "FREQ=WEEKLY;BYDAY=TH", 120, []string{"slutt_dato"}},
		"until is before":          {[]string{"gjentas=uke", "slutt_dato=2026-10-01"}, "FREQ=WEEKLY;BYDAY=TH", 120, []string{"slutt_dato"}},
		"number is missing":        {[]string{"gjentas=uke", "slutter=antall"}, "FREQ=WEEKLY;BYDAY=TH", 120, []string{"antall"}},
		"several, none written":    {[]string{"gjentas=flere"}, "", 120, []string{"datoer"}},
		"several, one odd":         {[]string{"gjentas=flere", "datoer=neste torsdag"}, "", 120, []string{"datoer"}},
		"odd choice":               {[]string{"gjentas=av og til"}, "", 120, []string{"gjentas"}},
		"own rule is kept":         {[]string{"gjentas=egen", "egen_regel=FREQ=DAILY;COUNT=3"}, "FREQ=DAILY;COUNT=3", 120, nil},
		"own rule that is no rule": {[]string{"gjentas=egen", "egen_regel=tull"}, "", 120, []string{"gjentas"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := formOf(append(test.fields, evening...)...)
			s := readSchedule(f)
			var errs []string
			for _, e := range f.Errs {
				errs = append(errs, e.Name)
			}
			if diff := cmp.Diff(test.wantErrs, errs); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
			if s.RRule != test.rule || s.DurationMinutes != test.minutes || !s.StartsAt.Equal(osloTime("2026-10-08 18:00")) {
				t.Errorf("got %q, %d minutes from %v, want %q, %d", s.RRule, s.DurationMinutes, s.StartsAt, test.rule, test.minutes)
			}
		})
	}
}

func TestReadClocks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fields []string
		want   int
	}{
		"evening":                {[]string{"fra=18.00", "til=20:30"}, 150},
		"no end":                 {[]string{"fra=18"}, 0},
		"past midnight":          {[]string{"fra=20:00", "til=01:00"}, 300},
		"the wrong way round":    {[]string{"fra=18:00", "til=16:00"}, -120},
		"two days":               {[]string{"fra=18:00", "til=12:00", "til_dato=2026-10-10"}, 42 * 60},
		"all day":                {[]string{"heldag=ja"}, 1440},
		"three whole days":       {[]string{"heldag=ja", "til_dato=2026-10-10"}, 3 * 1440},
		"over the end of summer": {[]string{"heldag=ja", "dato=2026-10-24", "til_dato=2026-10-26"}, 3 * 1440},
	}
	for name, test := range tests {
		f := formOf(append(test.fields, "dato=2026-10-08")...)
		if got := readSchedule(f).DurationMinutes; got != test.want {
			t.Errorf("%s: got %d minutes, want %d", name, got, test.want)
		}
	}
}

func TestScheduleComesBackAsItWas(t *testing.T) {
	t.Parallel()
	start := osloTime("2026-10-08 18:00")
	tests := map[string]activity.Schedule{
		"one date":    {StartsAt: start, DurationMinutes: 120},
		"no end":      {StartsAt: start},
		"night":       {StartsAt: osloTime("2026-10-08 21:00"), DurationMinutes: 300},
		"two days":    {StartsAt: start, DurationMinutes: 30 * 60},
		"all day":     {StartsAt: osloTime("2026-10-08 00:00"), DurationMinutes: 1440, AllDay: true},
		"a week":      {StartsAt: osloTime("2026-10-20 00:00"), DurationMinutes: 7 * 1440, AllDay: true},
		"several":     {StartsAt: start, DurationMinutes: 60, ExtraDates: []time.Time{osloTime("2026-10-09 18:00"), osloTime("2026-11-09 19:30")}},
		"every month": {StartsAt: start, DurationMinutes: 60, RRule: "FREQ=MONTHLY;COUNT=6;BYDAY=+2TH"},
		"by no form":  {StartsAt: start, DurationMinutes: 60, RRule: "FREQ=MONTHLY;BYMONTHDAY=15"},
		"with everything": {
			StartsAt: start, DurationMinutes: 90, RRule: "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270617T215959Z;BYDAY=TU,TH",
			ExtraDates: []time.Time{osloTime("2026-12-24 18:00")}, ExceptDates: []time.Time{osloTime("2026-11-05 18:00")},
			Pauses: []activity.Pause{{From: osloTime("2026-12-20 00:00"), To: osloTime("2027-01-05 00:00"), Reason: "jul"}},
		},
	}
	for name, want := range tests {
		v := url.Values{}
		scheduleValues(v, want)
		f := &form.Form{Values: v}
		got := readSchedule(f)
		if diff := cmp.Diff(want, got, cmp.Comparer(time.Time.Equal)); diff != "" || len(f.Errs) > 0 {
			t.Errorf("%s (-want +got):\n%s%v", name, diff, f.Errs)
		}
	}
}
