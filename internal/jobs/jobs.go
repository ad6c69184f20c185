// Package jobs runs work after the answer: e-mails, horizons, retention. Jobs
// are rows of the same Postgres (River), enqueued in the transaction that causes
// them, so nothing is promised that does not happen. It knows no feature: each
// feature brings its own arguments and workers.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"frivilligsentral/internal/postgres"
)

// The queues. E-mail has its own, so that slow servers hold up nothing else, and
// so have the letters that somebody sits and waits for, so that a message to a
// thousand people holds up no login.
const (
	Default = river.QueueDefault
	Mail    = "mail"
	Awaited = "awaited_mail"
)

const (
	longest = 2 * time.Minute          // a job may take
	rescue  = longest + 30*time.Second // after which the job of a killed process is run again
	keep    = 30 * 24 * time.Hour
)

// Enqueuer puts a job into the caller's transaction: it runs when, and only
// when, that transaction commits.
type Enqueuer interface {
	Enqueue(ctx context.Context, tx pgx.Tx, args river.JobArgs, opts *river.InsertOpts) error
}

// Config says what a Client works on.
type Config struct {
	// Queues gives how many jobs run at once per queue; nil means all of the above.
	Queues map[string]int
	// Periodic are jobs that come back; more may be added with AddPeriodic.
	Periodic []*river.PeriodicJob
	// Logger gets failures with kind and id, never a job's arguments. Nil means silence.
	Logger *slog.Logger
	// Poll is how often a queue is looked at beside the notifications, 1 s when zero.
	Poll time.Duration
}

// Client enqueues jobs and, when started, works them.
type Client struct{ river queue }

// queue is what is asked of River. River's own client stands behind it because a
// generic type is compiled anew in each package that mentions a Client.
type queue interface {
	InsertTx(ctx context.Context, tx pgx.Tx, args river.JobArgs, opts *river.InsertOpts) (*rivertype.JobInsertResult, error)
	JobRetry(ctx context.Context, id int64) (*rivertype.JobRow, error)
	PeriodicJobs() *river.PeriodicJobBundle
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// New makes a client that can be started. Workers may be added to the bundle
// until Start, so features can be built with the client as their Enqueuer.
func New(pool *pgxpool.Pool, workers *river.Workers, cfg Config) (*Client, error) {
	log := orSilent(cfg.Logger)
	queues := map[string]river.QueueConfig{Default: {MaxWorkers: 4}, Mail: {MaxWorkers: 2}, Awaited: {MaxWorkers: 2}}
	if cfg.Queues != nil {
		queues = map[string]river.QueueConfig{}
		for name, most := range cfg.Queues {
			queues[name] = river.QueueConfig{MaxWorkers: most}
		}
	}
	poll := cfg.Poll
	if poll == 0 {
		poll = time.Second
	}
	return newClient(pool, &river.Config{
		Workers: workers, Queues: queues, PeriodicJobs: cfg.Periodic,
		Logger: quiet(log), ErrorHandler: failures{log},
		JobTimeout: longest, RescueStuckJobsAfter: rescue, SoftStopTimeout: 10 * time.Second,
		FetchPollInterval: poll, FetchCooldown: min(poll, 100*time.Millisecond),
		DiscardedJobRetentionPeriod: keep,
	})
}

// InsertOnly makes a client that enqueues and never works: for the command line
// and for tests.
func InsertOnly(pool *pgxpool.Pool) (*Client, error) {
	return newClient(pool, &river.Config{Logger: orSilent(nil)})
}

func newClient(pool *pgxpool.Pool, cfg *river.Config) (*Client, error) {
	client, err := river.NewClient(riverpgxv5.New(pool), cfg)
	if err != nil {
		return nil, fmt.Errorf("job client: %w", err)
	}
	return &Client{client}, nil
}

// Enqueue adds a job in tx.
func (c *Client) Enqueue(ctx context.Context, tx pgx.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := c.river.InsertTx(ctx, tx, args, opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), postgres.Fault(err))
	}
	return nil
}

// AddPeriodic adds jobs that come back; before or after Start. Give each an ID
// in its options. It must not be called on an insert-only client.
func (c *Client) AddPeriodic(list ...*river.PeriodicJob) error {
	if _, err := c.river.PeriodicJobs().AddManySafely(list); err != nil {
		return fmt.Errorf("periodic jobs: %w", err)
	}
	return nil
}

// Start begins to work. It goes on until Stop, also when ctx ends.
func (c *Client) Start(ctx context.Context) error {
	if err := c.river.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	return nil
}

// Stop takes no new jobs and waits for those that run, ten seconds at most; then
// and when ctx ends they are cancelled and go back to their queue.
func (c *Client) Stop(ctx context.Context) error {
	err := c.river.Stop(ctx)
	if err == nil {
		return nil
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := c.river.StopAndCancel(last); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// Retry gives a failed job another chance now.
func (c *Client) Retry(ctx context.Context, id int64) error {
	if _, err := c.river.JobRetry(ctx, id); err != nil {
		return fmt.Errorf("retry job %d: %w", id, err)
	}
	return nil
}

func orSilent(log *slog.Logger) *slog.Logger {
	if log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return log
}

// failures logs each failed run once, without the arguments: they may name people.
type failures struct{ log *slog.Logger }

func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	level := slog.LevelWarn
	if job.Attempt >= job.MaxAttempts {
		level = slog.LevelError
	}
	f.log.Log(ctx, level, "job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "of", job.MaxAttempts, "error", err)
	return nil
}

func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "panic", value, "trace", trace)
	return nil
}

// Part is Enqueue as one part of a larger statement, for where every round trip
// counts: a job for each row of another part, queued, with its arguments (jsonb)
// from there. The job begins when its queue is looked at next, within a second. Its
// other values are those of PartArgs.
const Part = `insert into river_job (kind, queue, max_attempts, args)
select @job_kind, @job_queue, @job_attempts::smallint, queued.args from queued`

// PartArgs adds the values of Part to those of its statement.
func PartArgs(args postgres.Args, kind, queue string, attempts int) {
	args["job_kind"], args["job_queue"], args["job_attempts"] = kind, queue, attempts
}
