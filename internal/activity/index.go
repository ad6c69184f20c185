// What search knows an activity by, written in the transaction that changes it.

package activity

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
)

// entrySQL is all that search knows an activity by. Ages are those of the target
// groups where the activity says none.
const entrySQL = `-- activity.entry
select ` + activityColumns + `, a.status = 'published' and org.status = 'approved' as live,
       coalesce(a.age_min, case when a.age_max is null then g.age_min end) as from_age,
       coalesce(a.age_max, case when a.age_min is null then g.age_max end) as to_age,
       coalesce(v.id, 0) as here_venue_id, coalesce(v.accessibility, '{}') as accessibility, coalesce(ar.id, 0) as place_area_id, coalesce(ar.parent_id, 0) as parent_area_id,
       concat_ws(' ', c.name_nb, c.name_nn, c.name_en) as category_names, concat_ws(' ', v.name, v.address) as venue_words,
       coalesce(ar.name, '') as area_name, concat_ws(' ', org.name, org.registered_name) as organiser_words, coalesce(g.names, '') as target_group_names,
       coalesce((select string_agg(co.name, ' ') from activity_co_organiser o join organisation co on co.id = o.organisation_id
                 where o.activity_id = a.id), '') as co_organiser_words
from activity a
join organisation org on org.id = a.organisation_id
join code c on c.id = a.category_id
left join venue v on v.id = ` + hereVenue + `
left join area ar on ar.id = case when v.id is distinct from a.venue_id then v.area_id else coalesce(a.area_id, v.area_id) end
left join lateral (
    select string_agg(concat_ws(' ', t.name_nb, t.name_nn, t.name_en), ' ') as names,
           case when bool_and(t.age_min is not null) then min(t.age_min) end as age_min,
           case when bool_and(t.age_max is not null) then max(t.age_max) end as age_max
    from activity_target_group tg join code t on t.id = tg.code_id where tg.activity_id = a.id) as g on true
where a.id = @id`

type entryRow struct {
	Activity
	Live                                                bool
	FromAge, ToAge                                      *int
	Accessibility                                       []string
	HereVenueID, PlaceAreaID, ParentAreaID              int64
	CategoryNames, VenueWords, AreaName, OrganiserWords string
	TargetGroupNames, CoOrganiserWords                  string
}

const indexedDatesSQL = `-- activity.indexedDates
select o.id, o.starts_at as starts, coalesce(o.postponed_end, o.ends_at) as ends, o.off as cancelled,
       coalesce(u.joining, 0) as joining
from occurrence o left join signup_open u on u.occurrence_id = o.id
where o.activity_id = @id and coalesce(o.postponed_end, o.ends_at) > @now order by o.starts_at, o.id limit @limit`

// turnSQL has sign-up looked at within a minute: its dates may be others now.
const turnSQL = `-- activity.turn
insert into signup_turn (activity_id, municipality_id, at) select id, municipality_id, @now from activity where id = @id and signup_mode = 'here'
on conflict (activity_id) do update set at = excluded.at`

// Index makes search know the activity as it is in tx, for what others change about it.
func Index(ctx context.Context, tx pgx.Tx, id int64, now time.Time) error {
	return index(ctx, tx, id, now)
}

// index makes search know the activity as it is in tx, or forget it.
func index(ctx context.Context, tx pgx.Tx, id int64, now time.Time) error {
	row, err := postgres.One[entryRow](ctx, tx, entrySQL, postgres.Args{"id": id, "now": now})
	if err != nil {
		return fmt.Errorf("index activity %d: %w", id, err)
	}
	if !row.Live {
		return search.RemoveActivity(ctx, tx, id)
	}
	dates, err := postgres.Many[search.Occurrence](ctx, tx, indexedDatesSQL, postgres.Args{"id": id, "now": now, "limit": schedule.MaxDates})
	if err != nil {
		return fmt.Errorf("index activity %d: %w", id, err)
	}
	if _, err := postgres.Exec(ctx, tx, turnSQL, postgres.Args{"id": id, "now": now}); err != nil {
		return err
	}
	for i := range dates {
		dates[i].Cancelled = dates[i].Cancelled || row.Cancelled()
		switch row.SignupMode {
		case NoSignup:
			dates[i].Joining = search.JustCome
		case LinkSignup:
			dates[i].Joining = search.NotNow
		}
	}
	return search.IndexActivity(ctx, tx, now, search.Entry{ActivityID: id, Doc: row.doc(), Facts: row.facts(), Occurrences: dates})
}

func (r entryRow) doc() search.Doc {
	return search.Doc{Title: r.Title, Texts: []string{
		r.Summary, r.CategoryNames, r.OrganiserWords, r.CoOrganiserWords, r.VenueWords, r.AreaName, r.TargetGroupNames,
		r.PlaceNote, r.Bring, markdown.Plain(r.Description),
	}}
}

// facts are what the fields say, and what the organisers and the place add.
func (r entryRow) facts() search.Facts {
	f := search.Facts{
		Municipality: r.MunicipalityID, Areas: areas(r.PlaceAreaID, r.ParentAreaID), Organisations: append([]int64{r.OrganisationID}, r.CoOrganisers...),
		Accessibility: r.Accessibility, AgeMin: r.FromAge, AgeMax: r.ToAge,
	}
	for _, field := range Fields {
		if field.facts != nil {
			field.facts(&f, r.Draft)
		}
	}
	f.Venue = r.HereVenueID
	return f
}

// areas is the area and the one that it lies in: who asks for the bydel means its grender too.
func areas(ids ...int64) []int64 {
	var all []int64
	for _, id := range ids {
		if id != 0 {
			all = append(all, id)
		}
	}
	return all
}

const indexedSQL = `-- activity.IndexAll
select id from activity where municipality_id = @municipality_id and status = 'published' order by id`

// IndexAll makes search know the municipality's activities with their dates as they are in tx at now: after many
// were stored at once.
func IndexAll(ctx context.Context, tx pgx.Tx, municipalityID int64, now time.Time) error {
	ids, err := postgres.Scalars[int64](ctx, tx, indexedSQL, postgres.Args{"municipality_id": municipalityID})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := index(ctx, tx, id, now); err != nil {
			return err
		}
	}
	return nil
}
