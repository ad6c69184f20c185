// The next days on which nothing else is planned for the same people.

package planning

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/opening"
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

// In the way is what takes the same venue, or is for the same people in the same area; who
// or where that nobody has said counts as all.
const freeDaysSQL = `-- planning.FreeDays
with busy as (
    select range_agg(tstzrange(x.starts_at, x.until)) as times from (
        select e.starts_at, e.ends_at as until from calendar_entry e
        where e.municipality_id = @municipality_id and e.starts_at < @last::timestamptz and e.starts_at > @first::timestamptz - interval '367 days' and e.ends_at > @first
        union all
        select o.starts_at, ` + until + ` from occurrence o join activity a on a.id = o.activity_id ` + place.Tables + `
        where o.municipality_id = @municipality_id and o.starts_at < @last and o.starts_at > @first - ` + longest + ` and o.ends_at >= @first and ` + others + `
          and (` + own + ` or ` + sameVenue + `
            or ` + brief + ` and (@area_id::bigint = 0 or ` + sameArea + `) and (cardinality(@target_groups::bigint[]) = 0 or ` + samePeople + `))) as x)
select w.starts from unnest(@starts::timestamptz[], @ends::timestamptz[]) as w (starts, ends), busy
where busy.times is null or not busy.times && tstzrange(w.starts, w.ends)
order by w.starts limit @limit`

// FreeDays are the next days after the given one, and after today, on which nothing
// that stands in the way overlaps that time of day: nothing else at the venue,
// nothing for the same people in the same area, nothing in the municipality's
// calendar. Public holidays are left out. At most limit of the next 90; each is when it would begin.
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
	var days []Span
	for n := range freeHorizon {
		if day := at.after(n + 1); len(day.Holidays()) == 0 {
			days = append(days, day)
		}
	}
	args := a.args(actor)
	starts, ends, _, _ := split(days)
	args["starts"], args["ends"], args["first"], args["last"], args["limit"] = starts, ends, starts[0], ends[len(ends)-1], limit
	return postgres.Scalars[time.Time](ctx, s.Pool, freeDaysSQL, args, postgres.Fresh)
}

// Holidays are those of its days that are public holidays, each its midnight in Oslo.
func (s Span) Holidays() (found []time.Time) {
	all := s.days()
	for day := all.From; day.Before(all.To); day = midnight(day, 1) {
		if opening.Holiday(day) != "" {
			found = append(found, day)
		}
	}
	return found
}

// daysBetween is how many days b's is after a's.
func daysBetween(a, b time.Time) int {
	return int(wall(midnight(b, 0)).Sub(wall(midnight(a, 0))).Hours()) / 24
}
