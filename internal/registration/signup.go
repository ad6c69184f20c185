// Signing up: by the person herself, in one statement that gives places.

package registration

import (
	"context"
	"errors"
	"math"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/answers"
	"frivilligsentral/internal/registration/entering"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/offering"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/registration/wish"

	"github.com/jackc/pgx/v5"
)

// Warning is something to show at the desk before signing up; it stops nobody. A
// resident is shown none: whoever fills in the form has not shown that the address
// is hers, so what only she may know stands in the letter to it.
type Warning string

// The warnings.
const (
	SameAgain Warning = "same"    // the same name for the same date
	Overlap   Warning = "overlap" // something else of the same organiser at the same time
)

// What nobody has answered for holds little: of one contact for a date no more
// sign-ups than this, and of one network in an hour no more people than this. The
// largest party that the form permits is never too many people.
const (
	contactMost = 3
	networkMost = 30
)

// PhoneHold is how long a place is held for somebody with a number only, whom the
// organiser has to ring, though not beyond the start; PhoneHoldScarce where it is
// more than the share of what nobody has answered for, such as the only place.
const (
	PhoneHold       = 7 * 24 * time.Hour
	PhoneHoldScarce = 24 * time.Hour
)

// SignedUp is what came of signing up. With Warnings and no ID nothing was
// stored: show them and ask again with Force. Without both nothing was stored
// either, since the address has too much already that is not confirmed; the answer is
// to be the same as if it were.
type SignedUp struct {
	ID          int64
	Status      Status
	Holds       Holds
	Position    int    // in the queue, 0 with a place
	Room        bool   // in the queue though there are places: it gets one when it is confirmed, if there still are
	Token       string // of the person's own link; show it only where no e-mail was given
	Correct     string // for whoever filled in the form: corrects the address until it is shown to be hers; "" where none was given
	ByEmail     bool   // a link to confirm with was sent
	HoldEnds    time.Time
	Warnings    []Warning
	Overlapping []letters.Meanwhile // what Overlap is about
}

// SignUp signs a resident up. It is confirmed by the link in the e-mail; someone
// with a mobile number only by the organiser, and the page shows the link. A
// closed gate is fault.Conflict, what is wrong in the form fault.Invalid.
func (s *Service) SignUp(ctx context.Context, actor account.Actor, w Wish) (SignedUp, error) {
	if len(w.Also) > 0 && w.OccurrenceID != 0 {
		return s.signUpSeveral(ctx, actor, w)
	}
	key := offering.Key{Municipality: actor.MunicipalityID, Activity: w.ActivityID, Occurrence: w.OccurrenceID}
	if o, ok := s.offerings.Peek(key); ok {
		if n, err := newcomerTo(o, w, s.now()); err == nil {
			if in, err := s.admit(ctx, actor, o, n); !errors.Is(err, errStale) {
				return in, err
			}
		}
	}
	for range 3 {
		o, err := s.offerings.Read(ctx, key)
		if err != nil {
			return SignedUp{}, err
		}
		n, err := newcomerTo(o, w, s.now())
		if err != nil {
			return SignedUp{}, err
		}
		if in, err := s.admit(ctx, actor, o, n); !errors.Is(err, errStale) {
			return in, err
		}
	}
	return SignedUp{}, fault.Outrun(i18n.Mark("Påmeldingen er endret i mellomtiden. Last siden på nytt."))
}

// errStale says that the offering has changed since it was read; nothing was stored.
var errStale = errors.New("the offering has changed")

// newcomer checks the wish; the error is what a resident reads.
func newcomerTo(o *offering.Offering, w Wish, now time.Time) (newcomer, error) {
	form, _ := o.Activity.Form()
	w = w.Normal(form)
	slot := o.Slot
	slot.Taken, slot.Waiting, slot.QueueFirst = 0, 0, false // the statement knows
	if g := signupform.GateFor(now, form, slot, 1); g.Text() != "" {
		return newcomer{}, fault.Clash(g.Text())
	}
	if err := w.Check(form, o.Activity.Municipal(), false); err != nil {
		return newcomer{}, err
	}
	n := newcomer{Wish: w, form: form, settings: o.Activity.Municipal(), source: ByWeb, stamp: o.Stamp}
	n.guardian = signupform.NeedsGuardian(form, o.Activity.Municipal(), wish.Bands(w.Participants), w.ContactIsGuardian)
	return n, nil
}

func (s *Service) admit(ctx context.Context, actor account.Actor, o *offering.Offering, n newcomer) (SignedUp, error) {
	now := s.now()
	if n.Email == "" {
		return s.enter(ctx, actor, o.Slot, n, now)
	}
	token := account.NewSecret()
	was, meanwhile, err := entering.Before(ctx, s.pool, o.Slot, n.who(), now)
	if err != nil {
		return SignedUp{}, err
	}
	n.crowded = was.Crowded
	letter, err := s.firstLetter(o, n, was, meanwhile, token, now)
	if err != nil {
		return SignedUp{}, err
	}
	in, err := s.enterOnce(ctx, s.pool, actor, o.Slot, n, token, letter, now)
	if err == nil && in.ID == 0 { // too much of hers waits for an answer: she gets the links to that
		err = s.ResendLink(ctx, actor, n.Email)
	}
	return in, err
}

