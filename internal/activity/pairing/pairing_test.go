package pairing_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity/pairing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

var now = time.Date(2026, 11, 30, 12, 0, 0, 0, i18n.Oslo)

// at reads "14" or "14T19", a day of December and an hour of it; days go on into January.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	day, hour, timed := strings.Cut(s, "T")
	if !timed {
		hour = "18"
	}
	d, err := strconv.Atoi(day)
	h, errHour := strconv.Atoi(hour)
	if err != nil || errHour != nil {
		t.Fatalf("%q is no day", s)
	}
	return time.Date(2026, 12, d, h, 0, 0, 0, i18n.Oslo)
}

// TestOf has the days of December before and after, and what each of the old ones becomes.
func TestOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		was, is, want string
		begin         string // "": the first
	}{
		"three Mondays begin a week later":     {was: "7 14 21", is: "14 21 28", want: "14 21 28"},
		"and at another time":                  {was: "7 14 21", is: "14T19 21T19 28T19", want: "14T19 21T19 28T19"},
		"and two weeks later":                  {was: "7 14 21", is: "21 28 35", want: "21 28 35"},
		"a week earlier":                       {was: "14 21 28", is: "7 14 21", want: "7 14 21"},
		"a month later":                        {was: "3 17 38", is: "17 38 52", want: "17 38 52"},
		"two dates, both another day":          {was: "7 14", is: "15 22", want: "15 22"},
		"Tuesdays become Mondays":              {was: "8 15 22", is: "14 21 28", want: "14 21 28"},
		"Thursdays become Fridays":             {was: "3 10 17", is: "4 11 18", want: "4 11 18"},
		"one date":                             {was: "7", is: "31", want: "31"},
		"another time":                         {was: "7 14", is: "7T19 14T19", want: "7T19 14T19"},
		"nothing":                              {was: "7 14", is: "7 14", want: "7 14"},
		"one of several":                       {was: "7 14 21", is: "7 16 21", want: "7 16 21"},
		"one is put off to the end":            {was: "7 14 21 28", is: "7 21 28 35", want: "7 35 21 28"},
		"the first is put off to the end":      {was: "7 14 21", is: "14 21 28", begin: "28", want: "28 14 21"},
		"the first is excepted, one more":      {was: "7 14 21", is: "14 21 28", begin: "7", want: "28 14 21"},
		"one is taken away":                    {was: "7 14 21", is: "7 21", want: "7 - 21"},
		"the first is taken away":              {was: "7 14 21", is: "14 21", want: "- 14 21"},
		"one is added":                         {was: "7 14", is: "3 7 14", want: "7 14"},
		"two days a week become two others":    {was: "1 3 8 10", is: "2 4 9 11", want: "2 4 9 11"},
		"one of two days a week":               {was: "1 3 8 10", is: "3 4 10 11", want: "4 3 11 10"},
		"Thursdays become Tuesdays, and fewer": {was: "3 10 17 24", is: "8 15 22", want: "- 8 15 22"},
		"every other falls out":                {was: "7 14 21 28", is: "7 21", want: "7 - 21 -"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stored []pairing.Date
			for i, s := range strings.Fields(c.was) {
				start := at(t, s)
				stored = append(stored, pairing.Date{ID: int64(i), Key: start.UTC().Format(recurrence.KeyFormat), Start: start, Coming: true})
			}
			var to pairing.Schedule
			names := strings.Fields(c.is)
			for _, s := range names {
				start := at(t, s)
				to.Dates = append(to.Dates, recurrence.Occurrence{Key: start.UTC().Format(recurrence.KeyFormat), Start: start, End: start.Add(time.Hour)})
			}
			if to.Begin = to.Dates[0].Start; c.begin != "" {
				to.Begin = at(t, c.begin)
			}
			becomes, free := pairing.Of(stored, to, now)
			var got []string
			used := 0
			for _, i := range becomes {
				if i == pairing.None {
					got = append(got, "-")
					continue
				}
				got = append(got, names[i])
				used++
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("%s to %s (-want +got):\n%s", c.was, c.is, diff)
			}
			if used+len(free) != len(names) {
				t.Errorf("%d dates are paired and %d free, want %d together", used, len(free), len(names))
			}
		})
	}
}
