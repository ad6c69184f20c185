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
	"frivilligsentral/internal/registration/offering"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// MostDates is how many dates one form takes. Only the first counts for the network that the
// form came from, so that a family may come to all of them.
const MostDates = 12

// dated is one of the dates of a form on its way in.
type dated struct {
	*offering.Offering
	newcomer
}

// signUpSeveral is SignUp for the date of the wish and those of Also: all of them, or none.
func (s *Service) signUpSeveral(ctx context.Context, actor account.Actor, w Wish) (SignedUp, error) {
	ids := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(w.Also), w.OccurrenceID))))
	if len(ids) > MostDates {
		return SignedUp{}, fault.Fields{{Name: "datoer", Msg: i18n.Mark("Velg høyst %d datoer om gangen."), Args: []any{MostDates}}}.Err()
	}
	if kept, ok := s.offerings.PeekAll(actor.MunicipalityID, w.ActivityID, ids); ok {
		if all, err := s.dated(ctx, w, kept); err == nil {
			if out, err := s.admitAll(ctx, actor, w, all); !errors.Is(err, errStale) {
				return out, err
			}
		}
	}
	for range 3 {
		offered, err := s.readDates(ctx, actor, w, ids)
		if err != nil {
			return SignedUp{}, err
		}
		all, err := s.dated(ctx, w, offered)
		if err != nil {
			return SignedUp{}, err
		}
		if out, err := s.admitAll(ctx, actor, w, all); !errors.Is(err, errStale) {
			return out, err
		}
	}
	return SignedUp{}, fault.Outrun(i18n.Mark("Påmeldingen er endret i mellomtiden. Last siden på nytt."))
}

// readDates reads what all the dates offer.
func (s *Service) readDates(ctx context.Context, actor account.Actor, w Wish, ids []int64) ([]*offering.Offering, error) {
	all := make([]*offering.Offering, len(ids))
	for i, id := range ids {
		key := offering.Key{Municipality: actor.MunicipalityID, Activity: w.ActivityID, Occurrence: id}
		o, err := s.offerings.Read(ctx, key)
		if fault.Is(err, fault.NotFound) && id != w.OccurrenceID {
			return nil, fault.Fields{{Name: "datoer", Msg: i18n.Mark("Velg datoer fra listen.")}}.Err()
		}
		if err != nil {
			return nil, err
		}
		all[i] = o
	}
	return all, nil
}

// dated checks the wish for all the dates, and gives them in the order in which they are locked. They are
// held as long as the one that is held shortest. All that cannot be had are named at once.
func (s *Service) dated(ctx context.Context, w Wish, offered []*offering.Offering) ([]dated, error) {
	now := s.now()
	var all []dated
	var slots []int64
	var wrong fault.Fields
	for i, o := range offered {
		one := w
		one.OccurrenceID = o.Slot.OccurrenceID
		n, err := newcomerTo(o, one, now)
		if err != nil && one.OccurrenceID != w.OccurrenceID && fault.Is(err, fault.Conflict) {
			wrong = append(wrong, fault.FieldsOf(notThatDate(w.Lang, o, err, now))...)
			continue
		}
		if err != nil {
			return nil, err
		}
		if i > 0 {
			n.Network = ""
		}
		all, slots = append(all, dated{o, n}), append(slots, o.Slot.ID)
	}
	if len(wrong) > 0 {
		return nil, wrong.Err()
	}
	crowded, err := entering.CrowdedOf(ctx, s.pool, offered[0].Slot.MunicipalityID, slots)
	if err != nil {
		return nil, err
	}
	var hold *time.Time
	for i := range all {
		all[i].crowded = slices.Contains(crowded, all[i].Slot.ID)
		if until := all[i].holdUntil(all[i].Slot, now); hold == nil || until.Before(*hold) {
			hold = until
		}
	}
	for i := range all {
		all[i].hold = hold
	}
	slices.SortFunc(all, func(a, b dated) int { return cmp.Compare(a.Slot.ID, b.Slot.ID) })
	return all, nil
}