// firstLetter asks for the confirmation. What the person of the name is signed up
// for already stands in it, and nowhere else.
func (s *Service) firstLetter(o *offering.Offering, n newcomer, was entering.Rush, meanwhile []letters.Meanwhile, token string, now time.Time) (*mail.Message, error) {
	m, err := s.mailer.First(o.About, letters.SignUp{
		HasPlace: !was.Full && !was.Unheld, Full: was.Full,
		PartySize: n.Party, Name: n.Name, Email: n.Email, Lang: n.Lang, HoldExpiresAt: n.holdUntil(o.Slot, now),
		GuardianName: n.GuardianName, GuardianAwaited: n.guardian, Meanwhile: meanwhile,
	}, token)
	return &m, err
}

// ShortHold is how long a place is held for somebody who has to confirm by e-mail when
// many wait for few places, and at least when the date is near.
const ShortHold = 30 * time.Minute

// holdUntil is when what is not confirmed is released, nil where nothing has to be confirmed.
func (n newcomer) holdUntil(slot signupform.Slot, now time.Time) *time.Time {
	if n.source != ByWeb {
		return nil
	}
	if n.hold != nil {
		return n.hold
	}
	starts, until := n.form.Basis(slot), now.Add(PhoneHold)
	if slot.Capacity != nil && n.Party*100 > *slot.Capacity*n.settings.UnprovedPercent {
		until = now.Add(PhoneHoldScarce)
	}
	if n.byEmail() {
		long := time.Duration(n.settings.HoldMinutes) * time.Minute
		short := now.Add(min(long, ShortHold))
		if until = now.Add(long); n.crowded {
			until = short
		}
		if starts.Before(short) {
			starts = short
		}
	}
	if starts.Before(until) {
		until = starts
	}
	return &until
}

// newcomer is a checked wish on its way in.
type newcomer struct {
	Wish
	form     signupform.Form
	settings signupform.Settings
	source   Source
	guardian bool       // must confirm
	overbook bool       // in, whatever the counter says
	crowded  bool       // many wait for few places
	hold     *time.Time // until then, with the others of the form; nil: as holdUntil finds
	stamp    string
}

func (n newcomer) who() entering.Who {
	return entering.Who{Name: n.Name, Email: n.Email, Party: n.Party, UnprovedPercent: n.settings.UnprovedPercent}
}

// byEmail says whether the sign-up has to be confirmed by a link.
func (n newcomer) byEmail() bool { return n.source == ByWeb && (n.Email != "" || n.guardian) }

func warnings(e entering.Entered) []Warning {
	var all []Warning
	if e.Same {
		all = append(all, SameAgain)
	}
	if e.Overlap {
		all = append(all, Overlap)
	}
	return all
}

// enter is for those who have nothing to confirm themselves. At the desk they take
// the one road at once; whoever gave no e-mail address waits for a guardian or the organiser.
func (s *Service) enter(ctx context.Context, actor account.Actor, slot signupform.Slot, n newcomer, now time.Time) (out SignedUp, err error) {
	token := account.NewSecret()
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		out, err = s.enterOnce(ctx, tx, actor, slot, n, token, nil, now)
		if err != nil || out.ID == 0 {
			return err
		}
		r := n.registration(slot, out)
		if n.byEmail() {
			return s.askGuardian(ctx, tx, r, now)
		}
		if n.source == ByWeb {
			return nil
		}
		if r.Holds == HoldsQueue { // some of those before her may be unproved
			if slot, err = signupform.LockSlot(ctx, tx, slot.ID); err == nil {
				err = s.seat(ctx, tx, &slot, &r)
			}
			if err != nil {
				return err
			}
		}
		r, err = s.confirm(ctx, tx, actor, r, road{once: "first"}, now) // the statement has written the log
		if out.Status, out.Holds = r.Status, r.Holds; out.Holds == HoldsPlace {
			out.Position = 0
		}
		return err
	})
	return out, err
}

// registration is what the statement has just stored, without reading it again
// while the slot is locked.
func (n newcomer) registration(slot signupform.Slot, in SignedUp) Registration {
	return Registration{
		ID: in.ID, ActivityID: slot.ActivityID, SlotID: slot.ID, Status: in.Status, Holds: in.Holds, PartySize: n.Party, Version: 1,
		Name: n.Name, Email: n.Email, Phone: n.Phone, Lang: n.Lang,
		GuardianNeeded: n.guardian, GuardianName: n.GuardianName, GuardianEmail: n.GuardianEmail,
	}
}

