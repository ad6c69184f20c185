// A month of all that organisers plan, day by day.

package planning

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
)

const (
	linesPerDay = 8

	// MaxPerDay is where counting a day stops.
	MaxPerDay = 100
)

// MonthParams say which month is wanted, and of whom.
type MonthParams struct {
	Year          int
	Month         time.Month
	TargetGroupID int64 // 0: all
	AreaID        int64 // 0: all
}

// Planned is a date in the month.
type Planned struct {
	OccurrenceID     int64
	ActivityID       int64
	Title            string
	Lang             i18n.Lang
	OrganisationID   int64
	OrganisationName string
	AreaID           int64 // 0: none
	StartsAt, EndsAt time.Time
	AllDay           bool
	Status           activity.Status
}

// Day is one day of the month: what the municipality's calendar says and the first dates, in order of
// time, of all Count (at most MaxPerDay are counted). What is published and what is not has its turn.
// A date of several days stands on each of them, as it does for residents.
type Day struct {
	Date    time.Time // midnight in Oslo
	Entries []Entry
	Dates   []Planned
	Count   int
}

// planned is the dates that may be seen and are asked for; it wants a condition that says when.
const planned = `
          select o.id as occurrence_id, a.id as activity_id, a.title, a.lang, a.organisation_id, org.name as organisation_name, coalesce(` + place.Area + `, 0) as area_id,
                 o.starts_at, o.ends_at, a.all_day, a.status
          from occurrence o join activity a on a.id = o.activity_id join organisation org on org.id = a.organisation_id ` + place.Tables + `
          where o.municipality_id = @municipality_id and ` + visible + `
            and (@area_id::bigint = 0 or coalesce(` + place.Area + `, 0) = @area_id)
            and (@target_group_id::bigint = 0 or exists (select from activity_target_group t where t.activity_id = a.id and t.code_id = @target_group_id))`

const (
	beginning = planned + ` and o.starts_at >= d.starts and o.starts_at < d.ends`
	going     = planned + ` and o.starts_at < d.starts and o.starts_at > d.starts - ` + longest + ` and o.ends_at > d.starts + @small_hours::interval`
	first     = ` order by o.starts_at, o.id limit @most)`
)

// What goes on from the day before gives way to what begins, which stands on no other
// day. Each part is bounded by itself, so that an index gives it in its order.
const plannedSQL = `-- planning.Month
select d.nr, l.* from unnest(@starts::timestamptz[], @ends::timestamptz[]) with ordinality as d (starts, ends, nr)
cross join lateral (
    select x.*, least(count(*) over (), @most::int)::int as count,
           row_number() over (partition by x.status = 'published' order by x.starts_at < d.starts, x.starts_at, x.occurrence_id) as turn
    from ((` + beginning + ` and a.status = 'published'` + first + `
          union all
          (` + beginning + ` and a.status <> 'published'` + first + `
          union all
          (` + going + ` and a.status = 'published'` + first + `
          union all
          (` + going + ` and a.status <> 'published'` + first + `) as x
    order by turn, x.status <> 'published' limit @lines) as l
order by d.nr, l.starts_at, l.occurrence_id`

type plannedRow struct {
	Nr    int
	Count int
	Turn  int
	Planned
}

const entriesBetweenSQL = `-- planning.entriesBetween
select ` + entryColumns + ` from calendar_entry e
where e.municipality_id = @municipality_id and e.starts_at < @to and e.starts_at > @from::timestamptz - interval '367 days' and e.ends_at > @from
order by e.starts_at, e.id limit @limit`

const entriesPerMonth = 500

// Month is a month day by day. Drafts are in it as far as the actor may know of them.
func (s *Service) Month(ctx context.Context, actor account.Actor, p MonthParams) ([]Day, error) {
	if err := activity.MayOpen(actor); err != nil {
		return nil, err
	}
	begin := time.Date(p.Year, p.Month, 1, 0, 0, 0, 0, i18n.Oslo)
	var days []Day
	var starts, ends []time.Time
	for d := begin; d.Month() == begin.Month(); d = d.AddDate(0, 0, 1) {
		days = append(days, Day{Date: d})
		starts, ends = append(starts, d), append(ends, d.AddDate(0, 0, 1))
	}
	rows, err := postgres.Many[plannedRow](ctx, s.Pool, plannedSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "starts": starts, "ends": ends,
		"area_id": p.AreaID, "target_group_id": p.TargetGroupID, "small_hours": search.SmallHours,
		"most": MaxPerDay, "lines": linesPerDay,
	}, postgres.Fresh)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		day := &days[r.Nr-1]
		day.Count, day.Dates = r.Count, append(day.Dates, r.Planned)
	}
	entries, err := postgres.Many[Entry](ctx, s.Pool, entriesBetweenSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "from": begin, "to": begin.AddDate(0, 1, 0), "limit": entriesPerMonth,
	})
	for _, e := range entries {
		for i := range days {
			if e.StartsAt.Before(ends[i]) && e.EndsAt.After(starts[i]) {
				days[i].Entries = append(days[i].Entries, e)
			}
		}
	}
	return days, err
}