// notThatDate names a further date that cannot be had, and says why. What is wrong with
// the sender and not with the date stays as it is.
func notThatDate(l i18n.Lang, o *offering.Offering, err error, now time.Time) error {
	var f *fault.Error
	if errors.Is(err, errTooMuch) || !errors.As(err, &f) || f.Outrun || f.Kind != fault.Conflict && f.Kind != fault.Invalid {
		return err
	}
	why := l.T(f.Msg, f.Args...)
	if len(f.Fields) > 0 {
		why = l.T(f.Fields[0].Msg, f.Fields[0].Args...)
	}
	return fault.Fields{{Name: "datoer", Msg: i18n.Mark("Du kan ikke melde deg på %s. %s Fjern datoen, eller velg en annen."), Args: []any{
		l.When(o.Slot.StartsAt, o.Slot.LastEnd(), o.About.AllDay, now), why,
	}}}.Err()
}

const togetherSQL = `-- registration.setTogether
update registration set together = @together where id = any(@ids::bigint[]) and municipality_id = @municipality_id`

// admitAll holds the network before all else, as those who sign up for one date do.
func (s *Service) admitAll(ctx context.Context, actor account.Actor, w Wish, all []dated) (out SignedUp, err error) {
	now := s.now()
	stored := false
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if w.Network != "" {
			if err := entering.HoldNetwork(ctx, tx, w.Network); err != nil {
				return err
			}
		}
		if err := activity.Hold(ctx, tx, w.ActivityID); err != nil {
			return err
		}
		var first Registration
		var in []Registration
		token := ""
		for _, d := range all {
			secret := account.NewSecret()
			one, err := s.enterOnce(ctx, tx, actor, d.Slot, d.newcomer, secret, nil, now)
			if err != nil && d.OccurrenceID != w.OccurrenceID {
				return notThatDate(w.Lang, d.Offering, err, now)
			}
			if err != nil {
				return err
			}
			if d.OccurrenceID == w.OccurrenceID {
				out = one
			}
			if one.ID == 0 { // too much of hers waits for an answer there: she is not told so
				continue
			}
			r := d.registration(d.Slot, one)
			r.HoldExpiresAt = d.hold
			if in = append(in, r); len(in) == 1 || d.OccurrenceID == w.OccurrenceID {
				first, token = r, secret
			}
		}
		if stored = len(in) > 0; !stored {
			return nil
		}
		if len(in) > 1 {
			if _, err := postgres.Exec(ctx, tx, togetherSQL, postgres.Args{"together": first.ID, "ids": idsOf(in), "municipality_id": actor.MunicipalityID}); err != nil {
				return err
			}
		}
		return s.askFirst(ctx, tx, first, in, token, now)
	})
	if err == nil && !stored && w.Email != "" {
		err = s.ResendLink(ctx, actor, w.Email)
	}
	return out, err
}

func idsOf(all []Registration) []int64 {
	ids := make([]int64, len(all))
	for i, r := range all {
		ids[i] = r.ID
	}
	return ids
}

// askFirst asks whoever answers for the sign-ups of a form to confirm them: herself, or where
// she has no address the guardian. Else the organiser sees them.
func (s *Service) askFirst(ctx context.Context, tx pgx.Tx, first Registration, in []Registration, token string, now time.Time) error {
	switch {
	case first.Email != "":
		to, err := s.withDates(ctx, tx, first, in)
		if err != nil {
			return err
		}
		return s.mailer.WriteFirst(ctx, tx, to, token)
	case first.GuardianNeeded:
		for i := range in {
			if err := s.awaitGuardian(ctx, tx, &in[i], now); err != nil {
				return err
			}
		}
		return s.askGuardians(ctx, tx, in)
	}
	return nil
}

// withDates is what a letter about several registrations must know, written to the one.
func (s *Service) withDates(ctx context.Context, tx pgx.Tx, to Registration, all []Registration) (letters.SignUp, error) {
	out := to.forLetters()
	if len(all) < 2 {
		return out, nil
	}
	each := make([]letters.SignUp, len(all))
	for i, r := range all {
		each[i] = r.forLetters()
	}
	var err error
	out.Several, err = s.mailer.Dates(ctx, tx, each)
	return out, err
}

const holdAlikeSQL = `-- registration.holdAlike
update registration set hold_expires_at = @until where id = any(@ids::bigint[])`

// askGuardians writes to each guardian once about all the registrations of a form that she is
// awaited for. They are held alike: as long as the one whose time is out first.
func (s *Service) askGuardians(ctx context.Context, tx pgx.Tx, all []Registration) error {
	for _, hers := range byGuardian(all) {
		if err := s.askGuardianOf(ctx, tx, hers); err != nil {
			return err
		}
	}
	return nil
}

