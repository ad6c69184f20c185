// The one road to a registration that counts, and those who take it: by the link,
// by a guardian, by accepting an offer.

package registration

import (
	"context"
	"maps"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/said"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// ConfirmByToken confirms a sign-up. Doing it twice changes nothing; too late is
// fault.Conflict. Where a guardian must confirm too, she is written to now.
func (s *Service) ConfirmByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onForm(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, tell teller, now time.Time) error {
		if r.Status != Unconfirmed || r.ConfirmedAt != nil {
			return nil
		}
		if r.Email == "" { // the link was shown to whoever filled in the form
			return fault.Clash(i18n.Mark("Du har ikke oppgitt e-post, så det er arrangøren som må bekrefte påmeldingen."))
		}
		if err := inTime(r, now); err != nil {
			return err
		}
		if err := mail.Proved(ctx, tx, actor.MunicipalityID, r.Email); err != nil {
			return err
		}
		r.ConfirmedAt = &now
		if r.GuardianNeeded && r.GuardianConfirmedAt == nil {
			if err := s.awaitGuardian(ctx, tx, &r, now); err != nil {
				return err
			}
			tell(r, awaited)
			return s.promoteNow(ctx, tx, slot, now)
		}
		return s.complete(ctx, tx, actor, slot, r, tell, now)
	})
}

func inTime(r Registration, now time.Time) error {
	if r.HoldExpiresAt != nil && !now.Before(*r.HoldExpiresAt) {
		return fault.Clash(i18n.Mark("Fristen for å bekrefte er ute, og plassen er gitt videre. Du kan melde deg på igjen."))
	}
	return nil
}

const settingsSQL = `-- registration.settings
select signup_hold_minutes as hold_minutes, signup_offer_hours as offer_hours, guardian_age, signup_unproved_percent as unproved_percent from municipality where id = @id`

// askGuardian awaits the guardian's answer, and writes to her.
func (s *Service) askGuardian(ctx context.Context, tx pgx.Tx, r Registration, now time.Time) error {
	if err := s.awaitGuardian(ctx, tx, &r, now); err != nil {
		return err
	}
	return s.askGuardianOf(ctx, tx, []Registration{r})
}

// awaitGuardian holds the place as long as an offer would stand.
func (s *Service) awaitGuardian(ctx context.Context, tx pgx.Tx, r *Registration, now time.Time) error {
	about, err := letters.ReadAbout(ctx, tx, r.SlotID, s.now())
	if err != nil {
		return err
	}
	settings, err := postgres.One[signupform.Settings](ctx, tx, settingsSQL, postgres.Args{"id": about.MunicipalityID})
	if err != nil {
		return err
	}
	until := signupform.OfferDeadline(now, about.EndsAt, settings.OfferHours)
	r.HoldExpiresAt = &until
	return r.save(ctx, tx)
}

// road is how a registration comes to count.
type road struct {
	action string                   // for the log; "" where the sign-up is in it already
	detail map[string]any           // for the log, beside the activity
	once   string                   // of the letter: the same road twice is one letter
	tell   func(Registration) error // nil: the letter that she is in, or on the waiting list
}

// confirm is the one road to a registration that counts: whoever holds a place is
// Confirmed, whoever is in the queue is Waiting. All that comes of it is in arrived.
func (s *Service) confirm(ctx context.Context, tx pgx.Tx, actor account.Actor, r Registration, by road, now time.Time) (Registration, error) {
	r.Status, r.HoldExpiresAt, r.OfferExpiresAt = Confirmed, nil, nil
	if r.Holds == HoldsQueue {
		r.Status = Waiting
	}
	if r.Status == Confirmed || r.ConfirmedAt == nil {
		r.ConfirmedAt = &now // what was due before then is not sent
	}
	if err := r.save(ctx, tx); err != nil {
		return r, err
	}
	return r, s.arrived(ctx, tx, actor, r, by)
}

// arrived is what comes of a registration that counts from now on.
func (s *Service) arrived(ctx context.Context, tx pgx.Tx, actor account.Actor, r Registration, by road) error {
	if by.action != "" {
		detail := map[string]any{"activity": r.ActivityID}
		maps.Copy(detail, by.detail)
		if err := Record(ctx, tx, s.now(), actor, by.action, r.ID, detail); err != nil {
			return err
		}
	}
	if by.tell != nil {
		return by.tell(r)
	}
	return s.tellArrived(ctx, tx, r, by.once)
}

// tellArrived tells that she is in, or on the waiting list.
func (s *Service) tellArrived(ctx context.Context, tx pgx.Tx, r Registration, once string) error {
	tmpl := letters.Confirmed
	if r.Holds == HoldsQueue {
		tmpl = letters.Waiting
	}
	return s.mailer.Write(ctx, tx, r.forLetters(), tmpl, once)
}

// once is of a letter about what the registration is now.
func (r Registration) once() string { return strconv.Itoa(r.Version) }

// complete makes an unconfirmed sign-up count. What it held unproved may be held by the next.
func (s *Service) complete(ctx context.Context, tx pgx.Tx, actor account.Actor, slot *signupform.Slot, r Registration, tell teller, now time.Time) error {
	by := road{action: "registration.confirm", once: strconv.Itoa(r.Version)}
	if tell != nil {
		by.tell = func(r Registration) error {
			tell(r, counted)
			return nil
		}
	}
	if err := s.seat(ctx, tx, slot, &r); err != nil {
		return err
	}
	if _, err := s.confirm(ctx, tx, actor, r, by, now); err != nil {
		return err
	}
	return s.promoteNow(ctx, tx, slot, now)
}

// GuardianConfirm confirms on behalf of a child.
func (s *Service) GuardianConfirm(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onForm(ctx, actor, token, "guardian", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, tell teller, now time.Time) error {
		if r.GuardianConfirmedAt != nil || r.Status != Unconfirmed {
			return nil
		}
		if err := inTime(r, now); err != nil {
			return err
		}
		if err := mail.Proved(ctx, tx, actor.MunicipalityID, r.GuardianEmail); err != nil {
			return err
		}
		r.GuardianConfirmedAt = &now
		return s.complete(ctx, tx, actor, slot, r, tell, now)
	})
}

// AcceptByToken says yes to an offer. Doing it twice changes nothing; too late is fault.Conflict.
func (s *Service) AcceptByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		return s.accept(ctx, tx, actor, r, said.Self, now)
	})
}

// GuardianAccept says yes to an offer on behalf of a child, as AcceptByToken does.
func (s *Service) GuardianAccept(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onOwn(ctx, actor, token, "guardian", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		return s.accept(ctx, tx, actor, r, said.Guardian, now)
	})
}

func (s *Service) accept(ctx context.Context, tx pgx.Tx, actor account.Actor, r Registration, who said.Who, now time.Time) error {
	if r.Status == Confirmed {
		return nil
	}
	if r.Status == Cancelled {
		return fault.Clash(i18n.Mark("Du har sagt nei takk eller meldt deg av, og plassen er gitt videre. Du kan melde deg på igjen."))
	}
	if r.Status != Offered || r.OfferExpiresAt == nil || !now.Before(*r.OfferExpiresAt) {
		return fault.Clash(i18n.Mark("Fristen for å svare er ute, og plassen er gitt videre."))
	}
	err := said.Record(ctx, tx, now, actor, said.Accept, r.ID, r.ActivityID, who)
	if err == nil {
		_, err = s.confirm(ctx, tx, actor, r, road{once: strconv.FormatInt(r.OfferedAt.Unix(), 10)}, now)
	}
	return err
}
