package recurrence_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

const layout = "2006-01-02 15:04 MST"

func oslo(t testing.TB, value string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", value, i18n.Oslo)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func year(t testing.TB, y int) (from, to time.Time) {
	return oslo(t, fmt.Sprintf("%d-01-01 00:00", y)), oslo(t, fmt.Sprintf("%d-01-01 00:00", y+1))
}

func starts(occurrences []recurrence.Occurrence) []string {
	var all []string
	for _, o := range occurrences {
		all = append(all, o.Start.Format(layout))
	}
	return all
}

func TestExpand(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time { return oslo(t, s+" 00:00") }
	tests := []struct {
		name string
		rule recurrence.Rule
		want []string
	}{
		{
			name: "one date",
			rule: recurrence.Rule{Start: oslo(t, "2026-05-14 18:00")},
			want: []string{"2026-05-14 18:00 CEST"},
		},
		{
			name: "18.00 stays 18.00 when summer time ends",
			rule: recurrence.Rule{Start: oslo(t, "2026-10-22 18:00"), RRule: "FREQ=WEEKLY;COUNT=2"},
			want: []string{"2026-10-22 18:00 CEST", "2026-10-29 18:00 CET"},
		},
		{
			name: "02.30 does not exist one night in March",
			rule: recurrence.Rule{Start: oslo(t, "2026-03-28 02:30"), RRule: "FREQ=DAILY;COUNT=3"},
			want: []string{"2026-03-28 02:30 CET", "2026-03-29 03:30 CEST", "2026-03-30 02:30 CEST"},
		},
		{
			name: "02.30 comes twice one night in October: the first",
			rule: recurrence.Rule{Start: oslo(t, "2026-10-24 02:30"), RRule: "FREQ=DAILY;COUNT=3"},
			want: []string{"2026-10-24 02:30 CEST", "2026-10-25 02:30 CEST", "2026-10-26 02:30 CET"},
		},
		{
			name: "a start on the second 02.30 in October is kept",
			rule: recurrence.Rule{Start: time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC), RRule: "FREQ=DAILY;COUNT=2"},
			want: []string{"2026-10-25 02:30 CET", "2026-10-26 02:30 CET"},
		},
		{
			name: "extra dates, exceptions and pauses",
			rule: recurrence.Rule{
				Start: oslo(t, "2026-09-03 18:00"), RRule: "FREQ=WEEKLY;COUNT=7",
				Dates:  []time.Time{oslo(t, "2026-09-05 12:00"), oslo(t, "2026-09-10 18:00")},
				Except: []time.Time{oslo(t, "2026-09-17 18:00")},
				Pauses: []recurrence.Pause{{From: day("2026-10-01"), To: day("2026-10-08")}},
			},
			want: []string{
				"2026-09-03 18:00 CEST", "2026-09-05 12:00 CEST", "2026-09-10 18:00 CEST",
				"2026-09-24 18:00 CEST", "2026-10-15 18:00 CEST",
			},
		},
		{
			name: "until a date includes that evening",
			rule: recurrence.Rule{Start: oslo(t, "2026-09-03 18:00"), RRule: "FREQ=WEEKLY;UNTIL=20260910"},
			want: []string{"2026-09-03 18:00 CEST", "2026-09-10 18:00 CEST"},
		},
		{
			name: "never",
			rule: recurrence.Rule{Start: oslo(t, "2026-09-03 18:00"), RRule: "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"},
		},
		{
			name: "week number alone means the weekday of the start",
			rule: recurrence.Rule{Start: oslo(t, "2026-05-14 18:00"), RRule: "FREQ=YEARLY;BYWEEKNO=20,21"},
			want: []string{"2026-05-14 18:00 CEST", "2026-05-21 18:00 CEST"},
		},
		{
			name: "an hour twice in the rule is one date",
			rule: recurrence.Rule{Start: oslo(t, "2026-05-14 09:00"), RRule: "FREQ=DAILY;BYHOUR=9,9;COUNT=2;"},
			want: []string{"2026-05-14 09:00 CEST", "2026-05-15 09:00 CEST"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			from, to := year(t, 2026)
			got, err := test.rule.Expand(from, to, 100)
			if err != nil {
				t.Fatalf("Expand: %v", err)
			}
			if diff := cmp.Diff(test.want, starts(got)); diff != "" {
				t.Errorf("starts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLeapDay(t *testing.T) {
	t.Parallel()
	for _, rrule := range []string{"FREQ=YEARLY", "FREQ=YEARLY;BYMONTHDAY=29"} {
		rule := recurrence.Rule{Start: oslo(t, "2024-02-29 00:00"), AllDay: true, RRule: rrule}
		got, err := rule.Expand(rule.Start, oslo(t, "2030-01-01 00:00"), 10)
		if err != nil {
			t.Fatalf("%s: %v", rrule, err)
		}
		want := []string{"2024-02-29 00:00 CET", "2028-02-29 00:00 CET"}
		if diff := cmp.Diff(want, starts(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", rrule, diff)
		}
	}
}

func TestOccurrence(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, start, end, rrule, wantEnd, wantKey string }{
		{"an evening", "2026-05-14 18:00", "2026-05-14 20:00", "", "2026-05-14 20:00 CEST", "20260514T160000Z"},
		{"a night when the clock goes back", "2026-10-24 22:00", "2026-10-25 03:00", "", "2026-10-25 03:00 CET", "20261024T200000Z"},
		{"a whole day of 25 hours", "2026-10-25 00:00", "2026-10-26 00:00", "FREQ=YEARLY", "2026-10-26 00:00 CET", "20261024T220000Z"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			start := oslo(t, test.start)
			rule := recurrence.Rule{Start: start, Duration: recurrence.WallDuration(start, oslo(t, test.end)), RRule: test.rrule}
			from, to := year(t, 2026)
			got, err := rule.Expand(from, to, 1)
			if err != nil || len(got) != 1 {
				t.Fatalf("Expand: got %v, %v, want one date", got, err)
			}
			if end := got[0].End.Format(layout); end != test.wantEnd {
				t.Errorf("end: got %s, want %s", end, test.wantEnd)
			}
			if got[0].Key != test.wantKey {
				t.Errorf("key: got %s, want %s", got[0].Key, test.wantKey)
			}
		})
	}
}

func TestExpandIsBounded(t *testing.T) {
	t.Parallel()
	rule := recurrence.Rule{Start: oslo(t, "2020-01-01 09:00"), RRule: "FREQ=DAILY"}
	preview, err := rule.Preview(rule.Start, oslo(t, "9000-01-01 00:00"), 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(preview.Dates) != 3 || !preview.More {
		t.Errorf("got %d dates, more %v, want 3 and more", len(preview.Dates), preview.More)
	}
	all, err := rule.Expand(rule.Start, oslo(t, "9000-01-01 00:00"), 0)
	if len(all) > recurrence.Limit || err != nil && !errors.Is(err, recurrence.ErrBudget) {
		t.Errorf("got %d dates and %v, want at most %d", len(all), err, recurrence.Limit)
	}
}

func TestPreviewTellsWhatIsSkipped(t *testing.T) {
	t.Parallel()
	rule := recurrence.Rule{
		Start: oslo(t, "2026-10-01 18:00"), RRule: "FREQ=WEEKLY;COUNT=3",
		Pauses: []recurrence.Pause{{From: oslo(t, "2026-10-05 00:00"), To: oslo(t, "2026-10-08 00:00"), Reason: "høstferie"}},
	}
	from, to := year(t, 2026)
	got, err := rule.Preview(from, to, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Dates) != 2 || len(got.Skipped) != 1 {
		t.Fatalf("got %d dates and %d skipped, want 2 and 1", len(got.Dates), len(got.Skipped))
	}
	skipped := got.Skipped[0]
	if skipped.Reason != "høstferie" || skipped.Key != "20261008T160000Z" {
		t.Errorf("skipped: got %+v", skipped)
	}
}
