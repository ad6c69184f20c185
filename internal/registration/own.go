package registration

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Own is a registration as the person behind the link sees it.
type Own struct {
	Registration
	Form           Form
	Settings       Settings
	Slot           Slot
	ActivityTitle  string
	Organiser      string
	AllDay         bool
	Place          string
	Starts, Ends   []time.Time // of the dates that are on
	Reason         string      // why it is off; "" when it is on, or nobody says
	Position       int         // in the queue, 0 outside it
	CancelDeadline time.Time   // until then she changes and cancels herself
	CanChange      bool
	CanCancel      bool
	CanAnswer      bool // an offer stands
	MustConfirm    bool
	AwaitsGuardian bool // she has confirmed, the guardian has not
}

const byTokenSQL = `-- registration.byToken
select t.registration_id from registration_token t join registration r on r.id = t.registration_id
where t.token_hash = @hash and t.purpose = @purpose and r.municipality_id = @municipality_id and r.anonymised_at is null`

// idOf finds the registration of a link; a link that opens nothing is NotFound.
func (s *Service) idOf(ctx context.Context, actor account.Actor, token, purpose string) (int64, error) {
	id, err := postgres.Scalar[int64](ctx, s.pool, byTokenSQL, pgx.StrictNamedArgs{
		"hash": hashToken(token), "purpose": purpose, "municipality_id": actor.MunicipalityID,
	})
	if fault.Is(err, fault.NotFound) {
		return 0, missingLink()
	}
	return id, err
}

// ByToken is what the page behind the link shows; it changes nothing.
func (s *Service) ByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	id, err := s.idOf(ctx, actor, token, "own")
	if err != nil {
		return Own{}, err
	}
	return s.own(ctx, actor, id)
}

func (s *Service) own(ctx context.Context, actor account.Actor, id int64) (Own, error) {
	r, err := readOne(ctx, s.pool, actor.MunicipalityID, id)
	if err != nil {
		return Own{}, err
	}
	b, err := readBase(ctx, s.pool, actor, r.ActivityID)
	if err != nil {
		return Own{}, err
	}
	about, err := readAbout(ctx, s.pool, r.SlotID)
	if err != nil {
		return Own{}, err
	}
	form, _ := b.form()
	own := Own{
		Registration: r, Form: form, Settings: b.settings(), Slot: about.slot(), ActivityTitle: about.Title, Organiser: about.Organiser, AllDay: about.AllDay, Place: about.Place,
		Starts: about.Starts, Ends: about.Ends, Reason: about.Reason,
	}
	own.say(s.now())
	if r.Holds == HoldsQueue {
		queue, err := readQueue(ctx, s.pool, r.SlotID)
		if err != nil {
			return Own{}, err
		}
		own.Position = PositionOf(queue, r.ID)
	}
	return own, nil
}

// say works out what the person may do.
func (o *Own) say(now time.Time) {
	o.CancelDeadline = o.Form.CancelDeadline(o.Slot)
	early := now.Before(o.CancelDeadline)
	waits := o.Holds == HoldsQueue || o.Status == Offered
	held := o.Status == Unconfirmed && o.HoldExpiresAt != nil && now.Before(*o.HoldExpiresAt)
	o.AwaitsGuardian = held && o.GuardianNeeded && (o.ConfirmedAt != nil || o.Email == "") // without an address she has nothing to confirm
	o.MustConfirm = held && !o.AwaitsGuardian
	o.CanAnswer = o.Status == Offered && o.OfferExpiresAt != nil && now.Before(*o.OfferExpiresAt)
	o.CanChange = o.Active() && early && o.Status != Offered
	o.CanCancel = o.Active() && (early || waits)
}

// onOwn locks what a link opens and lets do change it, then tells what is so now.
func (s *Service) onOwn(ctx context.Context, actor account.Actor, token, purpose string,
	do func(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, now time.Time) error,
) (Own, error) {
	id, err := s.idOf(ctx, actor, token, purpose)
	if err != nil {
		return Own{}, err
	}
	now := s.now()
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		slot, r, err := lockOne(ctx, tx, actor.MunicipalityID, id)
		if fault.Is(err, fault.NotFound) {
			return missingLink()
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, &slot, r, now)
	})
	if err != nil {
		return Own{}, err
	}
	return s.own(ctx, actor, id)
}

