package registration

import (
	"slices"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// Gate says whether signing up is possible, and if not why.
type Gate string

// The gates. Full means that there is a place neither on the date nor on the list.
const (
	Open       Gate = "open"
	OpenToWait Gate = "waiting" // only the waiting list is left
	NotYet     Gate = "not_yet"
	Over       Gate = "over"   // the deadline has passed
	Shut       Gate = "closed" // by hand
	CalledOff  Gate = "cancelled"
	Full       Gate = "full"
)

// Text is what people read where they cannot sign up, "" where they can; bokmål source text.
func (g Gate) Text() string {
	switch g {
	case NotYet:
		return i18n.Mark("Påmeldingen har ikke åpnet ennå.")
	case Over:
		return i18n.Mark("Fristen for å melde seg på er ute.")
	case Shut:
		return i18n.Mark("Arrangøren har stengt påmeldingen.")
	case CalledOff:
		return i18n.Mark("Dette er avlyst.")
	case Full:
		return i18n.Mark("Det er fullt, og ventelisten er også full.")
	}
	return ""
}

// Deadline is when signing up ends: hours by the clock before the start, or until
// the last date of a series that may be joined underway.
func (f Form) Deadline(s Slot) time.Time { return before(f.basis(s), f.ClosesHours) }

// CancelDeadline is until when people change and cancel themselves.
func (f Form) CancelDeadline(s Slot) time.Time { return before(f.basis(s), f.CancelHours) }

func (f Form) basis(s Slot) time.Time {
	if f.Scope == WholeSeries && f.JoinUnderway {
		return s.EndsAt
	}
	return s.StartsAt
}

// before counts whole days by the clock on the wall, so that "24 timer før" is
// the same time the day before when summer time begins or ends; the rest in hours.
func before(t time.Time, hours int) time.Time {
	return t.In(i18n.Oslo).AddDate(0, 0, -(hours / 24)).Add(-time.Duration(hours%24) * time.Hour)
}

// GateFor says whether a party of the size may sign up now. The statement that
// stores it asks the counter again, so this is for telling, not for keeping order.
func GateFor(now time.Time, f Form, s Slot, party int) Gate {
	switch {
	case s.Cancelled:
		return CalledOff
	case f.Closed || s.Closed:
		return Shut
	case f.OpensAt != nil && now.Before(*f.OpensAt):
		return NotYet
	case !now.Before(f.Deadline(s)):
		return Over
	case s.Fits(party):
		return Open
	case s.WaitingCapacity == nil || s.Waiting+party <= *s.WaitingCapacity:
		return OpenToWait
	}
	return Full
}

// Fits says whether the party gets places at once. Where all wait for the first
// in the queue, nobody passes it.
func (s Slot) Fits(party int) bool {
	return s.Capacity == nil || s.Taken+party <= *s.Capacity && (s.Waiting == 0 || !s.StrictOrder)
}

// refusal says why a party gets neither places nor a position in the queue, and how
// many would.
func (s Slot) refusal(party int) error {
	var fields fault.Fields
	left := func(n int, one, many string) {
		if n == 1 {
			fields.Add("antall", one)
		} else {
			fields.Add("antall", many, n)
		}
	}
	free, limited := s.Free()
	queue := 0
	if s.WaitingCapacity != nil {
		queue = *s.WaitingCapacity - s.Waiting
	}
	switch {
	case s.Cancelled:
		return fault.Clash(CalledOff.Text())
	case s.Closed:
		return fault.Clash(Shut.Text())
	case limited && free > 0 && free < party && s.Fits(free):
		left(free, i18n.Mark("Det er bare én ledig plass."), i18n.Mark("Det er bare %d ledige plasser."))
	case queue > 0 && queue < party:
		left(queue, i18n.Mark("Det er bare én plass igjen på ventelisten."), i18n.Mark("Det er bare %d plasser igjen på ventelisten."))
	case s.WaitingCapacity != nil && *s.WaitingCapacity == 0:
		return fault.Clash(i18n.Mark("Det er fullt."))
	default:
		return fault.Clash(Full.Text())
	}
	return fields.Err()
}

// CanSignUp is nil when the party may sign up, otherwise a fault with the form's
// field, or one that says why the gate is closed. Bands are the participants'.
func CanSignUp(now time.Time, f Form, s Slot, party int, bands []string) error {
	if g := GateFor(now, f, s, 1); g.Text() != "" {
		return fault.Clash(g.Text())
	}
	var fields fault.Fields
	fields.Check(party >= 1 && party <= f.MaxParty, "antall", i18n.Mark("Velg fra 1 til %d personer."), f.MaxParty)
	f.checkAges(&fields, bands)
	if len(fields) == 0 && GateFor(now, f, s, party) == Full {
		return s.refusal(party)
	}
	return fields.Err()
}

func (f Form) checkAges(fields *fault.Fields, bands []string) {
	if !f.asksAges() {
		return
	}
	for i, code := range bands {
		name := field("alder", i)
		band, known := BandOf(code)
		switch {
		case !known:
			fields.Add(name, i18n.Mark("Velg alder."))
		case f.AgeMin != nil && band.To < *f.AgeMin:
			fields.Add(name, i18n.Mark("Dette er for dem som er %d år eller eldre."), *f.AgeMin)
		case f.AgeMax != nil && band.From > *f.AgeMax:
			fields.Add(name, i18n.Mark("Dette er for dem som er %d år eller yngre."), *f.AgeMax)
		}
	}
}

// asksAges is true where the ages decide something, whatever is ticked.
func (f Form) asksAges() bool {
	return f.AskAges || f.AgeMin != nil || f.AgeMax != nil || f.GuardianAge > 0
}

// AsksAges says whether the page asks each participant's age band.
func (f Form) AsksAges() bool { return f.asksAges() }

// NeedsGuardian says whether a guardian must confirm: somebody may be under the
// age, and the one who signs up is not herself the guardian.
func NeedsGuardian(f Form, settings Settings, bands []string, contactIsGuardian bool) bool {
	if contactIsGuardian || !f.asksAges() {
		return false
	}
	age := f.GuardianAge
	if age == 0 {
		age = settings.GuardianAge
	}
	return slices.ContainsFunc(bands, func(code string) bool {
		band, known := BandOf(code)
		return known && band.From < age
	})
}

// Waiter is one registration in the queue.
type Waiter struct {
	ID   int64
	Size int
}

// NextInQueue is the index of who gets the free places, -1 for nobody. The queue
// is in order. Unlimited places go to the first.
func NextInQueue(queue []Waiter, free int, limited bool, policy GroupPolicy) int {
	for i, w := range queue {
		if !limited || w.Size <= free {
			return i
		}
		if policy == WaitForGroups {
			return -1
		}
	}
	return -1
}

// PositionOf is the place in the queue from 1, 0 for who is not in it.
func PositionOf(queue []Waiter, id int64) int {
	return 1 + slices.IndexFunc(queue, func(w Waiter) bool { return w.ID == id })
}

// OfferDeadline is when an offer made now runs out: never later than the start.
func OfferDeadline(now, start time.Time, hours int) time.Time {
	end := now.Add(time.Duration(hours) * time.Hour)
	if start.Before(end) {
		return start
	}
	return end
}

// ReminderAt is when a reminder for a date that starts then is due; zero for none.
func (f Form) ReminderAt(start time.Time) time.Time {
	switch f.Reminder {
	case DayBefore:
		return start.In(i18n.Oslo).AddDate(0, 0, -1)
	case HoursBefore:
		return start.Add(-time.Duration(f.ReminderHours) * time.Hour)
	}
	return time.Time{}
}
