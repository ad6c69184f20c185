// What those who keep a list do with somebody on it: sign up, confirm, let in, move, remove.

package registration

import (
	"context"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/entering"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/said"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// SignUpAtDesk signs somebody up who stands at the desk: no e-mail is needed,
// nothing has to be confirmed, and a closed or not yet open sign-up is no
// hindrance. A full one puts the party on the waiting list, or lets it in beyond
// the places when overbook is true, which leaves a trace.
func (s *Service) SignUpAtDesk(ctx context.Context, actor account.Actor, w Wish, overbook bool) (SignedUp, error) {
	b, err := signupform.Manage(ctx, s.pool, actor, w.ActivityID)
	if err != nil {
		return SignedUp{}, err
	}
	form, stored := b.Form()
	if !stored {
		return SignedUp{}, activity.Missing()
	}
	form, w = w.AtDesk(form)
	slot, err := signupform.EnsureSlot(ctx, s.pool, b, w.OccurrenceID)
	if err != nil {
		return SignedUp{}, err
	}
	now := s.now()
	if slot.Cancelled {
		return SignedUp{}, slot.Refusal(1)
	}
	if !slot.EndsAt.After(now) {
		return SignedUp{}, signupform.WhyOver(ctx, s.pool, slot, now)
	}
	if err := w.Check(form, b.Municipal(), true); err != nil {
		return SignedUp{}, err
	}
	n := newcomer{Wish: w, form: form, settings: b.Municipal(), source: ByDesk, overbook: overbook}
	if actor.Door != account.GroupDoor {
		n.source = ByStaff
	}
	return s.enter(ctx, actor, slot, n, now)
}

// onList locks a registration whose list the actor keeps.
func (s *Service) onList(ctx context.Context, actor account.Actor, id int64,
	do func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error,
) error {
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		slot, r, err := LockListed(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		return do(ctx, tx, &slot, r, now)
	})
}

// Remove takes somebody off the list; she is told, and the next gets the place.
// OwnWish says that she asked for it herself.
func (s *Service) Remove(ctx context.Context, actor account.Actor, id int64, ownWish bool) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		if !r.Active() {
			return nil
		}
		status, by := CancelledByOrganiser, letters.ByOrganiser
		if ownWish {
			status, by = Cancelled, letters.ByOrganiserForHer
		}
		if err := Record(ctx, tx, now, actor, "registration.remove", r.ID, map[string]any{"activity": r.ActivityID, "own_wish": ownWish}); err != nil {
			return err
		}
		if err := s.mailer.TellLeft(ctx, tx, r.forLetters(), by); err != nil {
			return err
		}
		return s.release(ctx, tx, slot, r, status, now)
	})
}

// AnswerOffer answers for somebody who has no e-mail or has rung.
func (s *Service) AnswerOffer(ctx context.Context, actor account.Actor, id int64, yes bool) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		if yes {
			return s.accept(ctx, tx, actor, r, said.Self, now)
		}
		return s.decline(ctx, tx, actor, slot, r, said.Self, now)
	})
}

const confirmNowSQL = `-- registration.confirmNow
update registration set guardian_needed = false where id = @id`

// ConfirmFor confirms for somebody who has no e-mail, or whose e-mail does not arrive.
func (s *Service) ConfirmFor(ctx context.Context, actor account.Actor, id int64) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		if r.Status != Unconfirmed {
			return nil
		}
		if _, err := postgres.Exec(ctx, tx, confirmNowSQL, postgres.Args{"id": r.ID}); err != nil {
			return err
		}
		return s.complete(ctx, tx, actor, slot, r, nil, now)
	})
}

const unprovedOfSQL = `-- registration.unprovedOf
select r.id, r.slot_id from registration r
where r.municipality_id = @municipality_id and r.activity_id = @activity_id and r.id = any(@ids::bigint[]) and ` + entering.Unproved + `
order by r.slot_id, r.id`

// RemoveUnproved takes many off the list at once whom nobody has answered for;
// others among the ids stay. Nobody is written to: whose the addresses are is not
// known. It returns how many were removed.
func (s *Service) RemoveUnproved(ctx context.Context, actor account.Actor, activityID int64, ids []int64) (n int, err error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return 0, err
	}
	now := s.now()
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := activity.Hold(ctx, tx, activityID); err != nil {
			return err
		}
		type listed struct{ ID, SlotID int64 }
		n = 0
		all, err := postgres.Many[listed](ctx, tx, unprovedOfSQL, postgres.Args{"municipality_id": actor.MunicipalityID, "activity_id": activityID, "ids": ids})
		for len(all) > 0 && err == nil {
			of := all[0].SlotID
			var here []int64
			for len(all) > 0 && all[0].SlotID == of {
				here, all = append(here, all[0].ID), all[1:]
			}
			var removed int
			removed, err = s.removeUnproved(ctx, tx, actor, of, here, now)
			n += removed
		}
		return err
	})
	return n, err
}

// removeUnproved removes those of one slot, and gives its places to the next when all are out.
func (s *Service) removeUnproved(ctx context.Context, tx pgx.Tx, actor account.Actor, slotID int64, ids []int64, now time.Time) (int, error) {
	slot, err := signupform.LockSlot(ctx, tx, slotID)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, id := range ids {
		r, err := Read(ctx, tx, actor.MunicipalityID, id)
		if err != nil || r.SlotID != slot.ID || !r.Unproved() {
			continue // confirmed, moved or released meanwhile
		}
		if err := Record(ctx, tx, now, actor, "registration.remove", r.ID, map[string]any{"activity": r.ActivityID, "own_wish": false}); err != nil {
			return n, err
		}
		if err := s.drop(ctx, tx, &slot, r, CancelledByOrganiser, now); err != nil {
			return n, err
		}
		n++
	}
	return n, s.promoteNow(ctx, tx, &slot, now)
}

