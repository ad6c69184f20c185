// How messages are looked up.

package mail

import (
	"context"
	"fmt"

	"frivilligsentral/internal/postgres"
)

const columns = `id, municipality_id, recipient, recipient_name, sender_name, reply_to, lang, kind, subject,
       text_body, html_body, attachments, unsubscribe, status, attempts, last_error, created_at, sent_at`

const recentSQL = `-- mail.Recent
select ` + columns + `
from email order by id desc limit @limit`

// Recent lists the newest messages of the whole installation, for the
// development mailbox.
func Recent(ctx context.Context, q postgres.Querier, limit int) ([]Email, error) {
	return many(ctx, q, "recent", recentSQL, postgres.Args{"limit": limit})
}

const byIDSQL = `-- mail.ByID
select ` + columns + `
from email where id = @id`

// ByID reads one message; a missing one is a fault of kind NotFound.
func ByID(ctx context.Context, q postgres.Querier, id int64) (Email, error) {
	e, err := postgres.One[Email](ctx, q, byIDSQL, postgres.Args{"id": id})
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
	return many(ctx, q, "undelivered", troubleSQL, postgres.Args{"municipality_id": municipalityID, "limit": limit})
}

const toSQL = `-- mail.To
select ` + columns + `
from email where lower(recipient) = lower(@address::text)
order by id desc limit @limit`

// To lists the messages to an address, newest first: what is held about a person.
func To(ctx context.Context, q postgres.Querier, address string, limit int) ([]Email, error) {
	return many(ctx, q, "to address", toSQL, postgres.Args{"address": address, "limit": limit})
}

func many(ctx context.Context, q postgres.Querier, what, sql string, args postgres.Args) ([]Email, error) {
	list, err := postgres.Many[Email](ctx, q, sql, args)
	if err != nil {
		return nil, fmt.Errorf("e-mails, %s: %w", what, err)
	}
	return list, nil
}
