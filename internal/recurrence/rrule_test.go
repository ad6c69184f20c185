package recurrence_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/recurrence"
)

func TestCanonical(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, rule, want string
		err              error
	}{
		{name: "empty means one date", rule: " "},
		{name: "spelling", rule: "rrule:interval=1;freq=weekly;byday=th,mo,th;", want: "FREQ=WEEKLY;BYDAY=MO,TH"},
		{name: "until a date is the end of that day in Oslo", rule: "FREQ=DAILY;UNTIL=20261218", want: "FREQ=DAILY;UNTIL=20261218T225959Z"},
		{name: "until wall time", rule: "FREQ=DAILY;UNTIL=20260701T180000", want: "FREQ=DAILY;UNTIL=20260701T160000Z"},
		{name: "until UTC", rule: "FREQ=DAILY;UNTIL=20260701T180000Z", want: "FREQ=DAILY;UNTIL=20260701T180000Z"},
		{name: "numbered weekday", rule: "FREQ=MONTHLY;BYDAY=1MO", want: "FREQ=MONTHLY;BYDAY=+1MO"},
		{name: "hourly", rule: "FREQ=HOURLY", err: recurrence.ErrTooOften},
		{name: "secondly", rule: "FREQ=SECONDLY;COUNT=1", err: recurrence.ErrTooOften},
		{name: "no frequency", rule: "COUNT=3", err: recurrence.ErrSyntax},
		{name: "text", rule: "hver torsdag", err: recurrence.ErrSyntax},
		{name: "a part twice", rule: "FREQ=DAILY;COUNT=3;COUNT=4", err: recurrence.ErrSyntax},
		{name: "another property", rule: "FREQ=DAILY\r\nSUMMARY:x", err: recurrence.ErrSyntax},
		{name: "53rd Monday of the month", rule: "FREQ=MONTHLY;BYDAY=53MO", err: recurrence.ErrSyntax},
		{name: "numbered weekday of a week", rule: "FREQ=WEEKLY;BYDAY=2MO", err: recurrence.ErrSyntax},
		{name: "month 13", rule: "FREQ=YEARLY;BYMONTH=13", err: recurrence.ErrSyntax},
		{name: "huge interval", rule: "FREQ=DAILY;INTERVAL=4611686018427387904", err: recurrence.ErrTooLarge},
		{name: "many times a day", rule: "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10;BYMINUTE=0,1,2,3,4,5,6,7,8,9", err: recurrence.ErrTooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := recurrence.Canonical(test.rule, nil)
			if !errors.Is(err, test.err) || (err != nil) != (test.err != nil) {
				t.Fatalf("error: got %v, want %v", err, test.err)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	start := oslo(t, "2026-09-03 18:00") // A Thursday, the first of the month.
	last := time.Date(2026, 12, 18, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name    string
		pattern recurrence.Pattern
		want    string
	}{
		{"the weekday of the start", recurrence.Weekly(start, nil, 1), "FREQ=WEEKLY;BYDAY=TH"},
		{"two days every other week", recurrence.Weekly(start, []time.Weekday{time.Sunday, time.Monday}, 2).Times(8), "FREQ=WEEKLY;INTERVAL=2;COUNT=8;BYDAY=MO,SU"},
		{"until a day", recurrence.Weekly(start, nil, 1).UntilDate(last), "FREQ=WEEKLY;UNTIL=20261218T225959Z;BYDAY=TH"},
		{"the first Monday", recurrence.MonthlyNth(start, 1, time.Monday), "FREQ=MONTHLY;BYDAY=+1MO"},
		{"the last Friday", recurrence.MonthlyNth(start, -1, time.Friday), "FREQ=MONTHLY;BYDAY=-1FR"},
		{"the number of the start", recurrence.MonthlyNth(start, 0, time.Thursday), "FREQ=MONTHLY;BYDAY=+1TH"},
		{"the 15th", recurrence.Pattern{Kind: recurrence.DayOfMonth, Nth: 15}, "FREQ=MONTHLY;BYMONTHDAY=15"},
		{"yearly", recurrence.Pattern{Kind: recurrence.OnDate}, "FREQ=YEARLY"},
		{"every third day", recurrence.Pattern{Kind: recurrence.Daily, Every: 3}, "FREQ=DAILY;INTERVAL=3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := test.pattern.RRule()
			if err != nil || got != test.want {
				t.Fatalf("RRule: got %q, %v, want %q", got, err, test.want)
			}
			back, ok := recurrence.PatternOf(got, start)
			again, err := back.RRule()
			if !ok || err != nil || again != got {
				t.Errorf("read back: got %+v, %v, which writes %q, want %q", back, ok, again, got)
			}
		})
	}
}

func TestPatternsThatNoFormShows(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{
		"FREQ=DAILY;BYHOUR=9,12", "FREQ=MONTHLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1MO,3MO", "FREQ=MONTHLY;BYDAY=5MO",
		"FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "FREQ=MONTHLY;BYMONTHDAY=-3", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "nonsense",
	} {
		if pattern, ok := recurrence.PatternOf(rule, oslo(t, "2026-09-03 18:00")); ok {
			t.Errorf("%s: got %+v, want no pattern", rule, pattern)
		}
	}
}

func TestBadPatterns(t *testing.T) {
	t.Parallel()
	for _, pattern := range []recurrence.Pattern{
		{}, {Kind: recurrence.NthWeekday}, {Kind: recurrence.Daily, Count: -1}, {Kind: recurrence.DayOfMonth, Nth: 32},
		recurrence.MonthlyNth(time.Time{}, 7, time.Monday),
	} {
		if got, err := pattern.RRule(); err == nil {
			t.Errorf("%+v: got %q, want an error", pattern, got)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{"", "FREQ=DAILY", "RRULE:FREQ=WEEKLY;BYDAY=MO,TH;", "FREQ=MONTHLY;BYDAY=-5SU;BYSETPOS=-1",
		"FREQ=YEARLY;BYWEEKNO=53;BYDAY=+53MO", "FREQ=YEARLY;UNTIL=00000101T000000Z", "FREQ=DAILY;COUNT=0", "FREQ=;=;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rule string) {
		once, err := recurrence.Canonical(rule, nil)
		if err != nil {
			return
		}
		twice, err := recurrence.Canonical(once, nil)
		if diff := cmp.Diff(once, twice); err != nil || diff != "" {
			t.Errorf("%q is not stable: %v\n%s", rule, err, diff)
		}
	})
}

func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"FREQ=DAILY", "FREQ=MONTHLY;BYDAY=-5SU", "FREQ=YEARLY;BYWEEKNO=1,-1", "FREQ=WEEKLY;BYSETPOS=366;BYDAY=MO",
		"FREQ=YEARLY;BYDAY=-53MO,53SU", "FREQ=MONTHLY;BYMONTHDAY=-31", "FREQ=YEARLY;BYYEARDAY=-366;INTERVAL=1000"} {
		f.Add(seed, int64(1788000000))
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		start := time.Unix(unix%(1<<34), 0)
		rule := recurrence.Rule{Start: start, Duration: time.Hour, RRule: text}
		got, err := rule.Expand(start, start.AddDate(3, 0, 0), 50)
		if err != nil {
			return
		}
		for i, o := range got {
			if o.Start.Before(start) || o.End.Before(o.Start) || i > 0 && !o.Start.After(got[i-1].Start) {
				t.Errorf("%q: date %d is wrong: %v after %v", text, i, o, start)
			}
		}
	})
}
