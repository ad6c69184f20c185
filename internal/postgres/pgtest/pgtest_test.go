package pgtest_test

import (
	"maps"
	"testing"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

const addSQL = `-- pgtest_test.add
insert into postal_code (code, place) values (@code, @place)`

const countSQL = `-- pgtest_test.count
select count(*) from postal_code`

// Two of these run at once: each must see its own row only.
func TestPoolIsOwnDatabase(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"0001", "0002", "0003"} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			pool := pgtest.Pool(t)
			if _, err := postgres.Exec(t.Context(), pool, addSQL, map[string]any{"code": code, "place": "OSLO"}); err != nil {
				t.Fatal(err)
			}
			if got, err := postgres.Scalar[int](t.Context(), pool, countSQL, nil); err != nil || got != 1 {
				t.Errorf("rows: got %d, %v; want 1", got, err)
			}
		})
	}
}

func TestTxIsRolledBack(t *testing.T) {
	t.Parallel()
	for range 2 {
		t.Run("tx", func(t *testing.T) {
			tx := pgtest.Tx(t)
			if _, err := postgres.Exec(t.Context(), tx, addSQL, map[string]any{"code": "0001", "place": "OSLO"}); err != nil {
				t.Fatal(err)
			}
			if got, err := postgres.Scalar[int](t.Context(), tx, countSQL, nil); err != nil || got != 1 {
				t.Errorf("rows: got %d, %v; want 1", got, err)
			}
		})
	}
}

func TestStatements(t *testing.T) {
	t.Parallel()
	pgtest.Statements(t, pgtest.Tx(t), map[string]string{"addSQL": addSQL, "countSQL": countSQL})
}

func BenchmarkClone(b *testing.B) {
	for b.Loop() {
		b.Run("", func(b *testing.B) { pgtest.DSN(b) })
	}
}

func TestFingerprints(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	run := func(sql string) {
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	run(`insert into municipality (number, name) values ('9901', 'Her'), ('9902', 'Der')`)
	run(`insert into area (municipality_id, slug, name) select id, 'nes', 'Nes' from municipality`)
	for _, c := range []struct {
		sql  string
		same bool
	}{
		{`select 1`, true}, {`update area set name = name`, false}, {`delete from area where false`, true},
		{`insert into postal_code (code, place) values ('0001', 'OSLO')`, false}, {`delete from postal_code`, false},
	} {
		was := pgtest.Fingerprints(t, pool, "")
		run(c.sql)
		if got := maps.Equal(was, pgtest.Fingerprints(t, pool, "")); got != c.same {
			t.Errorf("%s: as before: got %v, want %v", c.sql, got, c.same)
		}
	}
	there := "municipality_id = (select id from municipality where number = '9902')"
	was := pgtest.Fingerprints(t, pool, there)
	run(`update area set name = 'X' where municipality_id = (select id from municipality where number = '9901')`)
	pgtest.Unchanged(t, "the other municipality", was, pgtest.Fingerprints(t, pool, there))
	run(`update area set name = 'X'`)
	if maps.Equal(was, pgtest.Fingerprints(t, pool, there)) {
		t.Error("the municipality's own row is changed: got the same fingerprints")
	}
}
