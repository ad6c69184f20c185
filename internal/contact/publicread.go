package contact

import (
	"context"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const byIDsSQL = `-- contact.PublicByIDs
select ` + publicColumns + publicWhere + `
  and c.id = any(@ids::bigint[])
order by array_position(@ids::bigint[], c.id)`

// PublicByIDs are those of the contacts that residents may see today, in the order of
// the ids: for pages that found them by search.
func (s *Service) PublicByIDs(ctx context.Context, municipalityID int64, ids []int64) ([]Listed, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return postgres.Many[Listed](ctx, s.Pool, byIDsSQL, pgx.StrictNamedArgs{
		"municipality_id": municipalityID, "today": s.today(), "ids": ids,
	})
}
