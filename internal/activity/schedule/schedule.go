// Package schedule says when an activity is: one date, several, or a rule with pauses.
package schedule

import (
	"slices"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// Schedule is when: one date, several, or a rule. Times are moments; what
// repeats is their wall time in Europe/Oslo.
type Schedule struct {
	StartsAt        time.Time
	DurationMinutes int // wall time, see recurrence.WallDuration
	AllDay          bool
	RRule           string // canonical, "" for single dates
	ExtraDates      []time.Time
	ExceptDates     []time.Time
	Pauses          []Pause
}

// Pause is a run of days without the activity, both ends included; only year,
// month and day of From and To count. The reason is public.
type Pause struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Reason string    `json:"reason"`
}

// EndsAt is the end of the first date.
func (s Schedule) EndsAt() time.Time {
	wall := s.StartsAt.In(i18n.Oslo)
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute()+s.DurationMinutes, 0, 0, i18n.Oslo)
}

// Rule is the schedule as package recurrence computes it.
func (s Schedule) Rule() recurrence.Rule {
	rule := recurrence.Rule{
		Start: s.StartsAt, Duration: time.Duration(s.DurationMinutes) * time.Minute, AllDay: s.AllDay,
		RRule: s.RRule, Dates: s.ExtraDates, Except: s.ExceptDates,
	}
	for _, p := range s.Pauses {
		rule.Pauses = append(rule.Pauses, recurrence.Pause{From: p.From, To: p.To, Reason: p.Reason})
	}
	return rule
}

// Repeats says whether there is more than one date.
func (s Schedule) Repeats() bool { return s.RRule != "" || len(s.ExtraDates) > 0 }

// Words describes the schedule as people say it, without a full stop.
func (s Schedule) Words(l i18n.Lang, now time.Time) string {
	return recurrence.Describe(l, s.Rule(), now)
}

const (
	horizonMonths = 18
	decade        = 10 // years: further than any date is

	// MaxDates is how many dates one activity may have inside the horizon.
	MaxDates = 1000
)

// Horizon is how far ahead dates are made.
func Horizon(now time.Time) time.Time { return now.AddDate(0, horizonMonths, 0) }

// End is where the schedule's dates end for now: single dates are all made at once.
func (s Schedule) End(now time.Time) time.Time {
	if s.RRule == "" {
		return now.AddDate(decade, 0, 0)
	}
	return Horizon(now)
}

// begin is before the schedule's first date.
func (s Schedule) begin() time.Time {
	first := s.StartsAt
	for _, t := range s.ExtraDates {
		if t.Before(first) {
			first = t
		}
	}
	return first
}

// Expand gives all dates from the schedule's start to the horizon, at most a thousand.
func (s Schedule) Expand(now time.Time) ([]recurrence.Occurrence, error) {
	return s.Rule().Expand(s.begin(), s.End(now), MaxDates)
}

// Preview is Expand with the dates in pauses.
func (s Schedule) Preview(now time.Time) (recurrence.Preview, error) {
	return s.Rule().Preview(s.begin(), s.End(now), MaxDates)
}

// Comparable is the schedule in one zone, with pauses as days.
func (s Schedule) Comparable() []any {
	utc := func(times []time.Time) []string {
		var all []string
		for _, t := range times {
			all = append(all, t.UTC().Format(time.RFC3339))
		}
		slices.Sort(all)
		return all
	}
	var pauses []string
	for _, p := range s.Pauses {
		pauses = append(pauses, p.From.Format(time.DateOnly)+" "+p.To.Format(time.DateOnly)+" "+p.Reason)
	}
	slices.Sort(pauses)
	return []any{utc([]time.Time{s.StartsAt}), s.DurationMinutes, s.AllDay, s.RRule, utc(s.ExtraDates), utc(s.ExceptDates), pauses}
}
