// One day of all that organisers plan, page by page.

package planning

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
)

// DayParams say which day is wanted, and of whom.
type DayParams struct {
	Date          time.Time // any moment of it
	TargetGroupID int64     // 0: all
	AreaID        int64     // 0: all
	After, Before string
	Limit         int // as in keyset.Params
}

// DayPage is a part of what is planned on a day, in order of time, and all that the municipality's calendar says of it.
type DayPage struct {
	keyset.Page[Planned]
	Entries []Entry
}

// What has gone on since before the day comes first.
const onDay = planned + ` and o.starts_at < @until and o.starts_at > @from::timestamptz - ` + longest + ` and o.ends_at >= @from
            and (o.starts_at >= @from or o.ends_at > @from + @small_hours::interval)`

const (
	dayAfterSQL = `-- planning.dayAfter` + onDay + `
            and (@id::bigint = 0 or (o.starts_at, o.id) > (nullif(@at::text, '')::timestamptz, @id))
          order by o.starts_at, o.id limit @limit`

	dayBeforeSQL = `-- planning.dayBefore` + onDay + `
            and (@id::bigint = 0 or (o.starts_at, o.id) < (nullif(@at::text, '')::timestamptz, @id))
          order by o.starts_at desc, o.id desc limit @limit`
)

const byTime = "tid"

var dayOrders = keyset.Orders[Planned]{byTime: {Up: dayAfterSQL, Down: dayBeforeSQL, Fits: keyset.IsMoment, Place: func(x Planned) keyset.Place {
	return keyset.Place{At: keyset.Moment(&x.StartsAt, ""), ID: x.OccurrenceID}
}}}

// OnDay is what is planned on one day. Drafts are in it as far as the actor may know of them.
func (s *Service) OnDay(ctx context.Context, actor account.Actor, p DayParams) (DayPage, error) {
	if err := activity.MayOpen(actor); err != nil {
		return DayPage{}, err
	}
	from, until := midnight(p.Date, 0), midnight(p.Date, 1)
	page, err := dayOrders.Read(keyset.Params{Sort: byTime, After: p.After, Before: p.Before, Limit: p.Limit}, func(sql string, at keyset.Place, limit int) ([]Planned, error) {
		return postgres.Many[Planned](ctx, s.Pool, sql, postgres.Args{
			"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "from": from, "until": until, "small_hours": search.SmallHours,
			"area_id": p.AreaID, "target_group_id": p.TargetGroupID, "at": at.At, "id": at.ID, "limit": limit,
		}, postgres.Fresh)
	})
	if err != nil {
		return DayPage{}, err
	}
	entries, err := postgres.Many[Entry](ctx, s.Pool, entriesBetweenSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "from": from, "to": until, "limit": entriesPerMonth,
	})
	return DayPage{page, entries}, err
}
