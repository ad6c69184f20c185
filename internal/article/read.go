// Articles as staff and residents read them.

package article

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
)

const columns = `id, municipality_id, kind, slug, status, coalesce(group_id, 0) as group_id, sort, texts, shown_from, shown_until, published_at, shown_at,
       version, created_at, updated_at`

// shown is what residents see at @now.
const shown = `status = 'published' and shown_at <= @now and (shown_until is null or shown_until > @now)`

// Filter narrows and pages the staff's list.
type Filter struct {
	Kind          Kind
	Status        Status
	After, Before string
	Limit         int // as in keyset.Params
}

const narrowed = ` from article where municipality_id = @municipality_id
  and (@kind::text = '' or kind = @kind) and (@status::text = '' or status = @status)`

const newestSQL = `-- article.newest
select ` + columns + narrowed + `
  and (@id::bigint = 0 or (updated_at, id) < (@at::text::timestamptz, @id)) order by updated_at desc, id desc limit @limit`

const oldestSQL = `-- article.oldest
select ` + columns + narrowed + `
  and (@id::bigint = 0 or (updated_at, id) > (@at::text::timestamptz, @id)) order by updated_at, id limit @limit`

const byTime = "tid"

var orders = keyset.Orders[Article]{byTime: {Up: oldestSQL, Down: newestSQL, Fits: keyset.IsMoment, Place: func(a Article) keyset.Place {
	return keyset.Place{At: keyset.Moment(&a.UpdatedAt, ""), ID: a.ID}
}}}

// List are the articles, drafts and ended ones too, those that were changed last first.
func (s *Service) List(ctx context.Context, by account.Actor, f Filter) (keyset.Page[Article], error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return keyset.Page[Article]{}, err
	}
	at := keyset.Params{Sort: "-" + byTime, After: f.After, Before: f.Before, Limit: f.Limit}
	return orders.Read(at, func(sql string, from keyset.Place, limit int) ([]Article, error) {
		return postgres.Many[Article](ctx, s.Pool, sql, postgres.Args{
			"municipality_id": by.MunicipalityID, "kind": string(f.Kind), "status": string(f.Status), "at": begin(from), "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
}

// begin is a moment for the statement also where the list begins.
func begin(from keyset.Place) string {
	if from.ID == 0 {
		return "-infinity"
	}
	return from.At
}

const showSQL = `-- article.Show
select ` + columns + ` from article where id = @id and municipality_id = @municipality_id`

// Show is one article for staff.
func (s *Service) Show(ctx context.Context, by account.Actor, id int64) (Article, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return Article{}, err
	}
	a, err := postgres.One[Article](ctx, s.Pool, showSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		return a, missing()
	}
	return a, err
}

// History is what has been done with an article, the newest first.
func (s *Service) History(ctx context.Context, by account.Actor, id int64) ([]audit.Row, error) {
	if _, err := s.Show(ctx, by, id); err != nil {
		return nil, err
	}
	return audit.List(ctx, s.Pool, audit.Query{MunicipalityID: by.MunicipalityID, Object: object, ObjectID: id, Limit: 50})
}

const publicShowSQL = `-- article.PublicShow
select ` + columns + ` from article where municipality_id = @municipality_id and kind = @kind and slug = @slug and ` + shown

// PublicShow is what residents see of a piece of news or a page, by its address.
func (s *Service) PublicShow(ctx context.Context, municipalityID int64, kind Kind, slug string) (Article, error) {
	a, err := postgres.One[Article](ctx, s.Pool, publicShowSQL, postgres.Args{"municipality_id": municipalityID, "kind": string(kind), "slug": slug, "now": s.Now()})
	if fault.Is(err, fault.NotFound) {
		return a, missing()
	}
	return a, err
}

const publicNewestSQL = `-- article.publicNewest
select ` + columns + ` from article where municipality_id = @municipality_id and kind = 'news' and ` + shown + `
  and (@id::bigint = 0 or (shown_at, id) < (@at::text::timestamptz, @id)) order by shown_at desc, id desc limit @limit`

const publicOldestSQL = `-- article.publicOldest
select ` + columns + ` from article where municipality_id = @municipality_id and kind = 'news' and ` + shown + `
  and (@id::bigint = 0 or (shown_at, id) > (@at::text::timestamptz, @id)) order by shown_at, id limit @limit`

var publicOrders = keyset.Orders[Article]{byTime: {Up: publicOldestSQL, Down: publicNewestSQL, Fits: keyset.IsMoment, Place: func(a Article) keyset.Place {
	return keyset.Place{At: keyset.Moment(a.ShownAt, ""), ID: a.ID}
}}}

// PublicNews are the news that residents see, the newest first.
func (s *Service) PublicNews(ctx context.Context, municipalityID int64, p keyset.Params) (keyset.Page[Article], error) {
	p.Sort = "-" + byTime
	return publicOrders.Read(p, func(sql string, from keyset.Place, limit int) ([]Article, error) {
		return postgres.Many[Article](ctx, s.Pool, sql, postgres.Args{
			"municipality_id": municipalityID, "now": s.Now(), "at": begin(from), "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
}

// most is how many pages, or questions, one page shows.
const most = 500

const publicAllSQL = `-- article.PublicAll
select ` + columns + ` from article where municipality_id = @municipality_id and kind = @kind and ` + shown + `
order by sort, shown_at, id limit @limit`

// PublicAll are the pages, or the questions, that residents see, in their order.
func (s *Service) PublicAll(ctx context.Context, municipalityID int64, kind Kind) ([]Article, error) {
	return postgres.Many[Article](ctx, s.Pool, publicAllSQL, postgres.Args{"municipality_id": municipalityID, "kind": string(kind), "now": s.Now(), "limit": most})
}

const publicFoundSQL = `-- article.PublicFound
select ` + columns + ` from article where municipality_id = @municipality_id and kind = @kind and ` + shown + `
  and exists (select from search_document d where d.municipality_id = @municipality_id and d.kind = 'article' and d.id = article.id and d.lex @@ @query::tsquery)
order by sort, shown_at, id limit @limit`

// PublicFound are those of PublicAll that have all the words, in any form or as synonyms. Words of only signs find nothing.
func (s *Service) PublicFound(ctx context.Context, municipalityID int64, kind Kind, words string, synonyms search.Synonyms) ([]Article, error) {
	query := search.Query(words, search.Filter{Municipality: municipalityID}, synonyms)
	if query == "" {
		return nil, nil
	}
	return postgres.Many[Article](ctx, s.Pool, publicFoundSQL, postgres.Args{
		"municipality_id": municipalityID, "kind": string(kind), "now": s.Now(), "query": query, "limit": most,
	})
}

const publicByIDsSQL = `-- article.PublicByIDs
select ` + columns + ` from article where municipality_id = @municipality_id and id = any(@ids::bigint[]) and ` + shown + `
order by array_position(@ids::bigint[], id)`

// PublicByIDs are those that residents see, in the order of the ids: for pages that found them by search.
func (s *Service) PublicByIDs(ctx context.Context, municipalityID int64, ids []int64) ([]Article, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return postgres.Many[Article](ctx, s.Pool, publicByIDsSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids, "now": s.Now()})
}
