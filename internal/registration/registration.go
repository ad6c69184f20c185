// Package registration lets people sign up for activities (påmelding): sign-up,
// waiting list and offers, a person's own page, and personal data that goes away
// by itself. To its left are signupform, which says what the organiser has decided
// and counts places, letters, which write to people, entering, the one statement that
// gives places, offering, what it starts from, and keeping, which takes names away when they are due; to its right is roster,
// the organiser's list.
//
// A signupform.Form says what the organiser has decided about an activity. Its Slots count:
// one for each date, or one for the whole series. A Registration is one contact
// person with a party of one or more, and holds a place, a position in the queue,
// or nothing. What a slot has taken is always the sum of the parties that hold a
// place, so each change locks the slot's row first and the registration after it. Who
// needs more than one slot, or the activity or the form too, holds the activity before them all.
//
//	            ┌─ place ─ confirm ──▶ confirmed ◀── accept ── offered ── expire ──▶ expired_offer
//	sign up ────┤   (unconfirmed)                               ▲   └──── decline ──▶ cancelled
//	            └─ queue ─ confirm ──▶ waiting ─── place free ──┘
//
// An unconfirmed one is deleted when its time is out. An unconfirmed one whose turn
// comes in the queue gets the place and stays unconfirmed: it needs no offer beside.
//
// What nobody has answered for yet, the person by her e-mail, a guardian, or the
// organiser for somebody with a number only, is unproved and holds little: a share
// of the places, and of one contact and one network only so many. Beyond the share it stands
// in the queue though places are free, and gets one as soon as it is confirmed.
//
// Residents act by a token from an e-mail, and nothing is changed by looking.
// Organisers, their co-organisers, named substitutes and staff with
// account.ManageActivities keep the list; for all others it is not found.
package registration

import (
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/answers"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/wish"
	"frivilligsentral/internal/seal"
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

// What is written about those who come.
type (
	Wish        = wish.Wish
	Participant = wish.Participant
	Attendance  = wish.Attendance
)

// What is known of whether someone came.
const (
	Unknown = wish.Unknown
	Present = wish.Present
	Absent  = wish.Absent
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
	SealedAnswers       answers.Sealed
	Answers             map[string]string `db:"-"` // by question id; nil until they are opened, for whoever may see them
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
	Together            *int64 // the first of those signed up for with the same form; nil: alone
	Participants        []Participant
	Version             int
}

// Active says whether the registration holds a place or a position.
func (r Registration) Active() bool { return r.Holds != HoldsNothing }

// Unproved says that nobody has answered for it yet: neither the person by her
// e-mail, nor a guardian, nor the organiser.
func (r Registration) Unproved() bool { return r.Status == Unconfirmed && r.ConfirmedAt == nil }

// AwaitsOrganiser says that only the organiser can answer for it: there is a number and no address.
func (r Registration) AwaitsOrganiser() bool {
	return r.Unproved() && r.Email == "" && !r.GuardianNeeded
}

// Open fills in Answers; the caller has made sure that whoever is shown them keeps the list, or is the person herself.
func (r *Registration) Open(k *seal.Keys) (err error) {
	r.Answers, err = answers.Open(k, r.ActivityID, r.SealedAnswers)
	return err
}

// forLetters is what the letters about it must know.
func (r Registration) forLetters() letters.SignUp {
	return letters.SignUp{
		ID: r.ID, SlotID: r.SlotID, Version: r.Version, PartySize: r.PartySize, Name: r.Name, Email: r.Email, Lang: r.Lang,
		GuardianName: r.GuardianName, GuardianEmail: r.GuardianEmail, GuardianKnows: r.GuardianEmail != "" && r.GuardianConfirmedAt != nil,
		GuardianAwaited: r.GuardianNeeded && r.GuardianConfirmedAt == nil, HoldExpiresAt: r.HoldExpiresAt, OfferExpiresAt: r.OfferExpiresAt,
		Confirmed: r.Status == Confirmed, HasPlace: r.Holds == HoldsPlace, Queued: r.Status == Waiting || r.Status == Offered,
	}
}
