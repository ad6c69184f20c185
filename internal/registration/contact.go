package registration

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Contact is what a person corrects about herself. The e-mail address is not of
// it: it is what has shown that the sign-up is hers.
type Contact struct {
	Name      string
	Phone     string   // as typed
	MailKinds []string // those wanted; nil: as they were
}

// CanCorrect says whether the person may still correct her name and number and
// choose her reminders: whatever the deadline, until it is over.
func (o Own) CanCorrect(now time.Time) bool {
	return o.Active() && !o.Slot.Cancelled && now.Before(o.Slot.EndsAt)
}

// Check says what is wrong, with the names of the page's fields, and gives the
// contact as it would be stored.
func (c Contact) Check(before Own) (Contact, error) {
	var fields fault.Fields
	c.Name, c.Phone = strings.Join(strings.Fields(c.Name), " "), strings.TrimSpace(c.Phone)
	checkName(&fields, "navn", c.Name)
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

func checkName(fields *fault.Fields, field, name string) {
	n := utf8.RuneCountInString(name)
	fields.Check(name != "", field, i18n.Mark("Skriv navnet ditt."))
	fields.Check(n <= MaxName, field, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), MaxName, n)
}

// Where she is herself one of the party, she has the new name there too.
const correctSQL = `-- registration.correct
with p as (update participant set name = @name where registration_id = @id and name = @old)
update registration set name = @name, phone = @phone, mail_kinds = @mail_kinds::text[], version = version + 1 where id = @id`

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
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, _ *Slot, r Registration, _ time.Time) error {
		if r.Name == c.Name && r.Phone == c.Phone && slices.Equal(r.MailKinds, c.MailKinds) {
			return nil
		}
		_, err := postgres.Exec(ctx, tx, correctSQL, pgx.StrictNamedArgs{
			"id": r.ID, "name": c.Name, "old": r.Name, "phone": c.Phone, "mail_kinds": c.MailKinds,
		})
		if err != nil {
			return err
		}
		return record(ctx, tx, actor, "registration.change", r.ID, map[string]any{"activity": r.ActivityID, "people": r.PartySize})
	})
}

// GuardianCancel is a guardian's no, before she has said yes or after: the sign-up
// is cancelled and its place goes to the next. Doing it twice changes nothing.
func (s *Service) GuardianCancel(ctx context.Context, actor account.Actor, token string) (Own, error) {
	before, err := s.GuardianByToken(ctx, actor, token)
	if err != nil || !before.Active() {
		return before, err
	}
	if !before.CanCancel && before.Status != Unconfirmed {
		return Own{}, fault.Clash(i18n.Mark("Fristen for å melde av er ute. Ta kontakt med arrangøren."))
	}
	return s.onOwn(ctx, actor, token, "guardian", func(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, now time.Time) error {
		if !r.Active() {
			return nil
		}
		if err := record(ctx, tx, actor, "registration.cancel", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
			return err
		}
		if err := s.write(ctx, tx, r, guardianNoLetter, key(CancelledMail, r.ID, r.Version)); err != nil {
			return err
		}
		return s.release(ctx, tx, slot, r, Cancelled, now)
	})
}

var guardianNoLetter = letter{CancelledMail, false, func(l i18n.Lang, a about, r Registration, _ time.Time) (string, mail.Body) {
	return l.T("Du er meldt av %s", a.Title), mail.Body{
		Paragraphs: []string{l.T("%s er oppgitt som foresatt og har sagt nei til påmeldingen. Du står ikke lenger på listen.", r.GuardianName)},
		Button:     button(l.T("Se påmeldingen")),
	}
}}
