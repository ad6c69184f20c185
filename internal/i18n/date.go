// Dates in words, in the time zone of Norway.

package i18n

import (
	"strconv"
	"time"
	_ "time/tzdata" // the server may lack a time zone database
)

// Oslo is the time zone of everything that is shown or typed.
var Oslo = mustLoad("Europe/Oslo")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		// Cannot happen: the database is linked in above.
		return time.FixedZone("CET", 3600)
	}
	return loc
}

// Date is "17. mai 2026".
func (l Lang) Date(t time.Time) string {
	return l.dayMonth(t) + " " + year(t)
}

// DateWeekday is "torsdag 14. mai", with the year when it is not the year of now.
func (l Lang) DateWeekday(t, now time.Time) string {
	s := l.WeekdayName(t.In(Oslo).Weekday()) + " " + l.dayMonth(t)
	if !sameYear(t, now) {
		s += " " + year(t)
	}
	return s
}

// ShortDate is "17.05.2026", for tables.
func (l Lang) ShortDate(t time.Time) string { return t.In(Oslo).Format("02.01.2006") }

// Month is "mai 2026".
func (l Lang) Month(t time.Time) string {
	return l.MonthName(t.In(Oslo).Month()) + " " + year(t)
}

// DateRange is "3.–6. juni" or "30. mai–2. juni". Both days are included. The
// year is added when one of the days is not in the year of now.
func (l Lang) DateRange(first, last, now time.Time) string {
	if dayNumber(last) <= dayNumber(first) {
		return l.dayMonth(first) + l.yearUnless(first, now)
	}
	if !sameYear(first, last) {
		return l.Date(first) + "–" + l.Date(last)
	}
	from := l.dayMonth(first)
	if first.In(Oslo).Month() == last.In(Oslo).Month() {
		from = l.day(first)
	}
	return from + "–" + l.dayMonth(last) + l.yearUnless(last, now)
}

// DayHeading is the heading over the activities of one day, with a capital:
// "I dag, torsdag 14. mai", "Lørdag 16. mai".
func (l Lang) DayHeading(day, now time.Time) string {
	s := l.DateWeekday(day, now)
	if near := l.near(day, now); near != "" {
		s = near + ", " + s
	}
	return Capital(s)
}

// near is "i dag", "i morgen" or "i går", or empty for other days.
func (l Lang) near(t, now time.Time) string {
	switch dayNumber(t) - dayNumber(now) {
	case 0:
		return l.words().today
	case 1:
		return l.words().tomorrow
	case -1:
		return l.words().before
	}
	return ""
}

func (l Lang) day(t time.Time) string {
	return strconv.Itoa(t.In(Oslo).Day()) + l.words().dayPoint
}

func (l Lang) dayMonth(t time.Time) string {
	return l.day(t) + " " + l.MonthName(t.In(Oslo).Month())
}

func (l Lang) yearUnless(t, now time.Time) string {
	if sameYear(t, now) {
		return ""
	}
	return " " + year(t)
}

func year(t time.Time) string { return strconv.Itoa(t.In(Oslo).Year()) }

func sameYear(a, b time.Time) bool { return a.In(Oslo).Year() == b.In(Oslo).Year() }

// dayNumber counts the days in Oslo. Subtracting times would be wrong: two days
// of the year do not have 24 hours.
func dayNumber(t time.Time) int {
	y, m, d := t.In(Oslo).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
