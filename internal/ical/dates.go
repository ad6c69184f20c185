// The dates of an event that has been read.

package ical

import (
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/recurrence"
)

// Date is one date of an event as it will be held.
type Date struct {
	// Key is the start that the rule gives, see recurrence.Occurrence.
	Key               string
	Start, End        time.Time
	Summary, Location string
	Status            Status
	// Changed is true for a date that differs from its series.
	Changed bool
}

// Rule is the event's recurrence.
func (e Event) Rule() recurrence.Rule {
	return recurrence.Rule{
		Start: e.Start, Duration: e.wallDuration(), AllDay: e.AllDay, RRule: e.RRule,
		Dates: e.RDates, Except: e.ExDates, Zone: e.Zone,
	}
}

// wallDuration is measured on the clock of the event's own zone.
func (e Event) wallDuration() time.Duration {
	_, before := e.Start.In(e.zone()).Zone()
	_, after := e.End.In(e.zone()).Zone()
	return e.End.Sub(e.Start) + time.Duration(after-before)*time.Second
}

func (e Event) zone() *time.Location {
	if e.Zone == nil {
		return time.UTC
	}
	return e.Zone
}

// Dates returns the dates that start in [from, to), at most limit, sorted, with
// the overrides in place. Cancelled dates are among them, with their status.
// Errors are those of recurrence.Rule.Expand; what was found is returned beside.
func (e Event) Dates(from, to time.Time, limit int) ([]Date, error) {
	occurrences, err := e.Rule().Expand(from, to, limit)
	if err != nil {
		err = fmt.Errorf("expand event %q: %w", e.UID, err)
	}
	changed := map[string]bool{}
	var dates []Date
	for _, o := range e.Overrides {
		changed[o.RecurrenceID.UTC().Format(recurrence.KeyFormat)] = true
		if !o.Start.Before(from) && o.Start.Before(to) {
			dates = append(dates, e.changed(o))
		}
	}
	for _, o := range occurrences {
		if !changed[o.Key] {
			dates = append(dates, Date{Key: o.Key, Start: o.Start, End: o.End, Summary: e.Summary, Location: e.Location, Status: e.Status})
		}
	}
	slices.SortStableFunc(dates, func(a, b Date) int { return a.Start.Compare(b.Start) })
	if limit > 0 && len(dates) > limit {
		dates = dates[:limit]
	}
	return dates, err
}

func (e Event) changed(o Override) Date {
	d := Date{Key: o.RecurrenceID.UTC().Format(recurrence.KeyFormat), Start: o.Start, End: o.End,
		Summary: o.Summary, Location: o.Location, Status: o.Status, Changed: true}
	if d.Summary == "" {
		d.Summary = e.Summary
	}
	if d.Location == "" {
		d.Location = e.Location
	}
	if e.Status == Cancelled {
		d.Status = Cancelled
	}
	return d
}
