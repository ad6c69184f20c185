// What goes by itself: reports whose time is up, and where they came from.

package pagereport

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/riverqueue/river"
)

// TidyArgs is the job that comes back.
type TidyArgs struct{}

// Kind names the job.
func (TidyArgs) Kind() string { return "pagereport.tidy" }

const forgetSQL = `-- pagereport.forget
delete from page_report where closed_at < @before`

const forgetNetworksSQL = `-- pagereport.forgetNetworks
update page_report set network = '' where network <> '' and created_at < @before`

func (s *Service) tidy(ctx context.Context) error {
	now := s.Now()
	if _, err := postgres.Exec(ctx, s.Pool, forgetNetworksSQL, postgres.Args{"before": now.Add(-KeptNetwork)}); err != nil {
		return err
	}
	_, err := postgres.Exec(ctx, s.Pool, forgetSQL, postgres.Args{"before": now.Add(-Kept)})
	return err
}

// AddWorkers registers the job.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[TidyArgs]) error { return s.tidy(ctx) }))
}

// Periodic is the job, every hour.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return TidyArgs{}, nil },
		&river.PeriodicJobOpts{ID: "pagereport.tidy", RunOnStart: true},
	)}
}
