// What search is told of signing up: which dates have places, and when that is looked at again.

package signupform

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// turnedArgs say that places or a waiting list may have become full or free, or that the form
// has changed. The database enqueues it where that happens, in the same transaction: see
// signup_turned in the migrations.
type turnedArgs struct {
	MunicipalityID int64 `json:"municipality_id"`
	ActivityID     int64 `json:"activity_id"`
}

func (turnedArgs) Kind() string { return "signup.turned" }

type turnsArgs struct{}

func (turnsArgs) Kind() string { return "signup.turns" }

// turnsBatch is how many activities are looked at by the clock in one round.
const turnsBatch = 500

// AddWorkers adds the workers that tell search.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[turnedArgs]) error {
		return s.TellSearch(ctx, job.Args.MunicipalityID, job.Args.ActivityID)
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[turnsArgs]) error { return s.Turns(ctx) }))
}

// Periodic looks every minute at what opens, ends or has other dates.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
		return turnsArgs{}, &river.InsertOpts{MaxAttempts: 1}
	}, &river.PeriodicJobOpts{ID: "signup.turns", RunOnStart: true})}
}

const turnsSQL = `-- signupform.turns
select municipality_id, activity_id from signup_turn where at <= @now order by at limit @limit`

// turnLater is after how long one that could not be told of is tried again: it holds up no other.
const turnLater = time.Hour

// Turns tells search of the activities whose sign-up opens or ends by now, or whose dates are others.
func (s *Service) Turns(ctx context.Context) error {
	var errs []error
	for {
		due, err := postgres.Many[turnedArgs](ctx, s.pool, turnsSQL, postgres.Args{"now": s.now(), "limit": turnsBatch})
		if err != nil {
			return err
		}
		for _, d := range due {
			err := s.TellSearch(ctx, d.MunicipalityID, d.ActivityID)
			if err == nil {
				continue
			}
			errs = append(errs, err)
			if _, err := postgres.Exec(ctx, s.pool, putTurnSQL, postgres.Args{
				"activity_id": d.ActivityID, "municipality_id": d.MunicipalityID, "at": s.now().Add(turnLater),
			}); err != nil {
				return errors.Join(append(errs, err)...)
			}
		}
		if len(due) < turnsBatch {
			return errors.Join(errs...)
		}
	}
}

const comingSQL = `-- signupform.coming
select id from occurrence where activity_id = @activity_id and municipality_id = @municipality_id and ends_at > @now
order by starts_at, id limit @limit`

const (
	// Only what differs is written: nothing at all while a date goes on having places.
	putOpenSQL = `-- signupform.putOpen
with wanted as (select * from unnest(@ids::bigint[], @joining::smallint[]) as w (id, joining)),
gone as (
    delete from signup_open o where o.activity_id = @activity_id and o.municipality_id = @municipality_id
      and not exists (select from wanted w where w.id = o.occurrence_id) returning 1),
put as (
    insert into signup_open (occurrence_id, activity_id, municipality_id, joining)
    select w.id, @activity_id, @municipality_id, w.joining from wanted w
    on conflict (occurrence_id) do update set joining = excluded.joining where signup_open.joining <> excluded.joining returning 1)
select (select count(*) from gone) + (select count(*) from put)`

	putTurnSQL = `-- signupform.putTurn
insert into signup_turn (activity_id, municipality_id, at) values (@activity_id, @municipality_id, @at)
on conflict (activity_id) do update set at = excluded.at where signup_turn.at <> excluded.at`

	clearTurnSQL = `-- signupform.clearTurn
delete from signup_turn where activity_id = @activity_id and municipality_id = @municipality_id`
)

// TellSearch has search know which coming dates of an activity have places now, and which
// only a waiting list. It writes nothing when search knows.
func (s *Service) TellSearch(ctx context.Context, municipalityID, activityID int64) error {
	now := s.now()
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := activity.Hold(ctx, tx, activityID); err != nil {
			return err
		}
		ids, err := postgres.Scalars[int64](ctx, tx, comingSQL, postgres.Args{
			"activity_id": activityID, "municipality_id": municipalityID, "now": now, "limit": schedule.MaxDates,
		})
		if err != nil {
			return err
		}
		places, err := s.In(tx, s.now).PublicPlacesAt(ctx, municipalityID, ids)
		if err != nil {
			return err
		}
		return tellSearch(ctx, tx, municipalityID, activityID, places, now)
	})
	if err != nil {
		return fmt.Errorf("tell search of signing up for activity %d: %w", activityID, err)
	}
	return nil
}

func tellSearch(ctx context.Context, tx pgx.Tx, municipalityID, activityID int64, places map[int64]Places, now time.Time) error {
	ids, joining, next := []int64{}, []int16{}, time.Time{}
	for id, p := range places {
		if way := p.joining(); way != search.NotNow {
			ids, joining = append(ids, id), append(joining, int16(way))
		}
		if at := p.turns(now); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	args := postgres.Args{"activity_id": activityID, "municipality_id": municipalityID}
	changed, err := postgres.Scalar[int](ctx, tx, putOpenSQL, postgres.Args{
		"activity_id": activityID, "municipality_id": municipalityID, "ids": ids, "joining": joining,
	})
	if err == nil && changed > 0 {
		err = activity.Index(ctx, tx, activityID, now)
	}
	if err != nil {
		return err
	}
	if next.IsZero() {
		_, err = postgres.Exec(ctx, tx, clearTurnSQL, args)
		return err
	}
	args["at"] = next
	_, err = postgres.Exec(ctx, tx, putTurnSQL, args)
	return err
}

// joining is what search knows of a date.
func (p Places) joining() search.Joining {
	switch {
	case p.Elsewhere:
		return search.NotNow
	case p.Gate == Open:
		return search.Places
	case p.Gate == OpenToWait:
		return search.WaitingList
	}
	return search.NotNow
}

// turns is when the clock changes what joining says, zero when it never does.
func (p Places) turns(now time.Time) time.Time {
	switch {
	case p.Elsewhere:
		return time.Time{}
	case p.Form.OpensAt != nil && p.Form.OpensAt.After(now):
		return *p.Form.OpensAt
	case p.Deadline.After(now):
		return p.Deadline
	}
	return time.Time{}
}
