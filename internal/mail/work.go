// The job that delivers a message.

package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/postgres"
)

// Sender delivers one message. An error that is a *Refusal ends the matter;
// after any other the message is tried again.
type Sender interface {
	Send(ctx context.Context, e Email) error
	// Keeps says that bodies stay in the database after delivery.
	Keeps() bool
}

// Refusal says that the receiver's server will never take the message.
type Refusal struct {
	Code   int // SMTP, 500–599
	Reason string
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused (%d): %s", r.Code, r.Reason) }

// Register adds the workers that deliver messages, take up those that a killed
// process left behind, and delete old ones.
func Register(workers *river.Workers, pool *pgxpool.Pool, sender Sender, outbox *Outbox) {
	river.AddWorker(workers, &sendWorker{pool: pool, sender: sender, now: outbox.now})
	river.AddWorker(workers, &resumeWorker{pool: pool, outbox: outbox})
	river.AddWorker(workers, &cleanWorker{pool: pool, now: outbox.now})
}

// Periodic are the jobs that Register's workers expect to come back.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(6*time.Hour),
			func() (river.JobArgs, *river.InsertOpts) { return cleanArgs{}, nil },
			&river.PeriodicJobOpts{ID: "mail.clean", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(30*time.Second),
			func() (river.JobArgs, *river.InsertOpts) { return resumeArgs{}, &river.InsertOpts{MaxAttempts: 1} },
			&river.PeriodicJobOpts{ID: "mail.resume", RunOnStart: true}),
	}
}

type sendWorker struct {
	river.WorkerDefaults[sendArgs]
	pool   *pgxpool.Pool
	sender Sender
	now    func() time.Time
}

const takeSQL = `-- mail.take
select ` + columns + `
from email where id = @id and status = 'queued'
for update skip locked`

// Work holds the row's lock while it sends, so that a second worker with the
// same job cannot send it too. Killed in between, the message goes out again
// with the same Message-ID: SMTP allows no better.
func (w *sendWorker) Work(ctx context.Context, job *river.Job[sendArgs]) error {
	var outcome error
	stays := context.WithoutCancel(ctx) // what the server has taken must be recorded, also during a shutdown
	err := postgres.InTx(stays, w.pool, func(stays context.Context, tx pgx.Tx) error {
		e, err := postgres.One[Email](stays, tx, takeSQL, postgres.Args{"id": job.Args.EmailID})
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // sent, deleted or in another worker's hands
		}
		if err != nil {
			return err
		}
		outcome = w.sender.Send(ctx, e)
		return w.record(stays, tx, e, outcome, job.Attempt >= job.MaxAttempts)
	})
	if err != nil {
		return fmt.Errorf("send e-mail %d: %w", job.Args.EmailID, err)
	}
	var refusal *Refusal
	if outcome == nil || errors.As(outcome, &refusal) {
		return nil
	}
	// The job's log outlives the message: no address, no server's words.
	return fmt.Errorf("e-mail %d is not delivered yet, see its last_error", job.Args.EmailID)
}

const sentSQL = `-- mail.sent
with fine as (
    delete from email_address_status using email
    where email.id = @id and email_address_status.municipality_id = email.municipality_id and address = lower(recipient)
)
update email set status = 'sent', sent_at = @now, attempts = attempts + 1, last_error = '',
       text_body = case when @keep then text_body else '' end,
       html_body = case when @keep then html_body else '' end,
       attachments = case when @keep then attachments else '[]' end,
       unsubscribe = case when @keep then unsubscribe else '' end
where id = @id`

const unsentSQL = `-- mail.unsent
update email set status = @status, attempts = attempts + 1, last_error = @error where id = @id`

const bouncedSQL = `-- mail.bounced
insert into email_address_status (municipality_id, address, reason, bounced_at)
select municipality_id, lower(recipient), @reason, @now from email where id = @id and municipality_id is not null
on conflict (municipality_id, address) do update set bounced_at = excluded.bounced_at, reason = excluded.reason`

func (w *sendWorker) record(ctx context.Context, tx pgx.Tx, e Email, outcome error, last bool) error {
	if outcome == nil {
		_, err := postgres.Exec(ctx, tx, sentSQL, postgres.Args{"id": e.ID, "keep": w.sender.Keeps(), "now": w.now()})
		return err
	}
	said := withoutAddress(outcome.Error(), e.Recipient)
	status := Queued
	var refusal *Refusal
	switch {
	case errors.As(outcome, &refusal):
		status = Bounced
		if _, err := postgres.Exec(ctx, tx, bouncedSQL, postgres.Args{"id": e.ID, "reason": said, "now": w.now()}); err != nil {
			return err
		}
	case last:
		status = Failed
	}
	_, err := postgres.Exec(ctx, tx, unsentSQL, postgres.Args{"id": e.ID, "status": string(status), "error": said})
	return err
}

// withoutAddress keeps what a server says short, on one line and free of whom it is about.
func withoutAddress(text, recipient string) string {
	text = oneLine(strings.ReplaceAll(text, recipient, "…"))
	if runes := []rune(text); len(runes) > 300 {
		text = string(runes[:300]) + "…"
	}
	return text
}
