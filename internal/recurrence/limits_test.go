package recurrence_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// Each limit of a rule at its end and just outside.
func TestRuleLimits(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]error{
		"FREQ=DAILY;INTERVAL=1000": nil, "FREQ=DAILY;INTERVAL=1001": recurrence.ErrTooLarge, "FREQ=DAILY;INTERVAL=-1": recurrence.ErrSyntax,
		"FREQ=DAILY;COUNT=10000": nil, "FREQ=DAILY;COUNT=10001": recurrence.ErrTooLarge, "FREQ=DAILY;COUNT=-1": recurrence.ErrSyntax,
		"FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=0,1,2,3,4,5,6,7":       nil,
		"FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13;BYMINUTE=0,1,2,3,4,5,6":   recurrence.ErrTooLarge,
		"FREQ=DAILY;BYHOUR=1,1,1,1,1,1,1,1,1,1,2;BYMINUTE=0,1,2,3,4,5,6,7,7,7,7,7,7": nil,
		"FREQ=DAILY" + strings.Repeat(";", 990):                                      nil, "FREQ=DAILY" + strings.Repeat(";", 991): recurrence.ErrTooLarge,
		"FREQ=DAILY;UNTIL=99980101T000000Z": nil, "FREQ=DAILY;UNTIL=99990101T000000Z": recurrence.ErrSyntax,
		"FREQ=DAILY;UNTIL=00010102T000000Z": nil, "FREQ=DAILY;UNTIL=00000102T000000Z": recurrence.ErrSyntax,
		"FREQ=MONTHLY;BYDAY=5MO": nil, "FREQ=MONTHLY;BYDAY=6MO": recurrence.ErrSyntax, "FREQ=MONTHLY;BYDAY=-5MO": nil, "FREQ=MONTHLY;BYDAY=-6MO": recurrence.ErrSyntax,
		"FREQ=YEARLY;BYDAY=53MO": nil, "FREQ=YEARLY;BYDAY=54MO": recurrence.ErrSyntax, "FREQ=YEARLY;BYDAY=-53MO": nil, "FREQ=YEARLY;BYDAY=-54MO": recurrence.ErrSyntax,
		"FREQ=YEARLY;BYMONTH=3;BYDAY=5MO": nil, "FREQ=YEARLY;BYMONTH=3;BYDAY=6MO": recurrence.ErrSyntax, "FREQ=YEARLY;BYWEEKNO=10;BYDAY=1MO": recurrence.ErrSyntax,
		"FREQ=DAILY;BYMONTH=3;BYDAY=1MO": recurrence.ErrSyntax, " FREQ = DAILY": nil, "FREQ=WEEKLY;BYDAY=MO, WE": nil, "RRULE:FREQ=DAILY; COUNT=2": nil,
	} {
		if _, err := recurrence.Canonical(rule, nil); !errors.Is(err, want) {
			t.Errorf("%.80s: got %v, want %v", rule, err, want)
		}
	}
}

// A window has its beginning in it and its end not; a limit is kept.
func TestWindow(t *testing.T) {
	t.Parallel()
	at := oslo(t, "2026-01-01 18:00")
	day := func(n int) time.Time { return at.AddDate(0, 0, n) }
	daily := recurrence.Rule{Start: at, RRule: "FREQ=DAILY"}
	once := recurrence.Rule{Start: at}
	for _, c := range []struct {
		name     string
		rule     recurrence.Rule
		from, to time.Time
		limit    int
		want     int
	}{
		{"from a date to a date", daily, day(1), day(3), 0, 2},
		{"a second later", daily, day(1).Add(time.Second), day(3).Add(time.Second), 0, 2},
		{"one date, at the beginning", once, at, day(1), 0, 1},
		{"one date, at the end", once, day(-1), at, 0, 0},
		{"one date, just after it", once, at.Add(time.Second), day(1), 0, 0},
		{"an added date at the end", recurrence.Rule{Start: at, Dates: []time.Time{day(3)}}, at, day(3), 0, 1},
		{"as many as asked for", daily, day(0), day(10), 10, 10},
		{"fewer than there are", daily, day(0), day(10), 9, 9},
		{"one", daily, day(0), day(10), 1, 1},
		{"no limit is the highest", daily, day(0), day(recurrence.Limit + 10), 0, recurrence.Limit},
		{"below none is the highest", daily, day(0), day(recurrence.Limit + 10), -1, recurrence.Limit},
		{"the highest", daily, day(0), day(recurrence.Limit + 10), recurrence.Limit, recurrence.Limit},
		{"above the highest", daily, day(0), day(recurrence.Limit + 10), recurrence.Limit + 1, recurrence.Limit},
	} {
		got, err := c.rule.Preview(c.from, c.to, c.limit)
		if err != nil || len(got.Dates) != c.want {
			t.Errorf("%s: got %d dates, %v, want %d", c.name, len(got.Dates), err, c.want)
		}
	}
	for limit, want := range map[int]bool{9: true, 10: false, 11: false} {
		if got, _ := daily.Preview(day(0), day(10), limit); got.More != want {
			t.Errorf("more than %d of 10: got %v, want %v", limit, got.More, want)
		}
	}
}

