// Who must be rung, and how many a change reaches.

package roster

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// Call is somebody who is signed up for what has changed and whom no e-mail
// reaches: she gave none, or it bounces.
type Call struct {
	Kind           letters.CallKind
	RegistrationID int64
	OccurrenceID   int64 // 0: the series
	Name           string
	Email          string // "" or one that bounces
	Phone          string // E.164, "" when not given
	PartySize      int
	StartsAt       time.Time
	EndsAt         time.Time
	AllDay         bool
	Since          time.Time
}

const callsSQL = `-- roster.calls
select c.kind, r.id as registration_id, coalesce(s.occurrence_id, 0) as occurrence_id, r.name, r.email, r.phone, r.party_size, s.starts_at, case when s.postponed then s.starts_at else s.ends_at end as ends_at, a.all_day, c.since
from signup_call c join registration r on r.id = c.registration_id join signup_slot s on s.id = r.slot_id join activity a on a.id = r.activity_id
where r.activity_id = @activity_id and r.holds <> 'none' and r.anonymised_at is null and ` + signupform.Coming + `
order by s.starts_at, r.number limit 500`

// Calls are those who must be rung about an activity's coming dates, the nearest first.
func (s *Service) Calls(ctx context.Context, actor account.Actor, activityID int64) ([]Call, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	return postgres.Many[Call](ctx, s.pool, callsSQL, postgres.Args{"activity_id": activityID, "now": s.now()})
}

// FindCalls is Calls right after a change of the activity, before the job has
// told people of it.
func (s *Service) FindCalls(ctx context.Context, actor account.Actor, activityID int64) ([]Call, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	if err := letters.MarkUnreached(ctx, s.pool, activityID, s.now()); err != nil {
		return nil, err
	}
	return s.Calls(ctx, actor, activityID)
}

const calledSQL = `-- roster.called
delete from signup_call where registration_id = @id`

// Called says that somebody has rung; twice is no error.
func (s *Service) Called(ctx context.Context, actor account.Actor, id int64) error {
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		_, r, err := registration.LockListed(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		n, err := postgres.Exec(ctx, tx, calledSQL, postgres.Args{"id": r.ID})
		if err != nil || n == 0 {
			return err
		}
		return registration.Record(ctx, tx, s.now(), actor, "registration.called", r.ID, map[string]any{"activity": r.ActivityID})
	})
}

// Reach is how many would have to be told of a change.
type Reach struct {
	People    int // with a place, held and offered ones too
	Waiting   int // people in the queue
	Unreached int // contact persons whom no e-mail reaches
}

const reachSQL = `-- roster.reach
select coalesce(sum(r.party_size) filter (where r.holds = 'place'), 0)::int as people,
       coalesce(sum(r.party_size) filter (where r.holds = 'queue'), 0)::int as waiting, (count(*) filter (where ` + letters.Unreached + `))::int as unreached
from registration r join signup_slot s on s.id = r.slot_id
where r.activity_id = @activity_id and r.holds <> 'none' and r.anonymised_at is null and ` + signupform.Coming + ` and (not s.cancelled or s.postponed)
  and (@occurrence_id::bigint = 0 or s.scope = 'series' or s.occurrence_id = @occurrence_id)`

// ReachOf counts those signed up for one date, or with occurrenceID 0 for all
// that is to come of the activity.
func (s *Service) ReachOf(ctx context.Context, actor account.Actor, activityID, occurrenceID int64) (Reach, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return Reach{}, err
	}
	return postgres.One[Reach](ctx, s.pool, reachSQL, postgres.Args{"activity_id": activityID, "occurrence_id": occurrenceID, "now": s.now()})
}
