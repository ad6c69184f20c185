// Finding activities, by time or by relevance.

package search

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"frivilligsentral/internal/postgres"
)

const (
	activitiesWhere = `
from live_activity
where (@query::tsquery is null or lex @@ @query::tsquery)
  and (@municipality::bigint is null or municipality_id = @municipality)
  and (@category::bigint is null or category_id = @category)`

	activitiesAfterSQL = `-- search.activitiesAfter
select activity_id, next_occurrence_id as occurrence_id, next_at as at, false as cancelled, xmin as stamp` + activitiesWhere + `
  and (next_at, activity_id) > (@at::timestamptz, @id::bigint)
order by next_at, activity_id limit @most`

	activitiesBeforeSQL = `-- search.activitiesBefore
select activity_id, next_occurrence_id as occurrence_id, next_at as at, false as cancelled, xmin as stamp` + activitiesWhere + `
  and (next_at, activity_id) < (@at::timestamptz, @id::bigint)
order by next_at desc, activity_id desc limit @most`

	// The list that most people see, without conditions that may be left out: one
	// plan is good for every municipality, so it is made once and needs no guard.
	municipalityAfterSQL = `-- search.municipalityAfter
select activity_id, next_occurrence_id as occurrence_id, next_at as at, false as cancelled, xmin as stamp from live_activity
where municipality_id = @municipality and (next_at, activity_id) > (@at::timestamptz, @id::bigint)
order by next_at, activity_id limit @most`

	municipalityBeforeSQL = `-- search.municipalityBefore
select activity_id, next_occurrence_id as occurrence_id, next_at as at, false as cancelled, xmin as stamp from live_activity
where municipality_id = @municipality and (next_at, activity_id) < (@at::timestamptz, @id::bigint)
order by next_at desc, activity_id desc limit @most`

	countActivitiesSQL = `-- search.countActivities
select count(*) as n from (select` + activitiesWhere + ` limit @most) as counted`
)

// Two forms, since a condition on a joined table cannot be optional and fast.
const (
	datesColumns = `select o.activity_id, o.occurrence_id, o.at, o.cancelled, o.xmin as stamp`
	datesWhere   = `
from live_occurrence o
where o.at >= @from::timestamptz and o.at < @to::timestamptz
  and (@municipality::bigint is null or o.municipality_id = @municipality)
  and (@slots::smallint[] is null or o.slot = any (@slots))`
	datesFound = `
  and exists (select from live_activity a where a.activity_id = o.activity_id and a.lex @@ @query::tsquery)
  and (@joining::smallint[] is null or o.joining = any (@joining))`
	datesAfter = `
  and (o.at, o.occurrence_id) > (@at::timestamptz, @id::bigint)
order by o.at, o.occurrence_id limit @most`
	datesBefore = `
  and (o.at, o.occurrence_id) < (@at::timestamptz, @id::bigint)
order by o.at desc, o.occurrence_id desc limit @most`

	datesAfterSQL = "-- search.datesAfter\n" + datesColumns + datesWhere + datesAfter

	datesBeforeSQL = "-- search.datesBefore\n" + datesColumns + datesWhere + datesBefore

	foundDatesAfterSQL = "-- search.foundDatesAfter\n" + datesColumns + datesWhere + datesFound + datesAfter

	foundDatesBeforeSQL = "-- search.foundDatesBefore\n" + datesColumns + datesWhere + datesFound + datesBefore

	countDatesSQL = "-- search.countDates\nselect count(*) as n from (select" + datesWhere + ` limit @most) as counted`

	countFoundDatesSQL = "-- search.countFoundDates\nselect count(*) as n from (select" + datesWhere + datesFound + ` limit @most) as counted`
)

// Activities is a page of live activities, one line each with its next date,
// or, when p has From or To, a page of their dates. Give it the pool: a search
// that is ended by its guard takes the transaction that it runs in with it.
func Activities(ctx context.Context, q postgres.Querier, p Params) (Hits, error) {
	list := activityList{q: q, p: p}
	asked := p.Filter
	asked.Municipality = 0 // a column: what is common is found by walking its own dates, what is rare by the words
	filter := filterQuery(asked)
	if p.byDate() {
		filter = filterQuery(asked.withoutTimes())
	} else if list.plain = p.Filter.plain() && !Searchable(p.Words); list.plain {
		filter = ""
	}
	page, items, err := find[Hit](ctx, q, p, filter, list)
	if err == nil && p.Count && page.Total < 0 && !page.Alike {
		page.Total, page.Capped, err = list.count(ctx, and(Query(p.Words, Filter{}, p.Synonyms), filter))
	}
	return Hits{Page: page, Items: items}, err
}

