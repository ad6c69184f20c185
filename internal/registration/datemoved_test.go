package registration_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/registration/signupform"
)

// A date is told of by what is to come: as it was known, or as it is now.
func TestDateMovedAcrossNow(t *testing.T) {
	t.Parallel()
	series := func(f *signupform.Form) { f.Scope = signupform.WholeSeries }
	for name, tc := range map[string]struct {
		form     func(*signupform.Form)
		now      time.Duration // after the end of the first date
		to       time.Duration // where it is moved, after now
		told     int
		was, new string
	}{
		"over, and held next week instead":              {nil, 72 * time.Hour, 7 * 24 * time.Hour, 1, "8. oktober 2026", "18. oktober 2026"},
		"over for a month":                              {nil, 31 * 24 * time.Hour, 7 * 24 * time.Hour, 1, "8. oktober 2026", "15. november 2026"},
		"one of a series, over, and held later instead": {series, 72 * time.Hour, 7 * 24 * time.Hour, 1, "8. oktober 2026", "18. oktober 2026"},
		"to come, and said to have been yesterday":      {nil, -24 * time.Hour, -26 * time.Hour, 1, "8. oktober 2026", "6. oktober 2026"},
		"over, and over at another time":                {nil, 20 * time.Hour, -2 * time.Hour, 0, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 5, tc.form)
			w.Join(t, date, "Ola Nes", 1)
			first := w.Dates(t, w.Activity)[0]
			w.Now = first.EndsAt.Add(tc.now)
			at := w.Now.Add(tc.to)
			w.ID(t, "update occurrence set starts_at = $2, ends_at = $3, status = 'moved', sequence = sequence + 1 where id = $1 returning id", first.ID, at, at.Add(time.Hour))
			for range 2 {
				must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
			}
			told := w.changes(t, "ola.nes@post.example")
			if len(told) != tc.told {
				t.Fatalf("told %d times, want %d", len(told), tc.told)
			}
			for _, m := range told {
				before, after, _ := strings.Cut(m.TextBody, "Nå: ")
				if !strings.Contains(before, tc.was) || !strings.Contains(after, tc.new) {
					t.Errorf("got no way from %s to %s:\n%s", tc.was, tc.new, m.TextBody)
				}
			}
		})
	}
}
