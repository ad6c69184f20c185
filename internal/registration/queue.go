package registration

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// promote gives free places to the queue, in order. The slot must be locked by tx.
// Someone waiting gets an offer; someone who has not confirmed her sign-up yet
// gets the place under the link that she has.
func (s *Service) promote(ctx context.Context, tx pgx.Tx, slot *Slot, settings Settings, start, now time.Time) error {
	if slot.Waiting == 0 || slot.Cancelled || !start.After(now) {
		return nil
	}
	queue, err := readQueue(ctx, tx, slot.ID)
	if err != nil {
		return err
	}
	policy := SkipGroups
	if slot.StrictOrder {
		policy = WaitForGroups
	}
	for {
		free, limited := slot.Free()
		next := NextInQueue(queue, free, limited, policy)
		if next < 0 {
			return nil
		}
		if err := s.offer(ctx, tx, slot, queue[next].ID, settings, start, now); err != nil {
			return err
		}
		queue = append(queue[:next:next], queue[next+1:]...)
	}
}

func (s *Service) offer(ctx context.Context, tx pgx.Tx, slot *Slot, id int64, settings Settings, start, now time.Time) error {
	r, err := readOne(ctx, tx, slot.MunicipalityID, id)
	if err != nil {
		return err
	}
	r.Holds = HoldsPlace
	if r.Status == Waiting {
		deadline := OfferDeadline(now, start, settings.OfferHours)
		r.Status, r.OfferedAt, r.OfferExpiresAt = Offered, &now, &deadline
	}
	if err := slot.count(ctx, tx, r.PartySize, -r.PartySize); err != nil {
		return err
	}
	if err := r.save(ctx, tx); err != nil || r.Status != Offered {
		return err
	}
	if err := audit.Record(ctx, tx, audit.System(slot.MunicipalityID), audit.Event{
		Action: "registration.offer", Object: "registration", ObjectID: id, Detail: map[string]any{"activity": slot.ActivityID},
	}); err != nil {
		return err
	}
	return s.write(ctx, tx, r, offerLetter, key(OfferMail, r.ID, now.Unix()))
}

// release takes r off the list with its new status and gives what it held to the next.
func (s *Service) release(ctx context.Context, tx pgx.Tx, slot *Slot, r Registration, status Status, now time.Time) error {
	if err := slot.leave(ctx, tx, r); err != nil {
		return err
	}
	r.Status, r.Holds, r.CancelledAt, r.HoldExpiresAt, r.OfferExpiresAt = status, HoldsNothing, &now, nil, nil
	if err := r.save(ctx, tx); err != nil {
		return err
	}
	return s.promoteNow(ctx, tx, slot, now)
}

// promoteNow is promote with the activity's own settings.
func (s *Service) promoteNow(ctx context.Context, tx pgx.Tx, slot *Slot, now time.Time) error {
	b, err := readBase(ctx, tx, account.SystemActor(slot.MunicipalityID, ""), slot.ActivityID)
	if err != nil {
		return err
	}
	form, _ := b.form()
	return s.promote(ctx, tx, slot, b.settings(), form.basis(*slot), now)
}

const heldOutSQL = `-- registration.heldOut
select municipality_id, id from registration where status = 'unconfirmed' and hold_expires_at <= @now order by hold_expires_at limit @limit`

const offersOutSQL = `-- registration.offersOut
select municipality_id, id from registration where status = 'offered' and offer_expires_at <= @now order by offer_expires_at limit @limit`

const deleteSQL = `-- registration.delete
delete from registration where id = @id`

type due struct {
	MunicipalityID int64
	ID             int64
}

const batch = 200

// each runs do in a transaction for each due row, until there are none left.
func (s *Service) each(ctx context.Context, sql string, do func(ctx context.Context, tx pgx.Tx, d due, now time.Time) error) (int, error) {
	total := 0
	for {
		now := s.now()
		rows, err := postgres.Many[due](ctx, s.pool, sql, pgx.StrictNamedArgs{"now": now, "limit": batch})
		if err != nil {
			return total, err
		}
		for _, d := range rows {
			err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error { return do(ctx, tx, d, now) })
			if err != nil && !fault.Is(err, fault.NotFound) {
				return total, err
			}
			total++
		}
		if len(rows) < batch {
			return total, nil
		}
	}
}

// ReleaseUnconfirmed deletes the sign-ups that nobody confirmed in time and gives
// their places to the next. It returns how many.
func (s *Service) ReleaseUnconfirmed(ctx context.Context) (int, error) {
	return s.each(ctx, heldOutSQL, func(ctx context.Context, tx pgx.Tx, d due, now time.Time) error {
		slot, r, err := lockOne(ctx, tx, d.MunicipalityID, d.ID)
		if err != nil || r.Status != Unconfirmed || r.HoldExpiresAt == nil || r.HoldExpiresAt.After(now) {
			return err
		}
		if err := slot.leave(ctx, tx, r); err != nil {
			return err
		}
		if _, err := postgres.Exec(ctx, tx, deleteSQL, pgx.StrictNamedArgs{"id": r.ID}); err != nil {
			return err
		}
		if err := record(ctx, tx, account.SystemActor(d.MunicipalityID, ""), "registration.release", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
			return err
		}
		return s.promoteNow(ctx, tx, &slot, now)
	})
}

// ExpireOffers ends the offers that nobody answered and makes the next ones.
func (s *Service) ExpireOffers(ctx context.Context) (int, error) {
	return s.each(ctx, offersOutSQL, func(ctx context.Context, tx pgx.Tx, d due, now time.Time) error {
		slot, r, err := lockOne(ctx, tx, d.MunicipalityID, d.ID)
		if err != nil || r.Status != Offered || r.OfferExpiresAt == nil || r.OfferExpiresAt.After(now) {
			return err
		}
		if err := s.write(ctx, tx, r, expiredLetter, key(ExpiredMail, r.ID, r.OfferedAt.Unix())); err != nil {
			return err
		}
		if err := record(ctx, tx, account.SystemActor(d.MunicipalityID, ""), "registration.offer_expired", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
			return err
		}
		return s.release(ctx, tx, &slot, r, ExpiredOffer, now)
	})
}
