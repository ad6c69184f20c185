// A schedule moved in time, for a copy of an activity.

package schedule

import (
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// Shift moves the schedule so that it begins at start.
func (s Schedule) Shift(start, now time.Time) Schedule {
	if start.IsZero() {
		start = s.StartsAt
		if days := now.Sub(start).Hours() / 24; days >= 0 {
			start = inDays(start, (int(days)/7+1)*7)
		}
	}
	days := daysBetween(s.StartsAt, start)
	moved := Schedule{StartsAt: start, DurationMinutes: s.DurationMinutes, AllDay: s.AllDay}
	for _, t := range s.ExtraDates {
		moved.ExtraDates = append(moved.ExtraDates, inDays(t, days))
	}
	pattern, known := recurrence.PatternOf(s.RRule, s.StartsAt)
	if s.RRule == "" || !known {
		return moved
	}
	if !pattern.Until.IsZero() {
		pattern.Until = inDays(pattern.Until, days)
	}
	if pattern.Kind == recurrence.OnWeekdays && len(pattern.Weekdays) == 1 {
		pattern.Weekdays[0] = start.In(i18n.Oslo).Weekday()
	}
	if rule, err := pattern.RRule(); err == nil {
		moved.RRule = rule
	}
	return moved
}

// inDays is the same wall time some days later.
func inDays(t time.Time, days int) time.Time {
	y, m, d := t.In(i18n.Oslo).Date()
	h, min, sec := t.In(i18n.Oslo).Clock()
	return time.Date(y, m, d+days, h, min, sec, 0, i18n.Oslo)
}

func daysBetween(a, b time.Time) int {
	return int(civil(b).Sub(civil(a)).Hours()) / 24
}

// civil is the day in Oslo, comparable without summer time.
func civil(t time.Time) time.Time {
	y, m, d := t.In(i18n.Oslo).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