const overbookSQL = `-- registration.overbook
update registration set overbooked = true where id = @id`

// LetIn gives somebody in the queue a place now. Beyond the places it needs
// overbook, which leaves a trace; without it a full date is fault.Conflict.
func (s *Service) LetIn(ctx context.Context, actor account.Actor, id int64, overbook bool) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error {
		if r.Status != Waiting {
			return fault.Clash(i18n.Mark("Personen står ikke på ventelisten lenger."))
		}
		free, limited := slot.Free()
		over := limited && r.PartySize > free
		if over && !overbook {
			return fault.Clash(i18n.Mark("Det er fullt. Bekreft at du vil gi plass likevel."))
		}
		if over {
			if _, err := postgres.Exec(ctx, tx, overbookSQL, postgres.Args{"id": r.ID}); err != nil {
				return err
			}
		}
		if err := slot.Count(ctx, tx, r.PartySize, -r.PartySize); err != nil {
			return err
		}
		r.Holds = HoldsPlace
		_, err := s.confirm(ctx, tx, actor, r, road{action: "registration.let_in", detail: map[string]any{"overbooked": over}, once: strconv.FormatInt(now.Unix(), 10)}, now)
		return err
	})
}

const moveSQL = `-- registration.move
with n as (update signup_slot set last_number = last_number + 1 where id = @to returning last_number)
update registration r set slot_id = @to, number = n.last_number, overbooked = @overbooked
from n where r.id = @id`

// WhenFull says what is to become of somebody who is moved to a date without room.
type WhenFull string

// The choices. The first refuses the move, so that nobody loses her place unasked.
const (
	StayWhenFull     WhenFull = ""
	WaitWhenFull     WhenFull = "queue"
	OverbookWhenFull WhenFull = "overbook"
)

// Move takes somebody to another date of the same activity and tells her of both.
// Where there is no room on it, full says what to do; StayWhenFull is fault.Invalid
// with the field "fullt".
func (s *Service) Move(ctx context.Context, actor account.Actor, id, occurrenceID int64, full WhenFull) error {
	r, err := Read(ctx, s.pool, actor.MunicipalityID, id)
	if err != nil {
		return err
	}
	b, err := signupform.Manage(ctx, s.pool, actor, r.ActivityID)
	if fault.Is(err, fault.NotFound) {
		return Missing()
	}
	if err != nil {
		return err
	}
	to, err := signupform.EnsureSlot(ctx, s.pool, b, occurrenceID)
	if err != nil {
		return err
	}
	now := s.now()
	if to.Cancelled || !to.EndsAt.After(now) {
		return fault.Clash(i18n.Mark("Velg en dato som kommer."))
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := activity.Hold(ctx, tx, b.ID); err != nil {
			return err
		}
		for _, slot := range []int64{min(to.ID, r.SlotID), max(to.ID, r.SlotID)} { // always in the same order
			if _, err := signupform.LockSlot(ctx, tx, slot); err != nil {
				return err
			}
		}
		return s.move(ctx, tx, actor, id, to.ID, full, now)
	})
}

func (s *Service) move(ctx context.Context, tx pgx.Tx, actor account.Actor, id, toID int64, full WhenFull, now time.Time) error {
	from, r, err := lockOne(ctx, tx, actor.MunicipalityID, id)
	if err != nil {
		return err
	}
	if from.ID == toID || !r.Active() || r.Status == Unconfirmed {
		return fault.Clash(i18n.Mark("Bare den som er påmeldt eller står på venteliste, kan flyttes til en annen dato."))
	}
	to, err := signupform.LockSlot(ctx, tx, toID)
	if err != nil {
		return err
	}
	fits := to.Fits(r.PartySize)
	over := !fits && full == OverbookWhenFull
	if !fits && !over {
		if err := mayQueue(to, r.PartySize, full); err != nil {
			return err
		}
	}
	old := r
	r.Holds, r.SlotID, r.OfferedAt = HoldsQueue, to.ID, nil
	taken, waiting := 0, r.PartySize
	if fits || over {
		r.Holds, taken, waiting = HoldsPlace, r.PartySize, 0
	}
	if _, err := postgres.Exec(ctx, tx, moveSQL, postgres.Args{"id": id, "to": toID, "overbooked": over}); err != nil {
		return err
	}
	if err := to.Count(ctx, tx, taken, waiting); err != nil {
		return err
	}
	if err := old.uncount(ctx, tx, &from); err != nil {
		return err
	}
	if _, err := s.confirm(ctx, tx, actor, r, road{
		action: "registration.move", detail: map[string]any{"from": old.SlotID, "to": toID, "overbooked": over},
		tell: func(r Registration) error { return s.mailer.TellMoved(ctx, tx, old.forLetters(), r.forLetters(), now) },
	}, now); err != nil {
		return err
	}
	return s.promoteNow(ctx, tx, &from, now)
}

// mayQueue says whether somebody may be moved to the waiting list.
func mayQueue(s signupform.Slot, party int, full WhenFull) error {
	var f fault.Fields
	switch {
	case full != WaitWhenFull:
		f.Add("fullt", i18n.Mark("Det er fullt på den nye datoen. Velg hva du vil gjøre."))
	case s.Waiting+party > s.QueueBound():
		f.Add("fullt", i18n.Mark("Det er ikke plass på ventelisten heller."))
	}
	return f.Err()
}
