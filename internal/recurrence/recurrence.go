// A rule with its exceptions, and its dates.

package recurrence

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// Limit is the most occurrences that one expansion gives, whatever was asked.
const Limit = 5000

// MaxSteps is how many steps one expansion may take, see Rule.Steps. A rule that
// needs more is meaningless or hostile. It is a count and no time: what a rule
// means does not hang on how busy the machine is.
const MaxSteps = 400_000

// ErrBudget says that an expansion needed more than MaxSteps. What was found
// before that is returned beside it.
var ErrBudget = errors.New("recurrence: the rule goes through too many days")

// KeyFormat is the time layout of an occurrence's key, in UTC.
const KeyFormat = "20060102T150405Z"

// Rule says when something happens: once, or again and again.
type Rule struct {
	// Start is the first date. Its wall time in Zone repeats.
	Start time.Time
	// Duration is wall time, see WallDuration: what lasts from 22.00 to 03.00 ends
	// at 03.00 also in the nights when the clock changes.
	Duration time.Duration
	AllDay   bool
	// RRule is the value of an RFC 5545 RRULE; empty means one date.
	RRule string
	// Dates are extra starts (RDATE), Except starts that fall out (EXDATE).
	Dates  []time.Time
	Except []time.Time
	Pauses []Pause
	// Zone is whose clock repeats; nil is Europe/Oslo. Only calendars that are
	// read from elsewhere need another.
	Zone *time.Location
}

// Pause is a run of days without the activity, both ends included. Only the
// year, month and day of From and To count, as written in their own zone.
type Pause struct {
	From, To time.Time
	// Reason is shown to people, for example "høstferie". May be empty.
	Reason string
}

// Holds reports whether the pause covers the day that t shows in its own zone.
func (p Pause) Holds(t time.Time) bool {
	day := civil(t)
	return !day.Before(civil(p.From)) && !day.After(civil(p.To))
}

// Occurrence is one date of a rule. Start and End are in the rule's zone; End is
// exclusive, also for all-day dates.
type Occurrence struct {
	Start, End time.Time
	// Key names the date for good, in KeyFormat: it is the start that the rule
	// gives, also after the date itself has been moved.
	Key string
}

// Skipped is a date that the rule gives and a pause takes away.
type Skipped struct {
	Occurrence
	Reason string
}

// Preview is what a form shows before the rule is saved.
type Preview struct {
	Dates   []Occurrence
	Skipped []Skipped
	// More is true when there were more dates in the window than asked for.
	More bool
}

// Expand returns the occurrences that start in [from, to), sorted, at most limit
// of them (and at most Limit), without the paused ones. It returns ErrSyntax,
// ErrTooOften or ErrTooLarge for a bad rule and ErrBudget, with what it found,
// for one that goes through too many days.
func (r Rule) Expand(from, to time.Time, limit int) ([]Occurrence, error) {
	preview, err := r.Preview(from, to, limit)
	return preview.Dates, err
}

// Preview is Expand with the paused dates listed too.
func (r Rule) Preview(from, to time.Time, limit int) (Preview, error) {
	if limit <= 0 || limit > Limit {
		limit = Limit
	}
	starts, err := r.starts(from, to)
	if err != nil && !errors.Is(err, ErrBudget) {
		return Preview{}, err
	}
	var result Preview
	for _, start := range starts {
		occurrence := r.occurrence(start)
		if pause := r.pauseAt(start); pause != nil {
			result.Skipped = append(result.Skipped, Skipped{Occurrence: occurrence, Reason: pause.Reason})
			continue
		}
		if len(result.Dates) == limit {
			result.More = true
			break
		}
		result.Dates = append(result.Dates, occurrence)
	}
	return result, err
}

// WallDuration is how far the wall clock in Europe/Oslo moves from start to end:
// the Duration of a rule that first lasts from start to end.
func WallDuration(start, end time.Time) time.Duration {
	return asWall(end, orOslo(nil)).Sub(asWall(start, orOslo(nil)))
}

func (r Rule) occurrence(start time.Time) Occurrence {
	zone := orOslo(r.Zone)
	end := InZone(asWall(start, zone).Add(r.Duration), zone)
	if end.Before(start) { // Within the hour that comes twice.
		end = start.Add(r.Duration)
	}
	return Occurrence{Start: start, End: end, Key: start.UTC().Format(KeyFormat)}
}

func (r Rule) pauseAt(start time.Time) *Pause {
	for i := range r.Pauses {
		if r.Pauses[i].Holds(start) {
			return &r.Pauses[i]
		}
	}
	return nil
}