func byGuardian(all []Registration) map[string][]Registration {
	by := map[string][]Registration{}
	for _, r := range all {
		by[r.GuardianEmail] = append(by[r.GuardianEmail], r)
	}
	return by
}

func (s *Service) askGuardianOf(ctx context.Context, tx pgx.Tx, all []Registration) error {
	to, err := s.withDates(ctx, tx, all[0], all)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.HoldExpiresAt.Before(*to.HoldExpiresAt) {
			to.HoldExpiresAt = r.HoldExpiresAt
		}
	}
	if len(all) > 1 {
		if _, err := postgres.Exec(ctx, tx, holdAlikeSQL, postgres.Args{"until": to.HoldExpiresAt, "ids": idsOf(all)}); err != nil {
			return err
		}
	}
	return s.mailer.WriteGuardian(ctx, tx, to)
}

// Whoever changes several registrations of a form holds the activity before their slots.
const holdFormSQL = `-- registration.holdForm
select a.id from activity a join registration r on r.activity_id = a.id
where r.id = @id and r.municipality_id = @municipality_id and r.together is not null for no key update of a`

func holdForm(ctx context.Context, tx pgx.Tx, municipalityID, id int64) error {
	_, err := postgres.Exec(ctx, tx, holdFormSQL, postgres.Args{"id": id, "municipality_id": municipalityID})
	return err
}

const ofFormSQL = `-- registration.ofForm
select o.id from registration r join registration o on o.id = r.id or ` + letters.Beside + `
where r.id = @id and r.municipality_id = @municipality_id order by o.slot_id, o.id`

// outcome is what has come of a registration of a form.
type outcome int

// It counts, its guardian is awaited, or the guardian has said no.
const (
	counted outcome = iota
	awaited
	refused
)

// teller hears of each registration of a form what has come of it. What they all are told is written once.
type teller func(Registration, outcome)

// onForm is onOwn for all the registrations of a form that are still to be confirmed, but for those
// whose date is called off or whose time is out.
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
		ids, err := postgres.Scalars[int64](ctx, tx, ofFormSQL, postgres.Args{"id": id, "municipality_id": actor.MunicipalityID, "purpose": purpose})
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return missingLink()
		}
		told := map[outcome][]Registration{}
		tell := func(r Registration, what outcome) { told[what] = append(told[what], r) }
		for _, one := range ids {
			slot, r, err := lockOne(ctx, tx, actor.MunicipalityID, one)
			if fault.Is(err, fault.NotFound) && one == id {
				return missingLink()
			}
			if fault.Is(err, fault.NotFound) || err == nil && (slot.CalledOff() || one != id && inTime(r, now) != nil) {
				continue
			}
			if err != nil {
				return err
			}
			if err := do(ctx, tx, &slot, r, tell, now); err != nil {
				return err
			}
		}
		return s.tellForm(ctx, tx, told)
	})
	if err != nil {
		return Own{}, err
	}
	return s.own(ctx, actor, id)
}

// tellForm writes one letter about all that counts now, one to each guardian about all that
// she is asked of, and one about all that the guardian has said no to.
func (s *Service) tellForm(ctx context.Context, tx pgx.Tx, told map[outcome][]Registration) error {
	if err := s.askGuardians(ctx, tx, told[awaited]); err != nil {
		return err
	}
	if all := told[refused]; len(all) > 0 {
		to, err := s.withDates(ctx, tx, all[0], all)
		if err != nil {
			return err
		}
		to.GuardianKnows = false // it was she who said so
		if err := s.mailer.Write(ctx, tx, to, letters.GuardianNo, all[0].once()); err != nil {
			return err
		}
	}
	counts := told[counted]
	switch len(counts) {
	case 0:
		return nil
	case 1:
		return s.tellArrived(ctx, tx, counts[0], counts[0].once())
	}
	to, err := s.withDates(ctx, tx, counts[0], counts)
	if err != nil {
		return err
	}
	tmpl := letters.ConfirmedSeveral
	if !slices.ContainsFunc(counts, func(r Registration) bool { return r.Holds == HoldsPlace }) {
		tmpl = letters.Waiting
	}
	return s.mailer.Write(ctx, tx, to, tmpl, counts[0].once())
}
