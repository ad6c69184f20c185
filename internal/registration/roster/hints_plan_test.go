package roster

import (
	"encoding/json"
	"testing"
	"time"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

// crowded is one date with so many in its queue; every tenth has the name of the one before.
const crowded = `with m as (insert into municipality (number, name) values ('9999', 'Prøve') returning id),
    o as (insert into organisation (municipality_id, name, kind) select id, 'Lag', 'association' from m returning id),
    k as (insert into code (municipality_id, list, slug, name_nb) select id, 'category', 'annet', 'Annet' from m returning id),
    a as (insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes)
          select m.id, o.id, 'Tur', k.id, '2026-05-10 10:00Z', 60 from m, o, k returning id),
    s as (insert into signup_slot (municipality_id, activity_id, scope, starts_at, ends_at)
          select m.id, a.id, 'series', '2026-05-10 10:00Z', '2026-05-10 12:00Z' from m, a returning id),
    r as (insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, source)
          select m.id, a.id, s.id, n, 'waiting', 'queue', 1, 'Navn ' || case when n % 10 = 9 then n + 1 else n end, 'web'
          from m, a, s, generate_series(1, $1::int) n)
select id from s`

// step is a step of a plan that has been carried out.
type step struct {
	Rows    float64 `json:"Actual Rows"`
	Loops   float64 `json:"Actual Loops"`
	Dropped float64 `json:"Rows Removed by Filter"`
	Joined  float64 `json:"Rows Removed by Join Filter"`
	Plans   []step  `json:"Plans"`
}

func (s step) touched() float64 {
	sum := (s.Rows + s.Dropped + s.Joined) * s.Loops
	for _, p := range s.Plans {
		sum += p.touched()
	}
	return sum
}

// A list of thousands is noted by going through it some times, not once for each of its names.
func TestNotesOnThousands(t *testing.T) {
	t.Parallel()
	const many = 2000
	tx := pgtest.Tx(t)
	var slot int64
	if err := tx.QueryRow(t.Context(), crowded, many).Scan(&slot); err != nil {
		t.Fatal(err)
	}
	type registered struct{ ID, ActivityID int64 }
	all, err := postgres.Many[registered](t.Context(), tx, "select id, activity_id from registration where slot_id = @slot order by id", postgres.Args{"slot": slot})
	if err != nil || len(all) != many {
		t.Fatalf("got %d sign-ups, %v", len(all), err)
	}
	if _, err := tx.Exec(t.Context(), "analyze registration"); err != nil {
		t.Fatal(err)
	}
	ids := make([]int64, many)
	for i, r := range all {
		ids[i] = r.ID
	}
	args := postgres.Args{"activity_id": all[0].ActivityID, "ids": ids, "now": time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}
	text, err := postgres.Scalar[string](t.Context(), tx, "explain (analyze, format json, timing off) "+notesSQL, args)
	if err != nil {
		t.Fatal(err)
	}
	var plans []struct{ Plan step }
	if err := json.Unmarshal([]byte(text), &plans); err != nil || len(plans) != 1 {
		t.Fatalf("plan %s: %v", text, err)
	}
	if n := int(plans[0].Plan.touched()); n > 40*many {
		t.Errorf("%d rows are gone through for %d names", n, many)
	}
	twice, err := postgres.Scalar[int](t.Context(), tx, "select count(*) from ("+notesSQL+") n where n.double", args)
	if err != nil || twice != 2*(many/10) {
		t.Errorf("got %d doubles, %v, want %d: every tenth name stands twice", twice, err, 2*(many/10))
	}
}
