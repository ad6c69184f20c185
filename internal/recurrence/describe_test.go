package recurrence_test

import (
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

func TestDescribe(t *testing.T) {
	t.Parallel()
	start := oslo(t, "2025-09-04 18:00") // A Thursday.
	now := oslo(t, "2025-08-20 12:00")
	date := func(m time.Month, d int) time.Time { return time.Date(2025, m, d, 0, 0, 0, 0, time.UTC) }
	autumn := []recurrence.Pause{
		{From: date(6, 20), To: date(8, 10), Reason: "sommerferie"},
		{From: date(10, 9), To: date(10, 13), Reason: "høstferie"},
	}
	tests := []struct {
		name       string
		rule       recurrence.Rule
		nb, nn, en string
	}{
		{
			name: "once",
			rule: recurrence.Rule{Start: start},
			nb:   "Torsdag 4. september kl. 18.00–20.00",
			nn:   "Torsdag 4. september kl. 18.00–20.00",
			en:   "Thursday 4 September 18:00–20:00",
		},
		{
			name: "weekly with a pause; the one that is over is not named",
			rule: recurrence.Rule{Start: start, RRule: "FREQ=WEEKLY;BYDAY=TH;UNTIL=20251220", Pauses: autumn},
			nb:   "Hver torsdag kl. 18.00–20.00 fra 4. september til 18. desember, ikke 9.–13. oktober (høstferie)",
			nn:   "Kvar torsdag kl. 18.00–20.00 frå 4. september til 18. desember, ikkje 9.–13. oktober (høstferie)",
			en:   "Every Thursday 18:00–20:00 from 4 September to 18 December, except 9–13 October (høstferie)",
		},
		{
			name: "every other week on two days, counted",
			rule: recurrence.Rule{Start: start, RRule: "FREQ=WEEKLY;INTERVAL=2;COUNT=6;BYDAY=MO,TH"},
			nb:   "Annenhver uke på mandag og torsdag kl. 18.00–20.00 fra 4. september, 6 ganger",
			nn:   "Annakvar veke på måndag og torsdag kl. 18.00–20.00 frå 4. september, 6 gonger",
			en:   "Every other week on Monday and Thursday 18:00–20:00 from 4 September, 6 times",
		},
		{
			name: "every other Thursday",
			rule: recurrence.Rule{Start: start, RRule: "FREQ=WEEKLY;INTERVAL=2"},
			nb:   "Annenhver torsdag kl. 18.00–20.00 fra 4. september",
			nn:   "Annankvar torsdag kl. 18.00–20.00 frå 4. september",
			en:   "Every other Thursday 18:00–20:00 from 4 September",
		},
		{
			name: "first Monday, into the next year, with single dates",
			rule: recurrence.Rule{Start: start, RRule: "FREQ=MONTHLY;BYDAY=1MO;UNTIL=20260301",
				Except: []time.Time{oslo(t, "2025-10-06 18:00")}, Dates: []time.Time{oslo(t, "2025-12-13 12:00"), oslo(t, "2025-12-14 12:00")}},
			nb: "Første mandag i måneden kl. 18.00–20.00 fra 4. september til 2. februar 2026, også 13. desember og 14. desember, ikke 6. oktober",
			nn: "Første måndag i månaden kl. 18.00–20.00 frå 4. september til 2. februar 2026, også 13. desember og 14. desember, ikkje 6. oktober",
			en: "First Monday of the month 18:00–20:00 from 4 September to 2 February 2026, also 13 December and 14 December, except 6 October",
		},
		{
			name: "last Friday every third month",
			rule: recurrence.Rule{Start: start, RRule: "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;COUNT=1"},
			nb:   "Siste fredag hver 3. måned kl. 18.00–20.00 fra 4. september, 1 gang",
			nn:   "Siste fredag kvar 3. månad kl. 18.00–20.00 frå 4. september, 1 gong",
			en:   "Last Friday every 3 months 18:00–20:00 from 4 September, 1 time",
		},
		{
			name: "all day, yearly",
			rule: recurrence.Rule{Start: oslo(t, "2025-05-17 00:00"), AllDay: true, RRule: "FREQ=YEARLY"},
			nb:   "Hvert år 17. mai",
			nn:   "Kvart år 17. mai",
			en:   "Every year on 17 May",
		},
		{
			name: "day of the month",
			rule: recurrence.Rule{Start: start, RRule: "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15"},
			nb:   "Den 15. annenhver måned kl. 18.00–20.00 fra 4. september",
			nn:   "Den 15. annankvar månad kl. 18.00–20.00 frå 4. september",
			en:   "Day 15 every other month 18:00–20:00 from 4 September",
		},
		{
			name: "a rule without words of its own",
			rule: recurrence.Rule{Start: start, RRule: "FREQ=YEARLY;BYMONTH=3;BYDAY=TH"},
			nb:   "Gjentas etter en egen regel kl. 18.00–20.00 fra 4. september",
			nn:   "Blir gjenteke etter ein eigen regel kl. 18.00–20.00 frå 4. september",
			en:   "Repeats by a rule of its own 18:00–20:00 from 4 September",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if !test.rule.AllDay {
				test.rule.Duration = 2 * time.Hour
			} else {
				test.rule.Duration = 24 * time.Hour
			}
			for lang, want := range map[i18n.Lang]string{i18n.NB: test.nb, i18n.NN: test.nn, i18n.EN: test.en} {
				if got := recurrence.Describe(lang, test.rule, now); got != want {
					t.Errorf("%s:\n got %s\nwant %s", lang, got, want)
				}
			}
		})
	}
}
