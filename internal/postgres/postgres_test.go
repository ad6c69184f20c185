package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

const addSQL = `-- postgres_test.add
insert into postal_code (code, place) values (@code, @place) returning code, place`

type place struct {
	Code  string
	Place string
}

func add(ctx context.Context, q postgres.Querier, code, name string) (place, error) {
	return postgres.One[place](ctx, q, addSQL, postgres.Args{"code": code, "place": name})
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		sql  string
		args postgres.Args
		want fault.Kind
	}{
		{"no row", "select code from postal_code where code = @c", postgres.Args{"c": "9999"}, fault.NotFound},
		{"taken", "insert into postal_code values (@c, 'A'), (@c, 'B') returning code", postgres.Args{"c": "0001"}, fault.Conflict},
		{"check", "insert into postal_code values (@c, 'A') returning code", postgres.Args{"c": "x"}, fault.Invalid},
		{"not null", "insert into postal_code values (@c, null) returning code", postgres.Args{"c": "0001"}, fault.Invalid},
		{"NUL byte", "select @c::text", postgres.Args{"c": "a\x00b"}, fault.Invalid},
		{"not UTF-8", "select @c::text", postgres.Args{"c": "a\xffb"}, fault.Invalid},
		{"NUL in jsonb", "select (@c::jsonb)::text", postgres.Args{"c": `{"a":"\u0000"}`}, fault.Invalid},
		{"not a number", "select (@c::text)::int::text", postgres.Args{"c": "tolv"}, fault.Invalid},
		{"our own mistake", "select nothing from nowhere where @c = 1", postgres.Args{"c": 1}, fault.Internal},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := postgres.Scalar[string](t.Context(), pgtest.Tx(t), test.sql, test.args)
			if err == nil || fault.KindOf(err) != test.want {
				t.Errorf("got %v (%v), want %v", fault.KindOf(err), err, test.want)
			}
		})
	}
}

func TestConstraintName(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	if _, err := add(t.Context(), tx, "0001", "OSLO"); err != nil {
		t.Fatal(err)
	}
	_, err := add(t.Context(), tx, "0001", "OSLO")
	if got, want := postgres.Constraint(err), "postal_code_pkey"; got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func TestMany(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	const sql = "select code, place from postal_code where place = @place order by code"
	for _, mode := range [][]pgx.QueryExecMode{nil, {postgres.Fresh}} {
		got, err := postgres.Many[place](t.Context(), tx, sql, postgres.Args{"place": "INGENSTED"}, mode...)
		if err != nil || len(got) != 0 {
			t.Errorf("mode %v: got %v, %v; want none", mode, got, err)
		}
	}
}

func TestInTx(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	refusal := errors.New("no")
	tests := []struct {
		name string
		fail error
		want int
	}{{"commits", nil, 1}, {"rolls back", refusal, 0}}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			code := "000" + string(rune('1'+test.want))
			err := postgres.InTx(t.Context(), pool, func(ctx context.Context, tx pgx.Tx) error {
				if _, err := add(ctx, tx, code, "OSLO"); err != nil {
					return err
				}
				return test.fail
			})
			if !errors.Is(err, test.fail) {
				t.Errorf("error: got %v, want %v", err, test.fail)
			}
			got, err := postgres.Scalar[int](t.Context(), pool, "select count(*) from postal_code where code = @c", postgres.Args{"c": code})
			if err != nil || got != test.want {
				t.Errorf("rows: got %d, %v; want %d", got, err, test.want)
			}
		})
	}
}

// Two transactions that lock the same two rows in opposite order: Postgres ends
// one of them, and InTx runs it again.
func TestInTxRetriesDeadlock(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	for _, code := range []string{"0001", "0002"} {
		if _, err := add(t.Context(), pool, code, "OSLO"); err != nil {
			t.Fatal(err)
		}
	}
	here, there := make(chan struct{}), make(chan struct{})
	errs := make(chan error, 2)
	cross := func(first, second string, mine, other chan struct{}) {
		tries := 0
		errs <- postgres.InTx(t.Context(), pool, func(ctx context.Context, tx pgx.Tx) error {
			tries++
			if err := touch(ctx, tx, first); err != nil {
				return err
			}
			if tries == 1 {
				close(mine)
				select { // both hold their first row
				case <-other:
				case <-ctx.Done():
				}
			}
			return touch(ctx, tx, second)
		})
	}
	go cross("0001", "0002", here, there)
	go cross("0002", "0001", there, here)
	for range 2 {
		if err := <-errs; err != nil {
			t.Errorf("got %v, want the loser run again", err)
		}
	}
}

func touch(ctx context.Context, tx pgx.Tx, code string) error {
	n, err := postgres.Exec(ctx, tx, "update postal_code set place = place || '.' where code = @c", postgres.Args{"c": code})
	if err == nil && n != 1 {
		return errors.New("row is gone")
	}
	return err
}

func TestUnavailable(t *testing.T) {
	t.Parallel()
	_, err := postgres.Open(t.Context(), "postgres:///x?host=/nonexistent&user=x", postgres.Options{})
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("no server: got %v (%v), want Unavailable", fault.KindOf(err), err)
	}
	pool, err := postgres.Open(t.Context(), pgtest.DSN(t), postgres.Options{StatementTimeout: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	_, err = postgres.Exec(t.Context(), pool, "select pg_sleep(5)", nil)
	if !fault.Is(err, fault.Unavailable) || !postgres.TimedOut(err) {
		t.Errorf("statement timeout: got %v, want Unavailable", err)
	}
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	_, err = postgres.Exec(t.Context(), conn, "select pg_terminate_backend(pg_backend_pid())", nil)
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("lost connection: got %v, want Unavailable", err)
	}
}

func TestTimesAreUTC(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	got, err := postgres.Scalar[time.Time](t.Context(), pool, "select '2026-03-29 03:30+02'::timestamptz", nil)
	if err != nil || got.Location() != time.UTC || got.Hour() != 1 {
		t.Errorf("got %v, %v; want 01:30 UTC", got, err)
	}
}
