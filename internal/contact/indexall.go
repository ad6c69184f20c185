package contact

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const indexedSQL = `-- contact.IndexAll
select id from contact where municipality_id = @municipality_id order by id`

// IndexAll makes search know the municipality's contacts as they are in tx at now: after many were stored at once.
func IndexAll(ctx context.Context, tx pgx.Tx, municipalityID int64, now time.Time) error {
	ids, err := postgres.Scalars[int64](ctx, tx, indexedSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID})
	if err != nil {
		return err
	}
	s := Service{Deps{Now: func() time.Time { return now }}}
	return s.indexAll(ctx, tx, municipalityID, ids)
}
