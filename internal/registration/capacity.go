// The number of places, of a form and of one date; new ones go to the queue.

package registration

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// SaveForm stores what the organiser has decided and turns sign-up in the portal
// on. Version is the one that the page was made from, 0 for a new form; another is
// fault.Conflict. What contradicts itself, or what those already signed up have,
// is fault.Invalid with the field named. More places go to the queue at once.
func (s *Service) SaveForm(ctx context.Context, actor account.Actor, activityID int64, version int, f signupform.Form) error {
	b, err := signupform.ReadActivity(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.MayEdit(actor); err != nil {
		return err
	}
	stored, _ := b.Form()
	if f, err = f.After(stored); err != nil {
		return err
	}
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := signupform.Put(ctx, tx, b, version, f, now); err != nil {
			return err
		}
		if err := s.fitSlots(ctx, tx, b, f, now); err != nil {
			return err
		}
		detail := map[string]any{"scope": f.Scope, "capacity": f.Capacity, "questions": len(f.Questions)}
		return signupform.RecordActivity(ctx, tx, now, actor, "registration.form", activityID, detail)
	})
}

const slotsSQL = `-- registration.slots
select ` + signupform.SlotColumns + ` from signup_slot s where s.activity_id = @activity_id and ` + signupform.Coming + ` order by s.id`

const fitSlotSQL = `-- registration.fitSlot
update signup_slot set capacity = @capacity, waiting_capacity = @waiting_capacity, strict_order = @strict_order where id = @id`

const dropEmptySQL = `-- registration.dropEmpty
delete from signup_slot s where s.activity_id = @activity_id and s.scope <> @scope and not exists (select from registration r where r.slot_id = s.id)`

// fitSlots gives the slots the form's numbers, and new places to the queues.
func (s *Service) fitSlots(ctx context.Context, tx pgx.Tx, b signupform.Activity, f signupform.Form, now time.Time) error {
	if err := signupform.LockSlots(ctx, tx, b); err != nil {
		return err
	}
	slots, err := postgres.Many[signupform.Slot](ctx, tx, slotsSQL, postgres.Args{"activity_id": b.ID, "now": now})
	if err != nil {
		return err
	}
	for _, slot := range slots {
		if slot.Scope != f.Scope && slot.Taken+slot.Waiting > 0 {
			return fault.Fields{{Name: "gjelder", Msg: i18n.Mark("Noen er allerede påmeldt, så du kan ikke bytte mellom én dato og hele serien.")}}.Err()
		}
		if slot.OwnCapacity {
			f := f
			f.Capacity = slot.Capacity
			err = s.fitSlot(ctx, tx, b, f, slot, now)
		} else {
			err = s.fitSlot(ctx, tx, b, f, slot, now)
		}
		if err != nil {
			return err
		}
	}
	_, err = postgres.Exec(ctx, tx, dropEmptySQL, postgres.Args{"activity_id": b.ID, "scope": string(f.Scope)})
	return err
}

func (s *Service) fitSlot(ctx context.Context, tx pgx.Tx, b signupform.Activity, f signupform.Form, slot signupform.Slot, now time.Time) error {
	lower := f.Capacity != nil && (slot.Capacity == nil || *f.Capacity < *slot.Capacity)
	if lower && slot.Taken > *f.Capacity {
		return fault.Fields{{Name: "plasser", Msg: i18n.Mark("%d har plass allerede. Velg minst så mange."), Args: []any{slot.Taken}}}.Err()
	}
	slot.Capacity, slot.WaitingCapacity, slot.StrictOrder = f.Capacity, f.WaitingCapacity, f.Groups == signupform.WaitForGroups
	if _, err := postgres.Exec(ctx, tx, fitSlotSQL, postgres.Args{
		"id": slot.ID, "capacity": slot.Capacity, "waiting_capacity": slot.WaitingCapacity, "strict_order": slot.StrictOrder,
	}); err != nil {
		return err
	}
	return s.promote(ctx, tx, &slot, b.Municipal(), f.Basis(slot), now)
}

const ownCapacitySQL = `-- registration.ownCapacity
update signup_slot set own_capacity = true where id = @id`

// SetCapacity gives one date another number of places than the rest; nil is no limit.
func (s *Service) SetCapacity(ctx context.Context, actor account.Actor, activityID, occurrenceID int64, capacity *int) error {
	b, err := signupform.Manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	f, stored := b.Form()
	if !stored {
		return activity.Missing()
	}
	f.Capacity = capacity
	if capacity != nil && (*capacity < 1 || *capacity > signupform.MaxPlaces) {
		return fault.Fields{{Name: "plasser", Msg: i18n.Mark("Skriv et helt tall fra %d til %d."), Args: []any{1, signupform.MaxPlaces}}}.Err()
	}
	slot, err := signupform.EnsureSlot(ctx, s.pool, b, occurrenceID)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		slot, err := signupform.LockSlot(ctx, tx, slot.ID)
		if err != nil {
			return err
		}
		if _, err := postgres.Exec(ctx, tx, ownCapacitySQL, postgres.Args{"id": slot.ID}); err != nil {
			return err
		}
		if err := s.fitSlot(ctx, tx, b, f, slot, s.now()); err != nil {
			return err
		}
		return signupform.RecordActivity(ctx, tx, s.now(), actor, "registration.capacity", b.ID, map[string]any{"occurrence": occurrenceID, "capacity": capacity})
	})
}
