// What pages and lists say about signing up: places, gate and deadline.

package signupform

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/postgres"
)

// Page is what residents see of signing up for one date or series.
type Page struct {
	Form     Form
	Settings Settings
	Slot     Slot
	Place    string // of the date; "" for a series
	Gate     Gate   // for one person
	Deadline time.Time
}

// SignUpPage is what the page of an activity shows about signing up, without
// storing anything. OccurrenceID 0 is the whole series. An activity without
// sign-up here, or one that residents cannot see, is NotFound.
func (s *Service) SignUpPage(ctx context.Context, actor account.Actor, activityID, occurrenceID int64) (Page, error) {
	b, err := ReadActivity(ctx, s.pool, actor, activityID)
	if err != nil {
		return Page{}, err
	}
	form, _ := b.Form()
	if !b.Open() {
		return Page{}, activity.Missing()
	}
	if form.Scope == WholeSeries {
		occurrenceID = 0
	}
	at, err := readPlaced(ctx, s.pool, b, occurrenceID)
	return Page{
		Form: form, Settings: b.Municipal(), Slot: at.Slot, Place: at.Place, Gate: GateFor(s.now(), form, at.Slot, 1), Deadline: form.Deadline(at.Slot),
	}, err
}

const slotsToComeSQL = `-- signupform.slotsToCome
select coalesce(s.id, 0) as id, a.municipality_id, a.id as activity_id, f.scope, case when f.scope = 'series' then 0 else o.id end as occurrence_id,
       o.starts_at, o.ends_at, case when s.id is null then f.capacity else s.capacity end as capacity, coalesce(s.own_capacity, false) as own_capacity,
       coalesce(s.taken, 0) as taken, f.waiting_capacity, coalesce(s.waiting, 0) as waiting, f.strict_order, coalesce(` + QueueFirst + `, false) as queue_first,
       f.closed or coalesce(s.closed, false) as closed, a.cancelled_at is not null or o.off as cancelled, a.cancelled_at is null and o.status = 'postponed' as postponed
from activity a join signup_form f on f.activity_id = a.id and f.scope = 'date' join occurrence o on o.activity_id = a.id
left join signup_slot s on s.activity_id = a.id and s.scope = 'date' and s.occurrence_id = o.id
where a.id = @id and a.municipality_id = @municipality_id and o.ends_at > @from
order by o.starts_at, o.id limit @limit`

// Slots are the dates of an activity with their places, for choosing one: those
// that end after from. A form for the whole series gives its one slot.
func (s *Service) Slots(ctx context.Context, actor account.Actor, activityID int64, from time.Time, limit int) ([]Slot, error) {
	b, err := ReadActivity(ctx, s.pool, actor, activityID)
	if err != nil {
		return nil, err
	}
	form, stored := b.Form()
	if !b.Open() && (!stored || b.mayManage(actor) != nil) {
		return nil, activity.Missing()
	}
	if form.Scope == WholeSeries {
		slot, err := ReadSlot(ctx, s.pool, b, 0)
		return []Slot{slot}, err
	}
	return postgres.Many[Slot](ctx, s.pool, slotsToComeSQL, postgres.Args{
		"id": activityID, "municipality_id": actor.MunicipalityID, "from": from, "limit": limit,
	})
}

// Places are what a list says about signing up for one date.
type Places struct {
	Elsewhere bool // sign-up is at the organiser's own page: the rest is empty
	Form      Form
	Slot      Slot
	Gate      Gate // for one person
	Deadline  time.Time
}

// placesSQL reads the first and last date of a series only where no slot tells them.
const placesSQL = `-- signupform.places
select o.id as date_id, a.signup_mode as mode, f.settings, coalesce(s.id, 0) as id, a.municipality_id, a.id as activity_id,
       coalesce(f.scope, 'date') as scope, case when f.scope = 'series' then 0 else o.id end as occurrence_id,
       coalesce(s.starts_at, d.starts_at, o.starts_at) as starts_at, coalesce(s.ends_at, d.ends_at, o.ends_at) as ends_at,
       case when s.id is null then f.capacity else s.capacity end as capacity, coalesce(s.own_capacity, false) as own_capacity,
       coalesce(s.taken, 0) as taken, f.waiting_capacity, coalesce(s.waiting, 0) as waiting, coalesce(f.strict_order, false) as strict_order,
       coalesce(` + QueueFirst + `, false) as queue_first,
       coalesce(f.closed, false) or coalesce(s.closed, false) as closed, a.cancelled_at is not null or o.off as cancelled, a.cancelled_at is null and o.status = 'postponed' as postponed
from occurrence o join activity a on a.id = o.activity_id and a.signup_mode <> 'none'
left join signup_form f on f.activity_id = a.id and a.signup_mode = 'here'
left join signup_slot s on s.activity_id = a.id and s.scope = f.scope and (f.scope = 'series' or s.occurrence_id = o.id)
left join lateral (select min(x.starts_at) as starts_at, max(x.ends_at) as ends_at from occurrence x
    where f.scope = 'series' and s.id is null and x.activity_id = a.id) d on true
where o.id = any(@ids::bigint[]) and a.municipality_id = @municipality_id and (a.signup_mode = 'link' or f.activity_id is not null)`

// PublicPlacesAt is what a list of a municipality's dates says about signing up, by
// occurrence; dates without sign-up are not in it. One query, whatever the number of dates.
func (s *Service) PublicPlacesAt(ctx context.Context, municipalityID int64, occurrenceIDs []int64) (map[int64]Places, error) {
	if len(occurrenceIDs) == 0 {
		return nil, nil
	}
	type row struct {
		Slot
		DateID   int64
		Mode     activity.SignupMode
		Settings *Form
	}
	rows, err := postgres.Many[row](ctx, s.pool, placesSQL, postgres.Args{"municipality_id": municipalityID, "ids": occurrenceIDs})
	all, now := make(map[int64]Places, len(rows)), s.now()
	for _, r := range rows {
		p := Places{Slot: r.Slot, Elsewhere: r.Mode == activity.LinkSignup}
		if r.Settings != nil {
			p.Form = *r.Settings
			p.Gate, p.Deadline = GateFor(now, p.Form, p.Slot, 1), p.Form.Deadline(p.Slot)
		}
		all[r.DateID] = p
	}
	return all, err
}
