// Whether signing up is possible now, and if not why.

package signupform

import (
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
	Later      Gate = "postponed"
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
	case Later:
		return i18n.Mark("Dette er utsatt. Påmeldingen åpner igjen når den nye datoen er klar.")
	case Full:
		return i18n.Mark("Det er fullt, og ventelisten er også full.")
	}
	return ""
}

// GateFor says whether a party of the size may sign up now. The statement that
// stores it asks the counter again, so this is for telling, not for keeping order.
func GateFor(now time.Time, f Form, s Slot, party int) Gate {
	switch {
	case s.Cancelled:
		return s.offGate()
	case f.Closed || s.Closed:
		return Shut
	case f.OpensAt != nil && now.Before(*f.OpensAt):
		return NotYet
	case !now.Before(f.Deadline(s)):
		return Over
	case s.Fits(party):
		return Open
	case s.Waiting+party <= s.QueueBound():
		return OpenToWait
	}
	return Full
}

// offGate is why nobody signs up for what does not happen at its time.
func (s Slot) offGate() Gate {
	if s.Postponed {
		return Later
	}
	return CalledOff
}

// Fits says whether the party gets places at once. Where all wait for the first
// in the queue who is answered for, nobody passes it.
func (s Slot) Fits(party int) bool {
	return s.Capacity == nil || s.Taken+party <= *s.Capacity && !s.QueueFirst
}

// Refusal says why a party gets neither places nor a position in the queue, and how
// many would.
func (s Slot) Refusal(party int) error {
	var fields fault.Fields
	left := func(n int, one, many string) {
		if n == 1 {
			fields.Add("antall", one)
		} else {
			fields.Add("antall", many, n)
		}
	}
	free, limited := s.Free()
	queue := s.QueueBound() - s.Waiting
	switch {
	case s.Cancelled:
		return fault.Clash(s.offGate().Text())
	case s.Closed:
		return fault.Clash(Shut.Text())
	case limited && free > 0 && free < party && s.Fits(free):
		left(free, i18n.Mark("Det er bare én ledig plass."), i18n.Mark("Det er bare %d ledige plasser."))
	case s.Fits(party):
		return fault.Clash(i18n.Mark("Mange har meldt seg på uten å bekrefte ennå. Prøv igjen om litt, eller ta kontakt med arrangøren."))
	case queue > 0 && queue < party:
		left(queue, i18n.Mark("Det er bare én plass igjen på ventelisten."), i18n.Mark("Det er bare %d plasser igjen på ventelisten."))
	case s.WaitingCapacity != nil && *s.WaitingCapacity == 0:
		return fault.Clash(i18n.Mark("Det er fullt."))
	default:
		return fault.Clash(Full.Text())
	}
	return fields.Err()
}
