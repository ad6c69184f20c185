package signupform_test

import (
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
)

func TestSeriesWhen(t *testing.T) {
	t.Parallel()
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, i18n.Oslo)
	}
	for name, tc := range map[string]struct {
		starts []time.Time
		allDay bool
		lang   i18n.Lang
		want   string
	}{
		"none":               {nil, false, i18n.NB, ""},
		"one":                {[]time.Time{at(8, 20, 18)}, false, i18n.NB, "torsdag 20. august kl. 18.00–20.00"},
		"weekly over autumn": {[]time.Time{at(10, 22, 18), at(10, 29, 18), at(11, 5, 18)}, false, i18n.NB, "torsdag kl. 18.00–20.00, 3 ganger, 22. oktober–5. november"},
		"in English":         {[]time.Time{at(8, 20, 18), at(8, 27, 18)}, false, i18n.EN, "Thursday 18:00–20:00, 2 times, 20–27 August"},
		"two days a week":    {[]time.Time{at(8, 18, 18), at(8, 20, 18), at(8, 25, 18)}, false, i18n.NB, "tirsdag og torsdag kl. 18.00–20.00, 3 ganger, 18.–25. august"},
		"three days a week":  {[]time.Time{at(8, 18, 18), at(8, 19, 18), at(8, 20, 18)}, false, i18n.NB, "tirsdag, onsdag og torsdag kl. 18.00–20.00, 3 ganger, 18.–20. august"},
		"other hours":        {[]time.Time{at(8, 20, 18), at(8, 27, 12)}, false, i18n.NB, "torsdag, 2 ganger, 20.–27. august"},
		"a camp":             {[]time.Time{at(8, 17, 9), at(8, 18, 9), at(8, 19, 9), at(8, 20, 9)}, false, i18n.NB, "kl. 09.00–11.00, 4 ganger, 17.–20. august"},
		"whole days":         {[]time.Time{at(8, 17, 0), at(8, 18, 0), at(8, 19, 0), at(8, 20, 0)}, true, i18n.NB, "4 ganger, 17.–20. august"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var ends []time.Time
			for _, s := range tc.starts {
				ends = append(ends, s.Add(2*time.Hour))
			}
			if got := signupform.SeriesWhen(tc.lang, tc.starts, ends, tc.allDay, at(5, 14, 9)); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
