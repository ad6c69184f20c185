// The shapes of rules that a form can show.

package recurrence

import (
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// Kind is the shape of a pattern that a form can show.
type Kind int

// The shapes. Other rules are legal, but come only from imported calendars.
const (
	Daily      Kind = iota + 1
	OnWeekdays      // each week, or every second, on some days
	NthWeekday      // the first Monday of the month
	DayOfMonth      // the 15th; -1 is the last day
	OnDate          // once a year on the date of the start
)

// Pattern is a rule as a form shows it.
type Pattern struct {
	Kind Kind
	// Every is the distance in days, weeks, months or years; 0 and 1 are the same.
	Every int
	// Weekdays are sorted from Monday. NthWeekday has one.
	Weekdays []time.Weekday
	// Nth is 1 to 4 or -1 (last) for NthWeekday, the day for DayOfMonth.
	Nth int
	// Until is the last day, included; zero means no end. Only the year, month
	// and day count, as written in its own zone.
	Until time.Time
	// Count is the number of dates; 0 means no such limit.
	Count int
}

// Weekly is the pattern for every n-th week on the given weekdays, or on that of
// start when none is given.
func Weekly(start time.Time, weekdays []time.Weekday, every int) Pattern {
	if len(weekdays) == 0 {
		weekdays = []time.Weekday{start.In(orOslo(nil)).Weekday()}
	}
	weekdays = slices.Clone(weekdays)
	slices.SortFunc(weekdays, func(a, b time.Weekday) int { return fromMonday(a) - fromMonday(b) })
	return Pattern{Kind: OnWeekdays, Every: every, Weekdays: slices.Compact(weekdays)}
}

// MonthlyNth is the pattern for the n-th weekday (1 to 4, or -1 for the last) of
// every month. Zero takes the number from start: a start on the second Tuesday
// means the second Tuesday, one on the fifth means the last.
func MonthlyNth(start time.Time, nth int, weekday time.Weekday) Pattern {
	if nth == 0 {
		nth = (start.In(orOslo(nil)).Day()-1)/7 + 1
	}
	if nth == 5 {
		nth = -1
	}
	return Pattern{Kind: NthWeekday, Weekdays: []time.Weekday{weekday}, Nth: nth}
}

// UntilDate returns the pattern with a last day, in place of a count.
func (p Pattern) UntilDate(day time.Time) Pattern {
	p.Until, p.Count = day, 0
	return p
}

// Times returns the pattern with a number of dates, in place of a last day.
func (p Pattern) Times(n int) Pattern {
	p.Count, p.Until = n, time.Time{}
	return p
}

// RRule writes the pattern as the canonical rule that is stored.
func (p Pattern) RRule() (string, error) {
	option := rrule.ROption{Interval: p.Every, Count: p.Count}
	if !p.Until.IsZero() {
		option.Until = endOfDay(p.Until).UTC()
	}
	for _, day := range p.Weekdays {
		option.Byweekday = append(option.Byweekday, fromWeekday(day))
	}
	switch p.Kind {
	case Daily:
		option.Freq = rrule.DAILY
	case OnWeekdays:
		option.Freq = rrule.WEEKLY
	case NthWeekday:
		if len(p.Weekdays) != 1 || p.Nth < -1 || p.Nth == 0 || p.Nth > 4 {
			return "", ErrSyntax
		}
		option.Freq = rrule.MONTHLY
		option.Byweekday[0] = option.Byweekday[0].Nth(p.Nth)
	case DayOfMonth:
		option.Freq, option.Bymonthday = rrule.MONTHLY, []int{p.Nth}
	case OnDate:
		option.Freq = rrule.YEARLY
	default:
		return "", ErrSyntax
	}
	return Canonical(option.RRuleString(), nil)
}

// endOfDay is the last second of a day in Oslo.
func endOfDay(day time.Time) time.Time {
	return InZone(civil(day).Add(24*time.Hour-time.Second), nil)
}

// PatternOf reads a rule back into the form. It reports false for a rule that
// the form cannot show without loss; such a rule is best left alone.
func PatternOf(text string, start time.Time) (Pattern, bool) {
	o, err := parse(text, nil)
	if err != nil || odd(o) {
		return Pattern{}, false
	}
	p := Pattern{Every: max(1, o.Interval), Count: o.Count}
	if !o.Until.IsZero() {
		p.Until = o.Until.In(orOslo(nil))
	}
	for _, day := range o.Byweekday {
		p.Weekdays = append(p.Weekdays, toWeekday(day))
	}
	start = start.In(orOslo(nil))
	switch {
	case o.Freq == rrule.WEEKLY && len(o.Bymonthday) == 0:
		weekly := Weekly(start, p.Weekdays, p.Every)
		p.Kind, p.Weekdays = OnWeekdays, weekly.Weekdays
	case o.Freq == rrule.DAILY && plain(o):
		p.Kind = Daily
	case o.Freq == rrule.YEARLY && plain(o):
		p.Kind = OnDate
	case o.Freq == rrule.MONTHLY:
		return monthly(p, o, start)
	default:
		return Pattern{}, false
	}
	return p, true
}

func monthly(p Pattern, o *rrule.ROption, start time.Time) (Pattern, bool) {
	switch {
	case plain(o):
		p.Kind, p.Nth = DayOfMonth, start.Day()
	case len(o.Byweekday) == 0 && len(o.Bymonthday) == 1:
		p.Kind, p.Nth = DayOfMonth, o.Bymonthday[0]
	case len(o.Byweekday) == 1 && len(o.Bymonthday) == 0:
		p.Kind, p.Nth = NthWeekday, o.Byweekday[0].N()
	}
	ok := p.Nth >= -1 && p.Nth != 0 && !(p.Kind == NthWeekday && p.Nth > 4)
	return p, p.Kind != 0 && ok
}

func plain(o *rrule.ROption) bool { return len(o.Byweekday) == 0 && len(o.Bymonthday) == 0 }

// odd tells rules with parts that no form shows. A week that starts on another
// day than Monday matters only when weeks are skipped.
func odd(o *rrule.ROption) bool {
	parts := len(o.Bysetpos) + len(o.Bymonth) + len(o.Byyearday) + len(o.Byweekno) +
		len(o.Byhour) + len(o.Byminute) + len(o.Bysecond)
	return parts > 0 || o.Interval > 1 && o.Wkst != rrule.MO || o.Count > 0 && !o.Until.IsZero()
}

func fromMonday(day time.Weekday) int { return (int(day) + 6) % 7 }
