package activity

import (
	"slices"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

const (
	horizonMonths = 18
	maxDates      = 1000 // of one activity inside the horizon
)

// horizon is how far ahead dates are made.
func horizon(now time.Time) time.Time { return now.AddDate(0, horizonMonths, 0) }

// end is where the schedule's dates end for now: single dates are all made at once.
func (s Schedule) end(now time.Time) time.Time {
	if s.RRule == "" {
		return now.AddDate(decade, 0, 0)
	}
	return horizon(now)
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
	return s.Rule().Expand(s.begin(), s.end(now), maxDates)
}

// Preview is what a form shows before it is saved.
type Preview struct {
	Words   string // "Hver torsdag kl. 18.00–20.00 …"
	Dates   []recurrence.Occurrence
	Skipped []recurrence.Skipped // in pauses
	// Vanishing are coming dates that are stored now and that saving takes away;
	// those that somebody changed or cancelled say so.
	Vanishing []Occurrence
}

// preview is Expand with the words and the paused dates.
func (s Schedule) preview(l i18n.Lang, now time.Time) (Preview, error) {
	p, err := s.Rule().Preview(s.begin(), s.end(now), maxDates)
	if err != nil {
		return Preview{}, fault.Refuse(i18n.Mark("Regelen for gjentakelse er for omfattende."))
	}
	return Preview{Words: s.Words(l, now), Dates: p.Dates, Skipped: p.Skipped}, nil
}

// plan is how the stored dates become the wanted ones.
type plan struct {
	add    []recurrence.Occurrence
	change []Occurrence // with their new key and times
	gone   []Occurrence
}

// planDates compares what is stored with what the schedule gives. What is over at
// now stays as it was. Dates are recognised by key; where the time of day has
// changed, by their day, so that a cancelled Thursday stays cancelled when the
// series moves from 18.00 to 19.00.
func planDates(stored []Occurrence, wanted []recurrence.Occurrence, now time.Time) plan {
	var p plan
	byKey := map[string]recurrence.Occurrence{}
	for _, w := range wanted {
		byKey[w.Key] = w
	}
	var left []Occurrence
	for _, o := range stored {
		w, found := byKey[o.Key]
		switch {
		case found:
			delete(byKey, o.Key)
			p.follow(o, w, now)
		case o.StartsAt.After(now) && o.ruleStart().After(now):
			left = append(left, o)
		}
	}
	for _, w := range wanted {
		if _, free := byKey[w.Key]; !free || !first(len(stored) == 0, w.Start.After(now)) {
			continue
		}
		i := slices.IndexFunc(left, func(o Occurrence) bool { return sameDay(o.ruleStart(), w.Start) })
		if i < 0 {
			p.add = append(p.add, w)
			continue
		}
		p.follow(left[i], w, now)
		left = slices.Delete(left, i, i+1)
	}
	p.gone = left
	return p
}

// first is true for all dates of a new activity, and else for those to come.
func first(isNew, coming bool) bool { return isNew || coming }

// follow makes a stored date what the schedule says, except what a person has moved.
func (p *plan) follow(o Occurrence, w recurrence.Occurrence, now time.Time) {
	next := o
	next.Key = w.Key
	if o.OriginalStart != nil {
		next.OriginalStart = &w.Start
	} else {
		next.StartsAt, next.EndsAt = w.Start, w.End
	}
	same := next.Key == o.Key && next.StartsAt.Equal(o.StartsAt) && next.EndsAt.Equal(o.EndsAt)
	if !same && o.StartsAt.After(now) {
		p.change = append(p.change, next)
	}
}

// ruleStart is the start that the schedule gave, whatever became of it.
func (o Occurrence) ruleStart() time.Time {
	t, err := time.Parse(recurrence.KeyFormat, o.Key)
	if err != nil {
		return o.StartsAt
	}
	return t
}

func sameDay(a, b time.Time) bool {
	return a.In(i18n.Oslo).Format(time.DateOnly) == b.In(i18n.Oslo).Format(time.DateOnly)
}
