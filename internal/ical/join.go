// Putting the changed dates of a series beside the series.

package ical

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// join puts the changed dates of a file to the series they belong to, wherever
// in the file they stand.
type join struct {
	zones   *zones
	found   []found
	seen    map[string]int // Key to index in found
	refused []Refusal
}

type found struct {
	index int
	c     *component
	event Event
	stamp moment // when it was written
}

func newJoin(z *zones) *join { return &join{zones: z, seen: map[string]int{}} }

func (j *join) refuse(i int, c *component, e Event, err error) {
	j.refused = append(j.refused, Refusal{Index: i + 1, Line: c.line, UID: e.UID, Summary: e.Summary, Reason: err.Error()})
}

// add keeps the event; of several with the same key the one with the highest SEQUENCE,
// then the one written last (RFC 5546 2.1.4, 2.1.5).
func (j *join) add(i int, c *component, e Event) {
	e.Index = i + 1
	f := found{index: i, c: c, event: e}
	if p, ok := c.get("DTSTAMP"); ok {
		f.stamp, _ = j.zones.moment(p)
	}
	at, twice := j.seen[e.Key()]
	switch {
	case !twice:
		j.seen[e.Key()] = len(j.found)
		j.found = append(j.found, f)
	case f.newer(j.found[at]):
		old := j.found[at]
		j.found[at] = f
		j.refuse(old.index, old.c, old.event, errDuplicate)
	default:
		j.refuse(i, c, e, errDuplicate)
	}
}

func (f found) newer(than found) bool {
	if f.event.Sequence != than.event.Sequence {
		return f.event.Sequence > than.event.Sequence
	}
	return f.stamp.After(than.stamp.Time)
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
	var events []Event
	series := map[string]int{} // UID to index in events
	for _, f := range j.found {
		if f.event.RecurrenceID.IsZero() {
			series[f.event.UID] = len(events)
			events = append(events, f.event)
		}
	}
	changed := map[string]found{} // what a date of a series became, by UID and key
	var keys []string
	for _, f := range j.found {
		if f.event.RecurrenceID.IsZero() {
			continue
		}
		i, ok := series[f.event.UID]
		if !ok {
			events = append(events, f.event)
			continue
		}
		j.likeSeries(&f, events[i])
		old, twice := changed[f.event.Key()]
		switch {
		case !twice:
			keys = append(keys, f.event.Key())
		case f.newer(old):
			j.refuse(old.index, old.c, old.event, errDuplicate)
		default:
			j.refuse(f.index, f.c, f.event, errDuplicate)
			continue
		}
		changed[f.event.Key()] = f
	}
	for _, key := range keys {
		f := changed[key]
		change(&events[series[f.event.UID]], f)
	}
	slices.SortStableFunc(j.refused, func(a, b Refusal) int { return cmp.Compare(a.Index, b.Index) })
	return Result{Events: events, Refused: j.refused}
}

// likeSeries gives the date that was changed the form that its series has.
func (j *join) likeSeries(f *found, series Event) {
	p, _ := f.c.get("RECURRENCE-ID")
	if id, ok := j.zones.moment(p); ok {
		f.event.RecurrenceID = series.likeStart(id)
	}
}

// change puts a changed date to its series.
func change(master *Event, f found) {
	o := Override{RecurrenceID: f.event.RecurrenceID, Start: f.event.Start, End: f.event.End, Summary: f.event.Summary,
		Location: f.event.Location, Description: f.event.Description, Status: f.event.Status, Sequence: f.event.Sequence}
	if p, _ := f.c.get("RECURRENCE-ID"); strings.EqualFold(p.params["RANGE"], "THISANDFUTURE") {
		master.say(i18n.Mark("Endringen fra og med %s gjelder bare den ene datoen her. Rett datoene etter den."), o.RecurrenceID)
	}
	if o.Status == Tentative && master.Status != Tentative {
		master.say(i18n.Mark("Datoen %s er foreløpig i kalenderen. Her står den som de andre."), o.RecurrenceID)
	}
	for _, same := range []struct{ own, series *string }{{&o.Summary, &master.Summary}, {&o.Location, &master.Location}, {&o.Description, &master.Description}} {
		if *same.own == *same.series {
			*same.own = ""
		}
	}
	if f.event.Private && !master.Private {
		o.Summary, o.Location, o.Description = "", "", ""
		master.say(i18n.Mark("Datoen %s er merket som privat, og tekstene dens er ikke med."), o.RecurrenceID)
	}
	if u := f.event.URL; u != "" && u != master.URL {
		master.say(i18n.Mark("Datoen %s har en egen lenke. Den er ikke med."), o.RecurrenceID)
	}
	if own := f.event.Categories; len(own) > 0 && !slices.Equal(own, master.Categories) {
		master.say(i18n.Mark("Datoen %s har egne kategorier. De er ikke med."), o.RecurrenceID)
	}
	for _, note := range f.event.Notes {
		if len(master.Notes) < maxNotes {
			master.Notes = append(master.Notes, note)
		}
	}
	master.Overrides = append(master.Overrides, o)
}

// say notes something about a date.
func (e *Event) say(text string, day time.Time) {
	if len(e.Notes) < maxNotes {
		e.Notes = append(e.Notes, about(text, day))
	}
}

func about(text string, day time.Time) i18n.Phrase {
	return i18n.Say(text, day.In(i18n.Oslo).Format("02.01.2006"))
}

// Missed are the exceptions and changed dates before a time that the rule does not
// give, so that they change nothing. It goes through the rule once, see
// recurrence.Rule.Steps.
func (e Event) Missed(until time.Time) []i18n.Phrase {
	if len(e.ExDates)+len(e.Overrides) == 0 {
		return nil
	}
	rule := e.Rule()
	rule.Except = nil
	dates, err := rule.Expand(e.Start, until, recurrence.Limit)
	if err != nil || len(dates) == recurrence.Limit {
		return nil // the rule is refused where the schedule is made
	}
	given := map[string]bool{}
	for _, d := range dates {
		given[d.Key] = true
	}
	var missed []i18n.Phrase
	miss := func(text string, day time.Time) {
		if day.Before(until) && !given[day.UTC().Format(recurrence.KeyFormat)] && len(missed) < maxNotes {
			missed = append(missed, about(text, day))
		}
	}
	for _, t := range e.ExDates {
		miss(i18n.Mark("Unntaket %s er ingen dato i serien, og er ikke med."), t)
	}
	for _, o := range e.Overrides {
		miss(i18n.Mark("Den endrede datoen %s er ingen dato i serien, og er ikke med."), o.RecurrenceID)
	}
	return missed
}
