// Putting the changed dates of a series beside the series.

package ical

import (
	"cmp"
	"slices"

	"frivilligsentral/internal/recurrence"
)

// join puts the changed dates of a file to the series they belong to, wherever
// in the file they stand.
type join struct {
	events  []Event
	series  map[string]int // UID to index in events
	changed []found
	seen    map[string]bool
	refused []Refusal
}

type found struct {
	index int
	c     *component
	event Event
}

func newJoin() *join { return &join{series: map[string]int{}, seen: map[string]bool{}} }

func (j *join) refuse(i int, c *component, e Event, err error) {
	j.refused = append(j.refused, Refusal{Index: i + 1, Line: c.line, UID: e.UID, Summary: e.Summary, Reason: err.Error()})
}

func (j *join) add(i int, c *component, e Event) {
	e.Index = i + 1
	if j.seen[e.Key()] {
		j.refuse(i, c, e, errDuplicate)
		return
	}
	j.seen[e.Key()] = true
	if !e.RecurrenceID.IsZero() {
		j.changed = append(j.changed, found{i, c, e})
		return
	}
	j.series[e.UID] = len(j.events)
	j.events = append(j.events, e)
}

// Key identifies the event among those of the same calendar, also in the next
// reading: the UID, with the original start for a changed date without series.
func (e Event) Key() string {
	if e.RecurrenceID.IsZero() {
		return e.UID
	}
	return e.UID + "/" + e.RecurrenceID.UTC().Format(recurrence.KeyFormat)
}

func (j *join) result() Result {
	for _, f := range j.changed {
		i, ok := j.series[f.event.UID]
		if !ok {
			j.events = append(j.events, f.event)
			continue
		}
		master := &j.events[i]
		master.Overrides = append(master.Overrides, f.event.override(master))
	}
	slices.SortStableFunc(j.refused, func(a, b Refusal) int { return cmp.Compare(a.Index, b.Index) })
	return Result{Events: j.events, Refused: j.refused}
}

func (e Event) override(master *Event) Override {
	o := Override{RecurrenceID: e.RecurrenceID, Start: e.Start, End: e.End, Summary: e.Summary,
		Location: e.Location, Status: e.Status, Sequence: e.Sequence}
	if o.Summary == master.Summary {
		o.Summary = ""
	}
	if o.Location == master.Location {
		o.Location = ""
	}
	return o
}
