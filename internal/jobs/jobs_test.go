package jobs_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t, ".", "jobstest")
}

type countArgs struct {
	Left int `json:"left"`
}

func (countArgs) Kind() string { return "test.count" }

// countWorker enqueues one fewer until none is left.
type countWorker struct {
	river.WorkerDefaults[countArgs]
	enqueuer jobs.Enqueuer
	pool     *pgxpool.Pool
	runs     *atomic.Int32
	fail     error
}

func (w *countWorker) Work(ctx context.Context, job *river.Job[countArgs]) error {
	w.runs.Add(1)
	if w.fail != nil || job.Args.Left == 0 {
		return w.fail
	}
	return enqueue(ctx, w.pool, w.enqueuer, job.Args.Left-1, nil)
}

func enqueue(ctx context.Context, pool *pgxpool.Pool, e jobs.Enqueuer, left int, opts *river.InsertOpts) error {
	return postgres.InTx(ctx, pool, func(ctx context.Context, tx pgx.Tx) error {
		return e.Enqueue(ctx, tx, countArgs{left}, opts)
	})
}

func setup(t *testing.T, fail error) (*pgxpool.Pool, *jobs.Client, *river.Workers, *atomic.Int32) {
	t.Helper()
	pool := pgtest.Pool(t)
	client, err := jobs.InsertOnly(pool)
	if err != nil {
		t.Fatal(err)
	}
	runs := new(atomic.Int32)
	workers := river.NewWorkers()
	river.AddWorker(workers, &countWorker{enqueuer: client, pool: pool, runs: runs, fail: fail})
	return pool, client, workers, runs
}

func TestWorkRunsWhatFollows(t *testing.T) {
	t.Parallel()
	pool, client, workers, runs := setup(t, nil)
	if err := enqueue(t.Context(), pool, client, 2, nil); err != nil {
		t.Fatal(err)
	}
	later := &river.InsertOpts{ScheduledAt: time.Now().Add(time.Hour)}
	if err := enqueue(t.Context(), pool, client, 0, later); err != nil {
		t.Fatal(err)
	}
	if got := len(jobstest.Work(t, pool, workers)); got != 3 || runs.Load() != 3 {
		t.Errorf("got %d results, %d runs; want 3", got, runs.Load())
	}
	jobstest.MakeDue(t, pool)
	if got := len(jobstest.Work(t, pool, workers)); got != 1 {
		t.Errorf("after MakeDue: got %d, want the one that was scheduled", got)
	}
}

func TestEnqueueFollowsTheTransaction(t *testing.T) {
	t.Parallel()
	pool, client, workers, runs := setup(t, nil)
	refusal := errors.New("no")
	err := postgres.InTx(t.Context(), pool, func(ctx context.Context, tx pgx.Tx) error {
		return errors.Join(client.Enqueue(ctx, tx, countArgs{}, nil), refusal)
	})
	if !errors.Is(err, refusal) {
		t.Fatal(err)
	}
	jobstest.Work(t, pool, workers)
	if got := runs.Load(); got != 0 {
		t.Errorf("got %d runs of a job that was rolled back, want none", got)
	}
}

func TestFailedIsListedAndRetried(t *testing.T) {
	t.Parallel()
	pool, client, workers, runs := setup(t, errors.New("broken pipe"))
	if err := enqueue(t.Context(), pool, client, 0, &river.InsertOpts{MaxAttempts: 1}); err != nil {
		t.Fatal(err)
	}
	if got := jobstest.Try(t, pool, workers); len(got) != 1 || got[0].State != "discarded" {
		t.Fatalf("got %+v, want one discarded", got)
	}
	list, err := jobs.Failed(t.Context(), pool, 10)
	if err != nil || len(list) != 1 || list[0].Kind != "test.count" || list[0].LastError != "broken pipe" {
		t.Fatalf("got %+v, %v; want the failed job", list, err)
	}
	if err := client.Retry(t.Context(), list[0].ID); err != nil {
		t.Fatal(err)
	}
	jobstest.Try(t, pool, workers)
	if got := runs.Load(); got != 2 {
		t.Errorf("runs: got %d, want 2", got)
	}
}

// One slow server holds up no code or link that somebody else sits and waits for.
func TestAwaitedLettersDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	workers := river.NewWorkers()
	client, err := jobs.New(pool, workers, jobs.Config{Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	started, slow := make(chan int, 2), make(chan struct{})
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[countArgs]) error {
		started <- job.Args.Left
		<-slow
		return nil
	}))
	for n := range 2 {
		if err := enqueue(t.Context(), pool, client, n, &river.InsertOpts{Queue: jobs.Awaited}); err != nil {
			t.Fatal(err)
		}
	}
	if err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		select {
		case <-started:
		case <-time.After(20 * time.Second):
			t.Errorf("got %d letters begun while the first is slow, want both", n)
		}
	}
	close(slow)
	if err := client.Stop(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
}

// The real client, with a worker added after New and a periodic job.
func TestClientWorksAndStops(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	workers := river.NewWorkers()
	client, err := jobs.New(pool, workers, jobs.Config{Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{}, 10)
	river.AddWorker(workers, river.WorkFunc(func(context.Context, *river.Job[countArgs]) error {
		done <- struct{}{}
		return nil
	}))
	err = client.AddPeriodic(river.NewPeriodicJob(river.PeriodicInterval(time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return countArgs{}, nil },
		&river.PeriodicJobOpts{ID: "count", RunOnStart: true}))
	if err != nil {
		t.Fatal(err)
	}
	if err := enqueue(t.Context(), pool, client, 0, nil); err != nil {
		t.Fatal(err)
	}
	if err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Fatal("the enqueued and the periodic job did not both run")
		}
	}
	if err := client.Stop(t.Context()); err != nil {
		t.Errorf("stop: %v", err)
	}
}

// However much waits to be sent to many, what somebody sits and waits for is sent.
func TestAwaitedMailPassesTheRest(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	workers := river.NewWorkers()
	client, err := jobs.New(pool, workers, jobs.Config{Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	release, awaited := make(chan struct{}), make(chan struct{})
	river.AddWorker(workers, river.WorkFunc(func(_ context.Context, job *river.Job[countArgs]) error {
		if job.Queue == jobs.Awaited {
			close(awaited)
		} else {
			<-release
		}
		return nil
	}))
	for range 8 {
		if err := enqueue(t.Context(), pool, client, 0, &river.InsertOpts{Queue: jobs.Mail}); err != nil {
			t.Fatal(err)
		}
	}
	if err := enqueue(t.Context(), pool, client, 0, &river.InsertOpts{Queue: jobs.Awaited}); err != nil {
		t.Fatal(err)
	}
	if err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-awaited:
	case <-time.After(20 * time.Second):
		t.Error("what is waited for stands behind the rest")
	}
	close(release)
	if err := client.Stop(t.Context()); err != nil {
		t.Errorf("stop: %v", err)
	}
}
