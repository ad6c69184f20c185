// One activity read with all that its page shows, for residents and behind the doors.

package activity

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// shown is how many coming dates an activity's page names before "alle datoer".
const shown = 6

// Organiser is an organisation as an activity's page shows it.
type Organiser struct {
	ID      int64     `json:"id"`
	Name    string    `json:"name"`
	Summary string    `json:"summary"`
	Phone   string    `json:"phone"`
	Email   string    `json:"email"`
	Website string    `json:"website"`
	Lang    i18n.Lang `json:"lang"` // that Summary is written in
}

// Place is a venue as an activity's page shows it.
type Place struct {
	ID            int64    `json:"id"`
	Name          string   `json:"name"`
	Address       string   `json:"address"`
	PostalCode    string   `json:"postal_code"`
	AreaID        int64    `json:"area_id"`
	Latitude      *float64 `json:"latitude"`
	Longitude     *float64 `json:"longitude"`
	Accessibility []string `json:"accessibility"`
	Description   string   `json:"description"`
}

// View is all that the page of one activity shows.
type View struct {
	Activity
	Organiser       Organiser
	CoOrganisedWith []Organiser
	Place           *Place       // nil: none; of an activity with one coming date, the place of that
	Note            string       // what is added about Place, or stands for it
	Next            []Occurrence // the first coming dates, cancelled, postponed and moved ones too
	Coming          int          // how many dates are coming in all
	Last            *time.Time   // end of the last date known
	Past            bool         // nothing more is coming, or it is archived: tell search engines not to index
}

// NextDate is the first coming date that is on, nil when there is none.
func (v View) NextDate() *Occurrence {
	for i := range v.Next {
		if !v.Next[i].Off() && !v.Activity.Cancelled() {
			return &v.Next[i]
		}
	}
	return nil
}

const activityColumns = `a.id, a.municipality_id, a.organisation_id, org.name as organisation_name, a.kind, a.title, a.summary, a.description,
       a.lang, a.held_in, a.category_id,
       array(select t.code_id from activity_target_group t where t.activity_id = a.id order by t.code_id) as target_groups,
       a.age_min, a.age_max, a.offer, a.price_ore, a.price_note, coalesce(a.venue_id, 0) as venue_id, coalesce(a.area_id, 0) as area_id,
       a.place_note, a.online_url, a.bring, a.contact_name, a.contact_phone, a.contact_email, a.signup_mode, a.signup_url,
       array(select c.organisation_id from activity_co_organiser c where c.activity_id = a.id order by c.organisation_id) as co_organisers,
       a.starts_at, a.duration_minutes, a.all_day, a.rrule, a.extra_dates, a.except_dates, a.dates_shared,
       (select coalesce(json_agg(json_build_object('from', p.from_date || 'T12:00:00Z', 'to', p.to_date || 'T12:00:00Z', 'reason', p.reason)
               order by p.from_date, p.id), '[]') from activity_pause p where p.activity_id = a.id) as pauses,
       a.status, a.status_reason, a.cancelled_at, a.cancel_reason, a.published_at, a.source, a.sequence, a.created_at, a.updated_at, a.version`

const organiserJSON = `json_build_object('id', org.id, 'name', org.name, 'summary', org.summary, 'phone', org.phone, 'email', org.email_public,
       'website', org.website, 'lang', org.lang)`

// hereVenue is the venue of an activity: that of its only coming date, else its own.
const hereVenue = `coalesce((select min(o.venue_id) from occurrence o where o.activity_id = a.id and o.ends_at > @now having count(*) = 1), a.venue_id)`

const viewColumns = activityColumns + `,
       ` + organiserJSON + ` as organiser,
       (select coalesce(json_agg(` + organiserJSON + ` order by org.name, org.id), '[]')
        from activity_co_organiser c join organisation org on org.id = c.organisation_id and org.status = 'approved'
        where c.activity_id = a.id) as co_organised_with,
       (select json_build_object('id', v.id, 'name', v.name, 'address', v.address, 'postal_code', v.postal_code,
               'area_id', coalesce(v.area_id, 0), 'latitude', v.latitude, 'longitude', v.longitude,
               'accessibility', v.accessibility, 'description', v.description)
        from venue v where v.id = ` + hereVenue + `) as place,
       (select max(o.ends_at) from occurrence o where o.activity_id = a.id) as last,
       (select nullif(coalesce(max(o.ends_at) filter (where not o.off), max(o.ends_at), held.stops), 'infinity')
        from (select case when a.status = 'archived' then a.updated_at else coalesce(a.cancelled_at, 'infinity') end as stops) held
        left join occurrence o on o.activity_id = a.id and o.ends_at <= held.stops group by held.stops) as last_held,
       (select m.contact_public_days from municipality m where m.id = a.municipality_id) as contact_public_days
from activity a join organisation org on org.id = a.organisation_id`