// AllDates are the dates that have all the words of p and pass its filter, in order of time, for files that have no
// pages; and whether there are more than most. From or To must be set.
func AllDates(ctx context.Context, q postgres.Querier, p Params, most int) ([]Hit, bool, error) {
	if !Searchable(p.Words) && strings.TrimSpace(p.Words) != "" {
		return nil, false, nil
	}
	list := activityList{q: q, p: p}
	query := and(Query(p.Words, Filter{}, p.Synonyms), filterQuery(p.Filter.withoutTimes()))
	hits, err := list.fetch(ctx, query, Cursor{}, false, most+1)
	if err != nil {
		return nil, false, fmt.Errorf("search dates: %w", err)
	}
	return hits[:min(len(hits), most)], len(hits) > most, nil
}

// plain is true for a filter that the indexes by municipality and category answer alone.
func (f Filter) plain() bool {
	if len(f.Categories) > 1 {
		return false
	}
	f.Municipality, f.Categories = 0, nil
	return len(f.groups()) == 0
}

var _ lister[Hit] = activityList{}

type activityList struct {
	q     postgres.Querier
	p     Params
	plain bool
}

func (l activityList) args(query string, most int) pgx.StrictNamedArgs {
	args := pgx.StrictNamedArgs{"query": text(query), "most": most}
	if l.p.byDate() {
		args["municipality"], args["slots"] = nullable(l.p.Filter.Municipality), l.p.Filter.slots()
		args["from"], args["to"] = moment(l.p.From, pgtype.NegativeInfinity), moment(l.p.To, pgtype.Infinity)
		if query == "" {
			delete(args, "query")
		} else {
			args["joining"] = l.p.Filter.Ways()
		}
		return args
	}
	args["municipality"], args["category"] = nullable(l.p.Filter.Municipality), (*int64)(nil)
	if l.plain {
		args["category"] = nullable(first(l.p.Filter.Categories))
	}
	return args
}

func (l activityList) fetch(ctx context.Context, query string, from Cursor, back bool, n int) ([]Hit, error) {
	start := pgtype.NegativeInfinity
	if back {
		start = pgtype.Infinity
	}
	if at := moment(from.at, start); l.walks() {
		return l.walk(ctx, pgx.StrictNamedArgs{"municipality": l.p.Filter.Municipality, "at": at, "id": from.id, "most": n}, back)
	}
	args := l.args(query, n)
	args["at"], args["id"] = moment(from.at, start), from.id
	return guarded[Hit](ctx, l.q, l.sql(query, back), args)
}

func (l activityList) first(query string) statement {
	args := l.args(query, 1)
	args["at"], args["id"] = moment(time.Time{}, pgtype.NegativeInfinity), int64(0)
	return statement{l.sql(query, false), args}
}

// walks is true for all of one municipality.
func (l activityList) walks() bool {
	return l.plain && l.p.Filter.Municipality != 0 && len(l.p.Filter.Categories) == 0
}

func (l activityList) walk(ctx context.Context, args pgx.StrictNamedArgs, back bool) ([]Hit, error) {
	if back {
		return postgres.Many[Hit](ctx, l.q, municipalityBeforeSQL, args)
	}
	return postgres.Many[Hit](ctx, l.q, municipalityAfterSQL, args)
}

func (l activityList) sql(query string, back bool) string {
	switch {
	case !l.p.byDate() && back:
		return activitiesBeforeSQL
	case !l.p.byDate():
		return activitiesAfterSQL
	case query != "" && back:
		return foundDatesBeforeSQL
	case query != "":
		return foundDatesAfterSQL
	case back:
		return datesBeforeSQL
	}
	return datesAfterSQL
}

func (l activityList) count(ctx context.Context, query string) (int, bool, error) {
	sql := countActivitiesSQL
	if l.p.byDate() && query != "" {
		sql = countFoundDatesSQL
	} else if l.p.byDate() {
		sql = countDatesSQL
	}
	return capped(ctx, l.q, sql, l.args(query, MaxTotal+1))
}

type number struct{ N int }

// capped counts to MaxTotal and no further.
func capped(ctx context.Context, q postgres.Querier, sql string, args pgx.StrictNamedArgs) (int, bool, error) {
	rows, err := guarded[number](ctx, q, sql, args)
	if err != nil || len(rows) == 0 {
		return -1, false, err
	}
	return min(rows[0].N, MaxTotal), rows[0].N > MaxTotal, nil
}

func (l activityList) place(h Hit) Cursor {
	if l.p.byDate() {
		return Cursor{at: h.At, id: h.OccurrenceID}
	}
	return Cursor{at: h.At, id: h.ActivityID}
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// moment is t, or infinity when it is zero.
func moment(t time.Time, otherwise pgtype.InfinityModifier) pgtype.Timestamptz {
	if t.IsZero() {
		return pgtype.Timestamptz{InfinityModifier: otherwise, Valid: true}
	}
	return pgtype.Timestamptz{Time: t, Valid: true}
}
