// The waiting list: who gets the places that come free, and until when.

package registration

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/entering"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// promote gives free places to the queue, in order. The slot must be locked by tx.
// Someone waiting gets an offer; someone who has not confirmed her sign-up yet
// gets the place under the link that she has.
func (s *Service) promote(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, settings signupform.Settings, start, now time.Time) error {
	if slot.Waiting == 0 || slot.Cancelled || !start.After(now) {
		return nil
	}
	queue, err := ReadQueue(ctx, tx, slot.ID)
	if err != nil {
		return err
	}
	unproved, err := unprovedRoom(ctx, tx, *slot, settings)
	if err != nil {
		return err
	}
	for {
		free, limited := slot.Free()
		next := signupform.NextInQueue(queue, free, limited, unproved, policyOf(*slot))
		if next < 0 {
			return nil
		}
		if !queue[next].Proved {
			unproved -= queue[next].Size
		}
		if err := s.offer(ctx, tx, slot, queue[next].ID, settings, start, now); err != nil {
			return err
		}
		queue = append(queue[:next:next], queue[next+1:]...)
	}
}

func policyOf(s signupform.Slot) signupform.GroupPolicy {
	if s.StrictOrder {
		return signupform.WaitForGroups
	}
	return signupform.SkipGroups
}

const queueSQL = `-- registration.queue
select id, party_size as size, status <> 'unconfirmed' or confirmed_at is not null as proved from registration where slot_id = @slot_id and holds = 'queue' order by number`

// ReadQueue is who waits for a slot, in order.
func ReadQueue(ctx context.Context, q postgres.Querier, slotID int64) ([]signupform.Waiter, error) {
	return postgres.Many[signupform.Waiter](ctx, q, queueSQL, postgres.Args{"slot_id": slotID})
}

const unprovedRoomSQL = `-- registration.unprovedRoom
select coalesce(sum(r.party_size), 0)::int from registration r where r.slot_id = @slot_id and r.municipality_id = @municipality_id and r.holds = 'place' and ` + entering.Unproved

// unprovedRoom is how many more people may hold a place whom nobody has answered for.
func unprovedRoom(ctx context.Context, q postgres.Querier, slot signupform.Slot, settings signupform.Settings) (int, error) {
	n, err := postgres.Scalar[int](ctx, q, unprovedRoomSQL, postgres.Args{"slot_id": slot.ID, "municipality_id": slot.MunicipalityID})
	return settings.Unproved(slot) - n, err
}

// seat gives somebody in the queue a place at once who is answered for now, when
// it is her turn. Whoever is answered for first is first; the slot must be locked by tx.
func (s *Service) seat(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r *Registration) error {
	if r.Holds != HoldsQueue || slot.Cancelled {
		return nil
	}
	queue, err := ReadQueue(ctx, tx, slot.ID)
	if err != nil {
		return err
	}
	for i := range queue {
		queue[i].Proved = queue[i].Proved || queue[i].ID == r.ID
	}
	free, limited := slot.Free()
	if next := signupform.NextInQueue(queue, free, limited, 0, policyOf(*slot)); next < 0 || queue[next].ID != r.ID {
		return nil
	}
	r.Holds = HoldsPlace
	return slot.Count(ctx, tx, r.PartySize, -r.PartySize)
}

func (s *Service) offer(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, id int64, settings signupform.Settings, start, now time.Time) error {
	r, err := Read(ctx, tx, slot.MunicipalityID, id)
	if err != nil {
		return err
	}
	r.Holds = HoldsPlace
	if r.Status == Waiting {
		deadline := signupform.OfferDeadline(now, start, settings.OfferHours)
		r.Status, r.OfferedAt, r.OfferExpiresAt = Offered, &now, &deadline
	}
	if err := slot.Count(ctx, tx, r.PartySize, -r.PartySize); err != nil {
		return err
	}
	if err := r.save(ctx, tx); err != nil || r.Status != Offered {
		return err
	}
	if err := audit.Record(ctx, tx, now, audit.System(slot.MunicipalityID), audit.Event{
		Action: "registration.offer", Object: "registration", ObjectID: id, Detail: map[string]any{"activity": slot.ActivityID},
	}); err != nil {
		return err
	}
	return s.mailer.Write(ctx, tx, r.forLetters(), letters.Offer, fmt.Sprint(now.Unix()))
}

// release takes r off the list with its new status and gives what it held to the next.
func (s *Service) release(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, status Status, now time.Time) error {
	if err := s.drop(ctx, tx, slot, r, status, now); err != nil {
		return err
	}
	return s.promoteNow(ctx, tx, slot, now)
}

// drop is release where the places are given on later.
func (s *Service) drop(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, status Status, now time.Time) error {
	if err := r.uncount(ctx, tx, slot); err != nil {
		return err
	}
	r.Status, r.Holds, r.CancelledAt, r.HoldExpiresAt, r.OfferExpiresAt = status, HoldsNothing, &now, nil, nil
	return r.save(ctx, tx)
}

// promoteNow is promote with the activity's own settings.
func (s *Service) promoteNow(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, now time.Time) error {
	if slot.Waiting == 0 {
		return nil
	}
	b, err := signupform.ReadActivity(ctx, tx, account.SystemActor(slot.MunicipalityID, ""), slot.ActivityID)
	if err != nil {
		return err
	}
	form, _ := b.Form()
	return s.promote(ctx, tx, slot, b.Municipal(), form.Basis(*slot), now)
}

func (s *Service) promoteAll(ctx context.Context, tx pgx.Tx, ids []int64, now time.Time) error {
	for _, id := range ids {
		slot, err := signupform.LockSlot(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.promoteNow(ctx, tx, &slot, now); err != nil {
			return err
		}
	}
	return nil
}
