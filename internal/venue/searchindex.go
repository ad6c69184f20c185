// What search knows of venues.

package venue

import (
	"context"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
)

const indexedSQL = `-- venue.IndexAll
select ` + columns + ` from venue where municipality_id = @municipality_id order by id`

// IndexAll makes search know the municipality's venues as they are in tx: after many were stored at once.
func IndexAll(ctx context.Context, tx pgx.Tx, municipalityID int64) error {
	all, err := postgres.Many[Venue](ctx, tx, indexedSQL, postgres.Args{"municipality_id": municipalityID})
	if err != nil {
		return err
	}
	for _, v := range all {
		if err := index(ctx, tx, v); err != nil {
			return err
		}
	}
	return nil
}

func index(ctx context.Context, tx pgx.Tx, v Venue) error {
	if !v.Active {
		return search.RemoveDocument(ctx, tx, "venue", v.ID)
	}
	facts := search.Facts{Municipality: v.MunicipalityID, Venue: v.ID, Accessibility: v.Accessibility}
	if v.AreaID != nil {
		facts.Areas = []int64{*v.AreaID}
	}
	return search.IndexDocument(ctx, tx, search.Document{
		Kind: "venue", ID: v.ID, Facts: facts,
		Doc: search.Doc{Title: v.Name, Texts: []string{v.Address, Text(Kinds, v.Kind), v.Description}},
	})
}
