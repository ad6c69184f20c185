// Taking up what a crash left half sent.

package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
)

// grace is how long a job may have run without having locked its message.
const grace = 10 * time.Second

type resumeArgs struct{}

func (resumeArgs) Kind() string { return "mail.resume" }

type resumeWorker struct {
	river.WorkerDefaults[resumeArgs]
	pool   *pgxpool.Pool
	outbox *Outbox
}

// strandedSQL finds the messages that nobody will send: their job runs in a
// process that was killed, or has ended without a word. Whoever sends a message
// holds its lock, so one that can be locked here is not being sent.
const strandedSQL = `-- mail.stranded
select e.id, e.kind from email e
where e.status = 'queued' and not exists (
    select from river_job j
    where j.kind = 'mail.send' and j.args @> jsonb_build_object('email_id', e.id)
      and (j.state in ('available', 'pending', 'retryable', 'scheduled') or j.state = 'running' and j.attempted_at > @recently))
order by e.id limit 500
for update of e skip locked`

type stranded struct {
	ID   int64
	Kind kind.Kind
}

// Work gives each stranded message a new job. Should the old one come back too,
// it finds the message sent.
func (w *resumeWorker) Work(ctx context.Context, _ *river.Job[resumeArgs]) error {
	return postgres.InTx(ctx, w.pool, func(ctx context.Context, tx pgx.Tx) error {
		list, err := postgres.Many[stranded](ctx, tx, strandedSQL, postgres.Args{"recently": time.Now().Add(-grace)})
		if err != nil {
			return fmt.Errorf("find stranded e-mails: %w", err)
		}
		for _, e := range list {
			if err := w.outbox.enqueue(ctx, tx, e.ID, e.Kind); err != nil {
				return err
			}
		}
		return nil
	})
}
