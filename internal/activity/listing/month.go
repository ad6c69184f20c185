// A month as a calendar.

package listing

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
)

const (
	linesPerDay = 5
	maxPerDay   = 100 // where counting a day stops
)

// MonthItem is one line in a day of the month calendar.
type MonthItem struct {
	ActivityID   int64
	OccurrenceID int64
	Title        string
	Lang         i18n.Lang
	CategoryID   int64
	StartsAt     time.Time // on the second and later days of a long date: midnight
	AllDay       bool
	Cancelled    bool
	Postponed    bool
}

// Day is one day of the month calendar: the first lines and how many there are in all.
type Day struct {
	Date  time.Time // midnight in Oslo
	Items []MonthItem
	Count int
}

// Two forms, as in package search: an optional condition on a joined table
// cannot be fast.
const (
	monthHead = `
select d.nr, l.count, l.at, l.occurrence_id, l.cancelled,
       l.cancelled and a.cancelled_at is null and (select o.status = 'postponed' from occurrence o where o.id = l.occurrence_id) as postponed, a.id as activity_id, a.title, a.lang, a.category_id, a.all_day
from unnest(@starts::timestamptz[], @ends::timestamptz[]) with ordinality as d (starts, ends, nr)
cross join lateral (
    select x.at, x.occurrence_id, x.activity_id, x.cancelled, count(*) over () as count
    from (select o.at, o.occurrence_id, o.activity_id, o.cancelled
          from live_occurrence o
          where o.municipality_id = @municipality_id and o.at >= d.starts and o.at < d.ends
            and (@parts::smallint[] is null or o.slot % 3 = any(@parts))`
	monthFound = `
            and exists (select from live_activity s where s.activity_id = o.activity_id and s.lex @@ @query::tsquery)
            and (@joining::smallint[] is null or o.joining = any(@joining))`
	monthTail = `
          order by o.at, o.occurrence_id limit @most) as x
    order by x.at, x.occurrence_id limit @lines) as l
join activity a on a.id = l.activity_id
order by d.nr, l.at, l.occurrence_id`

	monthSQL      = `-- listing.Month` + monthHead + monthTail
	foundMonthSQL = `-- listing.foundMonth` + monthHead + monthFound + monthTail
)

type monthRow struct {
	Nr           int
	Count        int
	At           time.Time
	OccurrenceID int64
	Cancelled    bool
	Postponed    bool
	ActivityID   int64
	Title        string
	Lang         i18n.Lang
	CategoryID   int64
	AllDay       bool
}

// PublicMonth is a month as a calendar: for each day the first five dates that are not
// over, and how many there are (at most 100 are counted). It is narrowed by words
// and filter; Filter.Municipality is required.
func (s *Service) PublicMonth(ctx context.Context, year int, month time.Month, words string, f search.Filter) ([]Day, error) {
	days := daysOf(year, month)
	var starts, ends []time.Time
	var index []int
	for i, d := range days {
		if weekday := int(d.Date.Weekday()+6)%7 + 1; len(f.Weekdays) == 0 || slices.Contains(f.Weekdays, weekday) {
			starts, ends, index = append(starts, d.Date), append(ends, d.Date.AddDate(0, 0, 1)), append(index, i)
		}
	}
	args := postgres.Args{
		"municipality_id": f.Municipality, "starts": starts, "ends": ends, "parts": parts(f.TimesOfDay), "most": maxPerDay, "lines": linesPerDay,
	}
	sql, err := s.monthQuery(ctx, words, f, args)
	if err != nil {
		return nil, err
	}
	mode := postgres.Fresh
	if sql == monthSQL { // one plan is good for all
		mode = pgx.QueryExecModeCacheStatement
	}
	rows, err := postgres.Many[monthRow](ctx, s.pool, sql, args, mode)
	for _, r := range rows {
		day := &days[index[r.Nr-1]]
		day.Count = r.Count
		day.Items = append(day.Items, MonthItem{
			ActivityID: r.ActivityID, OccurrenceID: r.OccurrenceID, Title: r.Title, Lang: r.Lang, CategoryID: r.CategoryID,
			StartsAt: r.At, AllDay: r.AllDay, Cancelled: r.Cancelled && !r.Postponed, Postponed: r.Postponed,
		})
	}
	return days, err
}

// monthQuery chooses the form, and adds the query where there is one.
func (s *Service) monthQuery(ctx context.Context, words string, f search.Filter, args postgres.Args) (string, error) {
	var synonyms search.Synonyms
	if words != "" {
		var err error
		if synonyms, err = s.synonyms.Get(ctx, s.pool, f.Municipality); err != nil {
			return "", err
		}
	}
	f.Weekdays, f.TimesOfDay = nil, nil
	query := search.Query(words, f, synonyms)
	if query == "" {
		return monthSQL, nil
	}
	args["query"], args["joining"] = query, f.Ways()
	return foundMonthSQL, nil
}

func daysOf(year int, month time.Month) []Day {
	first := time.Date(year, month, 1, 0, 0, 0, 0, i18n.Oslo)
	var days []Day
	for d := first; d.Month() == first.Month(); d = d.AddDate(0, 0, 1) {
		days = append(days, Day{Date: d})
	}
	return days
}

// parts are times of day as the slots of search count them.
func parts(timesOfDay []string) []int16 {
	var all []int16
	for i, name := range []string{search.Morning, search.Afternoon, search.Evening} {
		if slices.Contains(timesOfDay, name) {
			all = append(all, int16(i))
		}
	}
	return all
}
