// What goes by itself: entries long over, and what is remembered of calendar files.

package planning

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/riverqueue/river"
)

// Kept is how long an entry is kept after it is over, and what a file said of an event after
// its dates were taken.
const Kept = 365 * 24 * time.Hour

// TidyArgs is the job that comes back.
type TidyArgs struct{}

// Kind names the job.
func (TidyArgs) Kind() string { return "planning.tidy" }

const forgetEntriesSQL = `-- planning.forgetEntries
delete from calendar_entry where ends_at < @before`

// What was said of an event without entries keeps those away that staff have removed, for as
// long as a file could bring them back.
const forgetSayingsSQL = `-- planning.forgetSayings
delete from calendar_import i where i.until < @before
  and not exists (select from calendar_entry e where e.municipality_id = i.municipality_id and e.import_uid = i.uid and e.import_uid <> '')`

func (s *Service) tidy(ctx context.Context) error {
	args := postgres.Args{"before": s.Now().Add(-Kept)}
	if _, err := postgres.Exec(ctx, s.Pool, forgetEntriesSQL, args); err != nil {
		return err
	}
	_, err := postgres.Exec(ctx, s.Pool, forgetSayingsSQL, args)
	return err
}

// AddWorkers registers the job.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[TidyArgs]) error { return s.tidy(ctx) }))
}

// Periodic is the job, every day.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return TidyArgs{}, nil },
		&river.PeriodicJobOpts{ID: "planning.tidy", RunOnStart: true},
	)}
}
