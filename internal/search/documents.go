// Finding everything that is not an activity.

package search

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search/norwegian"
)

const (
	documentsWhere = `
from search_document
where (@query::tsquery is null or lex @@ @query::tsquery)
  and (@municipality::bigint is null or municipality_id = @municipality)
  and (@kinds::text[] is null or kind = any (@kinds))`

	documentsAfterSQL = `-- search.documentsAfter
select kind, id, title` + documentsWhere + `
  and (@start::boolean or (title, kind, id) > (@title::text, @kind::text, @id::bigint))
order by title, kind, id limit @most`

	documentsBeforeSQL = `-- search.documentsBefore
select kind, id, title` + documentsWhere + `
  and (@start::boolean or (title, kind, id) < (@title::text, @kind::text, @id::bigint))
order by title desc, kind desc, id desc limit @most`

	countDocumentsSQL = `-- search.countDocuments
select count(*) as n from (select` + documentsWhere + ` limit @most) as counted`
)

// Documents is a page of documents, by title. Dates of p mean nothing here;
// otherwise it is as Activities.
func Documents(ctx context.Context, q postgres.Querier, p Params) (DocumentHits, error) {
	p.From, p.To = time.Time{}, time.Time{}
	list := documentList{q: q, p: p}
	filter := p.Filter
	filter.Municipality = 0 // a column
	page, items, err := find[DocumentHit](ctx, q, p, filterQuery(filter), list)
	if err == nil && p.Count && page.Total < 0 && !page.Alike {
		query := Query(p.Words, filter, p.Synonyms)
		page.Total, page.Capped, err = capped(ctx, q, countDocumentsSQL, list.args(query, MaxTotal+1))
	}
	return DocumentHits{Page: page, Items: items}, err
}

var _ lister[DocumentHit] = documentList{}

type documentList struct {
	q postgres.Querier
	p Params
}

func (l documentList) args(query string, most int) pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{"query": text(query), "most": most, "municipality": nullable(l.p.Filter.Municipality), "kinds": l.p.Kinds}
}

func (l documentList) fetch(ctx context.Context, query string, from Cursor, back bool, n int) ([]DocumentHit, error) {
	args := l.args(query, n)
	kind, title, _ := strings.Cut(from.key, "\n")
	args["start"], args["title"], args["kind"], args["id"] = !from.set, title, kind, from.id
	sql := documentsAfterSQL
	if back {
		sql = documentsBeforeSQL
	}
	return guarded[DocumentHit](ctx, l.q, sql, args)
}

func (l documentList) first(query string) statement {
	args := l.args(query, 1)
	args["start"], args["title"], args["kind"], args["id"] = true, "", "", int64(0)
	return statement{documentsAfterSQL, args}
}

func (l documentList) place(h DocumentHit) Cursor {
	return Cursor{id: h.ID, key: h.Kind + "\n" + norwegian.Cut(h.Title, 250)}
}