const showSQL = `-- activity.Show
select ` + viewColumns + `
where a.id = @id and a.municipality_id = @municipality_id and a.status in ('published', 'archived') and org.status in ('approved', 'ended')`

const getSQL = `-- activity.Get
select ` + viewColumns + `
where a.id = @id and a.municipality_id = @municipality_id`

type viewRow struct {
	Activity
	Organiser       Organiser
	CoOrganisedWith []Organiser
	Place           *Place
	Last            *time.Time

	LastHeld          *time.Time // of what is put away or called off: until then; nil without dates
	ContactPublicDays int
}

// forAll is the row without the contact person where the last date is so long ago that
// only insiders need her. The organiser's own address and number stay.
func (r viewRow) forAll(now time.Time) viewRow {
	if r.LastHeld != nil && !now.Before(r.LastHeld.AddDate(0, 0, r.ContactPublicDays)) {
		r.ContactName, r.ContactPhone, r.ContactEmail = "", "", ""
	}
	return r
}

// Missing is what all say who ask for an activity that is not there for them.
func Missing() error { return fault.Missing(i18n.Mark("Vi finner ikke aktiviteten.")) }

// PublicShow is what residents see of an activity. One that is not published, not yet
// or no longer, is NotFound; an archived one is shown as past.
func (s *Service) PublicShow(ctx context.Context, municipalityID, id int64) (View, error) {
	row, err := s.row(ctx, showSQL, municipalityID, id)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, row.forAll(s.now()))
}

// Get is an activity as its own group, its co-organisers and staff see it,
// whatever its status. Other groups' activities are NotFound.
func (s *Service) Get(ctx context.Context, actor account.Actor, id int64) (View, error) {
	if err := MayOpen(actor); err != nil {
		return View{}, err
	}
	row, err := s.row(ctx, getSQL, actor.MunicipalityID, id)
	if err == nil {
		err = mayRead(actor, row.Activity)
	}
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, row)
}

func (s *Service) row(ctx context.Context, sql string, municipalityID, id int64) (viewRow, error) {
	row, err := postgres.One[viewRow](ctx, s.pool, sql, postgres.Args{"id": id, "municipality_id": municipalityID, "now": s.now()})
	if fault.Is(err, fault.NotFound) {
		err = Missing()
	}
	return row, err
}

func (s *Service) view(ctx context.Context, row viewRow) (View, error) {
	dates, total, err := coming(ctx, s.pool, row.ID, s.now(), shown)
	return row.view(dates, total), err
}

// view is the activity with the first of its coming dates, and how many there are.
func (r viewRow) view(dates []Occurrence, total int) View {
	v := View{
		Activity: r.Activity, Organiser: r.Organiser, CoOrganisedWith: r.CoOrganisedWith, Place: r.Place, Note: r.PlaceNote,
		Next: dates[:min(len(dates), shown)], Coming: total, Last: r.Last, Past: total == 0 || r.Status == Archived,
	}
	if total == 1 {
		v.Note = dates[0].PlaceNote
	}
	return v
}

const occurrenceColumns = `o.id, o.activity_id, o.key, o.starts_at, coalesce(o.postponed_end, o.ends_at) as ends_at, o.ends_at as over_at, a.all_day, o.status, o.reason, o.original_start,
       coalesce(o.venue_id, 0) as own_venue_id, o.place_note as own_place_note, o.sequence, ` + place.Columns

const occurrenceTables = `from occurrence o join activity a on a.id = o.activity_id ` + place.Tables

const comingSQL = `-- activity.coming
select ` + occurrenceColumns + `, count(*) over () as total
` + occurrenceTables + `
where o.activity_id = @id and o.ends_at > @from
order by o.starts_at, o.id limit @limit`

type comingRow struct {
	Occurrence
	Total int
}

func coming(ctx context.Context, q postgres.Querier, id int64, from time.Time, limit int) ([]Occurrence, int, error) {
	rows, err := postgres.Many[comingRow](ctx, q, comingSQL, postgres.Args{"id": id, "from": from, "limit": limit})
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	all := make([]Occurrence, len(rows))
	for i, r := range rows {
		all[i] = r.Occurrence
	}
	return all, rows[0].Total, nil
}

