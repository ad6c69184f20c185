// What else happens around dates that somebody plans.

package listing

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// ClashParams say which dates are thought of, for whom and where.
type ClashParams struct {
	Starts, Ends []time.Time // of each date, at most 20 count
	TargetGroups []int64
	AreaID       int64 // 0: only target groups count
	VenueID      int64 // 0: none
	Except       int64 // the activity itself, 0 when it is new
}

// Clash is something else on the same evening, for the same people, in the same
// area or at the same venue.
type Clash struct {
	ActivityID       int64
	Title            string
	Lang             i18n.Lang
	OrganisationName string
	StartsAt         time.Time
	EndsAt           time.Time
	AllDay           bool
	VenueName        string
	Published        bool // otherwise it has been sent in and is not approved yet
	SameVenue        bool
	SameArea         bool
	SamePeople       bool // a target group in common
}

const (
	clashDates  = 20
	clashLimit  = 60
	clashMargin = 2 * time.Hour // before and after
)

// What takes place at the same venue clashes first. All-day and long dates count
// when they begin on the day; someone who is at a two-week exhibition can come.
const clashesSQL = `-- listing.Clashes
select * from (
    select a.id as activity_id, a.title, a.lang, org.name as organisation_name, o.starts_at, o.ends_at, a.all_day,
           coalesce(v.name, '') as venue_name, a.status = 'published' as published,
           @venue_id::bigint <> 0 and coalesce(o.venue_id, a.venue_id, 0) = @venue_id as same_venue,
           @area_id::bigint <> 0 and coalesce(` + place.Area + `, 0) = @area_id as same_area,
           exists (select from activity_target_group t where t.activity_id = a.id and t.code_id = any(@target_groups::bigint[])) as same_people
    from unnest(@starts::timestamptz[], @ends::timestamptz[]) as w (starts, ends)
    join occurrence o on o.municipality_id = @municipality_id and o.starts_at < w.ends and o.starts_at > w.starts - interval '12 hours' and o.ends_at > w.starts
    join activity a on a.id = o.activity_id
    join organisation org on org.id = a.organisation_id
    ` + place.Tables + `
    where not o.off and a.cancelled_at is null and a.status in ('published', 'submitted') and a.id <> @except) as c
where same_venue or same_area or same_people
order by starts_at, same_venue desc, activity_id limit @limit`

// Clashes are what else happens around the given dates (two hours before and
// after) for the same people, in the same area or at the same venue: published
// activities, and those that others have sent in.
func (s *Service) Clashes(ctx context.Context, actor account.Actor, p ClashParams) ([]Clash, error) {
	if err := activity.MayOpen(actor); err != nil {
		return nil, err
	}
	n := min(len(p.Starts), clashDates)
	starts, ends := make([]time.Time, n), make([]time.Time, n)
	for i := range n {
		starts[i], ends[i] = p.Starts[i].Add(-clashMargin), p.Ends[i].Add(clashMargin)
	}
	return postgres.Many[Clash](ctx, s.pool, clashesSQL, pgx.StrictNamedArgs{
		"municipality_id": actor.MunicipalityID, "starts": starts, "ends": ends, "target_groups": p.TargetGroups,
		"area_id": p.AreaID, "venue_id": p.VenueID, "except": p.Except, "limit": clashLimit,
	}, postgres.Fresh)
}
