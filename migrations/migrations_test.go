package migrations_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/migrations"
)

const objectsSQL = `-- migrations_test.objects
select c.relkind::text || ' ' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relname not like 'goose%'
union all select 'type ' || t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname = 'public' and t.typtype = 'e'
union all select 'function ' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'public' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
union all select 'collation ' || o.collname from pg_collation o join pg_namespace n on n.oid = o.collnamespace
where n.nspname = 'public'
order by 1`

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
