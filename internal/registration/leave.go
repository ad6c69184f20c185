// Leaving: by the person, by a guardian's no, by declining an offer.

package registration

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/said"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

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
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		if !r.Active() {
			return nil
		}
		return s.leave(ctx, tx, actor, slot, r, now)
	})
}

func (s *Service) leave(ctx context.Context, tx pgx.Tx, actor account.Actor, slot *signupform.Slot, r Registration, now time.Time) error {
	if err := said.Record(ctx, tx, now, actor, said.Cancel, r.ID, r.ActivityID, said.Self); err != nil {
		return err
	}
	if err := s.mailer.TellLeft(ctx, tx, r.forLetters(), letters.BySelf); err != nil {
		return err
	}
	return s.release(ctx, tx, slot, r, Cancelled, now)
}

const activeOfFormSQL = `-- registration.activeOfForm
select o.id from registration r join registration o on o.id = r.id or o.together = r.together and o.municipality_id = r.municipality_id and o.email = r.email
where r.id = @id and r.municipality_id = @municipality_id and o.holds <> 'none' and o.anonymised_at is null order by o.slot_id, o.id`

// FormByToken is what still stands of the form that a link's sign-up came with, in the order in which slots are locked; it changes nothing.
func (s *Service) FormByToken(ctx context.Context, actor account.Actor, token string) ([]Own, error) {
	id, err := s.idOf(ctx, actor, token, "own")
	if err != nil {
		return nil, err
	}
	ids, err := postgres.Scalars[int64](ctx, s.pool, activeOfFormSQL, postgres.Args{"id": id, "municipality_id": actor.MunicipalityID})
	all := make([]Own, len(ids))
	for i := 0; i < len(ids) && err == nil; i++ {
		all[i], err = s.own(ctx, actor, ids[i])
	}
	return all, err
}

// CancelFormByToken is CancelByToken for all of FormByToken but those whose deadline is out. One letter tells of them.
func (s *Service) CancelFormByToken(ctx context.Context, actor account.Actor, token string) error {
	all, err := s.FormByToken(ctx, actor, token)
	leaving := slices.DeleteFunc(slices.Clone(all), func(o Own) bool { return !o.CanCancel })
	if err == nil && len(leaving) == 0 && len(all) > 0 {
		err = fault.Clash(i18n.Mark("Fristen for å melde seg av er ute. Ta kontakt med arrangøren."))
	}
	if err != nil || len(leaving) == 0 {
		return err
	}
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := holdForm(ctx, tx, actor.MunicipalityID, leaving[0].ID); err != nil {
			return err
		}
		var left []Registration
		for _, o := range leaving {
			slot, r, err := lockOne(ctx, tx, actor.MunicipalityID, o.ID)
			if fault.Is(err, fault.NotFound) || err == nil && !r.Active() { // meanwhile
				continue
			}
			if err == nil {
				err = said.Record(ctx, tx, now, actor, said.Cancel, r.ID, r.ActivityID, said.Self)
			}
			if err == nil {
				left, err = append(left, r), s.release(ctx, tx, &slot, r, Cancelled, now)
			}
			if err != nil {
				return err
			}
		}
		for _, hers := range byGuardian(left) {
			to, err := s.withDates(ctx, tx, hers[0], hers)
			if err == nil {
				err = s.mailer.TellLeft(ctx, tx, to, letters.BySelf)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// DeclineByToken says no to an offer, and the next one gets it. Doing it twice changes nothing.
func (s *Service) DeclineByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onOwn(ctx, actor, token, "own", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		return s.decline(ctx, tx, actor, slot, r, said.Self, now)
	})
}

func (s *Service) decline(ctx context.Context, tx pgx.Tx, actor account.Actor, slot *signupform.Slot, r Registration, who said.Who, now time.Time) error {
	if !r.Active() {
		return nil
	}
	if r.Status != Offered {
		return fault.Clash(i18n.Mark("Det er ikke noe tilbud å svare på."))
	}
	if err := said.Record(ctx, tx, now, actor, said.Decline, r.ID, r.ActivityID, who); err != nil {
		return err
	}
	return s.release(ctx, tx, slot, r, Cancelled, now)
}

// GuardianDecline says no to an offer on behalf of a child, who is told. Doing it twice changes nothing.
func (s *Service) GuardianDecline(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.onOwn(ctx, actor, token, "guardian", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		if r.Status == Offered {
			if err := s.tellNo(ctx, tx, r); err != nil {
				return err
			}
		}
		return s.decline(ctx, tx, actor, slot, r, said.Guardian, now)
	})
}

// tellNo tells the child of the guardian's no.
func (s *Service) tellNo(ctx context.Context, tx pgx.Tx, r Registration) error {
	to := r.forLetters()
	to.GuardianKnows = false // it was she who said so
	return s.mailer.Write(ctx, tx, to, letters.GuardianNo, fmt.Sprint(r.Version))
}

// GuardianCancel is a guardian's no, before she has said yes or after: the sign-up
// is cancelled and its place goes to the next. Before, it is a no to all of the form that
// she is asked about. Doing it twice changes nothing.
func (s *Service) GuardianCancel(ctx context.Context, actor account.Actor, token string) (Own, error) {
	before, err := s.GuardianByToken(ctx, actor, token)
	answers := len(before.Unanswered) > 0
	if err != nil || !before.Active() && !answers {
		return before, err
	}
	if !before.CanCancel && before.Status != Unconfirmed && !answers {
		return Own{}, fault.Clash(i18n.Mark("Fristen for å melde av er ute. Ta kontakt med arrangøren."))
	}
	return s.onForm(ctx, actor, token, "guardian", func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, tell teller, now time.Time) error {
		if !r.Active() || answers && r.Status != Unconfirmed {
			return nil
		}
		if err := said.Record(ctx, tx, now, actor, said.Cancel, r.ID, r.ActivityID, said.Guardian); err != nil {
			return err
		}
		tell(r, refused)
		return s.release(ctx, tx, slot, r, Cancelled, now)
	})
}
