package planning_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/postgres/pgtest"
)

// many gives a municipality n dates in the year from now: of activities with ten dates each, one in forty of them over
// several days. Its calendar has a quarter as many entries, of ten years.
func (w world) many(t testing.TB, municipality int64, n int) {
	t.Helper()
	for _, sql := range []string{`
		insert into organisation (municipality_id, name, kind, status, email_public)
		select $1, 'Nes dansarlag', 'association', 'approved', 'dans@nes.example' where $2 > 0 and $3 > 0`, `
		insert into code (municipality_id, list, slug, name_nb)
		select $1, l, 'dans', 'Dans' from unnest(array['category', 'target_group']) l where $2 > 0 and $3 > 0`, `
		insert into venue (municipality_id, name, area_id) select $1, 'Sal ' || i, case when i % 3 = 0 then (select id from area where municipality_id = $1 and id = $2) end from generate_series(1, 50) i where $3 > 0`, `
		with made as (
			insert into activity (municipality_id, organisation_id, title, summary, category_id, venue_id, starts_at, duration_minutes, status, published_at, dates_shared)
			select $1, (select min(id) from organisation where municipality_id = $1), 'Dans ' || i, 'Kort', (select min(id) from code where municipality_id = $1 and list = 'category'),
			       (select id from venue where municipality_id = $1 order by id offset i % 51 limit 1), '2026-10-01', 120,
			       case when i % 7 = 0 then 'draft' else 'published' end, case when i % 7 > 0 then timestamptz '2026-09-01' end, i % 14 = 0
			from generate_series(1, $3 / 10) i where $2 > 0 returning id)
		insert into activity_target_group (activity_id, code_id)
		select made.id, c.id from made join code c on c.municipality_id = $1 and c.list = 'target_group' and (made.id + c.id) % 3 > 0`, `
		insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at)
		select id, $1, 'x' || d, s.at, s.at + case when id % 40 = 0 then interval '3 days' else interval '2 hours' end
		from activity, generate_series(1, 10) d, lateral (select '2026-10-01 08:00Z'::timestamptz + ((id * 37 + d * 41) % 365) * interval '1 day' + (id * d) % 14 * interval '1 hour') s (at)
		where municipality_id = $1 and $2 > 0 and $3 > 0`, `
		insert into calendar_entry (municipality_id, kind, title, starts_at, ends_at, all_day, created_at, updated_at)
		select $1, 'meeting', 'Møte', s.at, s.at + interval '1 hour', false, '2026-09-01', '2026-09-01'
		from generate_series(1, $3 / 4) i, lateral (select '2020-10-01 16:00Z'::timestamptz + i % 3650 * interval '1 day') s (at) where $2 > 0`,
	} {
		if _, err := w.Pool.Exec(t.Context(), sql, municipality, w.Area, n); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

// TestPlansUseIndexes looks at the plans of what organisers ask, with 20,000 dates in a year: each reads the dates near the
// days that it asks of, through the index of their times, and none reads all dates, here or of a neighbour.
func TestPlansUseIndexes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.many(t, w.Group.MunicipalityID, 20_000)
	w.many(t, w.Stranger.MunicipalityID, 40_000)
	if _, err := w.Pool.Exec(t.Context(), `analyze`); err != nil {
		t.Fatal(err)
	}
	from, to := activitytest.At("2026-11-03 00:00"), activitytest.At("2026-11-04 00:00")
	days, after := []time.Time{}, []time.Time{}
	for n := range 30 {
		days, after = append(days, from.AddDate(0, 0, n)), append(after, to.AddDate(0, 0, n))
	}
	args := pgx.NamedArgs{
		"municipality_id": w.Group.MunicipalityID, "organisation_id": w.Group.OrganisationID, "target_groups": []int64{w.Seniors}, "area_id": w.Area, "venue_id": w.Venue,
		"except": 0, "except_date": 0, "starts": days, "ends": after, "days": days, "after": after, "first": from, "last": from.AddDate(0, 3, 0), "times": 3, "limit": 12,
		"from": from, "until": to, "to": to, "small_hours": "6 hours", "target_group_id": w.Seniors, "most": 100, "lines": 8, "at": from.UTC().Format(time.RFC3339), "id": 1,
	}
	all := pgtest.Constants(t, ".")
	dates, entries := regexp.MustCompile(`using occurrence_municipality on occurrence o.*\n.*Index Cond: .*ends_at >`), regexp.MustCompile(`calendar_entry_time`)
	for name, want := range map[string]*regexp.Regexp{
		"clashesSQL": dates, "freeDaysSQL": dates, "plannedSQL": dates, "dayAfterSQL": dates, "dayBeforeSQL": dates, "markedSQL": entries, "entriesBetweenSQL": entries,
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := w.Pool.Query(t.Context(), "explain "+all[name], args)
			must(t, err)
			lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
			must(t, err)
			plan := strings.Join(lines, "\n")
			if !want.MatchString(plan) || strings.Contains(plan, "Seq Scan on occurrence") || strings.Contains(plan, "Seq Scan on calendar_entry") {
				t.Errorf("want %s, and nothing read from end to end, got\n%s", want, plan)
			}
		})
	}
}

// BenchmarkPlanning is how long organisers wait where a municipality has 20,000 dates in a year.
func BenchmarkPlanning(b *testing.B) {
	w := newWorld(b)
	w.many(b, w.Group.MunicipalityID, 20_000)
	if _, err := w.Pool.Exec(b.Context(), `analyze`); err != nil {
		b.Fatal(err)
	}
	who := planning.Audience{TargetGroups: []int64{w.Seniors}, AreaID: w.Area, VenueID: w.Venue}
	dates := daily(planning.MostDates, "2026-10-20 18:00", "2026-10-20 20:00")
	clashes := func(n int) func() error {
		return func() error { _, err := w.Clashes(b.Context(), w.Rival, dates[:n], who); return err }
	}
	free := func(a planning.Audience) func() error {
		return func() error { _, err := w.FreeDays(b.Context(), w.Rival, dates[0], a, 6); return err }
	}
	month := func(area int64) func() error {
		return func() error {
			_, err := w.Month(b.Context(), w.Rival, planning.MonthParams{Year: 2026, Month: 11, AreaID: area})
			return err
		}
	}
	for name, do := range map[string]func() error{
		"month": month(0), "month of an area": month(w.Area), "clashes of one date": clashes(1), "clashes of 52": clashes(52), "clashes of 400": clashes(400),
		"free days": free(who), "free days for all": free(planning.Audience{}),
		"day": func() error {
			_, err := w.OnDay(b.Context(), w.Rival, planning.DayParams{Date: dates[0].From})
			return err
		},
		"calendar": func() error { _, err := w.Marked(b.Context(), w.Rival, dates); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				must(b, do())
			}
		})
	}
}
