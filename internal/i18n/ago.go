package i18n

import (
	"strconv"
	"time"
)

// Indexes into words.units.
const (
	unitMinute = iota
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitYear
)

// Ago says how long before now something happened: "for 3 dager siden". A time
// after now gives "om 3 dager"; less than a minute either way, "akkurat nå".
// From one day on it counts days of the calendar in Oslo, not periods of 24 hours.
func (l Lang) Ago(t, now time.Time) string {
	w := l.words()
	n, unit := span(t, now)
	if n == 0 {
		return w.now
	}
	text := strconv.Itoa(n) + " " + w.units[unit][1]
	if n == 1 {
		text = "1 " + w.units[unit][0]
	}
	if t.After(now) {
		return w.in + text
	}
	return w.ago[0] + text + w.ago[1]
}

// span rounds the distance between two times down to whole units.
func span(a, b time.Time) (n, unit int) {
	d := b.Sub(a).Abs()
	days := dayNumber(b) - dayNumber(a)
	if days < 0 {
		days = -days
	}
	switch {
	case d < time.Hour:
		return int(d / time.Minute), unitMinute
	case d < 24*time.Hour:
		return int(d / time.Hour), unitHour
	case days < 14:
		return days, unitDay
	case days < 60:
		return days / 7, unitWeek
	case days < 365:
		return days * 12 / 365, unitMonth
	}
	return days * 100 / 36525, unitYear
}
