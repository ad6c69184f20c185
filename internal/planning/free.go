// The next days on which nothing else is planned for the same people.

package planning

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/recurrence"
)

// freeHorizon is how many days ahead are looked at.
const freeHorizon = 90

// Evening is the time of day that is looked at when nobody has said another.
func Evening(day time.Time) Span {
	y, m, d := day.In(i18n.Oslo).Date()
	return Span{time.Date(y, m, d, 17, 0, 0, 0, i18n.Oslo), time.Date(y, m, d, 22, 0, 0, 0, i18n.Oslo)}
}

// after is the same time of day n days later.
func (s Span) after(n int) Span {
	long := recurrence.WallDuration(s.From, s.To)
	from := recurrence.InZone(wall(s.From).AddDate(0, 0, n), i18n.Oslo)
	return Span{from, recurrence.InZone(wall(from).Add(long), i18n.Oslo)}
}

// wall is what the clock in Oslo shows, as if it were UTC.
func wall(t time.Time) time.Time {
	t = t.In(i18n.Oslo)
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, time.UTC)
}

// Something that began on the day or the one before is in the way when it takes the same
// venue, or when it is for the same people in the same area; who or where that nobody has said counts as all. First and
// last bound the days, so that an index finds what is near them.
const freeDaysSQL = `-- planning.FreeDays
select w.starts from unnest(@starts::timestamptz[], @ends::timestamptz[], @eves::timestamptz[]) as w (starts, ends, eve)
where not exists (
    select from calendar_entry e where e.municipality_id = @municipality_id and e.starts_at < w.ends and e.starts_at > w.starts - interval '367 days' and e.ends_at > w.starts)
  and not exists (
    select from occurrence o join activity a on a.id = o.activity_id ` + place.Tables + `
    where o.municipality_id = @municipality_id and o.starts_at >= @first::timestamptz and o.starts_at < @last::timestamptz
      and o.starts_at < w.ends and o.starts_at >= w.eve and o.ends_at > w.starts
      and ` + visible + ` and a.id <> @except
      and (` + sameVenue + ` or (@area_id::bigint = 0 or ` + sameArea + `) and (cardinality(@target_groups::bigint[]) = 0 or ` + samePeople + `)))
order by w.starts limit @limit`

// FreeDays are the next days after the given one, and after today, on which nothing
// that stands in the way overlaps that time of day: nothing else at the venue,
// nothing for the same people in the same area, nothing in the municipality's
// calendar. At most limit of the next 90; each is when it would begin.
func (s *Service) FreeDays(ctx context.Context, actor account.Actor, at Span, a Audience, limit int) ([]time.Time, error) {
	if err := activity.MayOpen(actor); err != nil {
		return nil, err
	}
	a, err := s.placed(ctx, actor, a)
	if err != nil {
		return nil, err
	}
	if now := s.Now(); at.From.Before(now) {
		at = at.after(daysBetween(at.From, now))
	}
	days := make([]Span, freeHorizon)
	for i := range days {
		days[i] = at.after(i + 1)
	}
	starts, ends, eves, _, _ := split(days)
	if a.TargetGroups == nil {
		a.TargetGroups = []int64{}
	}
	return postgres.Scalars[time.Time](ctx, s.Pool, freeDaysSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "starts": starts, "ends": ends, "eves": eves, "first": eves[0], "last": ends[len(ends)-1],
		"target_groups": a.TargetGroups, "area_id": a.AreaID, "venue_id": a.VenueID, "except": a.Except, "limit": limit,
	}, postgres.Fresh)
}

// daysBetween is how many days b's is after a's.
func daysBetween(a, b time.Time) int {
	return int(wall(midnight(b, 0)).Sub(wall(midnight(a, 0))).Hours()) / 24
}
