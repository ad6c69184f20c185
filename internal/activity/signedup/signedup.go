// Package signedup knows who is signed up for the dates of an activity, as far as whoever
// changes the activity must know it: what people count on is not taken away without a word.
// It stands beside registration, which signs them up and is to the right of activities.
package signedup

import (
	"context"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
)

const holdingSQL = `-- signedup.Holding
select s.activity_id as id, sum(s.taken + s.waiting)::int as people from signup_slot s join activity a on a.id = s.activity_id and a.cancelled_at is null
where s.activity_id = any(@ids::bigint[]) and (not s.cancelled or s.postponed) and exists (
    select from occurrence o where o.activity_id = s.activity_id and (s.scope = 'series' or o.id = s.occurrence_id)
      and o.status <> 'cancelled' and o.ends_at > @now)
group by s.activity_id`

// Holding is how many are signed up, or wait, for coming dates that are not called off,
// by the id of the activity. It asks nobody's leave.
func Holding(ctx context.Context, q postgres.Querier, ids []int64, now time.Time) (map[int64]int, error) {
	rows, err := postgres.Many[struct {
		ID     int64
		People int
	}](ctx, q, holdingSQL, postgres.Args{"ids": ids, "now": now})
	all := make(map[int64]int, len(rows))
	for _, r := range rows {
		all[r.ID] = r.People
	}
	return all, err
}

const peopleOnSQL = `-- signedup.On
select o.id, sum(s.taken + s.waiting) as everyone, coalesce(sum(s.taken + s.waiting) filter (where s.scope = 'series'), 0) as of_series
from occurrence o join activity a on a.id = o.activity_id and a.cancelled_at is null
join signup_slot s on s.activity_id = o.activity_id and (s.scope = 'series' or s.occurrence_id = o.id) and (not s.cancelled or s.postponed)
where o.id = any(@ids::bigint[]) and o.status <> 'cancelled'
group by o.id having sum(s.taken + s.waiting) > 0`

// People are signed up for a date, or wait.
type People struct{ All, OfSeries int }

// On are those of each of the dates with these ids.
func On(ctx context.Context, q postgres.Querier, dates []int64) (map[int64]People, error) {
	rows, err := postgres.Many[struct{ ID, Everyone, OfSeries int64 }](ctx, q, peopleOnSQL, postgres.Args{"ids": dates})
	people := make(map[int64]People, len(rows))
	for _, r := range rows {
		people[r.ID] = People{int(r.Everyone), int(r.OfSeries)}
	}
	return people, err
}

// Count counts those of one activity's dates, who are signed up for all of it once.
func Count(people map[int64]People, dates []int64) int {
	n, series := 0, 0
	for _, id := range dates {
		p := people[id]
		n, series = n+p.All-p.OfSeries, max(series, p.OfSeries)
	}
	return n + series
}

const signupAgesSQL = `-- signedup.CheckAges
select (settings ->> 'age_min')::int as age_min, (settings ->> 'age_max')::int as age_max from signup_form where activity_id = @id`

// CheckAges refuses ages of an activity that nobody who may sign up has; nil is open.
func CheckAges(ctx context.Context, q postgres.Querier, id int64, ageMin, ageMax *int) error {
	f, err := postgres.One[struct{ AgeMin, AgeMax *int }](ctx, q, signupAgesSQL, postgres.Args{"id": id})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var fields fault.Fields
	if ageMax != nil && f.AgeMin != nil {
		fields.Check(*f.AgeMin <= *ageMax, "alder_til", i18n.Mark("Påmeldingen er for dem som er %d år eller eldre. Endre den først."), *f.AgeMin)
	}
	if ageMin != nil && f.AgeMax != nil {
		fields.Check(*f.AgeMax >= *ageMin, "alder_fra", i18n.Mark("Påmeldingen er for dem som er %d år eller yngre. Endre den først."), *f.AgeMax)
	}
	return fields.Err()
}
