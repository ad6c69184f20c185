package postgres_test

import (
	"fmt"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

// A database that answers but can store nothing is away: its disk is full, or it takes no writes.
func TestWritable(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	if err := postgres.Writable(t.Context(), pool); err != nil {
		t.Fatalf("an ordinary database: %v", err)
	}
	for _, setting := range []string{"temp_file_limit = 0", "default_transaction_read_only = on"} {
		t.Run(setting, func(t *testing.T) {
			t.Parallel()
			pool := pgtest.Pool(t)
			if _, err := pool.Exec(t.Context(), fmt.Sprintf("alter database %q set %s", pool.Config().ConnConfig.Database, setting)); err != nil {
				t.Fatal(err)
			}
			pool.Reset() // the setting is for new connections
			if err := postgres.Writable(t.Context(), pool); !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v, want that it is away", err)
			}
		})
	}
}

// What the server has run out of, and what it may not do now, passes: everything of these classes is "try again".
func TestOutOfSomethingIsAway(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]fault.Kind{
		"53000": fault.Unavailable, "53100": fault.Unavailable, "53200": fault.Unavailable, "53300": fault.Unavailable, "53400": fault.Unavailable,
		"57P01": fault.Unavailable, "08006": fault.Unavailable, "25006": fault.Unavailable, "58030": fault.Unavailable,
		"XX000": fault.Internal, "42703": fault.Internal,
	} {
		t.Run(state, func(t *testing.T) {
			sql := fmt.Sprintf("do $$ begin raise exception 'x' using errcode = '%s'; end $$", state)
			_, err := pgtest.Tx(t).Exec(t.Context(), sql)
			if got := fault.KindOf(postgres.Fault(err)); err == nil || got != want {
				t.Errorf("got %v (%v), want %v", got, err, want)
			}
		})
	}
}
