// The waiting list: who gets the places that come free, and until when.

package registration

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// Waiter is one registration in the queue.
type Waiter struct {
	ID   int64
	Size int
}

// NextInQueue is the index of who gets the free places, -1 for nobody. The queue
// is in order. Unlimited places go to the first.
func NextInQueue(queue []Waiter, free int, limited bool, policy signupform.GroupPolicy) int {
	for i, w := range queue {
		if !limited || w.Size <= free {
			return i
		}
		if policy == signupform.WaitForGroups {
			return -1
		}
	}
	return -1
}

// PositionOf is the place in the queue from 1, 0 for who is not in it.
func PositionOf(queue []Waiter, id int64) int {
	return 1 + slices.IndexFunc(queue, func(w Waiter) bool { return w.ID == id })
}

// OfferDeadline is when an offer made now runs out: never later than the start.
func OfferDeadline(now, start time.Time, hours int) time.Time {
	end := now.Add(time.Duration(hours) * time.Hour)
	if start.Before(end) {
		return start
	}
	return end
}

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
	policy := signupform.SkipGroups
	if slot.StrictOrder {
		policy = signupform.WaitForGroups
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

func (s *Service) offer(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, id int64, settings signupform.Settings, start, now time.Time) error {
	r, err := Read(ctx, tx, slot.MunicipalityID, id)
	if err != nil {
		return err
	}
	r.Holds = HoldsPlace
	if r.Status == Waiting {
		deadline := OfferDeadline(now, start, settings.OfferHours)
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
	return s.letters.Write(ctx, tx, r.forLetters(), letters.Offer, fmt.Sprint(now.Unix()))
}

// release takes r off the list with its new status and gives what it held to the next.
func (s *Service) release(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, status Status, now time.Time) error {
	if err := r.leave(ctx, tx, slot); err != nil {
		return err
	}
	r.Status, r.Holds, r.CancelledAt, r.HoldExpiresAt, r.OfferExpiresAt = status, HoldsNothing, &now, nil, nil
	if err := r.save(ctx, tx); err != nil {
		return err
	}
	return s.promoteNow(ctx, tx, slot, now)
}

// promoteNow is promote with the activity's own settings.
func (s *Service) promoteNow(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, now time.Time) error {
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
