package i18n

import (
	"testing"
	"time"
)

func TestTime(t *testing.T) {
	t.Parallel()
	check(t, "nb", NB.Time(at(t, "2026-05-14 18:05")), "kl. 18.05")
	check(t, "nn midnight", NN.Time(at(t, "2026-05-14 00:00")), "kl. 00.00")
	check(t, "en", EN.Time(at(t, "2026-05-14 08:00")), "08:00")
	check(t, "summer", NB.Time(time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)), "kl. 12.00")
	check(t, "winter", NB.Time(time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)), "kl. 11.00")
}

func TestTimeRange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l          Lang
		start, end string
		want       string
	}{
		{NB, "2026-05-14 18:00", "2026-05-14 20:00", "kl. 18.00–20.00"},
		{EN, "2026-05-14 18:00", "2026-05-14 20:00", "18:00–20:00"},
		{NB, "2026-05-14 18:00", "2026-05-15 02:00", "kl. 18.00 – fredag 15. mai kl. 02.00"},
		{EN, "2026-05-14 18:00", "2026-05-15 02:00", "18:00 – Friday 15 May, 02:00"},
		{NB, "2026-05-14 18:00", "2026-05-15 00:00", "kl. 18.00–24.00"},
		{NB, "2026-05-14 18:00", "2026-05-16 00:00", "kl. 18.00 – lørdag 16. mai kl. 00.00"},
		{NB, "2026-05-14 18:00", "2026-05-14 18:00", "kl. 18.00"},
		{NB, "2026-12-31 18:00", "2027-01-01 02:00", "kl. 18.00 – fredag 1. januar 2027 kl. 02.00"},
		{NB, "2026-03-29 01:00", "2026-03-29 04:00", "kl. 01.00–04.00"},
		{NB, "2026-10-25 01:00", "2026-10-25 04:00", "kl. 01.00–04.00"},
		{NB, "2026-03-28 20:00", "2026-03-29 00:00", "kl. 20.00–24.00"},
		{NB, "2026-10-25 20:00", "2026-10-26 00:00", "kl. 20.00–24.00"},
	} {
		check(t, c.start+" to "+c.end, c.l.TimeRange(at(t, c.start), at(t, c.end)), c.want)
	}
	check(t, "no end", NB.TimeRange(at(t, "2026-05-14 18:00"), time.Time{}), "kl. 18.00")
}

func TestWhen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name            string
		l               Lang
		start, end, now string
		allDay          bool
		want            string
	}{
		{"today", NB, "2026-05-14 18:00", "2026-05-14 20:00", "2026-05-14 00:00", false, "i dag kl. 18.00–20.00"},
		{"today after it ended", NB, "2026-05-14 18:00", "2026-05-14 20:00", "2026-05-14 23:59", false, "i dag kl. 18.00–20.00"},
		{"tomorrow", NB, "2026-05-14 18:00", "2026-05-14 20:00", "2026-05-13 23:59", false, "i morgen kl. 18.00–20.00"},
		{"tomorrow nn", NN, "2026-05-14 18:00", "2026-05-14 20:00", "2026-05-13 12:00", false, "i morgon kl. 18.00–20.00"},
		{"tomorrow en", EN, "2026-05-14 18:00", "2026-05-14 20:00", "2026-05-13 12:00", false, "tomorrow, 18:00–20:00"},
		{"yesterday", NB, "2026-05-14 18:00", "2026-05-14 20:00", "2026-05-15 00:00", false, "i går kl. 18.00–20.00"},
		{"later", NB, "2026-05-14 18:00", "2026-05-14 20:00", "2026-05-12 23:59", false, "torsdag 14. mai kl. 18.00–20.00"},
		{"other year", NB, "2026-05-14 18:00", "2026-05-14 20:00", "2025-05-14 12:00", false, "torsdag 14. mai 2026 kl. 18.00–20.00"},
		{"over night", NB, "2026-05-14 18:00", "2026-05-15 02:00", "2026-05-14 12:00", false, "i dag kl. 18.00 – fredag 15. mai kl. 02.00"},
		{"tomorrow is the short day", NB, "2026-03-29 12:00", "2026-03-29 13:00", "2026-03-28 12:00", false, "i morgen kl. 12.00–13.00"},
		{"tomorrow after the long day", NB, "2026-10-26 00:00", "2026-10-26 01:00", "2026-10-25 00:00", false, "i morgen kl. 00.00–01.00"},
		{"all day", NB, "2026-05-17 00:00", "2026-05-18 00:00", "2026-05-12 00:00", true, "søndag 17. mai"},
		{"all day today", NB, "2026-05-17 00:00", "2026-05-17 23:59", "2026-05-17 09:00", true, "i dag"},
		{"all day, same start and end", NN, "2026-05-17 00:00", "2026-05-17 00:00", "2026-05-12 00:00", true, "sundag 17. mai"},
		{"several days", NB, "2026-06-03 00:00", "2026-06-07 00:00", "2026-05-12 00:00", true, "3.–6. juni"},
	} {
		check(t, c.name, c.l.When(at(t, c.start), at(t, c.end), c.allDay, at(t, c.now)), c.want)
	}
}

func TestAgo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l       Lang
		t, want string
	}{
		{NB, "2026-05-14 12:00", "akkurat nå"}, {NN, "2026-05-14 12:00", "akkurat no"}, {EN, "2026-05-14 12:00", "just now"},
		{NB, "2026-05-14 11:59", "for 1 minutt siden"}, {NB, "2026-05-14 11:58", "for 2 minutter siden"},
		{NN, "2026-05-14 11:58", "for 2 minutt sidan"}, {EN, "2026-05-14 11:58", "2 minutes ago"},
		{NB, "2026-05-14 11:00", "for 1 time siden"}, {NB, "2026-05-13 13:00", "for 23 timer siden"},
		{NB, "2026-05-13 12:00", "for 1 dag siden"}, {NB, "2026-05-11 23:00", "for 3 dager siden"},
		{NN, "2026-05-11 12:00", "for 3 dagar sidan"}, {EN, "2026-05-11 12:00", "3 days ago"},
		{NB, "2026-04-30 12:00", "for 2 uker siden"}, {NN, "2026-04-16 12:00", "for 4 veker sidan"},
		{NB, "2026-03-10 12:00", "for 2 måneder siden"}, {NN, "2025-08-01 12:00", "for 9 månader sidan"},
		{NB, "2025-05-14 12:00", "for 1 år siden"}, {NB, "2016-05-14 12:00", "for 10 år siden"}, {EN, "2024-05-13 12:00", "2 years ago"},
		{NB, "2026-05-17 10:00", "om 3 dager"}, {EN, "2026-05-14 13:00", "in 1 hour"}, {NN, "2026-05-28 12:00", "om 2 veker"},
	} {
		check(t, string(c.l)+" "+c.t, c.l.Ago(at(t, c.t), at(t, "2026-05-14 12:00")), c.want)
	}
	check(t, "within the long day", NB.Ago(at(t, "2026-10-25 00:00"), at(t, "2026-10-25 23:30")), "for 1 dag siden")
	check(t, "across the short day", NB.Ago(at(t, "2026-03-28 11:00"), at(t, "2026-03-29 12:00")), "for 1 dag siden")
}

func TestClock(t *testing.T) {
	t.Parallel()
	for lang, want := range map[Lang]string{NB: "09.00", NN: "09.00", EN: "09:00"} {
		if got := lang.Clock("09:00"); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}
