// The job that forgets files and old batches.

package imports

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

type forgetArgs struct{}

func (forgetArgs) Kind() string { return "imports.forget" }

type forgetWorker struct {
	river.WorkerDefaults[forgetArgs]
	pool *pgxpool.Pool
	now  func() time.Time
}

func (w forgetWorker) Work(ctx context.Context, _ *river.Job[forgetArgs]) error {
	_, err := Forget(ctx, w.pool, w.now())
	return err
}

// AddWorkers adds the workers of this package.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, forgetWorker{pool: s.Pool, now: s.Now})
	river.AddWorker(workers, storeWorker{s: s})
}

// Periodic gives previews up that nobody stored within a week.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(6*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return forgetArgs{}, nil },
			&river.PeriodicJobOpts{ID: "imports.forget", RunOnStart: true}),
	}
}

const forgetSQL = `-- imports.Forget
update import_batch set state = 'discarded', content = null, asked = '{}' where state = 'previewed' and created_at < @now::timestamptz - interval '7 days'`

const forgetRowsSQL = `-- imports.Forget rows
delete from import_row r using import_batch b
where b.id = r.batch_id and (b.state = 'discarded' and b.created_at < @now::timestamptz - interval '7 days' or b.created_at < @before)`

// KeptRows is how long what each row of a file changed is kept.
const KeptRows = 365 * 24 * time.Hour

// Forget gives up previews that nobody stored within a week, with the rows of what
// was given up, and the rows of what is old: they hold personal data. It returns how many previews there were.
func Forget(ctx context.Context, q postgres.Querier, now time.Time) (int64, error) {
	n, err := postgres.Exec(ctx, q, forgetSQL, postgres.Args{"now": now})
	if err != nil {
		return n, err
	}
	_, err = postgres.Exec(ctx, q, forgetRowsSQL, postgres.Args{"now": now, "before": now.Add(-KeptRows)})
	return n, err
}