// Occurrences are the dates of an activity that are not over at from, in order,
// cancelled and moved ones too, for whoever may read it behind a door. A zero from
// means all dates ever.
func (s *Service) Occurrences(ctx context.Context, actor account.Actor, id int64, from time.Time, limit int) ([]Occurrence, error) {
	whose, err := postgres.One[whoseRow](ctx, s.pool, whoseSQL, postgres.Args{"id": id, "municipality_id": actor.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		return nil, Missing()
	}
	if err != nil {
		return nil, err
	}
	a := Activity{MunicipalityID: actor.MunicipalityID, OrganisationID: whose.OrganisationID, Draft: Draft{CoOrganisers: whose.CoOrganisers}}
	if err := mayRead(actor, a); err != nil {
		return nil, err
	}
	return ReadDates(ctx, s.pool, id, from, limit)
}

const whoseSQL = `-- activity.whose
select a.organisation_id, array(select c.organisation_id from activity_co_organiser c where c.activity_id = a.id) as co_organisers
from activity a where a.id = @id and a.municipality_id = @municipality_id`

type whoseRow struct {
	OrganisationID int64
	CoOrganisers   []int64
}

const publicDatesSQL = `-- activity.PublicOccurrences
select ` + occurrenceColumns + `
` + occurrenceTables + `
join organisation org on org.id = a.organisation_id
where o.activity_id = @id and a.municipality_id = @municipality_id and o.ends_at > @from
  and a.status in ('published', 'archived') and org.status in ('approved', 'ended')
order by o.starts_at, o.id limit @limit`

// PublicOccurrences are the dates of an activity that residents see; none of any other.
func (s *Service) PublicOccurrences(ctx context.Context, municipalityID, id int64, from time.Time, limit int) ([]Occurrence, error) {
	return postgres.Many[Occurrence](ctx, s.pool, publicDatesSQL, postgres.Args{
		"id": id, "municipality_id": municipalityID, "from": from, "limit": limit,
	})
}

const historyLimit = 30

// History is what happened to an activity, the newest first, for staff and for
// the group whose it is.
func (s *Service) History(ctx context.Context, actor account.Actor, id int64) ([]audit.Row, error) {
	a, err := s.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if actor.Door == account.GroupDoor && actor.OrganisationID != a.OrganisationID {
		return nil, Missing() // a co-organiser reads the activity, not who did what
	}
	return audit.List(ctx, s.pool, audit.Query{MunicipalityID: a.MunicipalityID, Object: "activity", ObjectID: id, Limit: historyLimit})
}

const allSQL = `-- activity.ReadAll
select ` + activityColumns + `
from activity a join organisation org on org.id = a.organisation_id
where a.municipality_id = @municipality_id and a.id = any(@ids::bigint[])`

// ReadAll are those of the ids that are the municipality's, by id. It asks nobody's
// leave: whoever lists activities has asked.
func ReadAll(ctx context.Context, q postgres.Querier, municipalityID int64, ids []int64) (map[int64]Activity, error) {
	rows, err := postgres.Many[Activity](ctx, q, allSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids})
	all := make(map[int64]Activity, len(rows))
	for _, a := range rows {
		all[a.ID] = a
	}
	return all, err
}

// ReadDates are the dates of an activity that are not over at from, in order,
// cancelled and moved ones too. It asks nobody's leave: whoever keeps the list of
// those who come has asked.
func ReadDates(ctx context.Context, q postgres.Querier, id int64, from time.Time, limit int) ([]Occurrence, error) {
	all, _, err := coming(ctx, q, id, from, limit)
	return all, err
}

// PublicRead reads what residents see of an activity as part of somebody's batch:
// Queue puts it there, and View answers when the batch is closed.
type PublicRead struct {
	row   viewRow
	dates []comingRow
	now   time.Time
}

// Queue adds the reading; dates is how many coming dates are wanted. An activity
// that residents cannot see makes the batch's error fault.NotFound.
func (r *PublicRead) Queue(batch *pgx.Batch, municipalityID, id int64, now time.Time, dates int) {
	r.now = now
	batch.Queue(showSQL, postgres.Args{"id": id, "municipality_id": municipalityID, "now": now}).Query(func(rows pgx.Rows) (err error) {
		r.row, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[viewRow])
		return err
	})
	batch.Queue(comingSQL, postgres.Args{"id": id, "from": now, "limit": dates}).Query(func(rows pgx.Rows) (err error) {
		r.dates, err = pgx.CollectRows(rows, pgx.RowToStructByName[comingRow])
		return err
	})
}

// View is the activity with its first coming dates, and all the dates that were read.
func (r *PublicRead) View() (View, []Occurrence) {
	var dates []Occurrence
	total := 0
	for _, d := range r.dates {
		dates, total = append(dates, d.Occurrence), d.Total
	}
	return r.row.forAll(r.now).view(dates, total), dates
}
