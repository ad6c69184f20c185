// The list for residents, and cards for pages that found organisations in other ways.

package orglist

import (
	"context"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
)

// Card is an organisation in a list for residents.
type Card struct {
	ID           int64
	Name         string
	Summary      string
	Lang         i18n.Lang
	Kind         organisation.Kind
	ICNPO        []string
	Areas        []int64
	TargetGroups []int64
	LocalKinds   []int64
}

// ListParams say what a list shows. MunicipalityID is required.
type ListParams struct {
	MunicipalityID int64
	Words          string
	ICNPO          string // a code or a group; "" all
	TargetGroup    int64  // 0: all
	LocalKind      int64  // 0: all
	Area           int64  // 0: all
	After, Before  search.Cursor
	Limit          int // 0: 25; at most 100
}

// ListPage is one page of a list: by name, and with words the best first. Total, Alike, Without and Corrections are search's.
type ListPage struct {
	search.Page
	Cards []Card
}

const cardsSQL = `-- orglist.cards
select o.id, o.name, o.summary, o.lang, o.kind, o.icnpo,
       array(select a.area_id from organisation_area a where a.organisation_id = o.id order by a.area_id) as areas,
       array(select t.code_id from organisation_target_group t where t.organisation_id = o.id order by t.code_id) as target_groups,
       array(select k.code_id from organisation_local_kind k where k.organisation_id = o.id order by k.code_id) as local_kinds
from unnest(@ids::bigint[]) with ordinality as hit (id, nr)
join organisation o on o.id = hit.id and o.status = 'approved' order by hit.nr`

// PublicList is a page of approved organisations for residents.
func (s *Service) PublicList(ctx context.Context, p ListParams) (ListPage, error) {
	q := search.Params{
		Words: p.Words, After: p.After, Before: p.Before, Limit: p.Limit, Count: true, Kinds: []string{organisation.DocumentKind},
		Filter: search.Filter{Municipality: p.MunicipalityID},
	}
	if p.ICNPO != "" {
		q.Filter.Categories = []int64{organisation.ICNPOFilter(p.ICNPO)}
	}
	if p.TargetGroup != 0 {
		q.Filter.TargetGroups = []int64{p.TargetGroup}
	}
	if p.LocalKind != 0 {
		q.Filter.Codes = [][]int64{{p.LocalKind}}
	}
	if p.Area != 0 {
		q.Filter.Areas = []int64{p.Area}
	}
	if p.Words != "" {
		q.Order = search.ByTitle
		var err error
		if q.Synonyms, err = s.synonyms.Get(ctx, s.Pool, p.MunicipalityID); err != nil {
			return ListPage{}, err
		}
	}
	hits, err := search.Documents(ctx, s.Pool, q)
	if err != nil {
		return ListPage{}, err
	}
	ids := make([]int64, len(hits.Items))
	for i, h := range hits.Items {
		ids[i] = h.ID
	}
	cards, err := s.PublicCards(ctx, ids)
	return ListPage{Page: hits.Page, Cards: cards}, err
}

// PublicCards are the approved organisations with the ids, in the order of the ids: for pages that found them by search.
func (s *Service) PublicCards(ctx context.Context, ids []int64) ([]Card, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return postgres.Many[Card](ctx, s.Pool, cardsSQL, postgres.Args{"ids": ids})
}

const newestSQL = `-- orglist.PublicNewest
select o.id from organisation o where o.municipality_id = @municipality_id and o.status = 'approved' order by o.created_at desc, o.id desc limit @limit`

// PublicNewest are the organisations that came last.
func (s *Service) PublicNewest(ctx context.Context, municipalityID int64, limit int) ([]Card, error) {
	ids, err := postgres.Scalars[int64](ctx, s.Pool, newestSQL, postgres.Args{"municipality_id": municipalityID, "limit": limit})
	if err != nil {
		return nil, err
	}
	return s.PublicCards(ctx, ids)
}

const inTurnSQL = `-- orglist.PublicInTurn
with shown as (
    select o.id, row_number() over (order by o.id) - 1 as nr, count(*) over () as many
    from organisation o where o.municipality_id = @municipality_id and o.status = 'approved'),
turns as (select id, ((nr - @turn::bigint * @limit::bigint) % many + many) % many as place from shown)
select id from turns where place < @limit order by place`

// PublicInTurn are the organisations whose turn it is to be shown: the next limit of them at each
// turn, in the order in which they came, and from the beginning when all have been. A turn is a
// number that grows by one.
func (s *Service) PublicInTurn(ctx context.Context, municipalityID int64, turn, limit int) ([]Card, error) {
	ids, err := postgres.Scalars[int64](ctx, s.Pool, inTurnSQL, postgres.Args{"municipality_id": municipalityID, "turn": turn, "limit": limit})
	if err != nil {
		return nil, err
	}
	return s.PublicCards(ctx, ids)
}
