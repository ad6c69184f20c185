// The daily job that forgets old events.

package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/postgres"
)

// Kept is how long an event is kept: the privacy page promises it.
const Kept = 365 * 24 * time.Hour

// batch is how many events one transaction deletes.
const batch = 5000

const forgetSQL = `-- audit.Forget
with old as (select id from audit_event where at < @before order by id limit @limit for update skip locked),
gone as (delete from audit_event e using old where e.id = old.id returning coalesce(e.municipality_id, 0) as municipality_id)
select municipality_id, count(*)::int as events from gone group by municipality_id order by municipality_id`

// Forget deletes the events that are older than Kept at now, writes in the log of
// each municipality how many there were, and returns how many in all. Done again
// it changes nothing.
func Forget(ctx context.Context, pool *pgxpool.Pool, now time.Time) (int, error) {
	total, of := 0, map[int64]int{}
	for {
		n, err := forgetBatch(ctx, pool, now.Add(-Kept), of)
		if err != nil {
			return total, fmt.Errorf("forget old events: %w", err)
		}
		total += n
		if n < batch {
			break
		}
	}
	for municipality, events := range of {
		e := Event{Action: "audit.forget", Object: "audit", Detail: map[string]any{"count": events}}
		if err := Record(ctx, pool, now, System(municipality), e); err != nil {
			return total, err
		}
	}
	return total, nil
}

func forgetBatch(ctx context.Context, pool *pgxpool.Pool, before time.Time, of map[int64]int) (int, error) {
	type row struct {
		MunicipalityID int64
		Events         int
	}
	rows, err := postgres.Many[row](ctx, pool, forgetSQL, postgres.Args{"before": before, "limit": batch})
	n := 0
	for _, r := range rows {
		of[r.MunicipalityID] += r.Events
		n += r.Events
	}
	return n, err
}

type forgetArgs struct{}

func (forgetArgs) Kind() string { return "audit.tidy" }

// Register adds the worker that deletes old events.
func Register(workers *river.Workers, pool *pgxpool.Pool, now func() time.Time) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[forgetArgs]) error {
		_, err := Forget(ctx, pool, now())
		return err
	}))
}

// Periodic is the job that Register's worker expects to come back, every day.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return forgetArgs{}, nil },
		&river.PeriodicJobOpts{ID: "audit.tidy", RunOnStart: true})}
}
