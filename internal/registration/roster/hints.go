// What stands beside a name: position, a bouncing address, a double, a call to make.

package roster

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"
)

// Notes are what those who keep a list should know beside what people have
// written, by the id of the registration.
type Notes struct {
	Position map[int64]int              // in the queue
	Refused  map[int64]bool             // e-mail to her bounces
	Ring     map[int64]letters.CallKind // nobody has told her what has changed
	Double   map[int64]bool             // another with the same name holds something for the same date
}

// The names that stand twice are counted once for the list: comparing each name with all others takes seconds on a
// list of a thousand.
const notesSQL = `-- roster.notes
with twice as materialized (
    select o.slot_id, lower(o.name) as name from registration o
    where o.slot_id in (select slot_id from registration where activity_id = @activity_id and id = any(@ids::bigint[])) and o.holds <> 'none' and o.name <> ''
    group by o.slot_id, lower(o.name) having count(*) > 1)
select r.id, exists (select from email_address_status b where b.municipality_id = r.municipality_id and b.address = r.email and r.email <> '') as refused,
       r.holds <> 'none' and (r.slot_id, lower(r.name)) in (select slot_id, name from twice) as double,
       case when r.holds <> 'none' and ` + signupform.Coming + ` then coalesce(c.kind, '') else '' end as ring
from registration r join signup_slot s on s.id = r.slot_id left join signup_call c on c.registration_id = r.id
where r.activity_id = @activity_id and r.id = any(@ids::bigint[])`

// NotesOn are the notes on some registrations of one activity.
func (s *Service) NotesOn(ctx context.Context, actor account.Actor, activityID int64, rows []registration.Registration) (Notes, error) {
	n := Notes{Position: map[int64]int{}, Refused: map[int64]bool{}, Ring: map[int64]letters.CallKind{}, Double: map[int64]bool{}}
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil || len(rows) == 0 {
		return n, err
	}
	ids, slots := make([]int64, len(rows)), map[int64]bool{}
	for i, r := range rows {
		ids[i] = r.ID
		if r.Holds == registration.HoldsQueue {
			slots[r.SlotID] = true
		}
	}
	type note struct {
		ID      int64
		Refused bool
		Double  bool
		Ring    letters.CallKind
	}
	notes, err := postgres.Many[note](ctx, s.pool, notesSQL, postgres.Args{"activity_id": activityID, "ids": ids, "now": s.now()})
	if err != nil {
		return n, err
	}
	for _, x := range notes {
		if x.Refused {
			n.Refused[x.ID] = true
		}
		if x.Double {
			n.Double[x.ID] = true
		}
		if x.Ring != "" {
			n.Ring[x.ID] = x.Ring
		}
	}
	for id := range slots {
		queue, err := registration.ReadQueue(ctx, s.pool, id)
		if err != nil {
			return n, err
		}
		for i, w := range queue {
			n.Position[w.ID] = i + 1
		}
	}
	return n, nil
}

const offeredSinceSQL = `-- roster.offeredSince
select count(*)::int from registration where slot_id = @slot_id and activity_id = @activity_id and status = 'offered' and offered_at >= @since`

// OfferedSince counts the offers that have gone out for the slot of a
// registration since a moment: whether a place that came free has been offered on.
func (s *Service) OfferedSince(ctx context.Context, actor account.Actor, activityID, slotID int64, since time.Time) (int, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return 0, err
	}
	return postgres.Scalar[int](ctx, s.pool, offeredSinceSQL, postgres.Args{"activity_id": activityID, "slot_id": slotID, "since": since})
}
