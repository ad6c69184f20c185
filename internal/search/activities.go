// Finding activities, by time or by relevance.

package search

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"frivilligsentral/internal/postgres"
)

const (
	// All of a municipality is walked.
	municipalityAfterSQL = `-- search.municipalityAfter
select activity_id, next_occurrence_id as occurrence_id, next_at as at, false as cancelled, xmin as stamp from live_activity
where municipality_id = @municipality and (next_at, activity_id) > (@at::timestamptz, @id::bigint)
order by next_at, activity_id limit @most`

	municipalityBeforeSQL = `-- search.municipalityBefore
select activity_id, next_occurrence_id as occurrence_id, next_at as at, false as cancelled, xmin as stamp from live_activity
where municipality_id = @municipality and (next_at, activity_id) < (@at::timestamptz, @id::bigint)
order by next_at desc, activity_id desc limit @most`

	countMunicipalitySQL = `-- search.countMunicipality
select count(*) as n from (select from live_activity where municipality_id = @municipality limit @most) as counted`

	fewActivities = `
with few as materialized (
    select activity_id, next_occurrence_id as occurrence_id, next_at as at, xmin as stamp
    from live_activity where lex @@ @query::tsquery limit ` + few + `
), n as (select count(*) as few from few)
select * from (
    (select activity_id, occurrence_id, at, false as cancelled, stamp from few
     where (select few from n) < ` + few
	manyActivities = `
    union all
    (select activity_id, next_occurrence_id, next_at, false, xmin from live_activity
     where (select few from n) = ` + few + ` and municipality_id = @municipality and (lex @@ @query::tsquery) is true`

	activitiesAfterSQL = `-- search.activitiesAfter` + fewActivities + ` and (at, activity_id) > (@at::timestamptz, @id::bigint)
     order by at, activity_id limit @most)` + manyActivities + ` and (next_at, activity_id) > (@at::timestamptz, @id::bigint)
     order by next_at, activity_id limit @most)) as hits
order by at, activity_id limit @most`

	activitiesBeforeSQL = `-- search.activitiesBefore` + fewActivities + ` and (at, activity_id) < (@at::timestamptz, @id::bigint)
     order by at desc, activity_id desc limit @most)` + manyActivities + ` and (next_at, activity_id) < (@at::timestamptz, @id::bigint)
     order by next_at desc, activity_id desc limit @most)) as hits
order by at desc, activity_id desc limit @most`

	countActivitiesSQL = `-- search.countActivities
select count(*) as n from (select from live_activity where lex @@ @query::tsquery limit @most) as counted`
)

// Dates have their own time, and so have their own conditions on it.
const (
	datesColumns = `select o.activity_id, o.occurrence_id, o.at, o.cancelled, o.xmin as stamp`
	datesWhere   = `
     o.municipality_id = @municipality and o.at >= @from::timestamptz and o.at < @to::timestamptz
     and (@slots::smallint[] is null or o.slot = any (@slots))`
	datesOffered = ` and (@joining::smallint[] is null or o.joining = any (@joining))`
	datesAfter   = ` and (o.at, o.occurrence_id) > (@at::timestamptz, @id::bigint)
     order by o.at, o.occurrence_id limit @most`
	datesBefore = ` and (o.at, o.occurrence_id) < (@at::timestamptz, @id::bigint)
     order by o.at desc, o.occurrence_id desc limit @most`

	datesAfterSQL = "-- search.datesAfter\n" + datesColumns + ` from live_occurrence o where` + datesWhere + datesAfter

	datesBeforeSQL = "-- search.datesBefore\n" + datesColumns + ` from live_occurrence o where` + datesWhere + datesBefore

	countDatesSQL = "-- search.countDates\nselect count(*) as n from (select from live_occurrence o where" + datesWhere + ` limit @most) as counted`

	fewFound = `
with few as materialized (
    select activity_id from live_activity where lex @@ @query::tsquery limit ` + few + `
), n as (select count(*) as few from few)`
	fewDates = ` from few cross join lateral (
         select o.activity_id, o.occurrence_id, o.at, o.cancelled, o.xmin from live_occurrence o where o.activity_id = few.activity_id and` + datesWhere + datesOffered + ` offset 0) as o
     where (select few from n) < ` + few
	manyDates = ` from live_occurrence o where (select few from n) = ` + few + ` and` + datesWhere + datesOffered + `
     and (select a.lex @@ @query::tsquery from live_activity a where a.activity_id = o.activity_id)`

	foundDatesAfterSQL = `-- search.foundDatesAfter` + fewFound + `
select * from ((` + datesColumns + fewDates + datesAfter + `)
    union all (` + datesColumns + manyDates + datesAfter + `)) as hits
order by at, occurrence_id limit @most`

	foundDatesBeforeSQL = `-- search.foundDatesBefore` + fewFound + `
select * from ((` + datesColumns + fewDates + datesBefore + `)
    union all (` + datesColumns + manyDates + datesBefore + `)) as hits
order by at desc, occurrence_id desc limit @most`

	countFoundDatesSQL = `-- search.countFoundDates` + fewFound + `
select count(*) as n from ((select` + fewDates + ` limit @most) union all (select` + manyDates + ` limit @most)) as counted`
)

