// Finding everything that is not an activity.

package search

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search/norwegian"
)

const (
	fewDocuments = `
with few as materialized (
    select kind, id, title from search_document where lex @@ @query::tsquery limit ` + few + `
), n as (select count(*) as few from few)
select * from (
    (select kind, id, title from few where (select few from n) < ` + few
	manyDocuments = `
    union all
    (select kind, id, title from search_document
     where (select few from n) = ` + few + ` and municipality_id = @municipality and (lex @@ @query::tsquery) is true`
	documentsUp   = ` order by title, kind, id limit @most`
	documentsDown = ` order by title desc, kind desc, id desc limit @most`
	fromDocument  = ` and (title, kind, id) > (@title::text, @kind::text, @id::bigint)`
	toDocument    = ` and (title, kind, id) < (@title::text, @kind::text, @id::bigint)`

	// Four, since a place that may be left out is none that an index goes to.
	firstDocumentsSQL = `-- search.firstDocuments` + fewDocuments + documentsUp + `)` + manyDocuments + documentsUp + `)) as hits` + documentsUp

	lastDocumentsSQL = `-- search.lastDocuments` + fewDocuments + documentsDown + `)` + manyDocuments + documentsDown + `)) as hits` + documentsDown

	documentsAfterSQL = `-- search.documentsAfter` + fewDocuments + fromDocument + documentsUp + `)` + manyDocuments + fromDocument + documentsUp + `)) as hits` + documentsUp

	documentsBeforeSQL = `-- search.documentsBefore` + fewDocuments + toDocument + documentsDown + `)` + manyDocuments + toDocument + documentsDown + `)) as hits` + documentsDown

	countDocumentsSQL = `-- search.countDocuments
select count(*) as n from (select from search_document where lex @@ @query::tsquery limit @most) as counted`
)

// Documents is a page of documents of p.Filter.Municipality and of p.Kinds, by title.
// Dates of p mean nothing here; otherwise it is as Activities.
func Documents(ctx context.Context, q postgres.Querier, p Params) (DocumentHits, error) {
	p.From, p.To = time.Time{}, time.Time{}
	list := documentList{q: q, p: p}
	filter := and(filterQuery(p.Filter), kindQuery(p.Filter.Municipality, p.Kinds))
	page, items, err := find[DocumentHit](ctx, q, p, filter, list)
	if err == nil && p.Count && page.Total < 0 && !page.Alike {
		query := and(Query(p.Words, Filter{Municipality: p.Filter.Municipality}, p.Synonyms), filter)
		page.Total, page.Capped, err = capped(ctx, q, countDocumentsSQL, postgres.Args{"query": query, "most": MaxTotal + 1})
	}
	return DocumentHits{Page: page, Items: items}, err
}

// kindSign stands before the kind of a document.
const kindSign = "~what-"

// kindQuery asks for documents of some kinds; without any it asks for all, of every kind that there may be.
func kindQuery(municipality int64, kinds []string) string {
	if len(kinds) == 0 {
		return quote(in(municipality)+kindSign) + ":*"
	}
	var all []string
	for _, kind := range names(kindSign, kinds...) {
		all = append(all, quote(in(municipality)+kind))
	}
	return or(all...)
}

var _ lister[DocumentHit] = documentList{}

type documentList struct {
	q postgres.Querier
	p Params
}

func (l documentList) args(query string, most int) postgres.Args {
	return postgres.Args{"query": query, "most": most, "municipality": l.p.Filter.Municipality}
}

func (l documentList) fetch(ctx context.Context, query string, from Cursor, back bool, n int) ([]DocumentHit, error) {
	args := l.args(query, n)
	sql, beside := firstDocumentsSQL, documentsAfterSQL
	if back {
		sql, beside = lastDocumentsSQL, documentsBeforeSQL
	}
	if from.set {
		kind, title, _ := strings.Cut(from.key, "\n")
		sql, args["title"], args["kind"], args["id"] = beside, title, kind, from.id
	}
	return run[DocumentHit](ctx, l.q, sql, args)
}

func (l documentList) first(query string) statement {
	return statement{firstDocumentsSQL, l.args(query, 1)}
}

func (l documentList) place(h DocumentHit) Cursor {
	return Cursor{id: h.ID, key: h.Kind + "\n" + norwegian.Cut(h.Title, 250)}
}
