// Queueing a message in the transaction that causes it.

package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/postgres"
)

// maxAttempts spreads over about half a day with River's growing pauses.
const maxAttempts = 12

// Outbox takes messages.
type Outbox struct {
	jobs jobs.Enqueuer
	now  func() time.Time
}

// NewOutbox makes the outbox that enqueues its deliveries with e and dates its
// messages by now; nil is the real clock.
func NewOutbox(e jobs.Enqueuer, now func() time.Time) *Outbox {
	if now == nil {
		now = time.Now
	}
	return &Outbox{jobs: e, now: now}
}

type sendArgs struct {
	EmailID int64 `json:"email_id"` // never more: job rows outlive the message
}

func (sendArgs) Kind() string { return "mail.send" }

func (sendArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: jobs.Mail, MaxAttempts: maxAttempts}
}

const insertSQL = `-- mail.Queue
insert into email (municipality_id, recipient, recipient_name, sender_name, reply_to, lang, kind, about, about_id,
                   subject, text_body, html_body, attachments, cause_key, created_at)
values (nullif(@municipality_id::bigint, 0), @recipient, @recipient_name, @sender_name, @reply_to, @lang, @kind, @about, nullif(@about_id::bigint, 0),
        @subject, @text_body, @html_body, @attachments, nullif(@cause_key::text, ''), @now)
on conflict (cause_key) do nothing
returning id`

// Queue stores a message in tx; it is sent when tx has been committed. A second
// message for the same cause is dropped without an error. An address that
// cannot be one is a fault of kind Invalid.
func (o *Outbox) Queue(ctx context.Context, tx pgx.Tx, m Message) error {
	m, err := m.prepare()
	if err != nil {
		return fmt.Errorf("queue e-mail: %w", err)
	}
	id, err := postgres.Scalar[int64](ctx, tx, insertSQL, pgx.StrictNamedArgs{
		"municipality_id": m.MunicipalityID, "recipient": m.To, "recipient_name": m.ToName,
		"sender_name": m.FromName, "reply_to": m.ReplyTo, "lang": string(m.Lang),
		"kind": m.Kind.String(), "about": string(m.Kind.About()), "about_id": m.AboutID, "subject": m.Subject, "text_body": m.Text, "html_body": m.HTML,
		"attachments": m.Attachments, "cause_key": m.cause(), "now": o.now(),
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("queue e-mail: %w", err)
	}
	return o.enqueue(ctx, tx, id)
}

func (o *Outbox) enqueue(ctx context.Context, tx pgx.Tx, id int64) error {
	if err := o.jobs.Enqueue(ctx, tx, sendArgs{EmailID: id}, nil); err != nil {
		return fmt.Errorf("queue e-mail: %w", err)
	}
	return nil
}

const requeueSQL = `-- mail.Retry
update email set status = 'queued', last_error = ''
where id = @id and municipality_id = @municipality_id and status in ('failed', 'bounced')`

// Retry sends a failed or bounced message of the municipality once more.
func (o *Outbox) Retry(ctx context.Context, tx pgx.Tx, municipalityID, id int64) error {
	n, err := postgres.Exec(ctx, tx, requeueSQL, pgx.StrictNamedArgs{"id": id, "municipality_id": municipalityID})
	if err != nil {
		return fmt.Errorf("retry e-mail %d: %w", id, err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "")
	}
	return o.enqueue(ctx, tx, id)
}

const dismissSQL = `-- mail.Dismiss
delete from email where id = @id and municipality_id = @municipality_id and status in ('failed', 'bounced')`

// Dismiss takes a failed or bounced message of the municipality off the work list
// for good. The mark on an address that refused stays.
func Dismiss(ctx context.Context, q postgres.Querier, municipalityID, id int64) error {
	n, err := postgres.Exec(ctx, q, dismissSQL, pgx.StrictNamedArgs{"id": id, "municipality_id": municipalityID})
	if err != nil {
		return fmt.Errorf("dismiss e-mail %d: %w", id, err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "")
	}
	return nil
}
