package venue

import (
	"context"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const byIDsSQL = `-- venue.PublicByIDs
select ` + columns + ` from venue
where municipality_id = @municipality_id and active and id = any(@ids::bigint[])
order by array_position(@ids::bigint[], id)`

// PublicByIDs are the venues that are in use, in the order of the ids: for pages that
// found them by search.
func (s *Service) PublicByIDs(ctx context.Context, municipalityID int64, ids []int64) ([]Venue, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return postgres.Many[Venue](ctx, s.Pool, byIDsSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "ids": ids})
}