// What the form can show comes back whole; the rest is left alone.
func TestPatternOf(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 9, 2, 22, 30, 0, 0, time.UTC) // Thursday the 3rd in Oslo
	for rule, nth := range map[string]int{
		"FREQ=MONTHLY": 3, "FREQ=MONTHLY;BYMONTHDAY=31": 31, "FREQ=MONTHLY;BYMONTHDAY=-1": -1, "FREQ=MONTHLY;BYDAY=4MO": 4, "FREQ=MONTHLY;BYDAY=-1FR": -1,
		"FREQ=WEEKLY;WKST=SU;BYDAY=MO": 0, "FREQ=WEEKLY;WKST=SU;INTERVAL=1;BYDAY=MO": 0, "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=MO": 0, "FREQ=DAILY": 0, "FREQ=YEARLY;COUNT=3": 0,
	} {
		if got, ok := recurrence.PatternOf(rule, start); !ok || got.Nth != nth {
			t.Errorf("%s: got %+v, %v, want number %d", rule, got, ok, nth)
		}
	}
	for _, rule := range []string{
		"FREQ=DAILY;BYDAY=MO", "FREQ=DAILY;BYMONTHDAY=1", "FREQ=YEARLY;BYDAY=1MO", "FREQ=YEARLY;BYMONTHDAY=3", "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13",
		"FREQ=MONTHLY;BYMONTHDAY=-2", "FREQ=MONTHLY;BYMONTHDAY=1,2", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=MONTHLY;BYDAY=-2MO", "FREQ=MONTHLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1MO,1TU",
		"FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;COUNT=2;UNTIL=20261218",
	} {
		if got, ok := recurrence.PatternOf(rule, start); ok {
			t.Errorf("%s: got %+v, want it left alone", rule, got)
		}
	}
	monday := []time.Weekday{time.Monday}
	for _, c := range []struct {
		name string
		p    recurrence.Pattern
		ok   bool
	}{
		{"the fourth", recurrence.Pattern{Kind: recurrence.NthWeekday, Nth: 4, Weekdays: monday}, true},
		{"the fifth", recurrence.Pattern{Kind: recurrence.NthWeekday, Nth: 5, Weekdays: monday}, false},
		{"the last", recurrence.Pattern{Kind: recurrence.NthWeekday, Nth: -1, Weekdays: monday}, true},
		{"the last but one", recurrence.Pattern{Kind: recurrence.NthWeekday, Nth: -2, Weekdays: monday}, false},
		{"no number", recurrence.Pattern{Kind: recurrence.NthWeekday, Weekdays: monday}, false},
		{"no weekday", recurrence.Pattern{Kind: recurrence.NthWeekday, Nth: 1}, false},
		{"two weekdays", recurrence.Pattern{Kind: recurrence.NthWeekday, Nth: 1, Weekdays: []time.Weekday{time.Monday, time.Friday}}, false},
	} {
		if got, err := c.p.RRule(); (err == nil) != c.ok {
			t.Errorf("%s: got %q, %v", c.name, got, err)
		}
	}
	if got, err := (recurrence.Pattern{Kind: recurrence.OnDate, Every: 1}).RRule(); err != nil || got != "FREQ=YEARLY" {
		t.Errorf("every year: got %q, %v", got, err)
	}
}

// The last Monday of the month, when the start is one; and a list that is the caller's stays as it was.
func TestWeeklyKeepsTheCallersList(t *testing.T) {
	t.Parallel()
	days := []time.Weekday{time.Friday, time.Monday}
	recurrence.Weekly(oslo(t, "2026-09-03 18:00"), days, 1)
	if days[0] != time.Friday {
		t.Errorf("got %v, want the list as it was", days)
	}
}

