package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// trips counts what goes over a pool.
type trips struct{ n atomic.Int64 }

func (c *trips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}
func (c *trips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (c *trips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	c.n.Add(1)
	return ctx
}
func (c *trips) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (c *trips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

// Parts of a page read as if each stood alone, in as many round trips as the longest of them has, in their order; what
// fails is the part's own, and the rest reads on.
func TestTogether(t *testing.T) {
	t.Parallel()
	cfg := pgtest.Pool(t).Config().Copy()
	count := &trips{}
	cfg.ConnConfig.Tracer = count
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	scalar := func(ctx context.Context, n int) (int, error) {
		return postgres.Scalar[int](ctx, pool, `select @n::int`, postgres.Args{"n": n})
	}
	var steps []string
	part := func(name string, reads int) func(context.Context) error {
		return func(ctx context.Context) error {
			for i := range reads {
				got, err := scalar(ctx, i+len(name))
				if err != nil || got != i+len(name) {
					t.Errorf("part %s read %d, %v", name, got, err)
				}
				steps = append(steps, name)
			}
			return nil
		}
	}
	setting := func(ctx context.Context) error {
		var b pgx.Batch
		b.Queue(`select set_config('work_mem', '33MB', true)`)
		got := ""
		b.Queue(`select current_setting('work_mem')`).QueryRow(func(row pgx.Row) error { return row.Scan(&got) })
		if err := postgres.SendBatch(ctx, pool, &b, true); err != nil || got != "33MB" {
			t.Errorf("with settings: got %q, %v", got, err)
		}
		return nil
	}
	plain := func(ctx context.Context) error {
		if got, err := postgres.Scalar[string](ctx, pool, `select current_setting('work_mem')`, nil); err != nil || got == "33MB" {
			t.Errorf("beside somebody's settings: got %q, %v", got, err)
		}
		return nil
	}
	missingToo := func(ctx context.Context) error {
		if _, err := postgres.Scalar[int](ctx, pool, `select 1 where false`, nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("no row for a part of a part: got %v", err)
		}
		return nil
	}
	missing := func(ctx context.Context) error {
		if _, err := postgres.Scalar[int](ctx, pool, `select 1 where false`, nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("no row: got %v", err)
		}
		return postgres.Together(ctx, pool, part("d", 1), part("e", 1), missingToo) // parts of a part
	}
	count.n.Store(0)
	if err := postgres.Together(t.Context(), pool, part("a", 2), setting, plain, part("b", 3), missing, part("c", 0)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(steps, ""); got != "ababdeb" {
		t.Errorf("the parts went on as %s", got)
	}
	if n := count.n.Load(); n != 3 {
		t.Errorf("got %d round trips, want 3", n)
	}

	bad := errors.New("bad")
	went := false
	err = postgres.Together(t.Context(), pool, func(ctx context.Context) error {
		_, err := scalar(ctx, 1)
		return err
	}, func(context.Context) error { return bad }, func(ctx context.Context) error {
		_, err := scalar(ctx, 1)
		went = err == nil
		return err
	})
	if !errors.Is(err, bad) || went {
		t.Errorf("one fails at once: got %v, and another went on: %v", err, went)
	}
	if err := postgres.Together(t.Context(), pool, part("a", 1), func(ctx context.Context) error {
		_, err := postgres.Scalar[int](ctx, pool, `select 1 / 0`, nil)
		return err
	}); err == nil {
		t.Error("a statement that fails is no error")
	}
}