// ConfirmByToken confirms a sign-up. Doing it twice changes nothing; too late is
// fault.Conflict. Where a guardian must confirm too, she is written to now.
func (s *Service) ConfirmByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, now time.Time) error {
		if r.Status != Unconfirmed || r.ConfirmedAt != nil {
			return nil
		}
		if err := inTime(r, now); err != nil {
			return err
		}
		r.ConfirmedAt = &now
		if r.GuardianNeeded && r.GuardianConfirmedAt == nil {
			return s.askGuardian(ctx, tx, r, now)
		}
		return s.complete(ctx, tx, actor, r, now)
	})
}

func inTime(r Registration, now time.Time) error {
	if r.HoldExpiresAt != nil && !now.Before(*r.HoldExpiresAt) {
		return fault.Clash(i18n.Mark("Fristen for å bekrefte er ute, og plassen er gitt videre. Du kan melde deg på igjen."))
	}
	return nil
}

const settingsSQL = `-- registration.settings
select signup_hold_minutes as hold_minutes, signup_offer_hours as offer_hours, guardian_age from municipality where id = @id`

// askGuardian holds the place as long as an offer would stand, and writes to the guardian.
func (s *Service) askGuardian(ctx context.Context, tx pgx.Tx, r Registration, now time.Time) error {
	about, err := readAbout(ctx, tx, r.SlotID)
	if err != nil {
		return err
	}
	settings, err := postgres.One[Settings](ctx, tx, settingsSQL, pgx.StrictNamedArgs{"id": about.MunicipalityID})
	if err != nil {
		return err
	}
	until := OfferDeadline(now, about.EndsAt, settings.OfferHours)
	r.HoldExpiresAt = &until
	if err := r.save(ctx, tx); err != nil {
		return err
	}
	return s.writeGuardian(ctx, tx, about, r)
}

// complete makes an unconfirmed sign-up count.
func (s *Service) complete(ctx context.Context, tx pgx.Tx, actor account.Actor, r Registration, now time.Time) error {
	r.Status, r.HoldExpiresAt = Confirmed, nil
	letter := confirmedLetter
	if r.Holds == HoldsQueue {
		r.Status, letter = Waiting, waitingLetter
	}
	r.ConfirmedAt = &now // what was due before then is not sent
	if err := r.save(ctx, tx); err != nil {
		return err
	}
	if err := record(ctx, tx, actor, "registration.confirm", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
		return err
	}
	return s.write(ctx, tx, r, letter, key(ConfirmedMail, r.ID, r.Version))
}

// GuardianByToken is what a guardian's link shows; it changes nothing.
func (s *Service) GuardianByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	id, err := s.idOf(ctx, actor, token, "guardian")
	if err != nil {
		return Own{}, err
	}
	return s.own(ctx, actor, id)
}

// GuardianConfirm confirms on behalf of a child.
func (s *Service) GuardianConfirm(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onOwn(ctx, actor, token, "guardian", func(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, now time.Time) error {
		if r.GuardianConfirmedAt != nil || r.Status != Unconfirmed {
			return nil
		}
		if err := inTime(r, now); err != nil {
			return err
		}
		r.GuardianConfirmedAt = &now
		return s.complete(ctx, tx, actor, r, now)
	})
}

// Change is what a person may change herself.
type Change struct {
	Party             int
	Participants      []Participant
	ContactIsGuardian bool // the one who changes answers for the children who come in
	GuardianName      string
	GuardianEmail     string // with no name: the guardian who is known
	Answers           map[string]string
	MailKinds         []string // nil: as they were
}

const changeSQL = `-- registration.change
with gone as (delete from participant where registration_id = @id and @people),
p as (
    insert into participant (registration_id, name, age_band)
    select @id, x.name, x.band from unnest(@names::text[], @bands::text[]) with ordinality as x (name, band, n) where @people order by x.n)
update registration set party_size = @size, answers = @answers::jsonb, mail_kinds = @mail_kinds::text[], version = version + 1 where id = @id`

