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
	ExceptDate   int64 // the one date of it that is planned, so that the others count; 0: none of them does
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

// split is the spans as arguments: as they are, what has no end as a minute, and as days.
func split(spans []Span) (starts, ends, days, after []time.Time) {
	for _, s := range spans {
		d := s.days()
		if !s.To.After(s.From) {
			s.To = s.From.Add(time.Minute)
		}
		starts, ends, days, after = append(starts, s.From), append(ends, s.To), append(days, d.From), append(after, d.To)
	}
	return starts, ends, days, after
}

// Clash is another activity with dates on the same days, for the same people, in the
// same area or at the same venue. One that has both is two: what overlaps and what does not.
type Clash struct {
	ActivityID       int64
	Title            string
	Lang             i18n.Lang
	OrganisationName string
	AllDay           bool
	Status           activity.Status // published, submitted, or a draft whose dates others may see
	Overlaps         bool            // in time; otherwise it is only the same day
	Own              bool            // it is other dates of the activity itself
	SameVenue        bool            // never of a draft
	SameArea         bool
	SamePeople       bool        // a target group in common
	Dates            int         // how many dates of it
	Starts, Ends     []time.Time // of the first of them, at most ClashTimes
}

// Clashes are what else there is. Those that are left out are counted.
type Clashes struct {
	Overlapping, SameDay         []Clash
	MoreOverlapping, MoreSameDay int
}

const (
	// MostDates is how many dates are looked at.
	MostDates = 400
	// ClashTimes is how many dates of an activity are named.
	ClashTimes = 3

	clashLimit = 12 // activities that overlap, and as many that do not
)

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

// visible is which dates o an organiser may know of: what is out or sent in, her own
// drafts, those whose organiser shares the dates, and what she is planning. It needs the activity a.
const visible = `not o.off and a.cancelled_at is null and (a.status in ('published', 'submitted')
       or a.status = 'draft' and (a.dates_shared or a.organisation_id = @organisation_id))`

const (
	own        = `a.id = @except::bigint`
	sameVenue  = `@venue_id::bigint <> 0 and a.status <> 'draft' and coalesce(o.venue_id, a.venue_id, 0) = @venue_id`
	sameArea   = `@area_id::bigint <> 0 and coalesce(` + place.Area + `, 0) = @area_id`
	samePeople = `exists (select from activity_target_group t where t.activity_id = a.id and t.code_id = any(@target_groups::bigint[]))`

	// others is which dates count beside the one, or the activity, that is planned.
	others = `(a.id <> @except or @except_date::bigint <> 0 and o.id <> @except_date) and
      (` + visible + ` or not o.off and a.cancelled_at is null and a.status <> 'archived' and ` + own + `)`

	// longest is longer than any date lasts: what is not over began after that.
	longest = `interval '15 days'`

	// until is when a date is over; one without an end lasts a minute.
	until = `greatest(o.ends_at, o.starts_at + interval '1 minute')`

	// brief is what people are at from beginning to end, a weekend away or less. To a two-week
	// exhibition they come and go; only its venue is taken all the time.
	brief = `o.ends_at <= o.starts_at + interval '73 hours'`
)