// starts gives the starts in the window, sorted, each once, exceptions removed.
func (r Rule) starts(from, to time.Time) ([]time.Time, error) {
	zone := orOslo(r.Zone)
	var starts []time.Time
	keep := func(t time.Time) bool {
		if !t.Before(from) && t.Before(to) {
			starts = append(starts, t.In(zone))
		}
		return len(starts) < 2*Limit
	}
	var err error
	if r.RRule == "" {
		keep(r.Start)
	} else {
		err = r.walk(zone, to, keep)
	}
	for _, date := range r.Dates {
		keep(date)
	}
	out := make(map[int64]bool, len(r.Except)) // a stranger's file may have as many as it has dates
	for _, t := range r.Except {
		out[t.Unix()] = true
	}
	starts = slices.DeleteFunc(starts, func(t time.Time) bool { return out[t.Unix()] })
	slices.SortFunc(starts, time.Time.Compare)
	return slices.CompactFunc(starts, time.Time.Equal), err
}

// walk calls keep with each start that the RRULE gives before to, until keep
// says that it has enough.
func (r Rule) walk(zone *time.Location, to time.Time, keep func(time.Time) bool) error {
	_, err := r.count(zone, to, keep)
	return err
}

// Steps is what going through the rule up to a time costs: one for each day that
// is looked at, and one for each date. Many rules of one file are bounded by
// their sum. It is MaxSteps or more for a rule that Expand gives up.
func (r Rule) Steps(to time.Time) int {
	if r.RRule == "" {
		return 1
	}
	steps, err := r.count(orOslo(r.Zone), to, func(time.Time) bool { return true })
	if errors.Is(err, ErrBudget) {
		return max(steps, MaxSteps)
	}
	return steps
}

// count is walk, and says how many steps it took.
func (r Rule) count(zone *time.Location, to time.Time, keep func(time.Time) bool) (steps int, err error) {
	defer func() {
		if p := recover(); p != nil { // The library indexes tables without checking.
			err = fmt.Errorf("%w (%v)", ErrSyntax, p)
		}
	}()
	first := asWall(r.Start, zone)
	w, err := r.iterator(zone, first, to)
	if err != nil {
		return 0, err
	}
	for last := first; ; {
		wall, ok := w.date()
		if !ok {
			return steps + w.searched(last), nil
		}
		steps += 1 + max(0, int(wall.Sub(last)/(24*time.Hour)))
		last = wall
		start := InZone(wall, zone)
		if wall.Equal(first) {
			start = r.Start // It may be the second 02.30 of an October night.
		}
		if !start.Before(to) || !keep(start) {
			return steps, nil
		}
		if steps > MaxSteps {
			return steps, ErrBudget
		}
	}
}

// iterator goes through the rule in the last four centuries that the library
// knows, see future.
func (r Rule) iterator(zone *time.Location, first, to time.Time) (walker, error) {
	option, err := parse(r.RRule, zone)
	if err != nil {
		return walker{}, err
	}
	years := future(first, to)
	option.Dtstart = first.AddDate(years, 0, 0)
	if option.Until.After(to.AddDate(0, 0, 2)) {
		option.Until = time.Time{} // Nobody asks for what comes after to.
	}
	if !option.Until.IsZero() {
		option.Until = asWall(option.Until, zone).AddDate(years, 0, 0)
	}
	correct(option, option.Dtstart)
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return walker{}, fmt.Errorf("%w (%w)", ErrSyntax, err)
	}
	return walker{next: rule.Iterator(), years: years, ends: option.Count > 0 || !option.Until.IsZero()}, nil
}

// cycle is after how many years the calendar is the same again, weekdays and
// leap years included.
const cycle = 400

// future is how many years later the library goes through a rule. It looks for
// the next date up to the year 9999 and cannot be stopped, so the rule is moved
// as near to that end as the window leaves room for: a rule that gives nothing
// more is then given up after the window and some four centuries.
func future(first, to time.Time) int {
	last := max(first.Year(), to.Year()+1)
	return max(0, (rrule.MAXYEAR-1-last)/cycle) * cycle
}

// walker gives the dates of a rule in their own years.
type walker struct {
	next  rrule.Next
	years int
	ends  bool // by COUNT or UNTIL
}

func (w walker) date() (time.Time, bool) {
	wall, ok := w.next()
	return wall.AddDate(-w.years, 0, 0), ok
}

// searched is how many days the library has looked at after the last date, when
// it found no other.
func (w walker) searched(last time.Time) int {
	if w.ends {
		return 0
	}
	return max(0, rrule.MAXYEAR-w.years-last.Year()) * 365
}