// ChangeByToken changes the party and the answers until the deadline. A larger
// party needs room; what is wrong is fault.Invalid with the form's fields. Where
// a child comes in, a guardian is asked, and until then the places are held.
func (s *Service) ChangeByToken(ctx context.Context, actor account.Actor, token string, c Change) (Own, error) {
	before, err := s.ByToken(ctx, actor, token)
	if err != nil {
		return Own{}, err
	}
	if !before.CanChange {
		return Own{}, fault.Clash(i18n.Mark("Fristen for å endre er ute. Ta kontakt med arrangøren."))
	}
	w, ask, err := c.wish(before)
	if err != nil {
		return Own{}, err
	}
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, now time.Time) error {
		if !r.Active() || r.Status == Offered || r.Version != before.Version {
			return fault.Clash(i18n.Mark("Påmeldingen er endret i mellomtiden. Last siden på nytt."))
		}
		if err := s.change(ctx, tx, actor, slot, r, w, now); err != nil || !ask {
			return err
		}
		return s.askAgain(ctx, tx, actor.MunicipalityID, r.ID, w, now)
	})
}

// wish is the change checked by the form's own rules, and whether a guardian must be asked.
func (c Change) wish(before Own) (Wish, bool, error) {
	w := Wish{
		Name: before.Name, Email: before.Email, Phone: before.Phone, Lang: before.Lang, Party: c.Party, Participants: c.Participants,
		ContactIsGuardian: true, GuardianName: c.GuardianName, GuardianEmail: c.GuardianEmail, Answers: c.Answers, MailKinds: c.MailKinds,
	}
	if w.MailKinds == nil {
		w.MailKinds = before.MailKinds
	}
	if w.GuardianName == "" && w.GuardianEmail == "" {
		w.GuardianName, w.GuardianEmail = before.GuardianName, before.GuardianEmail
	}
	w = w.normal(before.Form)
	var fields fault.Fields
	if err := w.check(before.Form, before.Settings, before.Source != ByWeb); err != nil {
		fields = fault.FieldsOf(err)
	}
	newcomers := bandsOf(newYoung(before.Form, before.Settings, before.Participants, w.Participants))
	ask := NeedsGuardian(before.Form, before.Settings, newcomers, c.ContactIsGuardian)
	if ask {
		w.checkGuardian(&fields)
	}
	return w, ask, fields.Err()
}

// newYoung are those under the guardian's age who were not among them before.
func newYoung(f Form, s Settings, before, after []Participant) []Participant {
	young := func(p Participant) bool { return NeedsGuardian(f, s, []string{p.AgeBand}, false) }
	known := map[string]int{}
	for _, p := range before {
		if young(p) {
			known[strings.ToLower(p.Name)]++
		}
	}
	var all []Participant
	for _, p := range after {
		name := strings.ToLower(p.Name)
		if !young(p) {
			continue
		}
		if known[name]--; known[name] < 0 {
			all = append(all, p)
		}
	}
	return all
}

const newGuardianSQL = `-- registration.newGuardian
with t as (delete from registration_token where registration_id = @id and purpose = 'guardian')
update registration set guardian_needed = true, guardian_name = @name, guardian_email = @email where id = @id`

// askAgain makes a changed sign-up wait for the guardian's yes to those who came in.
// Links to an earlier question stop working: they were not about these children.
func (s *Service) askAgain(ctx context.Context, tx pgx.Tx, municipalityID, id int64, w Wish, now time.Time) error {
	if _, err := postgres.Exec(ctx, tx, newGuardianSQL, pgx.StrictNamedArgs{"id": id, "name": w.GuardianName, "email": w.GuardianEmail}); err != nil {
		return err
	}
	r, err := readOne(ctx, tx, municipalityID, id)
	if err != nil {
		return err
	}
	waits := r.Status == Unconfirmed
	r.Status, r.GuardianConfirmedAt = Unconfirmed, nil
	switch {
	case waits && r.ConfirmedAt == nil && r.Email != "": // she confirms first
		return r.save(ctx, tx)
	case waits: // the deadline stands
		if err := r.save(ctx, tx); err != nil {
			return err
		}
		about, err := readAbout(ctx, tx, r.SlotID)
		if err != nil {
			return err
		}
		return s.writeGuardian(ctx, tx, about, r)
	}
	return s.askGuardian(ctx, tx, r, now)
}

