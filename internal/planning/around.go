// What else there is around dates that somebody plans.

package planning

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
)

// Audience is for whom and where something is planned.
type Audience struct {
	TargetGroups []int64
	AreaID       int64 // 0: that of the venue; without one only target groups count
	VenueID      int64 // 0: none
	Except       int64 // the activity itself, 0 when it is new
}

// Span is a time; To is exclusive.
type Span struct{ From, To time.Time }

// days is the span from midnight to midnight in Oslo.
func (s Span) days() Span {
	last := s.To
	if last.After(s.From) {
		last = last.Add(-time.Nanosecond)
	}
	return Span{midnight(s.From, 0), midnight(last, 1)}
}

// midnight is the beginning of the day n days after t's, in Oslo.
func midnight(t time.Time, n int) time.Time {
	y, m, d := t.In(i18n.Oslo).Date()
	return time.Date(y, m, d+n, 0, 0, 0, 0, i18n.Oslo)
}

// split is the spans as arguments: as they are, when the day before begins, and as days.
func split(spans []Span) (starts, ends, eves, days, after []time.Time) {
	for _, s := range spans {
		d := s.days()
		starts, ends, days, after = append(starts, s.From), append(ends, s.To), append(days, d.From), append(after, d.To)
		eves = append(eves, midnight(s.From, -1))
	}
	return starts, ends, eves, days, after
}

// Clash is something else on the same day, for the same people, in the same area or
// at the same venue.
type Clash struct {
	ActivityID       int64
	OccurrenceID     int64
	Title            string
	Lang             i18n.Lang
	OrganisationName string
	StartsAt         time.Time
	EndsAt           time.Time
	AllDay           bool
	Status           activity.Status // published, submitted, or a draft whose dates others may see
	Overlaps         bool            // in time; otherwise it is only the same day
	SameVenue        bool            // never of a draft
	SameArea         bool
	SamePeople       bool // a target group in common
}

// ClashDates is how many dates Clashes looks at.
const ClashDates = 20

const clashLimit = 60

// Empty says whether nothing is known of for whom and where, so that there is nothing to look for.
func (a Audience) Empty() bool { return len(a.TargetGroups) == 0 && a.AreaID == 0 && a.VenueID == 0 }

const venueAreaSQL = `-- planning.venueArea
select coalesce((select v.area_id from venue v where v.municipality_id = @municipality_id and v.id = @venue_id), 0)`

// placed is the audience with its venue's area where it has none of its own.
func (s *Service) placed(ctx context.Context, actor account.Actor, a Audience) (Audience, error) {
	var err error
	if a.AreaID == 0 && a.VenueID != 0 {
		a.AreaID, err = postgres.Scalar[int64](ctx, s.Pool, venueAreaSQL, postgres.Args{"municipality_id": actor.MunicipalityID, "venue_id": a.VenueID})
	}
	return a, err
}

// visible is which activities an organiser may know of: what is out or sent in, her
// own drafts, and those whose organiser shares the dates. It needs the activity a.
const visible = `not o.off and a.cancelled_at is null and (a.status in ('published', 'submitted')
       or a.status = 'draft' and (a.dates_shared or a.organisation_id = @organisation_id))`

const (
	sameVenue  = `@venue_id::bigint <> 0 and a.status <> 'draft' and coalesce(o.venue_id, a.venue_id, 0) = @venue_id`
	sameArea   = `@area_id::bigint <> 0 and coalesce(` + place.Area + `, 0) = @area_id`
	samePeople = `exists (select from activity_target_group t where t.activity_id = a.id and t.code_id = any(@target_groups::bigint[]))`
)

// near is which dates o count beside a time from starts to ends on a day that begins at
// day, the one before it at eve: what takes place on the day and began on it or in the 12
// hours before, and what began on the day before and goes on into that time. Someone who
// is at a two-week exhibition can come.
const near = `o.starts_at < w.after and o.ends_at > w.day
      and (o.starts_at > w.day - interval '12 hours' or o.starts_at >= w.eve and o.starts_at < w.ends and o.ends_at > w.starts)`

// What overlaps comes first, and then what takes place at the same venue.
const clashesSQL = `-- planning.Clashes
select * from (
    select a.id as activity_id, o.id as occurrence_id, a.title, a.lang, org.name as organisation_name, o.starts_at, o.ends_at, a.all_day, a.status,
           o.starts_at < w.ends and o.ends_at > w.starts as overlaps,
           ` + sameVenue + ` as same_venue, ` + sameArea + ` as same_area, ` + samePeople + ` as same_people
    from unnest(@starts::timestamptz[], @ends::timestamptz[], @eves::timestamptz[], @days::timestamptz[], @after::timestamptz[]) as w (starts, ends, eve, day, after)
    join occurrence o on o.municipality_id = @municipality_id and o.starts_at >= w.eve and ` + near + `
    join activity a on a.id = o.activity_id
    join organisation org on org.id = a.organisation_id
    ` + place.Tables + `
    where ` + visible + ` and a.id <> @except) as c
where same_venue or same_area or same_people
order by not c.overlaps, starts_at, same_venue desc, activity_id limit @limit`

// Clashes are what else happens on the days of the given dates, at most 20 of them,
// for the same people, in the same area or at the same venue: first what overlaps
// them in time. At most 60, each date once.
func (s *Service) Clashes(ctx context.Context, actor account.Actor, dates []Span, a Audience) ([]Clash, error) {
	if err := activity.MayOpen(actor); err != nil {
		return nil, err
	}
	a, err := s.placed(ctx, actor, a)
	if err != nil {
		return nil, err
	}
	starts, ends, eves, days, after := split(dates[:min(len(dates), ClashDates)])
	found, err := postgres.Many[Clash](ctx, s.Pool, clashesSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "starts": starts, "ends": ends, "eves": eves, "days": days, "after": after,
		"target_groups": a.TargetGroups, "area_id": a.AreaID, "venue_id": a.VenueID, "except": a.Except, "limit": clashLimit,
	}, postgres.Fresh)
	seen := map[int64]bool{}
	var all []Clash
	for _, c := range found {
		if !seen[c.OccurrenceID] {
			seen[c.OccurrenceID] = true
			all = append(all, c)
		}
	}
	return all, err
}

// Marked is an entry of the municipality's calendar on days that somebody plans.
type Marked struct {
	Entry
	Overlaps bool // in time; otherwise it is only the same day
	Dates    int  // how many of the dates
}

const markedDates = 200

const markedSQL = `-- planning.Marked
select ` + entryColumns + `, bool_or(e.starts_at < w.ends and e.ends_at > w.starts) as overlaps, count(*)::int as dates
from unnest(@starts::timestamptz[], @ends::timestamptz[], @days::timestamptz[], @after::timestamptz[]) as w (starts, ends, day, after)
join calendar_entry e on e.municipality_id = @municipality_id and e.starts_at < w.after and e.starts_at > w.day - interval '367 days' and e.ends_at > w.day
group by e.id order by e.starts_at, e.id limit @limit`

// Marked are the entries of the municipality's calendar on the days of the given
// dates, at most 200 of them. At most 60.
func (s *Service) Marked(ctx context.Context, actor account.Actor, dates []Span) ([]Marked, error) {
	if err := activity.MayOpen(actor); err != nil {
		return nil, err
	}
	starts, ends, _, days, after := split(dates[:min(len(dates), markedDates)])
	return postgres.Many[Marked](ctx, s.Pool, markedSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "starts": starts, "ends": ends, "days": days, "after": after, "limit": clashLimit,
	}, postgres.Fresh)
}
