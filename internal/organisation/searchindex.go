// What search knows of organisations.

package organisation

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
)

// DocumentKind is the kind of organisations among search documents and in the log.
const DocumentKind = "organisation"

const namesSQL = `-- organisation.names
select name_nb as name from code where id = any(@codes::bigint[]) and municipality_id = @municipality_id
union all select name from area where id = any(@areas::bigint[]) and municipality_id = @municipality_id`

// index keeps search in step: only approved organisations are found.
func index(ctx context.Context, tx pgx.Tx, o Organisation) error {
	if o.Status != Approved {
		return search.RemoveDocument(ctx, tx, DocumentKind, o.ID)
	}
	names, err := postgres.Scalars[string](ctx, tx, namesSQL, postgres.Args{
		"codes": append(slices.Clone(o.LocalKinds), o.TargetGroups...), "areas": append([]int64{}, o.Areas...), "municipality_id": o.MunicipalityID,
	})
	if err != nil {
		return fmt.Errorf("index organisation %d: %w", o.ID, err)
	}
	for _, code := range o.ICNPO {
		if c, ok := codelist.ICNPOByCode(code); ok {
			names = append(names, c.NameNB)
		}
	}
	texts := append([]string{o.Summary, o.Description, o.HowToJoin, o.RegisteredName}, names...)
	return search.IndexDocument(ctx, tx, search.Document{
		Kind: DocumentKind, ID: o.ID, Doc: search.Doc{Title: o.Name, Texts: texts},
		Facts: search.Facts{Municipality: o.MunicipalityID, TargetGroups: o.TargetGroups, Codes: o.LocalKinds, Areas: o.Areas, Categories: icnpoFacts(o.ICNPO)},
	})
}

// icnpoBase keeps ICNPO codes, which stand among the categories of the index, out of the way of the code list's ids.
const icnpoBase = 9_000_000_000

// icnpoFact is the number by which a code or a group ("1100" or "1") stands in the index, 0 when there is no such code.
func icnpoFact(code string) int64 {
	c, ok := codelist.ICNPOByCode(code)
	n, err := strconv.ParseInt(c.Code, 10, 64)
	if !ok || err != nil {
		return 0
	}
	return icnpoBase + n
}

func icnpoFacts(codes []string) []int64 {
	var out []int64
	for _, code := range codes {
		if c, ok := codelist.ICNPOByCode(code); ok {
			out = append(out, icnpoFact(c.Code), icnpoFact(c.GroupCode))
		}
	}
	return out
}

// ICNPOFilter is the category that a list narrows to for a code. An unknown code narrows to nothing: no organisation
// has the number of the base.
func ICNPOFilter(code string) int64 { return max(icnpoFact(code), icnpoBase) }

const indexedSQL = `-- organisation.IndexAll
select ` + columns + ` where o.municipality_id = @municipality_id order by o.id`

// IndexAll makes search know the municipality's organisations as they are in tx: after many were stored at once.
func IndexAll(ctx context.Context, tx pgx.Tx, municipalityID int64) error {
	all, err := postgres.Many[Organisation](ctx, tx, indexedSQL, postgres.Args{"municipality_id": municipalityID})
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
