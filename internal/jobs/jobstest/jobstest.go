// Package jobstest runs the jobs of a test database to their end, so that a
// test sees what follows from what it did.
package jobstest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/postgres"
)

const patience = 30 * time.Second

// Result is one run of one job.
type Result struct {
	Kind  string
	State string // completed, retryable, discarded, cancelled
	Err   string // the last error, "" when none
}

// Work runs every job that is due, and those that they enqueue, until none is
// left; a job that fails fails the test. Jobs of the future stay where they are.
func Work(tb testing.TB, pool *pgxpool.Pool, workers *river.Workers) []Result {
	tb.Helper()
	results := Try(tb, pool, workers)
	for _, r := range results {
		if r.Err != "" {
			tb.Errorf("job %s is %s: %s", r.Kind, r.State, r.Err)
		}
	}
	return results
}

// Try is Work for tests in which jobs may fail. A failed job waits for its next
// attempt; MakeDue brings that forward.
func Try(tb testing.TB, pool *pgxpool.Pool, workers *river.Workers) []Result {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	before := mustScalar(ctx, tb, pool, nowSQL)
	mustExec(ctx, tb, pool, dueSQL)
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Workers:  workers,
		Queues:   map[string]river.QueueConfig{jobs.Default: {MaxWorkers: 1}, jobs.Mail: {MaxWorkers: 1}, jobs.Awaited: {MaxWorkers: 1}},
		PollOnly: true, LeaderElectionDisabled: true, TestOnly: true,
		FetchCooldown: time.Millisecond, FetchPollInterval: 5 * time.Millisecond,
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		tb.Fatalf("jobstest: %v", err)
	}
	if err := client.Start(ctx); err != nil {
		tb.Fatalf("jobstest: %v", err)
	}
	waitIdle(ctx, tb, pool)
	if err := client.Stop(ctx); err != nil {
		tb.Fatalf("jobstest: stop: %v", err)
	}
	results, err := postgres.Many[Result](ctx, pool, resultsSQL, postgres.Args{"since": before})
	if err != nil {
		tb.Fatalf("jobstest: %v", err)
	}
	return results
}

// MakeDue brings all jobs of the future, retries too, to now.
func MakeDue(tb testing.TB, pool *pgxpool.Pool) {
	tb.Helper()
	mustExec(tb.Context(), tb, pool, hastenSQL)
}

func waitIdle(ctx context.Context, tb testing.TB, pool *pgxpool.Pool) {
	tb.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		busy, err := postgres.Scalar[bool](ctx, pool, busySQL, nil)
		if err != nil {
			tb.Fatalf("jobstest: jobs do not come to an end: %v", err)
		}
		if !busy {
			return
		}
		<-tick.C
	}
}

func mustExec(ctx context.Context, tb testing.TB, pool *pgxpool.Pool, sql string) {
	tb.Helper()
	if _, err := postgres.Exec(ctx, pool, sql, nil); err != nil {
		tb.Fatalf("jobstest: %v", err)
	}
}

func mustScalar(ctx context.Context, tb testing.TB, pool *pgxpool.Pool, sql string) time.Time {
	tb.Helper()
	at, err := postgres.Scalar[time.Time](ctx, pool, sql, nil)
	if err != nil {
		tb.Fatalf("jobstest: %v", err)
	}
	return at
}

const nowSQL = `-- jobstest.now
select clock_timestamp()`

const dueSQL = `-- jobstest.due
update river_job set state = 'available'
where state in ('scheduled', 'retryable') and scheduled_at <= clock_timestamp()`

const hastenSQL = `-- jobstest.hasten
update river_job set scheduled_at = clock_timestamp(), state = 'available'
where state in ('scheduled', 'retryable', 'available')`

const busySQL = `-- jobstest.busy
select exists (select from river_job where state = 'running' or state = 'available' and scheduled_at <= clock_timestamp())`

const resultsSQL = `-- jobstest.results
select kind, state::text as state, case when state = 'completed' then '' else coalesce(errors[cardinality(errors)] ->> 'error', '') end as err
from river_job where attempted_at >= @since order by attempted_at, id`
