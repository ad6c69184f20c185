package migrations_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/migrations"
)

const objectsSQL = `-- migrations_test.objects
SELECT c.relkind::text || ' ' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relname NOT LIKE 'goose%'
UNION ALL SELECT 'type ' || t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE n.nspname = 'public' AND t.typtype = 'e'
UNION ALL SELECT 'function ' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL SELECT 'collation ' || o.collname FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace
WHERE n.nspname = 'public'
ORDER BY 1`

func TestUpDownUp(t *testing.T) {
	t.Parallel()
	dsn := pgtest.EmptyDSN(t)
	up(t, dsn)
	first := objects(t, dsn)
	if len(first) == 0 {
		t.Fatal("the migrations made nothing")
	}
	if err := migrations.Down(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	if left := objects(t, dsn); len(left) != 0 {
		t.Errorf("after down: got %v, want nothing left", left)
	}
	up(t, dsn)
	if diff := cmp.Diff(first, objects(t, dsn)); diff != "" {
		t.Errorf("the second up made something else (-first +second):\n%s", diff)
	}
}

func TestUpTwiceAtOnce(t *testing.T) {
	t.Parallel()
	dsn := pgtest.EmptyDSN(t)
	errs := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := migrations.Up(t.Context(), dsn)
			errs <- err
		}()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	dsn := pgtest.EmptyDSN(t)
	before, err := migrations.List(t.Context(), dsn)
	if err != nil || len(before) < 3 || before[0].Applied {
		t.Fatalf("before: got %v, %v; want all, none applied", before, err)
	}
	up(t, dsn)
	after, err := migrations.List(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range after {
		if !m.Applied {
			t.Errorf("%s: got not applied, want applied", m.File)
		}
	}
}

func up(t *testing.T, dsn string) {
	t.Helper()
	if _, err := migrations.Up(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
}

func objects(t *testing.T, dsn string) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	rows, err := conn.Query(t.Context(), objectsSQL)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return names
}
