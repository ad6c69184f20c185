// Jobs of activities: the horizon, the next date in search, names that changed elsewhere.

package activity

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/venue"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

const (
	horizonBatch = 50
	rollBatch    = 500
)

type horizonArgs struct{}

func (horizonArgs) Kind() string { return "activity.horizon" }

type rollArgs struct{}

func (rollArgs) Kind() string { return "activity.roll" }

// ReindexArgs are the activities of an organisation, or at a venue.
type ReindexArgs struct{ OrganisationID, VenueID int64 }

// ChangedArgs says that dates, places or cancellations of an activity may have
// changed, in the transaction that did it: whoever has signed people up tells them.
type ChangedArgs struct {
	ActivityID int64 `json:"activity_id"`
}

// Kind is the job's name in the queue.
func (ChangedArgs) Kind() string { return "activity.changed" }

// changed enqueues ChangedArgs for what residents have seen.
func (s *Service) changed(ctx context.Context, tx pgx.Tx, a Activity) error {
	if a.PublishedAt == nil {
		return nil
	}
	return s.jobs.Enqueue(ctx, tx, ChangedArgs{ActivityID: a.ID}, nil)
}

// AddWorkers adds the workers of this feature.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[horizonArgs]) error {
		if _, err := s.ExtendHorizon(ctx); err != nil {
			return err
		}
		return s.GiveUpPostponed(ctx)
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[rollArgs]) error { return s.RollForward(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[organisation.ChangedArgs]) error {
		return s.Reindex(ctx, ReindexArgs{OrganisationID: job.Args.OrganisationID})
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[venue.ChangedArgs]) error {
		return s.Reindex(ctx, ReindexArgs{VenueID: job.Args.VenueID})
	}))
}

// Periodic are the jobs that come back: the horizon every night, the next dates
// in search every minute.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(12*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return horizonArgs{}, nil },
			&river.PeriodicJobOpts{ID: "activity.horizon", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return rollArgs{}, &river.InsertOpts{MaxAttempts: 1}
		}, &river.PeriodicJobOpts{ID: "activity.roll", RunOnStart: true}),
	}
}

const dueSQL = `-- activity.due
select ` + activityColumns + `
from activity a join organisation org on org.id = a.organisation_id
where a.status = 'published' and a.rrule <> '' and a.materialised_to < @before
order by a.materialised_to, a.id limit @limit
for no key update of a skip locked`

// ExtendHorizon makes the dates of published series up to the horizon, for those
// whose dates end more than a month before it. It works in batches, each its own
// transaction; several may run at once. It returns how many series it handled.
func (s *Service) ExtendHorizon(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := s.extendBatch(ctx)
		total += n
		if err != nil {
			return total, fmt.Errorf("extend the horizon: %w", err)
		}
		if n < horizonBatch {
			return total, nil
		}
	}
}

func (s *Service) extendBatch(ctx context.Context) (int, error) {
	n, now := 0, s.now()
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		due, err := postgres.Many[Activity](ctx, tx, dueSQL, postgres.Args{"before": schedule.Horizon(now).AddDate(0, -1, 0), "limit": horizonBatch})
		if err != nil {
			return err
		}
		for _, a := range due {
			if err := extend(ctx, tx, a, now); err != nil {
				return err
			}
		}
		n = len(due)
		return nil
	})
	return n, err
}

// extend leaves a series that cannot be expanded for a later night, so that it
// holds up no other.
func extend(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
	_, err := materialise(ctx, tx, a, Falling{}, now)
	if errors.Is(err, errExpand) {
		_, err = postgres.Exec(ctx, tx, materialisedSQL, postgres.Args{"id": a.ID, "to": schedule.Horizon(now).AddDate(0, -1, 1)})
	}
	if err != nil {
		return err
	}
	return index(ctx, tx, a.ID, now)
}

// neverCame is told in the language of the activity, as the reasons that people write.
var neverCame = i18n.Mark("Det ble ikke satt en ny dato.")

// Two days before they are over: whoever is told of it must still have something to be told of.
const givenUpSQL = `-- activity.givenUp
select o.municipality_id, o.activity_id, o.id from occurrence o where o.status = 'postponed' and o.ends_at < @now::timestamptz + interval '2 days' order by o.activity_id, o.id limit 500`

// GiveUpPostponed cancels dates that have waited PostponedFor for a new time, and those
// signed up are told.
func (s *Service) GiveUpPostponed(ctx context.Context) error {
	dates, err := postgres.Many[dateRow](ctx, s.pool, givenUpSQL, postgres.Args{"now": s.now()})
	if err != nil {
		return err
	}
	for _, d := range dates {
		if err := s.giveUp(ctx, d); err != nil {
			return fmt.Errorf("give up date %d: %w", d.ID, err)
		}
	}
	return nil
}

type dateRow struct{ MunicipalityID, ActivityID, ID int64 }

func (s *Service) giveUp(ctx context.Context, d dateRow) error {
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		a, err := postgres.One[Activity](ctx, tx, lockSQL, postgres.Args{"id": d.ActivityID, "municipality_id": d.MunicipalityID})
		if err != nil {
			return err
		}
		o, err := postgres.One[Occurrence](ctx, tx, occurrenceSQL, postgres.Args{"activity_id": a.ID, "id": d.ID})
		if fault.Is(err, fault.NotFound) || err == nil && !o.Postponed() {
			return nil // somebody was faster
		}
		if err != nil {
			return err
		}
		o.Status, o.Reason = DateCancelled, a.Lang.T(neverCame)
		return s.storeDate(ctx, tx, audit.System(a.MunicipalityID), "activity.cancel_date", a, o, now)
	})
}

// RollForward gives activities whose next date is over their next one in search.
func (s *Service) RollForward(ctx context.Context) error {
	for {
		n, err := search.RollForward(ctx, s.pool, s.now(), rollBatch)
		if err != nil || n < rollBatch {
			return err
		}
	}
}

const toReindexSQL = `-- activity.toReindex
select id from activity where @organisation_id::bigint <> 0 and organisation_id = @organisation_id
union
select activity_id from activity_co_organiser where @organisation_id::bigint <> 0 and organisation_id = @organisation_id
union
select id from activity where @venue_id::bigint <> 0 and venue_id = @venue_id
union
select activity_id from occurrence where @venue_id::bigint <> 0 and venue_id = @venue_id
order by id`

const holdSQL = `-- activity.hold
select id from activity where id = @id for no key update`

// Hold keeps others from changing an activity until tx ends. Who needs several of its
// parts, dates or places, holds it before them, so that no two wait for each other.
func Hold(ctx context.Context, tx pgx.Tx, id int64) error {
	_, err := postgres.Exec(ctx, tx, holdSQL, postgres.Args{"id": id})
	return err
}

// Reindex makes search know the activities as they are called now.
func (s *Service) Reindex(ctx context.Context, args ReindexArgs) error {
	ids, err := postgres.Scalars[int64](ctx, s.pool, toReindexSQL, postgres.Args{
		"organisation_id": args.OrganisationID, "venue_id": args.VenueID,
	}, postgres.Fresh)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
			if err := Hold(ctx, tx, id); err != nil {
				return err
			}
			return index(ctx, tx, id, s.now())
		})
		if err != nil {
			return fmt.Errorf("reindex activity %d: %w", id, err)
		}
	}
	return nil
}
