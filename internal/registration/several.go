// Several dates with one form: each is a registration with a place of its own, and what is
// said of them, or by the person, is said once.

package registration

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/entering"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// MostDates is how many dates one form takes. Only the first counts for the network that the
// form came from, so that a family may come to all of them.
const MostDates = 12

// dated is one of the dates of a form on its way in.
type dated struct {
	*offering
	newcomer
}

// signUpSeveral is SignUp for the date of the wish and those of Also: all of them, or none.
func (s *Service) signUpSeveral(ctx context.Context, actor account.Actor, w Wish) (SignedUp, error) {
	ids := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(w.Also), w.OccurrenceID))))
	if len(ids) > MostDates {
		return SignedUp{}, fault.Fields{{Name: "datoer", Msg: i18n.Mark("Velg høyst %d datoer om gangen."), Args: []any{MostDates}}}.Err()
	}
	for range 3 {
		all, err := s.readDates(ctx, actor, w, ids)
		if err != nil {
			return SignedUp{}, err
		}
		out, err := s.admitAll(ctx, actor, w, all)
		if !errors.Is(err, errStale) {
			return out, err
		}
	}
	return SignedUp{}, fault.Outrun(i18n.Mark("Påmeldingen er endret i mellomtiden. Last siden på nytt."))
}

// readDates reads and checks all the dates, in the order in which they are locked. They are
// held as long as the one that is held shortest.
func (s *Service) readDates(ctx context.Context, actor account.Actor, w Wish, ids []int64) ([]dated, error) {
	now := s.now()
	var all []dated
	var hold *time.Time
	for i, id := range ids {
		o, err := s.offerings.read(offeringKey{actor.MunicipalityID, w.ActivityID, id}, func() (*offering, error) {
			return s.readOffering(context.WithoutCancel(ctx), offeringKey{actor.MunicipalityID, w.ActivityID, id})
		})
		if fault.Is(err, fault.NotFound) && id != w.OccurrenceID {
			return nil, fault.Fields{{Name: "datoer", Msg: i18n.Mark("Velg datoer fra listen.")}}.Err()
		}
		if err != nil {
			return nil, err
		}
		one := w
		one.OccurrenceID = id
		n, err := o.newcomer(one, now)
		if err != nil && id != w.OccurrenceID && fault.Is(err, fault.Conflict) {
			return nil, fault.Fields{{Name: "datoer", Msg: i18n.Mark("Du kan ikke melde deg på %s. Velg en annen dato."), Args: []any{
				w.Lang.When(o.slot.StartsAt, o.slot.LastEnd(), o.about.AllDay, now),
			}}}.Err()
		}
		if err != nil {
			return nil, err
		}
		was, _, err := entering.Before(ctx, s.pool, o.slot, n.who(), now)
		if err != nil {
			return nil, err
		}
		if n.crowded = was.Crowded; i > 0 {
			n.Network = ""
		}
		if until := n.holdUntil(o.slot, now); hold == nil || until.Before(*hold) {
			hold = until
		}
		all = append(all, dated{o, n})
	}
	for i := range all {
		all[i].hold = hold
	}
	slices.SortFunc(all, func(a, b dated) int { return cmp.Compare(a.slot.ID, b.slot.ID) })
	return all, nil
}

const togetherSQL = `-- registration.setTogether
update registration set together = @together where id = any(@ids::bigint[]) and municipality_id = @municipality_id`

func (s *Service) admitAll(ctx context.Context, actor account.Actor, w Wish, all []dated) (out SignedUp, err error) {
	now := s.now()
	stored := false
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := activity.Hold(ctx, tx, w.ActivityID); err != nil {
			return err
		}
		var first Registration
		var ids []int64
		token := ""
		for _, d := range all {
			secret := account.NewSecret()
			in, err := s.enterOnce(ctx, tx, actor, d.slot, d.newcomer, secret, nil, now)
			if err != nil {
				return err
			}
			if d.OccurrenceID == w.OccurrenceID {
				out = in
			}
			if in.ID == 0 { // too much of hers waits for an answer there: she is not told so
				continue
			}
			if ids = append(ids, in.ID); len(ids) == 1 || d.OccurrenceID == w.OccurrenceID {
				first, token = d.registration(d.slot, in), secret
				first.HoldExpiresAt = d.hold
			}
		}
		if stored = len(ids) > 0; !stored {
			return nil
		}
		if len(ids) > 1 {
			if _, err := postgres.Exec(ctx, tx, togetherSQL, pgx.StrictNamedArgs{"together": first.ID, "ids": ids, "municipality_id": actor.MunicipalityID}); err != nil {
				return err
			}
		}
		return s.askFirst(ctx, tx, actor, first, ids, token, now)
	})
	if err == nil && !stored && w.Email != "" {
		err = s.ResendLink(ctx, actor, w.Email)
	}
	return out, err
}