func (s *Service) enterOnce(ctx context.Context, q postgres.Querier, actor account.Actor, slot signupform.Slot, n newcomer, token string, m *mail.Message, now time.Time) (SignedUp, error) {
	correct := ""
	if n.source == ByWeb && n.Email != "" {
		correct = account.NewSecret()
	}
	args := n.args(slot, token, correct, now)
	answers.PartArgs(args, s.keys, slot.ActivityID, n.Answers)
	if err := audit.PartArgs(args, now, actor.Audit(), audit.Event{
		Action: "registration.sign_up", Object: "registration", Detail: map[string]any{"activity": slot.ActivityID, "people": n.Party},
	}); err != nil {
		return SignedUp{}, err
	}
	if err := mail.PartArgs(args, m, now); err != nil {
		return SignedUp{}, err
	}
	in, err := entering.Enter(ctx, q, args)
	switch {
	case err != nil:
		return SignedUp{}, err
	case !in.Fresh:
		return SignedUp{}, errStale
	case in.Same || in.Overlap:
		out := SignedUp{Warnings: warnings(in)}
		out.Overlapping, err = entering.Overlapping(ctx, q, slot, n.who(), now)
		return out, err
	case !in.Network:
		return SignedUp{}, errTooMuch
	case in.ID == 0:
		return s.notIn(ctx, q, slot, n, in, now)
	}
	out := SignedUp{ID: in.ID, Status: Status(in.Status), Holds: Holds(in.Holds), Room: in.Room, Token: token, Correct: correct, ByEmail: n.byEmail()}
	if hold := n.holdUntil(slot, now); hold != nil {
		out.HoldEnds = *hold
	}
	if out.Holds == HoldsQueue {
		out.Position, err = entering.Position(ctx, q, slot.ID, in.Number)
	}
	return out, err
}

// errTooMuch is the same for a number, for all numbers together and for a network, so
// that it tells nothing of any of them.
var errTooMuch = fault.Clash(i18n.Mark("Vi kan ikke ta imot påmeldingen akkurat nå. Prøv igjen senere, eller ta kontakt med arrangøren."))

// notIn is why nothing was stored. Of an address that has too much already the
// answer is what any other would get: only the owner of the address may know.
func (s *Service) notIn(ctx context.Context, q postgres.Querier, was signupform.Slot, n newcomer, in entering.Entered, now time.Time) (SignedUp, error) {
	slot, err := postgres.One[signupform.Slot](ctx, q, slotSQL, postgres.Args{"id": was.ID})
	if err != nil {
		return SignedUp{}, err
	}
	unproved, err := unprovedRoom(ctx, q, slot, n.settings)
	if err != nil {
		return SignedUp{}, err
	}
	fits := slot.Fits(n.Party)
	held := fits && n.Party <= unproved && !(slot.StrictOrder && slot.Waiting > 0)
	switch {
	case slot.Cancelled || slot.Closed || !held && !slot.MayWait(n.Party):
		return SignedUp{}, slot.Refusal(n.Party)
	case n.source == ByWeb && n.Email == "":
		return SignedUp{}, errTooMuch
	case in.Contact:
		return SignedUp{}, slot.Refusal(n.Party)
	}
	out := SignedUp{ByEmail: true, Status: Unconfirmed, Holds: HoldsPlace, HoldEnds: *n.holdUntil(was, now), Correct: account.NewSecret()}
	if !held {
		out.Holds, out.Room = HoldsQueue, fits
		out.Position, err = entering.Position(ctx, q, slot.ID, math.MaxInt32)
		out.Position++
	}
	return out, err
}

const slotSQL = `-- registration.slot
select ` + signupform.SlotColumns + ` from signup_slot s where s.id = @id`

// args are those of enterSQL; without correct nobody may correct the address.
func (n newcomer) args(slot signupform.Slot, token, correct string, now time.Time) postgres.Args {
	network := ""
	if n.source == ByWeb {
		network = n.Network
	}
	var correctHash []byte
	if correct != "" {
		correctHash = letters.HashToken(correct)
	}
	return postgres.Args{
		"slot_id": slot.ID, "size": n.Party, "overbook": n.overbook, "desk": n.source != ByWeb,
		"name": n.Name, "email": n.Email, "phone": n.Phone, "lang": string(n.Lang), "guardian_needed": n.guardian,
		"guardian_name": n.GuardianName, "guardian_email": n.GuardianEmail, "source": string(n.source),
		"mail_kinds": n.MailKinds, "now": now, "hold_expires_at": n.holdUntil(slot, now), "names": wish.Names(n.Participants), "bands": wish.Bands(n.Participants),
		"token_hash": letters.HashToken(token), "correct_hash": correctHash, "municipality_id": slot.MunicipalityID, "force": n.Force, "stamp": n.stamp,
		"network": network, "unproved_percent": n.settings.UnprovedPercent, "contact_most": contactMost, "party_most": n.form.MaxParty, "network_most": networkMost,
	}
}
