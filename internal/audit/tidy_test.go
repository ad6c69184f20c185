package audit_test

import (
	"testing"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// kept is what the privacy page promises.
const kept = 365 * 24 * time.Hour

// Events go after twelve months, in every municipality and those of none, and the
// log says how many.
func TestForget(t *testing.T) {
	t.Parallel()
	pool, now := pgtest.Pool(t), time.Now()
	for municipality, ages := range map[int64][]time.Duration{
		1: {0, kept - time.Minute, kept + time.Minute, 3 * kept}, 2: {2 * kept}, 0: {2 * kept, 0},
	} {
		for _, age := range ages {
			_, err := pool.Exec(t.Context(), `insert into audit_event (municipality_id, at, actor_kind, actor_name, action)
				values (nullif($1::bigint, 0), $2, 'staff', 'Kari Nordmann', 'contact.end')`, municipality, now.Add(-age))
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	n, err := audit.Forget(t.Context(), pool, now)
	if err != nil || n != 4 {
		t.Errorf("got %d, %v; want 4 gone", n, err)
	}
	want := []string{"0: audit.forget 1", "0: contact.end ", "1: audit.forget 2", "1: contact.end ", "1: contact.end ", "2: audit.forget 1"}
	for range 2 {
		if diff := cmp.Diff(want, events(t, pool)); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
		if n, err := audit.Forget(t.Context(), pool, now); err != nil || n != 0 {
			t.Errorf("once more: got %d, %v; want nothing", n, err)
		}
	}
}

// More than one transaction deletes at once.
func TestForgetMany(t *testing.T) {
	t.Parallel()
	pool, now := pgtest.Pool(t), time.Now()
	_, err := pool.Exec(t.Context(), `insert into audit_event (municipality_id, at, actor_kind, action)
		select 1, $1, 'system', 'contact.end' from generate_series(1, 12000)`, now.Add(-2*kept))
	if err != nil {
		t.Fatal(err)
	}
	n, err := audit.Forget(t.Context(), pool, now)
	if err != nil || n != 12000 {
		t.Errorf("got %d, %v; want 12000 gone", n, err)
	}
	if diff := cmp.Diff([]string{"1: audit.forget 12000"}, events(t, pool)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

func events(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	rows, err := pool.Query(t.Context(), `select coalesce(municipality_id, 0) || ': ' || action || ' ' || coalesce(detail ->> 'count', '') from audit_event order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return all
}
