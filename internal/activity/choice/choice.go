// Package choice has what an activity can be chosen to be, or become: its status, kind, source and way to sign up, and
// what people call each. Package activity has them under the same names.
package choice

import "frivilligsentral/internal/i18n"

// Status is where an activity is in its life; see the package comment.
type Status string

// The statuses.
const (
	Drafted   Status = "draft"
	Submitted Status = "submitted"
	Published Status = "published"
	Refused   Status = "refused"
	Archived  Status = "archived"
)

// Statuses are all statuses in the order of an activity's life.
var Statuses = []Status{Drafted, Submitted, Published, Refused, Archived}

// Name is what people call the status; bokmål source text.
func (s Status) Name() string {
	switch s {
	case Drafted:
		return i18n.Mark("Utkast")
	case Submitted:
		return i18n.Mark("Venter på godkjenning")
	case Published:
		return i18n.Mark("Publisert")
	case Refused:
		return i18n.Mark("Avslått")
	case Archived:
		return i18n.Mark("Arkivert")
	}
	return string(s)
}

// Kind is what sort of activity it is.
type Kind string

// The kinds: a lasting offer, one with a learning aim, a single event.
const (
	Regular Kind = "activity"
	Course  Kind = "course"
	Event   Kind = "event"
)

// Kinds are all kinds in the order of the form.
var Kinds = []Kind{Regular, Event, Course}

// Name is what people call the kind; bokmål source text.
func (k Kind) Name() string {
	switch k {
	case Regular:
		return i18n.Mark("Aktivitet")
	case Course:
		return i18n.Mark("Kurs")
	case Event:
		return i18n.Mark("Arrangement")
	}
	return string(k)
}

// Source says how the activity came into the portal.
type Source string

// The sources.
const (
	BySelf   Source = "self"
	ByStaff  Source = "staff"
	ByImport Source = "import"
)

// SignupMode says how people sign up.
type SignupMode string

// The modes: just come, here in the portal (package registration), or by an
// address elsewhere.
const (
	NoSignup   SignupMode = "none"
	HereSignup SignupMode = "here"
	LinkSignup SignupMode = "link"
)

// SignupModes are all modes in the order of the form.
var SignupModes = []SignupMode{NoSignup, HereSignup, LinkSignup}

// Name answers whether people have to sign up; bokmål source text.
func (m SignupMode) Name() string {
	switch m {
	case NoSignup:
		return i18n.Mark("Nei, det er bare å komme")
	case HereSignup:
		return i18n.Mark("Ja, her i portalen")
	case LinkSignup:
		return i18n.Mark("Ja, på en nettside")
	}
	return string(m)
}

// Offer is whether an activity is voluntary, or a commercial offer: one that costs more
// than the expenses, or that a business arranges.
type Offer string

// The offers.
const (
	Voluntary  Offer = "voluntary"
	Commercial Offer = "commercial"
)

// Offers are both, in the order of the form.
var Offers = []Offer{Voluntary, Commercial}

// Name is what people call the offer; bokmål source text.
func (o Offer) Name() string {
	if o == Commercial {
		return i18n.Mark("Kommersielt tilbud")
	}
	return i18n.Mark("Frivillig aktivitet")
}
