package i18n

import (
	"testing"
	"time"
)

// at reads "2026-05-17 18:00" as a time in Oslo, and hands it out in UTC so that
// a forgotten In(Oslo) is seen.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, Oslo)
	if err != nil {
		t.Fatal(err)
	}
	return v.UTC()
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestMonths(t *testing.T) {
	t.Parallel()
	want := map[Lang][12]string{
		NB: {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
		NN: {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
		EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	}
	for l, names := range want {
		for i, name := range names {
			day := time.Date(2026, time.Month(i+1), 3, 12, 0, 0, 0, time.UTC)
			point := map[Lang]string{NB: ".", NN: "."}[l]
			check(t, "MonthName "+string(l), l.MonthName(day.Month()), name)
			check(t, "Month "+string(l), l.Month(day), name+" 2026")
			check(t, "Date "+string(l), l.Date(day), "3"+point+" "+name+" 2026")
		}
	}
}

func TestWeekdays(t *testing.T) {
	t.Parallel()
	want := map[Lang][7][2]string{
		NB: {{"søndag", "søn"}, {"mandag", "man"}, {"tirsdag", "tir"}, {"onsdag", "ons"}, {"torsdag", "tor"}, {"fredag", "fre"}, {"lørdag", "lør"}},
		NN: {{"sundag", "sun"}, {"måndag", "mån"}, {"tysdag", "tys"}, {"onsdag", "ons"}, {"torsdag", "tor"}, {"fredag", "fre"}, {"laurdag", "lau"}},
		EN: {{"Sunday", "Sun"}, {"Monday", "Mon"}, {"Tuesday", "Tue"}, {"Wednesday", "Wed"}, {"Thursday", "Thu"}, {"Friday", "Fri"}, {"Saturday", "Sat"}},
	}
	for l, names := range want {
		for i, name := range names {
			check(t, "WeekdayName "+string(l), l.WeekdayName(time.Weekday(i)), name[0])
			check(t, "WeekdayShort "+string(l), l.WeekdayShort(time.Weekday(i)), name[1])
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	now, day := at(t, "2026-01-02 12:00"), at(t, "2026-05-14 00:00")
	check(t, "Date", NB.Date(day), "14. mai 2026")
	check(t, "Date just before midnight", NB.Date(at(t, "2026-05-14 23:59")), "14. mai 2026")
	check(t, "Date new year", NB.Date(at(t, "2026-01-01 00:00")), "1. januar 2026")
	check(t, "Date zero language", Lang("").Date(day), "14. mai 2026")
	check(t, "DateWeekday nb", NB.DateWeekday(day, now), "torsdag 14. mai")
	check(t, "DateWeekday nn", NN.DateWeekday(at(t, "2026-05-12 09:00"), now), "tysdag 12. mai")
	check(t, "DateWeekday en", EN.DateWeekday(day, now), "Thursday 14 May")
	check(t, "DateWeekday other year", NB.DateWeekday(at(t, "2025-12-31 23:59"), now), "onsdag 31. desember 2025")
	check(t, "ShortDate", NN.ShortDate(at(t, "2026-05-07 00:00")), "07.05.2026")
}

func TestDateRange(t *testing.T) {
	t.Parallel()
	now := at(t, "2026-01-02 12:00")
	for _, c := range []struct {
		l           Lang
		first, last string
		want        string
	}{
		{NB, "2026-06-03 00:00", "2026-06-06 23:00", "3.–6. juni"},
		{NB, "2026-05-30 00:00", "2026-06-02 00:00", "30. mai–2. juni"},
		{NN, "2026-05-30 00:00", "2026-06-02 00:00", "30. mai–2. juni"},
		{EN, "2026-06-03 00:00", "2026-06-06 00:00", "3–6 June"},
		{EN, "2026-05-30 00:00", "2026-06-02 00:00", "30 May–2 June"},
		{NB, "2026-06-03 10:00", "2026-06-03 12:00", "3. juni"},
		{NB, "2026-06-03 10:00", "2026-06-01 12:00", "3. juni"},
		{NB, "2027-06-03 00:00", "2027-06-06 00:00", "3.–6. juni 2027"},
		{NB, "2026-12-30 00:00", "2027-01-02 00:00", "30. desember 2026–2. januar 2027"},
	} {
		check(t, c.first+" to "+c.last, c.l.DateRange(at(t, c.first), at(t, c.last), now), c.want)
	}
}

func TestDayHeading(t *testing.T) {
	t.Parallel()
	now := at(t, "2026-05-14 23:59")
	for _, c := range []struct {
		l    Lang
		day  string
		want string
	}{
		{NB, "2026-05-14 00:00", "I dag, torsdag 14. mai"},
		{NB, "2026-05-15 00:00", "I morgen, fredag 15. mai"},
		{NN, "2026-05-15 00:00", "I morgon, fredag 15. mai"},
		{NB, "2026-05-13 12:00", "I går, onsdag 13. mai"},
		{NB, "2026-05-16 00:00", "Lørdag 16. mai"},
		{NN, "2026-05-16 00:00", "Laurdag 16. mai"},
		{EN, "2026-05-14 00:00", "Today, Thursday 14 May"},
		{NB, "2027-05-16 00:00", "Søndag 16. mai 2027"},
	} {
		check(t, c.day, c.l.DayHeading(at(t, c.day), now), c.want)
	}
}