func TestDescribeLimits(t *testing.T) {
	t.Parallel()
	now := oslo(t, "2026-05-14 12:00")
	civil := func(d int) time.Time { return time.Date(2026, 5, d, 0, 0, 0, 0, time.UTC) }
	in := func(days, n int) (all []time.Time) {
		for i := range n {
			all = append(all, now.AddDate(0, 0, days+i*2))
		}
		return all
	}
	weekly := func(change func(*recurrence.Rule)) recurrence.Rule {
		r := recurrence.Rule{Start: oslo(t, "2026-05-07 12:00"), Duration: time.Hour, RRule: "FREQ=DAILY"}
		change(&r)
		return r
	}
	for _, c := range []struct {
		name     string
		rule     recurrence.Rule
		has, not string
	}{
		{"a pause that ends today", weekly(func(r *recurrence.Rule) { r.Pauses = []recurrence.Pause{{From: civil(10), To: civil(14)}} }), "ikke", "xx"},
		{"a pause that ended yesterday", weekly(func(r *recurrence.Rule) { r.Pauses = []recurrence.Pause{{From: civil(10), To: civil(13)}} }), "", "ikke"},
		{"a date that falls out now", weekly(func(r *recurrence.Rule) { r.Except = []time.Time{now} }), "ikke", "xx"},
		{"a date that fell out", weekly(func(r *recurrence.Rule) { r.Except = []time.Time{now.Add(-time.Second)} }), "", "ikke"},
		{"six dates", weekly(func(r *recurrence.Rule) { r.Except = in(1, 6) }), "25. mai", "til,"},
		{"seven dates", weekly(func(r *recurrence.Rule) { r.Except = in(1, 7) }), "2 datoer til", "25. mai"},
		{"until", weekly(func(r *recurrence.Rule) {
			r.RRule = "FREQ=WEEKLY;UNTIL=20260603T120000Z"
			r.Dates, r.Pauses = []time.Time{oslo(t, "2026-06-02 12:00")}, []recurrence.Pause{{From: civil(28), To: civil(28)}}
		}), "til 28. mai", "xx"},
		{"until with more than can be counted", weekly(func(r *recurrence.Rule) { r.RRule = "FREQ=DAILY;UNTIL=20600101T110000Z" }), "2060", "xx"},
		{"several whole days", recurrence.Rule{Start: oslo(t, "2026-05-16 00:00"), Duration: 48 * time.Hour, AllDay: true}, "16.–17. mai", "xx"},
		{"one whole day", recurrence.Rule{Start: oslo(t, "2026-05-16 00:00"), Duration: 24 * time.Hour, AllDay: true}, "16. mai", "–"},
		{"over midnight", recurrence.Rule{Start: oslo(t, "2026-05-16 22:00"), Duration: 4 * time.Hour}, "16. mai", "16.–17."},
		{"the last day", weekly(func(r *recurrence.Rule) { r.RRule = "FREQ=MONTHLY;BYMONTHDAY=-1" }), "Siste dag", "xx"},
		{"every year", weekly(func(r *recurrence.Rule) { r.RRule = "FREQ=YEARLY" }), "Hvert år", "fra"},
		{"every year, counted", weekly(func(r *recurrence.Rule) { r.RRule = "FREQ=YEARLY;COUNT=3" }), "3 ganger", "xx"},
		{"every year, until", weekly(func(r *recurrence.Rule) { r.RRule = "FREQ=YEARLY;UNTIL=20300601" }), "til", "xx"},
	} {
		got := recurrence.Describe(i18n.NB, c.rule, now)
		if !strings.Contains(got, c.has) || strings.Contains(got, c.not) {
			t.Errorf("%s: got %q, want it with %q and without %q", c.name, got, c.has, c.not)
		}
	}
}