// What is more of the same activity, and then what takes place at the same venue, comes first.
const clashesSQL = `-- planning.Clashes
with found as (
    select a.id as activity_id, o.id, o.starts_at, o.ends_at, ` + own + ` as own, ` + sameVenue + ` as same_venue, ` + sameArea + ` as same_area,
           ` + samePeople + ` as same_people, ` + brief + ` as brief, bool_or(o.starts_at < w.ends and ` + until + ` > w.starts) as overlaps
    from unnest(@starts::timestamptz[], @ends::timestamptz[], @days::timestamptz[], @after::timestamptz[]) as w (starts, ends, day, after)
    join occurrence o on o.municipality_id = @municipality_id and o.starts_at < w.after and o.starts_at > w.day - ` + longest + ` and o.ends_at >= w.day and ` + until + ` > w.day
    join activity a on a.id = o.activity_id
    ` + place.Tables + `
    where ` + others + `
    group by a.id, o.id, v.id),
clashing as (
    select f.activity_id, f.overlaps, bool_or(f.own) as own, bool_or(f.same_venue) as same_venue, bool_or(f.same_area) as same_area, bool_or(f.same_people) as same_people,
           count(*)::int as dates, (array_agg(f.starts_at order by f.starts_at, f.id))[:@times::int] as starts, (array_agg(f.ends_at order by f.starts_at, f.id))[:@times::int] as ends
    from found f where f.own or f.same_venue or f.brief and (f.same_area or f.same_people)
    group by f.activity_id, f.overlaps),
ordered as (
    select c.*, row_number() over (partition by c.overlaps order by c.own desc, c.same_venue desc, c.starts[1], c.activity_id) as nr,
           (count(*) over (partition by c.overlaps))::int as activities
    from clashing c)
select r.*, a.title, a.lang, a.all_day, a.status, org.name as organisation_name
from ordered r join activity a on a.id = r.activity_id join organisation org on org.id = a.organisation_id
where r.nr <= @limit order by r.overlaps desc, r.nr`

type clashRow struct {
	Nr         int
	Activities int // of its kind
	Clash
}

// Clashes are what else happens on the days of the given dates, at most MostDates of them,
// for the same people, in the same area or at the same venue. Of each kind the first
// activities are told, and how many there are beside.
func (s *Service) Clashes(ctx context.Context, actor account.Actor, dates []Span, a Audience) (Clashes, error) {
	if err := activity.MayOpen(actor); err != nil {
		return Clashes{}, err
	}
	a, err := s.placed(ctx, actor, a)
	if err != nil {
		return Clashes{}, err
	}
	args := a.args(actor)
	args["starts"], args["ends"], args["days"], args["after"] = split(dates[:min(len(dates), MostDates)])
	args["times"], args["limit"] = ClashTimes, clashLimit
	rows, err := postgres.Many[clashRow](ctx, s.Pool, clashesSQL, args, postgres.Fresh)
	var c Clashes
	for _, r := range rows {
		if r.Overlaps {
			c.Overlapping, c.MoreOverlapping = append(c.Overlapping, r.Clash), r.Activities-r.Nr
		} else {
			c.SameDay, c.MoreSameDay = append(c.SameDay, r.Clash), r.Activities-r.Nr
		}
	}
	return c, err
}

// args are what the statements ask of an audience.
func (a Audience) args(actor account.Actor) postgres.Args {
	if a.TargetGroups == nil {
		a.TargetGroups = []int64{}
	}
	return postgres.Args{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID,
		"target_groups": a.TargetGroups, "area_id": a.AreaID, "venue_id": a.VenueID, "except": a.Except, "except_date": a.ExceptDate,
	}
}

// Marked is an entry of the municipality's calendar on days that somebody plans.
type Marked struct {
	Entry
	Overlaps bool // in time; otherwise it is only the same day
	Dates    int  // how many of the dates
}

const markedLimit = 60

const markedSQL = `-- planning.Marked
select ` + entryColumns + `, bool_or(e.starts_at < w.ends and e.ends_at > w.starts) as overlaps, count(*)::int as dates
from unnest(@starts::timestamptz[], @ends::timestamptz[], @days::timestamptz[], @after::timestamptz[]) as w (starts, ends, day, after)
join calendar_entry e on e.municipality_id = @municipality_id and e.starts_at < w.after and e.starts_at > w.day - interval '367 days' and e.ends_at > w.day
group by e.id order by e.starts_at, e.id limit @limit`

// Marked are the entries of the municipality's calendar on the days of the given
// dates, at most MostDates of them. At most 60.
func (s *Service) Marked(ctx context.Context, actor account.Actor, dates []Span) ([]Marked, error) {
	if err := activity.MayOpen(actor); err != nil {
		return nil, err
	}
	starts, ends, days, after := split(dates[:min(len(dates), MostDates)])
	return postgres.Many[Marked](ctx, s.Pool, markedSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "starts": starts, "ends": ends, "days": days, "after": after, "limit": markedLimit,
	}, postgres.Fresh)
}
