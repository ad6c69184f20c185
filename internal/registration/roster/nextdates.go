// The next dates that a group keeps lists of.

package roster

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"
)

// Coming is a date of an activity with sign-up, as those who keep its list see it.
type Coming struct {
	signupform.Slot
	Title     string
	Lang      i18n.Lang // of the title
	Settings  signupform.Form
	NextAt    time.Time // the date itself, also of a series
	NextEnds  time.Time
	AllDay    bool
	DateID    int64 // the occurrence
	Organiser string
	Guest     bool // another's activity: the organisation is co-organiser, or the person a substitute
}

const comingSQL = `-- roster.coming
select coalesce(s.id, 0) as id, a.municipality_id, a.id as activity_id, f.scope, case when f.scope = 'series' then 0 else d.id end as occurrence_id,
       coalesce(s.starts_at, d.starts_at) as starts_at, coalesce(s.ends_at, d.ends_at) as ends_at,
       case when s.id is null then f.capacity else s.capacity end as capacity, coalesce(s.own_capacity, false) as own_capacity,
       coalesce(s.taken, 0) as taken, f.waiting_capacity, coalesce(s.waiting, 0) as waiting, f.strict_order,
       coalesce(` + signupform.QueueFirst + `, false) as queue_first,
       f.closed or coalesce(s.closed, false) as closed, false as cancelled, false as postponed,
       a.title, a.lang, f.settings, d.starts_at as next_at, d.ends_at as next_ends, a.all_day, d.id as date_id, org.name as organiser,
       a.organisation_id <> @organisation_id as guest
from (select id from activity where organisation_id = @organisation_id and status = 'published'
      union select activity_id from activity_co_organiser where organisation_id = @organisation_id
      union select activity_id from signup_access where account_id = @account_id) mine
join activity a on a.id = mine.id and a.municipality_id = @municipality_id and a.status = 'published' and a.cancelled_at is null and a.signup_mode = 'here'
join signup_form f on f.activity_id = a.id join organisation org on org.id = a.organisation_id
cross join lateral (
    select o.id, o.starts_at, o.ends_at, row_number() over (order by o.starts_at, o.id) as nr from occurrence o where o.activity_id = a.id and not o.off and o.ends_at > @now
    order by o.starts_at, o.id limit case when f.scope = 'series' then 1 else 2 end) d
left join signup_slot s on s.activity_id = a.id and s.scope = f.scope and (f.scope = 'series' or s.occurrence_id = d.id)
where d.nr = 1 or coalesce(s.taken + s.waiting, 0) > 0
order by d.starts_at, d.id limit @limit`

// ComingDates are the dates that a group keeps lists of: of each activity the
// next one, and the one after it when somebody has signed up for that already.
func (s *Service) ComingDates(ctx context.Context, actor account.Actor, limit int) ([]Coming, error) {
	if err := actor.Require(account.RunOwnActivities); err != nil || actor.OrganisationID == 0 {
		return nil, err
	}
	return postgres.Many[Coming](ctx, s.pool, comingSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "account_id": actor.AccountID, "now": s.now(), "limit": limit,
	})
}
