// The nightly job: search follows the date, and what was merged long ago stays so.

package contact

import (
	"context"
	"errors"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/postgres"

	"github.com/riverqueue/river"
)

// ReindexArgs is the nightly job that brings search in step with the date. It also
// forgets what two records, contacts or organisations, were before they were merged,
// when they can no longer be parted.
type ReindexArgs struct{}

// Kind names the job.
func (ReindexArgs) Kind() string { return "contact.reindex" }

type reindexWorker struct {
	river.WorkerDefaults[ReindexArgs]
	s *Service
}

const tenantsSQL = `-- contact.tenants
select distinct municipality_id from municipality_host order by municipality_id`

// Work goes on with the others when one municipality fails; running it again changes nothing.
func (w reindexWorker) Work(ctx context.Context, _ *river.Job[ReindexArgs]) error {
	ids, err := postgres.Scalars[int64](ctx, w.s.Pool, tenantsSQL, postgres.Args{})
	for _, id := range ids {
		err = errors.Join(err, w.s.Reindex(ctx, id))
	}
	return errors.Join(err, merging.Forget(ctx, w.s.Pool, w.s.Now()))
}

// Timeout is long: everybody in all municipalities is gone through.
func (reindexWorker) Timeout(*river.Job[ReindexArgs]) time.Duration { return 15 * time.Minute }

// AddWorkers registers the feature's jobs.
func (s *Service) AddWorkers(workers *river.Workers) { river.AddWorker(workers, reindexWorker{s: s}) }

// Periodic are the feature's jobs that come back.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		afterMidnight{},
		func() (river.JobArgs, *river.InsertOpts) { return ReindexArgs{}, nil },
		&river.PeriodicJobOpts{ID: "contact.reindex", RunOnStart: true},
	)}
}

// afterMidnight is ten past twelve each night in Oslo.
type afterMidnight struct{}

// Next is the first such moment after t.
func (afterMidnight) Next(t time.Time) time.Time {
	o := t.In(i18n.Oslo)
	next := time.Date(o.Year(), o.Month(), o.Day(), 0, 10, 0, 0, i18n.Oslo)
	if !next.After(t) {
		next = time.Date(o.Year(), o.Month(), o.Day()+1, 0, 10, 0, 0, i18n.Oslo)
	}
	return next
}
