package registration

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// CallKind is why somebody must be rung.
type CallKind string

// The kinds: her date is off, or it has another time or place.
const (
	CallCancelled CallKind = "cancelled"
	CallChanged   CallKind = "changed"
)

// Call is somebody who is signed up for what has changed and whom no e-mail
// reaches: she gave none, or it bounces.
type Call struct {
	Kind           CallKind
	RegistrationID int64
	OccurrenceID   int64 // 0: the series
	Name           string
	Email          string // "" or one that bounces
	Phone          string // E.164, "" when not given
	PartySize      int
	StartsAt       time.Time
	EndsAt         time.Time
	Since          time.Time
}

// unreached says that no e-mail gets to the contact person of r.
const unreached = `(r.email = '' or exists (select from email_address_status b where b.municipality_id = r.municipality_id and b.address = r.email))`

const markCallsSQL = `-- registration.markCalls
insert into signup_call (registration_id, kind, since)
select r.id, @kind, @now from registration r
where r.slot_id = @slot_id and r.holds <> 'none' and r.anonymised_at is null and ` + unreached + `
on conflict (registration_id) do update set kind = excluded.kind, since = excluded.since`

func markCalls(ctx context.Context, tx pgx.Tx, slotID int64, all []news, now time.Time) error {
	kind := CallCancelled
	for _, n := range all {
		if !n.off() {
			kind = CallChanged
		}
	}
	_, err := postgres.Exec(ctx, tx, markCallsSQL, pgx.StrictNamedArgs{"slot_id": slotID, "kind": string(kind), "now": now})
	return err
}

const callsSQL = `-- registration.calls
select c.kind, r.id as registration_id, coalesce(s.occurrence_id, 0) as occurrence_id, r.name, r.email, r.phone, r.party_size, s.starts_at, s.ends_at, c.since
from signup_call c join registration r on r.id = c.registration_id join signup_slot s on s.id = r.slot_id
where r.activity_id = @activity_id and r.holds <> 'none' and r.anonymised_at is null and s.ends_at > @now
order by s.starts_at, r.number limit 500`

// Calls are those who must be rung about an activity's coming dates, the nearest first.
func (s *Service) Calls(ctx context.Context, actor account.Actor, activityID int64) ([]Call, error) {
	if _, err := manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	return postgres.Many[Call](ctx, s.pool, callsSQL, pgx.StrictNamedArgs{"activity_id": activityID, "now": s.now()})
}

// FindCalls is Calls right after a change of the activity, before the job has
// told people of it.
func (s *Service) FindCalls(ctx context.Context, actor account.Actor, activityID int64) ([]Call, error) {
	if _, err := manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	now := s.now()
	ids, err := postgres.Scalars[int64](ctx, s.pool, slotsOfSQL, pgx.StrictNamedArgs{"activity_id": activityID, "now": now})
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
			if _, err := lockSlot(ctx, tx, id); err != nil {
				return err
			}
			all, _, err := newsOf(ctx, tx, id, now)
			if err != nil || len(all) == 0 {
				return err
			}
			return markCalls(ctx, tx, id, all, now)
		})
		if err != nil {
			return nil, err
		}
	}
	return s.Calls(ctx, actor, activityID)
}

const calledSQL = `-- registration.called
delete from signup_call where registration_id = @id`

// Called says that somebody has rung; twice is no error.
func (s *Service) Called(ctx context.Context, actor account.Actor, id int64) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, _ base, _ *Slot, r Registration, _ time.Time) error {
		n, err := postgres.Exec(ctx, tx, calledSQL, pgx.StrictNamedArgs{"id": r.ID})
		if err != nil || n == 0 {
			return err
		}
		return record(ctx, tx, actor, "registration.called", r.ID, map[string]any{"activity": r.ActivityID})
	})
}

// Reach is how many would have to be told of a change.
type Reach struct {
	People    int // with a place, held and offered ones too
	Waiting   int // people in the queue
	Unreached int // contact persons whom no e-mail reaches
}

const reachSQL = `-- registration.reach
select coalesce(sum(r.party_size) filter (where r.holds = 'place'), 0)::int as people,
       coalesce(sum(r.party_size) filter (where r.holds = 'queue'), 0)::int as waiting, (count(*) filter (where ` + unreached + `))::int as unreached
from registration r join signup_slot s on s.id = r.slot_id
where r.activity_id = @activity_id and r.holds <> 'none' and r.anonymised_at is null and s.ends_at > @now and not s.cancelled
  and (@occurrence_id::bigint = 0 or s.scope = 'series' or s.occurrence_id = @occurrence_id)`

// ReachOf counts those signed up for one date, or with occurrenceID 0 for all
// that is to come of the activity.
func (s *Service) ReachOf(ctx context.Context, actor account.Actor, activityID, occurrenceID int64) (Reach, error) {
	if _, err := manage(ctx, s.pool, actor, activityID); err != nil {
		return Reach{}, err
	}
	return postgres.One[Reach](ctx, s.pool, reachSQL, pgx.StrictNamedArgs{"activity_id": activityID, "occurrence_id": occurrenceID, "now": s.now()})
}
