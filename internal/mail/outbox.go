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
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail/kind"
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

// queueOf is where a letter waits: what somebody sits and waits for goes past the rest.
func queueOf(k kind.Kind) string {
	if k.Awaited() {
		return jobs.Awaited
	}
	return jobs.Mail
}

const insertSQL = `-- mail.Queue
with mailed as (select @about_id::bigint as about_id),
` + stored + `
select coalesce((select id from mail_row), 0) as id, exists (select from allowance where sent > @mail_most::int) as held`

// ErrTooMany says that the address has got as many letters as it gets in an hour. Nobody
// but who is logged in is told.
var ErrTooMany = fault.New(fault.TooMany, i18n.Mark("Det er sendt flere e-poster til denne adressen den siste timen. Vent en time og prøv igjen."))

// Queue stores a message in tx; it is sent when tx has been committed. A second
// message for the same cause is dropped without an error, and so is one more than an
// address gets of those that nobody has shown to want; see MaxUnproved. Where the causer
// is logged in, one too many is ErrTooMany instead. An address that cannot be one is a
// fault of kind Invalid.
func (o *Outbox) Queue(ctx context.Context, tx pgx.Tx, m Message) error {
	m, err := m.prepare()
	if err != nil {
		return fmt.Errorf("queue e-mail: %w", err)
	}
	args := postgres.Args{"about_id": m.AboutID}
	m.store(args, o.now())
	row, err := postgres.One[struct {
		ID   int64
		Held bool
	}](ctx, tx, insertSQL, args)
	switch {
	case err != nil:
		return fmt.Errorf("queue e-mail: %w", err)
	case row.Held && m.Kind.Told():
		return ErrTooMany
	case row.ID == 0:
		return nil
	}
	return o.enqueue(ctx, tx, row.ID, m.Kind)
}

func (o *Outbox) enqueue(ctx context.Context, tx pgx.Tx, id int64, k kind.Kind) error {
	if err := o.jobs.Enqueue(ctx, tx, sendArgs{EmailID: id}, &river.InsertOpts{Queue: queueOf(k)}); err != nil {
		return fmt.Errorf("queue e-mail: %w", err)
	}
	return nil
}

const requeueSQL = `-- mail.Retry
update email set status = 'queued', last_error = ''
where id = @id and municipality_id = @municipality_id and status in ('failed', 'bounced')
returning kind`

// Retry sends a failed or bounced message of the municipality once more.
func (o *Outbox) Retry(ctx context.Context, tx pgx.Tx, municipalityID, id int64) error {
	name, err := postgres.Scalar[string](ctx, tx, requeueSQL, postgres.Args{"id": id, "municipality_id": municipalityID})
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.NotFound, "")
	}
	if err != nil {
		return fmt.Errorf("retry e-mail %d: %w", id, err)
	}
	return o.enqueue(ctx, tx, id, kind.Named(name))
}

const dismissSQL = `-- mail.Dismiss
delete from email where id = @id and municipality_id = @municipality_id and status in ('failed', 'bounced')`

// Dismiss takes a failed or bounced message of the municipality off the work list
// for good. The mark on an address that refused stays.
func Dismiss(ctx context.Context, q postgres.Querier, municipalityID, id int64) error {
	n, err := postgres.Exec(ctx, q, dismissSQL, postgres.Args{"id": id, "municipality_id": municipalityID})
	if err != nil {
		return fmt.Errorf("dismiss e-mail %d: %w", id, err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "")
	}
	return nil
}
