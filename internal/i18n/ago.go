// How long ago something was, in words.

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
	if b.Before(a) {
		a, b = b, a
	}
	d, days := b.Sub(a), dayNumber(b)-dayNumber(a)
	switch {
	case d < time.Hour:
		return int(d / time.Minute), unitMinute
	case d < 24*time.Hour:
		return int(d / time.Hour), unitHour
	case days < 14:
		// The long day of October has 25 hours of its own.
		return max(days, 1), unitDay
	case days < 60:
		return days / 7, unitWeek
	}
	if months := wholeMonths(a, b); months < 12 {
		return months, unitMonth
	}
	return wholeMonths(a, b) / 12, unitYear
}

// wholeMonths counts the months of the calendar that have passed from a to b.
func wholeMonths(a, b time.Time) int {
	y1, m1, d1 := a.In(Oslo).Date()
	y2, m2, d2 := b.In(Oslo).Date()
	months := (y2-y1)*12 + int(m2-m1)
	if d2 < d1 {
		months--
	}
	return months
}
