package organisation

import (
	"context"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const indexedSQL = `-- organisation.IndexAll
select ` + columns + ` where o.municipality_id = @municipality_id order by o.id`

// IndexAll makes search know the municipality's organisations as they are in tx: after many were stored at once.
func IndexAll(ctx context.Context, tx pgx.Tx, municipalityID int64) error {
	all, err := postgres.Many[Organisation](ctx, tx, indexedSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID})
	if err != nil {
		return err
	}
	for _, o := range all {
		if err := index(ctx, tx, o); err != nil {
			return err
		}
	}
	return nil
}
