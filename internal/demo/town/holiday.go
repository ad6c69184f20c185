// School holidays of a year.

package town

import "time"

// Holiday is a school holiday, both days included, midnight in the location that was asked for.
type Holiday struct {
	From, To time.Time
	Reason   Text
}

// SchoolHolidays lists the holidays of one calendar year as most schools have them: week 8, Easter week,
// week 40 and Christmas. Summer is left out, so that a demo started in July is not empty.
func SchoolHolidays(year int, loc *time.Location) []Holiday {
	easter := easterSunday(year, loc)
	return []Holiday{
		{week(year, 8, loc), week(year, 8, loc).AddDate(0, 0, 6), Text{"Vinterferie", "Vinterferie", "Winter holiday"}},
		{easter.AddDate(0, 0, -8), easter.AddDate(0, 0, 1), Text{"Påskeferie", "Påskeferie", "Easter holiday"}},
		{week(year, 40, loc), week(year, 40, loc).AddDate(0, 0, 6), Text{"Høstferie", "Haustferie", "Autumn holiday"}},
		{time.Date(year, time.December, 20, 0, 0, 0, 0, loc), time.Date(year+1, time.January, 2, 0, 0, 0, 0, loc),
			Text{"Juleferie", "Juleferie", "Christmas holiday"}},
	}
}

// week is the Monday of an ISO week.
func week(year, number int, loc *time.Location) time.Time {
	return Monday(time.Date(year, time.January, 4, 0, 0, 0, 0, loc)).AddDate(0, 0, 7*(number-1))
}

// easterSunday follows the anonymous Gregorian computus.
func easterSunday(year int, loc *time.Location) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, loc)
}