// askFirst asks whoever answers for the sign-ups of a form to confirm them: herself, or where
// she has no address the guardian. Else the organiser sees them.
func (s *Service) askFirst(ctx context.Context, tx pgx.Tx, actor account.Actor, first Registration, ids []int64, token string, now time.Time) error {
	to := first.forLetters()
	var err error
	if to.Several, err = s.mailer.Together(ctx, tx, actor.MunicipalityID, first.ID); err != nil {
		return err
	}
	switch {
	case first.Email != "":
		return s.mailer.WriteFirst(ctx, tx, to, token)
	case first.GuardianNeeded:
		for _, id := range ids {
			r, err := Read(ctx, tx, actor.MunicipalityID, id)
			if err != nil {
				return err
			}
			if err := s.awaitGuardian(ctx, tx, &r, now); err != nil {
				return err
			}
			if id == first.ID {
				first = r
			}
		}
		return s.writeGuardian(ctx, tx, first)
	}
	return nil
}

// Whoever changes several registrations of a form holds the activity before their slots.
const holdFormSQL = `-- registration.holdForm
select a.id from activity a join registration r on r.activity_id = a.id
where r.id = @id and r.municipality_id = @municipality_id and r.together is not null for no key update of a`

func holdForm(ctx context.Context, tx pgx.Tx, municipalityID, id int64) error {
	_, err := postgres.Exec(ctx, tx, holdFormSQL, pgx.StrictNamedArgs{"id": id, "municipality_id": municipalityID})
	return err
}

// A guardian who has been asked about one of them anew answers for that alone.
const ofFormSQL = `-- registration.ofForm
select o.id from registration r join registration o on o.id = r.id
    or o.together = r.together and o.municipality_id = r.municipality_id and o.status = 'unconfirmed' and o.anonymised_at is null
       and (@purpose <> 'guardian' or not exists (select from registration_token t where t.registration_id = o.id and t.purpose = 'guardian'))
where r.id = @id and r.municipality_id = @municipality_id order by o.slot_id, o.id`

// teller hears of each registration of a form what has come of it: the guardian is awaited, or
// it counts. What they all are told is written once.
type teller func(r Registration, guardian bool) error

// onForm is onOwn for all the registrations of a form that are still to be confirmed.
func (s *Service) onForm(ctx context.Context, actor account.Actor, token, purpose string,
	do func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, tell teller, now time.Time) error,
) (Own, error) {
	id, err := s.idOf(ctx, actor, token, purpose)
	if err != nil {
		return Own{}, err
	}
	now := s.now()
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := holdForm(ctx, tx, actor.MunicipalityID, id); err != nil {
			return err
		}
		ids, err := postgres.Scalars[int64](ctx, tx, ofFormSQL, pgx.StrictNamedArgs{"id": id, "municipality_id": actor.MunicipalityID, "purpose": purpose})
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return missingLink()
		}
		var counts, asks []Registration
		tell := func(r Registration, guardian bool) error {
			if guardian {
				asks = append(asks, r)
			} else {
				counts = append(counts, r)
			}
			return nil
		}
		for _, one := range ids {
			slot, r, err := lockOne(ctx, tx, actor.MunicipalityID, one)
			if fault.Is(err, fault.NotFound) && one != id {
				continue
			}
			if fault.Is(err, fault.NotFound) {
				return missingLink()
			}
			if err != nil {
				return err
			}
			if err := do(ctx, tx, &slot, r, tell, now); err != nil {
				return err
			}
		}
		return s.tellForm(ctx, tx, actor, counts, asks)
	})
	if err != nil {
		return Own{}, err
	}
	return s.own(ctx, actor, id)
}

// tellForm writes one letter about all that counts now, and one to the guardian about all that she is asked of.
func (s *Service) tellForm(ctx context.Context, tx pgx.Tx, actor account.Actor, counts, asks []Registration) error {
	if len(asks) > 0 {
		if err := s.writeGuardian(ctx, tx, asks[0]); err != nil {
			return err
		}
	}
	switch len(counts) {
	case 0:
		return nil
	case 1:
		return s.tellArrived(ctx, tx, counts[0], counts[0].once())
	}
	to := counts[0].forLetters()
	all, err := s.mailer.Together(ctx, tx, actor.MunicipalityID, to.ID)
	if err != nil {
		return err
	}
	to.Several = slices.DeleteFunc(all, func(d letters.Dated) bool {
		return !slices.ContainsFunc(counts, func(r Registration) bool { return r.SlotID == d.Slot.ID })
	})
	tmpl := letters.ConfirmedSeveral
	if !slices.ContainsFunc(counts, func(r Registration) bool { return r.Holds == HoldsPlace }) {
		tmpl = letters.Waiting
	}
	return s.mailer.WriteSeveral(ctx, tx, to, tmpl, counts[0].once())
}