// Activities is a page of live activities, one line each with its next date,
// or, when p has From or To, a page of their dates. They are of p.Filter.Municipality.
func Activities(ctx context.Context, q postgres.Querier, p Params) (Hits, error) {
	list := activityList{q: q, p: p}
	filter := filterQuery(list.asked())
	page, items, err := find[Hit](ctx, q, p, filter, list)
	if err == nil && p.Count && page.Total < 0 && !page.Alike {
		page.Total, page.Capped, err = list.count(ctx, Query(p.Words, list.asked(), p.Synonyms))
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
	query := Query(p.Words, list.asked(), p.Synonyms)
	hits, err := list.fetch(ctx, query, Cursor{}, false, most+1)
	if err != nil {
		return nil, false, fmt.Errorf("search dates: %w", err)
	}
	return hits[:min(len(hits), most)], len(hits) > most, nil
}

var _ lister[Hit] = activityList{}

type activityList struct {
	q postgres.Querier
	p Params
}

// asked is the filter as the index of words answers it: a list of dates asks each for its time instead.
func (l activityList) asked() Filter {
	if l.p.byDate() {
		return l.p.Filter.withoutTimes()
	}
	return l.p.Filter
}

func (l activityList) args(query string, most int) postgres.Args {
	args := postgres.Args{"most": most, "municipality": l.p.Filter.Municipality}
	if query != "" {
		args["query"] = query
	}
	if l.p.byDate() {
		args["slots"], args["from"], args["to"] = l.p.Filter.slots(), moment(l.p.From, pgtype.NegativeInfinity), moment(l.p.To, pgtype.Infinity)
		if query != "" {
			args["joining"] = l.p.Filter.Ways()
		}
	}
	return args
}

func (l activityList) fetch(ctx context.Context, query string, from Cursor, back bool, n int) ([]Hit, error) {
	start := pgtype.NegativeInfinity
	if back {
		start = pgtype.Infinity
	}
	args := l.args(query, n)
	args["at"], args["id"] = moment(from.at, start), from.id
	if query == "" { // its only road
		return postgres.Many[Hit](ctx, l.q, l.sql(query, back), args)
	}
	return run[Hit](ctx, l.q, l.sql(query, back), args)
}

func (l activityList) first(query string) statement {
	args := l.args(query, 1)
	args["at"], args["id"] = moment(time.Time{}, pgtype.NegativeInfinity), int64(0)
	return statement{l.sql(query, false), args}
}

func (l activityList) sql(query string, back bool) string {
	all := [][2]string{{municipalityAfterSQL, municipalityBeforeSQL}, {activitiesAfterSQL, activitiesBeforeSQL}}
	if l.p.byDate() {
		all = [][2]string{{datesAfterSQL, datesBeforeSQL}, {foundDatesAfterSQL, foundDatesBeforeSQL}}
	}
	found, before := 0, 0
	if query != "" {
		found = 1
	}
	if back {
		before = 1
	}
	return all[found][before]
}

func (l activityList) count(ctx context.Context, query string) (int, bool, error) {
	sql, args := countActivitiesSQL, l.args(query, MaxTotal+1)
	switch {
	case l.p.byDate() && query != "":
		sql = countFoundDatesSQL
	case l.p.byDate():
		sql = countDatesSQL
	case query == "":
		sql = countMunicipalitySQL
	default:
		delete(args, "municipality") // the words have it
	}
	return capped(ctx, l.q, sql, args)
}

type number struct{ N int }

// capped counts to MaxTotal and no further.
func capped(ctx context.Context, q postgres.Querier, sql string, args postgres.Args) (int, bool, error) {
	rows, err := run[number](ctx, q, sql, args)
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

// moment is t, or infinity when it is zero.
func moment(t time.Time, otherwise pgtype.InfinityModifier) pgtype.Timestamptz {
	if t.IsZero() {
		return pgtype.Timestamptz{InfinityModifier: otherwise, Valid: true}
	}
	return pgtype.Timestamptz{Time: t, Valid: true}
}
