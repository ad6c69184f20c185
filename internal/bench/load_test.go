package bench

import (
	"context"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

// TestLoad holds what the loader writes against what the portal's own code makes of the same activities.
func TestLoad(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool := pgtest.Pool(t)
	now := time.Date(2026, time.March, 11, 12, 0, 0, 0, i18n.Oslo)
	const n = 1000
	if err := Load(ctx, pool, n, now); err != nil {
		t.Fatalf("Load() error = %v", err)
	}
	for _, sql := range []string{"activity", "live_activity"} {
		if got := number(t, pool, "select count(*) from "+sql); got != n {
			t.Errorf("%s: got %d rows, want %d", sql, got, n)
		}
	}
	if got := number(t, pool, "select count(distinct municipality_id) from municipality_host"); got != 357 {
		t.Errorf("municipalities with a host: got %d, want 357", got)
	}
	if got := number(t, pool, "select count(*) from search_vocabulary"); got < 500 {
		t.Errorf("vocabulary: got %d words, want at least 500", got)
	}
	before := live(t, pool)
	err := postgres.InTx(ctx, pool, func(ctx context.Context, tx pgx.Tx) error {
		for id := range int64(357) {
			if err := activity.IndexAll(ctx, tx, id+1, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, live(t, pool)); diff != "" {
		t.Errorf("the portal indexes otherwise than the loader (-loader +portal):\n%s", diff)
	}
}

func number(t *testing.T, pool *pgxpool.Pool, sql string) int {
	t.Helper()
	n, err := postgres.Scalar[int](context.Background(), pool, sql, nil)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func live(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	rows, err := postgres.Scalars[string](context.Background(), pool,
		"select l::text from live_activity l union all select o::text from live_occurrence o order by 1", nil)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// BenchmarkPage is one page without the network, for profiles: go test -bench Page/list -cpuprofile cpu.out ./internal/bench
func BenchmarkPage(b *testing.B) {
	ctx := context.Background()
	dsn := pgtest.DSN(b)
	pool, err := postgres.Open(ctx, dsn, postgres.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	if err := Load(ctx, pool, 10_000, time.Now()); err != nil {
		b.Fatal(err)
	}
	c, err := newCorpus(10_000, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	in, err := newInside(ctx, dsn, c.host())
	if err != nil {
		b.Fatal(err)
	}
	defer in.close()
	d := &database{corpus: c}
	for name, path := range map[string]string{"list": listPath, "search": searchPath, "calendar": calendarPath, "activity": d.showPath()} {
		b.Run(name, func(b *testing.B) {
			if got := in.ask(path, ""); got.status != 200 {
				b.Fatalf("status %d", got.status)
			}
			for b.Loop() {
				in.ask(path, "")
			}
		})
	}
}
