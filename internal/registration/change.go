// What a person changes herself: her party, her answers, her name, number and address.

package registration

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/answers"
	"frivilligsentral/internal/registration/entering"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/registration/wish"

	"github.com/jackc/pgx/v5"
)

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
update registration set party_size = @size, mail_kinds = @mail_kinds::text[], version = version + 1,
    answered_at = case when @answered then @now else answered_at end, mail_chosen_at = ` + mailChosenAt + ` where id = @id`

// mailChosenAt is when the choice of letters was last another.
const mailChosenAt = `case when mail_kinds is distinct from @mail_kinds::text[] then @now::timestamptz else mail_chosen_at end`

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
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		if !r.Active() || r.Status == Offered || r.Version != before.Version {
			return fault.Outrun(i18n.Mark("Påmeldingen er endret i mellomtiden. Last siden på nytt."))
		}
		if err := s.change(ctx, tx, actor, slot, r, w, now); err != nil || !ask {
			return err
		}
		return s.askAgain(ctx, tx, actor.MunicipalityID, r.ID, w, now)
	})
}

// Check says what is wrong with a change by the form's own rules, with the names of the page's fields.
func (c Change) Check(before Own) error {
	_, _, err := c.wish(before)
	return err
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
	w = w.Normal(before.Form)
	var fields fault.Fields
	if err := w.Check(before.Form, before.Settings, before.Source != ByWeb); err != nil {
		fields = fault.FieldsOf(err)
	}
	newcomers := wish.Bands(newYoung(before.Form, before.Settings, before.Participants, w.Participants))
	ask := signupform.NeedsGuardian(before.Form, before.Settings, newcomers, c.ContactIsGuardian)
	if ask {
		w.CheckGuardian(&fields)
	}
	return w, ask, fields.Err()
}

// newYoung are those under the guardian's age who were not among them before.
func newYoung(f signupform.Form, s signupform.Settings, before, after []Participant) []Participant {
	young := func(p Participant) bool { return signupform.NeedsGuardian(f, s, []string{p.AgeBand}, false) }
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
	if _, err := postgres.Exec(ctx, tx, newGuardianSQL, postgres.Args{"id": id, "name": w.GuardianName, "email": w.GuardianEmail}); err != nil {
		return err
	}
	r, err := Read(ctx, tx, municipalityID, id)
	if err != nil {
		return err
	}
	waits := r.Status == Unconfirmed
	r.Status, r.GuardianConfirmedAt = Unconfirmed, nil
	switch {
	case waits && r.ConfirmedAt == nil && r.Email != "": // she confirms first
		return r.save(ctx, tx)
	case waits: // the deadline stands
		err = r.save(ctx, tx)
	default:
		err = s.awaitGuardian(ctx, tx, &r, now)
	}
	if err != nil {
		return err
	}
	return s.askGuardianOf(ctx, tx, []Registration{r}) // of this date alone
}

// change writes the people anew only when they differ, since attendance hangs on them.
func (s *Service) change(ctx context.Context, tx pgx.Tx, actor account.Actor, slot *signupform.Slot, r Registration, w Wish, now time.Time) error {
	more := w.Party - r.PartySize
	if err := r.Open(s.keys); err != nil {
		return err
	}
	if more == 0 && samePeople(r.Participants, w.Participants) && maps.Equal(r.Answers, w.Answers) && slices.Equal(r.MailKinds, w.MailKinds) {
		return nil // sent twice
	}
	if more > 0 && r.Unproved() {
		return fault.Fields{{Name: "antall", Msg: i18n.Mark("Påmeldingen må være bekreftet før du kan melde på flere.")}}.Err()
	}
	if err := r.grow(ctx, tx, slot, more); err != nil {
		return err
	}
	_, err := postgres.Exec(ctx, tx, changeSQL, postgres.Args{
		"id": r.ID, "size": w.Party, "mail_kinds": w.MailKinds, "people": !samePeople(r.Participants, w.Participants),
		"names": wish.Names(w.Participants), "bands": wish.Bands(w.Participants), "answered": !maps.Equal(r.Answers, w.Answers), "now": now,
	})
	if err != nil {
		return err
	}
	if err := answers.Put(ctx, tx, s.keys, r.ActivityID, r.ID, w.Answers); err != nil {
		return err
	}
	if err := Record(ctx, tx, now, actor, "registration.change", r.ID, map[string]any{"activity": r.ActivityID, "people": w.Party}); err != nil {
		return err
	}
	if more == 0 {
		return nil
	}
	return s.promoteNow(ctx, tx, slot, now)
}

// grow makes room for more people in a party, or less.
func (r Registration) grow(ctx context.Context, tx pgx.Tx, s *signupform.Slot, more int) error {
	full := fault.Fields{{Name: "antall", Msg: i18n.Mark("Det er ikke plass til så mange.")}}.Err()
	if r.Holds == HoldsQueue {
		if more > 0 && s.Waiting+more > s.QueueBound() {
			return full
		}
		return s.Count(ctx, tx, 0, more)
	}
	if more > 0 && !s.Fits(more) {
		return full
	}
	return s.Count(ctx, tx, more, 0)
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

// Contact is what a person corrects about herself. The e-mail address is not of
// it: it is what has shown that the sign-up is hers, see AskAddressByToken.
type Contact struct {
	Name      string
	Phone     string   // as typed
	MailKinds []string // those wanted; nil: as they were
}

// CanCorrect says whether the person may still correct her name and number and
// choose her reminders: whatever the deadline, until it is over.
func (o Own) CanCorrect(now time.Time) bool {
	return o.Active() && !o.Slot.CalledOff() && (now.Before(o.Slot.EndsAt) || o.Waits)
}

// Check says what is wrong, with the names of the page's fields, and gives the
// contact as it would be stored.
func (c Contact) Check(before Own) (Contact, error) {
	var fields fault.Fields
	c.Name, c.Phone = strings.Join(strings.Fields(c.Name), " "), strings.TrimSpace(c.Phone)
	wish.CheckName(&fields, "navn", c.Name)
	if c.Phone != "" {
		number, ok := i18n.ParsePhone(c.Phone)
		fields.Check(ok, "telefon", i18n.Mark("Skriv et gyldig telefonnummer, åtte siffer eller med landkode."))
		c.Phone = number
	}
	needed := before.Phone != "" && (before.Email == "" || before.Form.NeedPhone)
	fields.Check(c.Phone != "" || !needed, "telefon", i18n.Mark("Arrangøren trenger telefonnummeret ditt."))
	if c.MailKinds == nil {
		c.MailKinds = before.MailKinds
	}
	return c, fields.Err()
}

// Where she is herself one of the party, she has the new name there too.
const correctSQL = `-- registration.correct
with p as (update participant set name = @name where registration_id = @id and name = @old)
update registration set name = @name, phone = @phone, mail_kinds = @mail_kinds::text[], version = version + 1, mail_chosen_at = ` + mailChosenAt + ` where id = @id`

// CorrectByToken corrects the name and the number and chooses the reminders. Doing
// it twice changes nothing; when it is over, fault.Conflict.
func (s *Service) CorrectByToken(ctx context.Context, actor account.Actor, token string, c Contact) (Own, error) {
	before, err := s.ByToken(ctx, actor, token)
	if err != nil {
		return Own{}, err
	}
	if !before.CanCorrect(s.now()) {
		return Own{}, fault.Clash(i18n.Mark("Påmeldingen kan ikke endres lenger."))
	}
	if c, err = c.Check(before); err != nil {
		return Own{}, err
	}
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, _ *signupform.Slot, r Registration, now time.Time) error {
		if r.Name == c.Name && r.Phone == c.Phone && slices.Equal(r.MailKinds, c.MailKinds) {
			return nil
		}
		_, err := postgres.Exec(ctx, tx, correctSQL, postgres.Args{
			"id": r.ID, "name": c.Name, "old": r.Name, "phone": c.Phone, "mail_kinds": c.MailKinds, "now": now,
		})
		if err != nil {
			return err
		}
		return Record(ctx, tx, now, actor, "registration.change", r.ID, map[string]any{"activity": r.ActivityID, "people": r.PartySize})
	})
}

// newAddressOf checks an address as somebody has typed it.
func newAddressOf(email string) (string, error) {
	if email = strings.ToLower(strings.TrimSpace(email)); !wish.IsEmail(email) {
		return "", wish.BadEmail()
	}
	return email, nil
}

// AskAddressByToken writes to an address that the person wants to be written to at
// instead. Until she has opened the link in it, nothing is changed.
func (s *Service) AskAddressByToken(ctx context.Context, actor account.Actor, token, email string) error {
	before, err := s.ByToken(ctx, actor, token)
	if err != nil {
		return err
	}
	if !before.CanCorrect(s.now()) {
		return fault.Clash(i18n.Mark("Påmeldingen kan ikke endres lenger."))
	}
	if email, err = newAddressOf(email); err != nil {
		return err
	}
	if email == before.Email {
		return fault.Fields{{Name: "epost", Msg: i18n.Mark("Dette er adressen vi bruker nå.")}}.Err()
	}
	_, err = s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, _ *signupform.Slot, r Registration, _ time.Time) error {
		err := s.mailer.AskAddress(ctx, tx, r.forLetters(), email)
		if fault.Is(err, fault.NotFound) {
			err = fault.Clash(i18n.Mark("Du har bedt om å bytte adresse flere ganger i dag. Prøv igjen i morgen, eller ta kontakt med arrangøren."))
		}
		return err
	})
	return err
}

// AddressByToken is what the link to a new address shows; it changes nothing.
func (s *Service) AddressByToken(ctx context.Context, actor account.Actor, token string) (letters.Asked, error) {
	return s.mailer.AddressByToken(ctx, actor.MunicipalityID, token)
}

// ConfirmAddress makes the address of a link the sign-up's. Links that went to the old
// one open nothing any more, so the token of a new one is returned, which is mailed too.
func (s *Service) ConfirmAddress(ctx context.Context, actor account.Actor, token string) (own string, err error) {
	asked, err := s.AddressByToken(ctx, actor, token)
	if err != nil {
		return "", err
	}
	now := s.now()
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		slot, r, err := lockOne(ctx, tx, actor.MunicipalityID, asked.ID)
		if fault.Is(err, fault.NotFound) {
			return missingLink()
		}
		if err != nil {
			return err
		}
		if !r.Active() || slot.CalledOff() || !now.Before(slot.EndsAt) {
			return fault.Clash(i18n.Mark("Påmeldingen kan ikke endres lenger."))
		}
		if err := mail.Proved(ctx, tx, actor.MunicipalityID, asked.Email); err != nil {
			return err
		}
		if err := s.setAddress(ctx, tx, actor, &r, asked.Email, now); err != nil {
			return err
		}
		own, err = s.mailer.NewLink(ctx, tx, r.ID)
		return err
	})
	return own, err
}

// What came with the same form and is not answered for either goes along.
const setAddressSQL = `-- registration.setAddress
with one as (select together, status = 'unconfirmed' and confirmed_at is null as unproved from registration where id = @id),
x as (select @id::bigint as id union select r.id from registration r, one where r.together = one.together and one.unproved and r.municipality_id = @municipality_id and ` + entering.Unproved + `),
t as (delete from registration_token where registration_id in (select id from x) and purpose in ('own', 'address'))
update registration r set email = @email, version = version + 1 from x where r.id = x.id`

// setAddress gives a locked registration another address, and writes to it: with the link to
// confirm by where nobody has answered for it, else with the link to her page, and to the old one. Earlier links stop working.
func (s *Service) setAddress(ctx context.Context, tx pgx.Tx, actor account.Actor, r *Registration, email string, now time.Time) error {
	if _, err := postgres.Exec(ctx, tx, setAddressSQL, postgres.Args{"id": r.ID, "municipality_id": actor.MunicipalityID, "email": email}); err != nil {
		return err
	}
	tmpl := letters.Confirm
	if !r.Unproved() {
		tmpl = letters.Link
		if err := s.mailer.AddressChanged(ctx, tx, r.forLetters()); err != nil {
			return err
		}
	}
	r.Email, r.Version = email, r.Version+1
	to := r.forLetters()
	if r.Unproved() {
		var err error
		if to.Several, err = s.mailer.Unanswered(ctx, tx, actor.MunicipalityID, r.ID, "own"); err != nil {
			return err
		}
	}
	if err := s.mailer.Write(ctx, tx, to, tmpl, "address-"+strconv.Itoa(r.Version)); err != nil {
		return err
	}
	return Record(ctx, tx, now, actor, "registration.address", r.ID, map[string]any{"activity": r.ActivityID})
}

// CorrectAddressFor gives somebody on the list the address that is hers. The link goes
// there, and those that went to the old one stop working.
func (s *Service) CorrectAddressFor(ctx context.Context, actor account.Actor, id int64, email string) error {
	email, wrong := newAddressOf(email)
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		switch {
		case wrong != nil:
			return wrong
		case !r.Active() || slot.CalledOff() || !now.Before(slot.EndsAt):
			return fault.Clash(i18n.Mark("Påmeldingen kan ikke endres lenger."))
		case r.Email == email:
			return nil
		}
		return s.setAddress(ctx, tx, actor, &r, email, now)
	})
}

// CorrectByForm gives a sign-up another address that nobody has answered for yet: whoever has filled in the
// form has SignedUp.Correct. The place and the time to confirm in stay as they are. Nothing
// is done, and nothing is told of it, where the sign-up is answered for or gone, or where it or the new address has had enough.
func (s *Service) CorrectByForm(ctx context.Context, actor account.Actor, correct, email, network string) error {
	email, err := newAddressOf(email)
	if err != nil {
		return err
	}
	id, err := s.idOf(ctx, actor, correct, "correct")
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := entering.HoldNetwork(ctx, tx, network); err != nil {
			return err
		}
		if err := holdForm(ctx, tx, actor.MunicipalityID, id); err != nil {
			return err
		}
		_, r, err := lockOne(ctx, tx, actor.MunicipalityID, id)
		if fault.Is(err, fault.NotFound) || err == nil && (!r.Unproved() || r.Email == "" || inTime(r, now) != nil) {
			return nil
		}
		if err != nil {
			return err
		}
		held, err := entering.HeldBy(ctx, tx, actor.MunicipalityID, r.ActivityID, r.ID, email)
		if err != nil {
			return err
		}
		people, err := entering.PeopleOf(ctx, tx, actor.MunicipalityID, network, now)
		if err != nil {
			return err
		}
		if people+r.PartySize > max(networkMost, held.PartyMost) {
			return errTooMuch
		}
		if held.Times >= contactMost || held.People > max(contactMost, held.PartyMost) || r.Version > letters.AddressMost {
			return nil
		}
		if err := entering.Trace(ctx, tx, actor.MunicipalityID, r.ID, r.PartySize, network, now); err != nil {
			return err
		}
		return s.setAddress(ctx, tx, actor, &r, email, now)
	})
}
