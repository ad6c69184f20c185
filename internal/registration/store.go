package registration

import (
	"context"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// slotAsIsSQL is a slot with what holds now for its dates; id is 0 where none is stored yet.
const slotAsIsSQL = `-- registration.slotAsIs
with dates as (
    select min(o.starts_at) as starts_at, max(o.ends_at) as ends_at, bool_and(o.status = 'cancelled') as cancelled
    from occurrence o where o.activity_id = @id and (@occurrence_id::bigint = 0 or o.id = @occurrence_id))
select coalesce(s.id, 0) as id, a.municipality_id, a.id as activity_id, f.scope, @occurrence_id::bigint as occurrence_id,
       d.starts_at, d.ends_at,
       case when s.id is null then f.capacity else s.capacity end as capacity, coalesce(s.own_capacity, false) as own_capacity,
       coalesce(s.taken, 0) as taken, f.waiting_capacity, coalesce(s.waiting, 0) as waiting, f.strict_order,
       f.closed or coalesce(s.closed, false) as closed, a.cancelled_at is not null or d.cancelled as cancelled
from activity a join signup_form f on f.activity_id = a.id cross join dates d
left join signup_slot s on s.activity_id = a.id and s.scope = f.scope and (f.scope = 'series' or s.occurrence_id = @occurrence_id)
where a.id = @id and a.municipality_id = @municipality_id and d.starts_at is not null
  and (f.scope = 'series') = (@occurrence_id::bigint = 0)`

func readSlot(ctx context.Context, q postgres.Querier, b base, occurrenceID int64) (Slot, error) {
	s, err := postgres.One[Slot](ctx, q, slotAsIsSQL, pgx.StrictNamedArgs{
		"id": b.ID, "municipality_id": b.MunicipalityID, "occurrence_id": occurrenceID,
	})
	if fault.Is(err, fault.NotFound) {
		return s, fault.Missing(i18n.Mark("Vi finner ikke datoen."))
	}
	return s, err
}

// addSlotSQL locks the form, so that a change of capacity reaches the new slot.
const addSlotSQL = `-- registration.addSlot
with f as (select * from signup_form where activity_id = @activity_id for share),
s as (
    insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, capacity, waiting_capacity, strict_order, closed, cancelled)
    select f.municipality_id, f.activity_id, f.scope, nullif(@occurrence_id::bigint, 0), @starts_at, @ends_at, f.capacity, f.waiting_capacity,
           f.strict_order, f.closed, @cancelled
    from f where (f.scope = 'series') = (@occurrence_id::bigint = 0)
    on conflict do nothing
    returning id)
insert into signup_known (slot_id, occurrence_id, key, starts_at, ends_at, place, cancelled, sequence)
select s.id, o.id, o.key, o.starts_at, o.ends_at, ` + placeColumn + `, o.status = 'cancelled' or a.cancelled_at is not null, a.sequence + o.sequence
from s join occurrence o on o.activity_id = @activity_id and (@occurrence_id::bigint = 0 or o.id = @occurrence_id)
join activity a on a.id = o.activity_id left join venue v on v.id = coalesce(o.venue_id, a.venue_id)`

const placeColumn = `concat_ws(', ', nullif(v.name, ''), nullif(coalesce(nullif(o.place_note, ''), a.place_note), ''), nullif(a.online_url, ''))`

// ensureSlot reads the slot and stores one where there is none.
func ensureSlot(ctx context.Context, q postgres.Querier, b base, occurrenceID int64) (Slot, error) {
	s, err := readSlot(ctx, q, b, occurrenceID)
	if err != nil || s.ID != 0 {
		return s, err
	}
	if _, err := postgres.Exec(ctx, q, addSlotSQL, pgx.StrictNamedArgs{
		"activity_id": b.ID, "occurrence_id": occurrenceID, "starts_at": s.StartsAt, "ends_at": s.EndsAt, "cancelled": s.Cancelled,
	}); err != nil {
		return s, err
	}
	s, err = readSlot(ctx, q, b, occurrenceID)
	if err == nil && s.ID == 0 {
		err = fault.Clash(i18n.Mark("Påmeldingen er endret i mellomtiden. Last siden på nytt."))
	}
	return s, err
}

const slotColumns = `s.id, s.municipality_id, s.activity_id, s.scope, coalesce(s.occurrence_id, 0) as occurrence_id, s.starts_at, s.ends_at,
       s.capacity, s.own_capacity, s.taken, s.waiting_capacity, s.waiting, s.strict_order, s.closed, s.cancelled`

const lockSlotSQL = `-- registration.lockSlot
select ` + slotColumns + ` from signup_slot s where s.id = @id for update`

func lockSlot(ctx context.Context, tx pgx.Tx, id int64) (Slot, error) {
	return postgres.One[Slot](ctx, tx, lockSlotSQL, pgx.StrictNamedArgs{"id": id})
}

const countSQL = `-- registration.count
update signup_slot set taken = taken + @taken, waiting = waiting + @waiting where id = @id`

// count moves people in and out of the slot's counters; s follows.
func (s *Slot) count(ctx context.Context, tx pgx.Tx, taken, waiting int) error {
	if taken == 0 && waiting == 0 {
		return nil
	}
	_, err := postgres.Exec(ctx, tx, countSQL, pgx.StrictNamedArgs{"id": s.ID, "taken": taken, "waiting": waiting})
	s.Taken, s.Waiting = s.Taken+taken, s.Waiting+waiting
	return err
}

// leave takes what r holds out of the counters.
func (s *Slot) leave(ctx context.Context, tx pgx.Tx, r Registration) error {
	switch r.Holds {
	case HoldsPlace:
		return s.count(ctx, tx, -r.PartySize, 0)
	case HoldsQueue:
		return s.count(ctx, tx, 0, -r.PartySize)
	}
	return nil
}

const registrationColumns = `r.id, r.activity_id, r.slot_id, r.number, r.status, r.holds, r.party_size, r.name, r.email, r.phone, r.lang,
       r.guardian_needed, r.guardian_name, r.guardian_email, r.guardian_confirmed_at, r.answers, r.source, r.mail_kinds, r.overbooked,
       r.created_at, r.confirmed_at, r.hold_expires_at, r.offered_at, r.offer_expires_at, r.cancelled_at, r.anonymised_at, r.version,
       (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'age_band', p.age_band,
               'attendance', coalesce((select t.state from attendance t where t.participant_id = p.id and t.occurrence_id = @occurrence_id::bigint), ''))
               order by p.id), '[]') from participant p where p.registration_id = r.id) as participants`

const oneSQL = `-- registration.one
select ` + registrationColumns + ` from registration r where r.id = @id and r.municipality_id = @municipality_id`

func readOne(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Registration, error) {
	r, err := postgres.One[Registration](ctx, q, oneSQL, pgx.StrictNamedArgs{"id": id, "municipality_id": municipalityID, "occurrence_id": 0})
	if fault.Is(err, fault.NotFound) {
		return r, missingRegistration()
	}
	return r, err
}

// lockOne locks the slot of a registration and then reads it.
func lockOne(ctx context.Context, tx pgx.Tx, municipalityID, id int64) (Slot, Registration, error) {
	for {
		r, err := readOne(ctx, tx, municipalityID, id)
		if err != nil {
			return Slot{}, r, err
		}
		s, err := lockSlot(ctx, tx, r.SlotID)
		if err != nil {
			return s, r, err
		}
		again, err := readOne(ctx, tx, municipalityID, id)
		if err != nil || again.SlotID == s.ID { // else it was moved in between
			return s, again, err
		}
	}
}

const setStatusSQL = `-- registration.setStatus
update registration set status = @status, holds = @holds, confirmed_at = @confirmed_at, hold_expires_at = @hold_expires_at,
    offered_at = @offered_at, offer_expires_at = @offer_expires_at, cancelled_at = @cancelled_at, guardian_confirmed_at = @guardian_confirmed_at,
    version = version + 1
where id = @id`

// save stores where r stands.
func (r Registration) save(ctx context.Context, tx pgx.Tx) error {
	_, err := postgres.Exec(ctx, tx, setStatusSQL, pgx.StrictNamedArgs{
		"id": r.ID, "status": string(r.Status), "holds": string(r.Holds), "confirmed_at": r.ConfirmedAt, "hold_expires_at": r.HoldExpiresAt,
		"offered_at": r.OfferedAt, "offer_expires_at": r.OfferExpiresAt, "cancelled_at": r.CancelledAt, "guardian_confirmed_at": r.GuardianConfirmedAt,
	})
	return err
}

const queueSQL = `-- registration.queue
select id, party_size as size from registration where slot_id = @slot_id and holds = 'queue' order by number`

func readQueue(ctx context.Context, q postgres.Querier, slotID int64) ([]Waiter, error) {
	return postgres.Many[Waiter](ctx, q, queueSQL, pgx.StrictNamedArgs{"slot_id": slotID})
}
