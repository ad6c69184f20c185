package search

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
)

const (
	documentsWhere = `
FROM search_document
WHERE (@query::tsquery IS NULL OR lex @@ @query::tsquery)
  AND (@municipality::bigint IS NULL OR municipality_id = @municipality)
  AND (@kinds::text[] IS NULL OR kind = ANY (@kinds))`

	documentsAfterSQL = `-- search.documentsAfter
SELECT kind, id, title` + documentsWhere + `
  AND (@start::boolean OR (title, kind, id) > (@title::text, @kind::text, @id::bigint))
ORDER BY title, kind, id LIMIT @most`

	documentsBeforeSQL = `-- search.documentsBefore
SELECT kind, id, title` + documentsWhere + `
  AND (@start::boolean OR (title, kind, id) < (@title::text, @kind::text, @id::bigint))
ORDER BY title DESC, kind DESC, id DESC LIMIT @most`

	countDocumentsSQL = `-- search.countDocuments
SELECT count(*) AS n FROM (SELECT` + documentsWhere + ` LIMIT @most) AS counted`
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

func (l documentList) place(h DocumentHit) Cursor {
	return Cursor{id: h.ID, key: h.Kind + "\n" + cut(h.Title, 250)}
}
