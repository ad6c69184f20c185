// Times of day, and the beginning of a day.

package i18n

import (
	"strconv"
	"strings"
	"time"
)

// Time is "kl. 18.00".
func (l Lang) Time(t time.Time) string { return l.words().clock + l.hourMinute(t) }

// TimeRange is "kl. 18.00–20.00", or "kl. 18.00 – fredag 15. mai kl. 02.00" when
// it ends on another day. An end that is zero or not after the start is left out.
func (l Lang) TimeRange(start, end time.Time) string {
	from := l.Time(start)
	if !end.After(start) {
		return from
	}
	if dayNumber(start) == dayNumber(end) {
		return from + "–" + l.hourMinute(end)
	}
	if endsAtMidnight(start, end) {
		return from + "–24" + l.words().colon + "00"
	}
	return from + " – " + l.DateWeekday(end, start) + l.words().comma + l.Time(end)
}

// When says when something happens: "i dag kl. 18.00–20.00", "torsdag 14. mai kl.
// 18.00–20.00". With allDay the clock is left out, and an end at midnight counts as
// the day before, as in iCalendar.
func (l Lang) When(start, end time.Time, allDay bool, now time.Time) string {
	if allDay {
		return l.whenAllDay(start, end, now)
	}
	return l.nearOrDate(start, now) + l.words().comma + l.TimeRange(start, end)
}

func (l Lang) whenAllDay(start, end, now time.Time) string {
	if end.After(start) && isMidnight(end) {
		end = end.Add(-time.Second)
	}
	if dayNumber(end) > dayNumber(start) {
		return l.DateRange(start, end, now)
	}
	return l.nearOrDate(start, now)
}

func (l Lang) nearOrDate(t, now time.Time) string {
	if near := l.near(t, now); near != "" {
		return near
	}
	return l.DateWeekday(t, now)
}

func (l Lang) hourMinute(t time.Time) string {
	h, m, _ := t.In(Oslo).Clock()
	return twoDigits(h) + l.words().colon + twoDigits(m)
}

func endsAtMidnight(start, end time.Time) bool {
	return isMidnight(end) && dayNumber(end) == dayNumber(start)+1
}

func isMidnight(t time.Time) bool {
	h, m, s := t.In(Oslo).Clock()
	return h+m+s == 0
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// Clock writes a time of day that is stored as "09:00": "09.00", and in English as it is.
func (l Lang) Clock(stored string) string { return strings.ReplaceAll(stored, ":", l.words().colon) }

// Midnight is the beginning of t's day in Oslo.
func Midnight(t time.Time) time.Time {
	y, m, d := t.In(Oslo).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Oslo)
}
