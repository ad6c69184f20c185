// The places of one date or a whole series, and how many are taken.

package signupform

import (
	"context"
	"math"
	"time"

	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Slot counts the places of one date or a whole series.
type Slot struct {
	ID              int64 // 0: nobody has signed up or looked yet
	MunicipalityID  int64
	ActivityID      int64
	Scope           Scope
	OccurrenceID    int64     // 0: the series, or a date that is gone
	StartsAt        time.Time // of the first date
	EndsAt          time.Time // of the last date; of a postponed one when it no longer waits, see LastEnd
	Capacity        *int      // nil: no limit
	OwnCapacity     bool      // differs from the form on purpose
	Taken           int       // people with a place, held and offered ones too
	WaitingCapacity *int
	Waiting         int  // people in the queue
	StrictOrder     bool // WaitForGroups
	QueueFirst      bool // StrictOrder, and somebody who is answered for waits: nobody passes
	Closed          bool
	Cancelled       bool // all its dates are off
	Postponed       bool // and one of them waits for a new time: those signed up keep their places
}

// CalledOff says that nothing comes of it any more.
func (s Slot) CalledOff() bool { return s.Cancelled && !s.Postponed }

// LastEnd is when the last date ends, for people to read; that of a postponed date nobody knows.
func (s Slot) LastEnd() time.Time {
	if s.Postponed {
		return s.StartsAt
	}
	return s.EndsAt
}

// Free is how many places are left; limited is false where there is no limit.
func (s Slot) Free() (free int, limited bool) {
	if s.Capacity == nil {
		return 0, false
	}
	return max(0, *s.Capacity-s.Taken), true
}

// A waiting list that nobody has given a size is twice as long as there are places,
// but at least so long; where places have no limit, this is all that waits.
const (
	leastQueue = 20
	openQueue  = 200
)

// QueueBound is how many people may be on the waiting list.
func (s Slot) QueueBound() int {
	if s.WaitingCapacity != nil {
		return *s.WaitingCapacity
	}
	return s.ownBound()
}

// ownBound is how many may wait where nobody has said.
func (s Slot) ownBound() int {
	if s.Capacity == nil {
		return openQueue
	}
	return min(MaxPlaces, max(leastQueue, 2**s.Capacity))
}

// MayWait says whether a party may be stored without a place. Where there are
// places, it waits to be confirmed and not for one, so the size of the waiting list is not in its way.
func (s Slot) MayWait(party int) bool {
	bound := s.QueueBound()
	if s.Capacity == nil || s.Taken+party <= *s.Capacity {
		bound = max(bound, s.ownBound())
	}
	return s.Waiting+party <= bound
}

const ownBound = `case when s.capacity is null then 200 else least(10000, greatest(20, 2 * s.capacity)) end`

// Crowded says, in a statement, that many wait for few places of slot s: at most a tenth of them
// is free, and at least a tenth as many people wait, and three.
const Crowded = `(s.capacity is not null and (s.capacity - s.taken) * 10 <= s.capacity and s.waiting >= greatest(3, s.capacity / 10))`

// WaitingBound is what MayWait compares with in a statement, of slot s and a party of @size.
const WaitingBound = `(case when s.capacity is null or s.taken + @size::int <= s.capacity then greatest(s.waiting_capacity, ` + ownBound + `)
    else coalesce(s.waiting_capacity, ` + ownBound + `) end)`

// openUnproved is what sign-ups may hold that nobody has answered for where places have no limit.
const openUnproved = 200

// Unproved is how many places sign-ups may hold that nobody has answered for.
// A share of all is no bound.
func (s Settings) Unproved(slot Slot) int {
	switch {
	case s.UnprovedPercent >= 100:
		return math.MaxInt32
	case slot.Capacity == nil:
		return openUnproved
	}
	return (*slot.Capacity*s.UnprovedPercent + 99) / 100
}

// QueueFirst is the field of the name, of slot s. It is read once the slot is locked,
// where it must be true then.
const QueueFirst = `(s.strict_order and exists (select from registration q where q.slot_id = s.id and q.holds = 'queue'
        and (q.status <> 'unconfirmed' or q.confirmed_at is not null)))`

// UnprovedBound is Unproved in a statement, of slot s.
const UnprovedBound = `(case when @unproved_percent::int >= 100 then 2147483647 else coalesce((s.capacity * @unproved_percent::int + 99) / 100, 200) end)`

// placed is a slot with where its date is; "" for a series, whose dates may be at several places.
type placed struct {
	Slot
	Place string
}

// slotAsIsSQL is a placed slot with what holds now for its dates; id is 0 where none is stored yet.
const slotAsIsSQL = `-- signupform.slotAsIs
with dates as (
    select min(o.starts_at) as starts_at, coalesce(max(o.ends_at) filter (where not o.off), max(o.ends_at)) as ends_at, bool_and(o.off) as off, bool_or(o.status = 'postponed') as postponed
    from occurrence o where o.activity_id = @id and (@occurrence_id::bigint = 0 or o.id = @occurrence_id))
select coalesce(s.id, 0) as id, a.municipality_id, a.id as activity_id, f.scope, @occurrence_id::bigint as occurrence_id,
       d.starts_at, d.ends_at,
       case when s.id is null then f.capacity else s.capacity end as capacity, coalesce(s.own_capacity, false) as own_capacity,
       coalesce(s.taken, 0) as taken, f.waiting_capacity, coalesce(s.waiting, 0) as waiting, f.strict_order, coalesce(` + QueueFirst + `, false) as queue_first,
       f.closed or coalesce(s.closed, false) as closed, a.cancelled_at is not null or d.off as cancelled, a.cancelled_at is null and d.off and d.postponed as postponed,
       coalesce((select ` + place.Line + ` from occurrence o ` + place.Tables + ` where o.id = @occurrence_id), '') as place
from activity a join signup_form f on f.activity_id = a.id cross join dates d
left join signup_slot s on s.activity_id = a.id and s.scope = f.scope and (f.scope = 'series' or s.occurrence_id = @occurrence_id)
where a.id = @id and a.municipality_id = @municipality_id and d.starts_at is not null
  and (f.scope = 'series') = (@occurrence_id::bigint = 0)`

// ReadSlot is the slot of one date, or with occurrenceID 0 of the series; its ID is 0 where none is stored yet.
func ReadSlot(ctx context.Context, q postgres.Querier, b Activity, occurrenceID int64) (Slot, error) {
	s, err := readPlaced(ctx, q, b, occurrenceID)
	return s.Slot, err
}

func readPlaced(ctx context.Context, q postgres.Querier, b Activity, occurrenceID int64) (placed, error) {
	s, err := postgres.One[placed](ctx, q, slotAsIsSQL, postgres.Args{
		"id": b.ID, "municipality_id": b.MunicipalityID, "occurrence_id": occurrenceID,
	})
	if fault.Is(err, fault.NotFound) {
		return s, fault.Missing(i18n.Mark("Vi finner ikke datoen."))
	}
	return s, err
}

// addSlotSQL locks the form, so that a change of capacity reaches the new slot.
const addSlotSQL = `-- signupform.addSlot
with f as (select * from signup_form where activity_id = @activity_id for share),
s as (
    insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, capacity, waiting_capacity, strict_order, closed, cancelled, postponed)
    select f.municipality_id, f.activity_id, f.scope, nullif(@occurrence_id::bigint, 0), @starts_at, @ends_at, f.capacity, f.waiting_capacity,
           f.strict_order, f.closed, @cancelled, @postponed
    from f where (f.scope = 'series') = (@occurrence_id::bigint = 0)
    on conflict do nothing
    returning id)
insert into signup_known (slot_id, occurrence_id, key, starts_at, ends_at, postponed_end, place, cancelled, sequence)
select s.id, o.id, o.key, o.starts_at, case when a.cancelled_at is null then o.ends_at else coalesce(o.postponed_end, o.ends_at) end,
       case when a.cancelled_at is null then o.postponed_end end, ` + place.Line + `, o.off or a.cancelled_at is not null, a.sequence + o.sequence
from s join occurrence o on o.activity_id = @activity_id and (@occurrence_id::bigint = 0 or o.id = @occurrence_id)
join activity a on a.id = o.activity_id ` + place.Tables

// EnsureSlot reads the slot and stores one where there is none.
func EnsureSlot(ctx context.Context, q postgres.Querier, b Activity, occurrenceID int64) (Slot, error) {
	s, err := ReadSlot(ctx, q, b, occurrenceID)
	if err != nil || s.ID != 0 {
		return s, err
	}
	if _, err := postgres.Exec(ctx, q, addSlotSQL, postgres.Args{
		"activity_id": b.ID, "occurrence_id": occurrenceID, "starts_at": s.StartsAt, "ends_at": s.EndsAt, "cancelled": s.Cancelled, "postponed": s.Postponed,
	}); err != nil {
		return s, err
	}
	s, err = ReadSlot(ctx, q, b, occurrenceID)
	if err == nil && s.ID == 0 {
		err = fault.Outrun(i18n.Mark("Påmeldingen er endret i mellomtiden. Last siden på nytt."))
	}
	return s, err
}

// SlotColumns are those of a Slot, s.
const SlotColumns = `s.id, s.municipality_id, s.activity_id, s.scope, coalesce(s.occurrence_id, 0) as occurrence_id, s.starts_at, s.ends_at,
       s.capacity, s.own_capacity, s.taken, s.waiting_capacity, s.waiting, s.strict_order, ` + QueueFirst + ` as queue_first,
       s.closed, s.cancelled, s.postponed`

const (
	lockSlotSQL = `-- signupform.lockSlot
select id from signup_slot where id = @id for update`

	slotSQL = `-- signupform.slot
select ` + SlotColumns + ` from signup_slot s where s.id = @id`
)

// LockSlot holds a slot until the transaction ends, and reads it then: the statement
// that has waited for the lock knows only what was so before.
func LockSlot(ctx context.Context, tx pgx.Tx, id int64) (Slot, error) {
	args := postgres.Args{"id": id}
	if _, err := postgres.Exec(ctx, tx, lockSlotSQL, args); err != nil {
		return Slot{}, err
	}
	return postgres.One[Slot](ctx, tx, slotSQL, args)
}

// Waits says, in a statement, that a date of slot s waits for a new time, also where the others of a
// series are over: those signed up are kept until there is one, or it is cancelled.
const Waits = `exists (select from signup_known k where k.slot_id = s.id and k.postponed_end is not null and k.ends_at > @now)`

// Coming says, in a statement, that slot s is not over: something of it is still to come, or waits for a new time.
const Coming = `(s.ends_at > @now or ` + Waits + `)`

const waitsSQL = `-- signupform.waits
select ` + Waits + ` from signup_slot s where s.id = @id and s.municipality_id = @municipality_id`

// WhyOver says why nobody is signed up any more for a slot whose last date that stands is past: it is over, or the
// one that is left waits for a new time.
func WhyOver(ctx context.Context, q postgres.Querier, s Slot, now time.Time) error {
	waits, err := postgres.Scalar[bool](ctx, q, waitsSQL, postgres.Args{"id": s.ID, "municipality_id": s.MunicipalityID, "now": now})
	switch {
	case err != nil:
		return err
	case waits:
		return fault.Clash(Later.Text())
	}
	return fault.Clash(i18n.Mark("Datoen er over."))
}

const countSQL = `-- signupform.count
update signup_slot set taken = taken + @taken, waiting = waiting + @waiting where id = @id`

// Count moves people in and out of the slot's counters; s follows.
func (s *Slot) Count(ctx context.Context, tx pgx.Tx, taken, waiting int) error {
	if taken == 0 && waiting == 0 {
		return nil
	}
	_, err := postgres.Exec(ctx, tx, countSQL, postgres.Args{"id": s.ID, "taken": taken, "waiting": waiting})
	s.Taken, s.Waiting = s.Taken+taken, s.Waiting+waiting
	return err
}
