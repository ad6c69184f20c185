package registration

import (
	"time"

	"frivilligsentral/internal/i18n"
)

// Status is where a registration stands; see the package comment.
type Status string

// The statuses.
const (
	Unconfirmed          Status = "unconfirmed"
	Confirmed            Status = "confirmed"
	Waiting              Status = "waiting"
	Offered              Status = "offered"
	ExpiredOffer         Status = "expired_offer"
	Cancelled            Status = "cancelled"
	CancelledByOrganiser Status = "cancelled_by_organiser"
)

// Statuses are all statuses in the order of a filter.
var Statuses = []Status{Confirmed, Unconfirmed, Waiting, Offered, ExpiredOffer, Cancelled, CancelledByOrganiser}

// Name is what people call the status; bokmål source text.
func (s Status) Name() string {
	switch s {
	case Unconfirmed:
		return i18n.Mark("Ikke bekreftet")
	case Confirmed:
		return i18n.Mark("Påmeldt")
	case Waiting:
		return i18n.Mark("På venteliste")
	case Offered:
		return i18n.Mark("Har fått tilbud om plass")
	case ExpiredOffer:
		return i18n.Mark("Svarte ikke på tilbudet")
	case Cancelled:
		return i18n.Mark("Meldt av")
	case CancelledByOrganiser:
		return i18n.Mark("Tatt av listen av arrangøren")
	}
	return string(s)
}

// Holds is what a registration has now.
type Holds string

// What can be held.
const (
	HoldsPlace   Holds = "place"
	HoldsQueue   Holds = "queue"
	HoldsNothing Holds = "none"
)

// Source says how someone was signed up.
type Source string

// The sources: by the person, by the organiser at the desk, by municipal staff.
const (
	ByWeb   Source = "web"
	ByDesk  Source = "desk"
	ByStaff Source = "staff"
)

// MailKind is a sort of e-mail. ReminderMail and ThanksMail can be declined.
type MailKind string

// The kinds, as the log of e-mails keeps them.
const (
	ConfirmMail   MailKind = "registration-confirm"
	ConfirmedMail MailKind = "registration-confirmed"
	WaitingMail   MailKind = "registration-waiting"
	GuardianMail  MailKind = "registration-guardian"
	ChangedMail   MailKind = "registration-changed"
	CancelledMail MailKind = "registration-cancelled"
	OfferMail     MailKind = "registration-offer"
	ExpiredMail   MailKind = "registration-expired"
	ReminderMail  MailKind = "registration-reminder"
	ThanksMail    MailKind = "registration-thanks"
	MessageMail   MailKind = "registration-message"
	LinkMail      MailKind = "registration-link"
)

// Participant is one person of a party.
type Participant struct {
	ID         int64      `json:"id"`
	Name       string     `json:"name"`     // "" when not asked
	AgeBand    string     `json:"age_band"` // "" when not asked
	Attendance Attendance `json:"attendance"`
}

// Attendance is whether someone came.
type Attendance string

// What is known of it.
const (
	Unknown Attendance = ""
	Present Attendance = "present"
	Absent  Attendance = "absent"
)

// Registration is one contact person and her party.
type Registration struct {
	ID                  int64
	ActivityID          int64
	SlotID              int64
	Number              int // order of signing up
	Status              Status
	Holds               Holds
	PartySize           int
	Name                string
	Email               string // "" when signed up without
	Phone               string // E.164
	Lang                i18n.Lang
	GuardianNeeded      bool
	GuardianName        string
	GuardianEmail       string
	GuardianConfirmedAt *time.Time
	Answers             map[string]string // by question id
	Source              Source
	MailKinds           []string // "reminder", "thanks": those wanted
	Overbooked          bool     // let in on purpose beyond the places
	CreatedAt           time.Time
	ConfirmedAt         *time.Time
	HoldExpiresAt       *time.Time
	OfferedAt           *time.Time
	OfferExpiresAt      *time.Time
	CancelledAt         *time.Time
	AnonymisedAt        *time.Time
	Participants        []Participant
	Version             int
}

// Active says whether the registration holds a place or a position.
func (r Registration) Active() bool { return r.Holds != HoldsNothing }

// Wants says whether the person wants the kind "reminder" or "thanks".
func (r Registration) Wants(kind string) bool {
	for _, k := range r.MailKinds {
		if k == kind {
			return true
		}
	}
	return false
}

// Slot counts the places of one date or a whole series.
type Slot struct {
	ID              int64 // 0: nobody has signed up or looked yet
	MunicipalityID  int64
	ActivityID      int64
	Scope           Scope
	OccurrenceID    int64     // 0: the series, or a date that is gone
	StartsAt        time.Time // of the first date
	EndsAt          time.Time // of the last date
	Capacity        *int      // nil: no limit
	OwnCapacity     bool      // differs from the form on purpose
	Taken           int       // people with a place, held and offered ones too
	WaitingCapacity *int
	Waiting         int  // people in the queue
	StrictOrder     bool // WaitForGroups
	Closed          bool
	Cancelled       bool
}

// Free is how many places are left; limited is false where there is no limit.
func (s Slot) Free() (free int, limited bool) {
	if s.Capacity == nil {
		return 0, false
	}
	return max(0, *s.Capacity-s.Taken), true
}

// Settings are the municipality's own.
type Settings struct {
	HoldMinutes int // how long an unconfirmed place is held
	OfferHours  int // how long an offer stands
	GuardianAge int
}