// A yearly rule on the 29th means the leap day only when that is where it begins.
func TestLeapDayOnlyFromLeapDay(t *testing.T) {
	t.Parallel()
	count := func(start, rule string) int {
		from := oslo(t, start)
		got, err := recurrence.Rule{Start: from, RRule: rule}.Expand(from, from.AddDate(4, 0, 1), 0)
		if err != nil {
			t.Fatal(err)
		}
		return len(got)
	}
	for _, c := range []struct {
		start, rule string
		want        int
	}{
		{"2028-02-29 12:00", "FREQ=YEARLY;BYMONTHDAY=29", 2},
		{"2028-01-29 12:00", "FREQ=YEARLY;BYMONTHDAY=29", 46},
		{"2028-02-28 12:00", "FREQ=YEARLY;BYMONTHDAY=29", 45},
		{"2028-02-29 12:00", "FREQ=MONTHLY;BYMONTHDAY=29", 46},
		{"2028-02-29 12:00", "FREQ=YEARLY;BYMONTHDAY=28", 48},
		{"2028-02-29 12:00", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=29", 4},
	} {
		if got := count(c.start, c.rule); got != c.want {
			t.Errorf("%s from %s: got %d dates, want %d", c.rule, c.start, got, c.want)
		}
	}
}

// What a rule means is the same on a machine that does nothing else and on one that is worn out: the bound counts
// steps. Plain rules are far below it however long they have gone on; those that find nothing, or too much, end.
func TestStepsAreCounted(t *testing.T) {
	t.Parallel()
	to := oslo(t, "2028-01-01 00:00")
	for name, tt := range map[string]struct {
		start, rule string
		dates       int // in 2027
		most        int // steps
		err         error
	}{
		"monthly for a year":             {"2026-09-03 18:00", "FREQ=MONTHLY;BYDAY=1TH", 12, 600, nil},
		"monthly for a century":          {"1927-09-01 18:00", "FREQ=MONTHLY;BYDAY=1TH", 12, 40_000, nil},
		"daily for a century":            {"1927-09-01 18:00", "FREQ=DAILY", 365, 80_000, nil},
		"the 31st every fifth month":     {"2026-01-31 18:00", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31", 0, 1000, nil},
		"the leap day":                   {"2024-02-29 18:00", "FREQ=YEARLY", 0, 3000, nil},
		"until before the window":        {"2026-01-01 18:00", "FREQ=DAILY;UNTIL=20260301T000000Z", 0, 200, nil},
		"until long after it":            {"2026-01-01 18:00", "FREQ=DAILY;UNTIL=99980101T000000Z", 365, 2000, nil},
		"a day that is never":            {"2026-01-01 18:00", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 0, recurrence.MaxSteps, nil},
		"a weekday that it never meets":  {"2026-01-06 18:00", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", 0, recurrence.MaxSteps, nil},
		"a month that has no such place": {"2026-01-06 18:00", "FREQ=MONTHLY;BYSETPOS=300;BYDAY=MO", 0, recurrence.MaxSteps, nil},
		"every few minutes for years": {"2014-01-01 00:00", "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=0,5,10,15,20,25,30,35", 0,
			recurrence.MaxSteps + 10, recurrence.ErrBudget},
	} {
		rule := recurrence.Rule{Start: oslo(t, tt.start), RRule: tt.rule}
		got, err := rule.Expand(oslo(t, "2027-01-01 00:00"), to, 0)
		if !errors.Is(err, tt.err) || len(got) != tt.dates && tt.err == nil {
			t.Errorf("%s: got %d dates, %v, want %d, %v", name, len(got), err, tt.dates, tt.err)
		}
		if steps := rule.Steps(to); steps < 1 || steps > tt.most {
			t.Errorf("%s: got %d steps, want at most %d", name, steps, tt.most)
		}
	}
}

// Moved by whole cycles of the calendar, a rule gives the dates that it gives in its own years.
func TestCycleKeepsTheDates(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", "FREQ=YEARLY;BYYEARDAY=366", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY"} {
		near := recurrence.Rule{Start: oslo(t, "2024-02-29 18:00"), RRule: rule}
		far := oslo(t, "9900-01-01 00:00") // leaves no room to move it
		a, err := near.Expand(near.Start, oslo(t, "2060-01-01 00:00"), 100)
		if err != nil {
			t.Fatal(err)
		}
		b, err := near.Expand(near.Start, far, 100)
		if err != nil {
			t.Fatal(err)
		}
		for i := range min(len(a), len(b)) {
			if !a[i].Start.Equal(b[i].Start) {
				t.Fatalf("%s: date %d is %v and %v", rule, i, a[i].Start, b[i].Start)
			}
		}
		if len(a) < 5 {
			t.Errorf("%s: got %d dates", rule, len(a))
		}
	}
}