// change writes the people anew only when they differ, since attendance hangs on them.
func (s *Service) change(ctx context.Context, tx pgx.Tx, actor account.Actor, slot *Slot, r Registration, w Wish, now time.Time) error {
	more := w.Party - r.PartySize
	if more == 0 && samePeople(r.Participants, w.Participants) && maps.Equal(r.Answers, w.Answers) && slices.Equal(r.MailKinds, w.MailKinds) {
		return nil // sent twice
	}
	if err := slot.grow(ctx, tx, r, more); err != nil {
		return err
	}
	_, err := postgres.Exec(ctx, tx, changeSQL, pgx.StrictNamedArgs{
		"id": r.ID, "size": w.Party, "answers": w.Answers, "mail_kinds": w.MailKinds, "people": !samePeople(r.Participants, w.Participants),
		"names": namesOf(w.Participants), "bands": bandsOf(w.Participants),
	})
	if err != nil {
		return err
	}
	if err := record(ctx, tx, actor, "registration.change", r.ID, map[string]any{"activity": r.ActivityID, "people": w.Party}); err != nil {
		return err
	}
	if more == 0 {
		return nil
	}
	return s.promoteNow(ctx, tx, slot, now)
}

// grow makes room for more people in a party, or less.
func (s *Slot) grow(ctx context.Context, tx pgx.Tx, r Registration, more int) error {
	full := fault.Fields{{Name: "antall", Msg: i18n.Mark("Det er ikke plass til så mange.")}}.Err()
	if r.Holds == HoldsQueue {
		if more > 0 && s.WaitingCapacity != nil && s.Waiting+more > *s.WaitingCapacity {
			return full
		}
		return s.count(ctx, tx, 0, more)
	}
	if more > 0 && !s.Fits(more) {
		return full
	}
	return s.count(ctx, tx, more, 0)
}

func samePeople(a, b []Participant) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name || a[i].AgeBand != b[i].AgeBand {
			return false
		}
	}
	return true
}

// CancelByToken takes the person off the list until the deadline; whoever only
// waits, or has an offer, may leave at any time. Doing it twice changes nothing.
func (s *Service) CancelByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	before, err := s.ByToken(ctx, actor, token)
	if err != nil || !before.Active() {
		return before, err
	}
	if !before.CanCancel {
		return Own{}, fault.Clash(i18n.Mark("Fristen for å melde seg av er ute. Ta kontakt med arrangøren."))
	}
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, now time.Time) error {
		if !r.Active() {
			return nil
		}
		return s.leave(ctx, tx, actor, slot, r, now)
	})
}

func (s *Service) leave(ctx context.Context, tx pgx.Tx, actor account.Actor, slot *Slot, r Registration, now time.Time) error {
	if err := record(ctx, tx, actor, "registration.cancel", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
		return err
	}
	if err := s.tellLeft(ctx, tx, r, bySelf); err != nil {
		return err
	}
	return s.release(ctx, tx, slot, r, Cancelled, now)
}

// AcceptByToken says yes to an offer. Doing it twice changes nothing; too late is fault.Conflict.
func (s *Service) AcceptByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, now time.Time) error {
		return s.accept(ctx, tx, actor, r, now)
	})
}

func (s *Service) accept(ctx context.Context, tx pgx.Tx, actor account.Actor, r Registration, now time.Time) error {
	if r.Status == Confirmed {
		return nil
	}
	if r.Status == Cancelled {
		return fault.Clash(i18n.Mark("Du har sagt nei takk eller meldt deg av, og plassen er gitt videre. Du kan melde deg på igjen."))
	}
	if r.Status != Offered || r.OfferExpiresAt == nil || !now.Before(*r.OfferExpiresAt) {
		return fault.Clash(i18n.Mark("Fristen for å svare er ute, og plassen er gitt videre."))
	}
	offered := r.OfferedAt.Unix()
	r.Status, r.OfferExpiresAt, r.ConfirmedAt = Confirmed, nil, &now
	if err := r.save(ctx, tx); err != nil {
		return err
	}
	if err := record(ctx, tx, actor, "registration.accept", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
		return err
	}
	return s.write(ctx, tx, r, confirmedLetter, key(ConfirmedMail, r.ID, offered))
}

// DeclineByToken says no to an offer, and the next one gets it. Doing it twice changes nothing.
func (s *Service) DeclineByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, now time.Time) error {
		return s.decline(ctx, tx, actor, slot, r, now)
	})
}

func (s *Service) decline(ctx context.Context, tx pgx.Tx, actor account.Actor, slot *Slot, r Registration, now time.Time) error {
	if !r.Active() {
		return nil
	}
	if r.Status != Offered {
		return fault.Clash(i18n.Mark("Det er ikke noe tilbud å svare på."))
	}
	if err := record(ctx, tx, actor, "registration.decline", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
		return err
	}
	return s.release(ctx, tx, slot, r, Cancelled, now)
}
