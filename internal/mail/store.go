// How messages are stored and looked up.

package mail

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
)

const columns = `id, municipality_id, recipient, recipient_name, sender_name, reply_to, lang, kind, subject,
       text_body, html_body, attachments, status, attempts, last_error, created_at, sent_at`

const recentSQL = `-- mail.Recent
select ` + columns + `
from email order by id desc limit @limit`

// Recent lists the newest messages of the whole installation, for the
// development mailbox.
func Recent(ctx context.Context, q postgres.Querier, limit int) ([]Email, error) {
	return many(ctx, q, "recent", recentSQL, pgx.StrictNamedArgs{"limit": limit})
}

const byIDSQL = `-- mail.ByID
select ` + columns + `
from email where id = @id`

// ByID reads one message; a missing one is a fault of kind NotFound.
func ByID(ctx context.Context, q postgres.Querier, id int64) (Email, error) {
	e, err := postgres.One[Email](ctx, q, byIDSQL, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return Email{}, fmt.Errorf("e-mail %d: %w", id, err)
	}
	return e, nil
}

const troubleSQL = `-- mail.Trouble
select ` + columns + `
from email
where municipality_id = @municipality_id and status in ('failed', 'bounced')
order by id desc limit @limit`

// Trouble lists the municipality's messages that did not arrive, failed and
// bounced, newest first: for the work list.
func Trouble(ctx context.Context, q postgres.Querier, municipalityID int64, limit int) ([]Email, error) {
	return many(ctx, q, "undelivered", troubleSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "limit": limit})
}

const toSQL = `-- mail.To
select ` + columns + `
from email where lower(recipient) = lower(@address::text)
order by id desc limit @limit`

// To lists the messages to an address, newest first: what is held about a person.
func To(ctx context.Context, q postgres.Querier, address string, limit int) ([]Email, error) {
	return many(ctx, q, "to address", toSQL, pgx.StrictNamedArgs{"address": address, "limit": limit})
}

func many(ctx context.Context, q postgres.Querier, what, sql string, args pgx.StrictNamedArgs) ([]Email, error) {
	list, err := postgres.Many[Email](ctx, q, sql, args)
	if err != nil {
		return nil, fmt.Errorf("e-mails, %s: %w", what, err)
	}
	return list, nil
}

const eraseSQL = `-- mail.Erase
with marks as (delete from email_address_status where municipality_id = @municipality_id and address = lower(@address::text) returning 1),
gone as (delete from email where municipality_id = @municipality_id
         and (lower(recipient) = lower(@address::text) or about = @about and about_id = any(@ids::bigint[])) returning 1)
select (select count(*) from marks) + (select count(*) from gone)`

// Erase deletes everything that a municipality's mail holds about an address, and
// what has been written to anybody about the things with the ids. It returns how much.
func Erase(ctx context.Context, q postgres.Querier, municipalityID int64, address string, about kind.Thing, ids []int64) (int64, error) {
	n, err := postgres.Scalar[int64](ctx, q, eraseSQL, pgx.StrictNamedArgs{
		"municipality_id": municipalityID, "address": address, "about": string(about), "ids": ids,
	})
	if err != nil {
		return 0, fmt.Errorf("erase address: %w", err)
	}
	return n, nil
}

const forgetAboutSQL = `-- mail.ForgetAbout
delete from email where municipality_id = @municipality_id and about = @about and about_id = any(@ids::bigint[]) and status <> 'queued'`

// ForgetAbout deletes the log of what has been written about a municipality's things
// whose time is up. What waits to be sent stays until it is.
func ForgetAbout(ctx context.Context, q postgres.Querier, municipalityID int64, about kind.Thing, ids []int64) error {
	args := pgx.StrictNamedArgs{"municipality_id": municipalityID, "about": string(about), "ids": ids}
	if _, err := postgres.Exec(ctx, q, forgetAboutSQL, args); err != nil {
		return fmt.Errorf("forget e-mails about %s: %w", about, err)
	}
	return nil
}
