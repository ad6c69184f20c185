package activity

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const indexedSQL = `-- activity.IndexAll
select id from activity where municipality_id = @municipality_id and status = 'published' order by id`

// IndexAll makes search know the municipality's activities with their dates as they are in tx at now: after many
// were stored at once.
func IndexAll(ctx context.Context, tx pgx.Tx, municipalityID int64, now time.Time) error {
	ids, err := postgres.Scalars[int64](ctx, tx, indexedSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := index(ctx, tx, id, now); err != nil {
			return err
		}
	}
	return nil
}

// MaterialisedTo is how far the dates of a schedule reach that was expanded at now: what is stored beside them.
func MaterialisedTo(s Schedule, now time.Time) time.Time { return s.end(now) }
