// Whether anything at all has changed, for tests of what only looks or is refused.

package pgtest

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const fingerprintsSQL = `-- pgtest.fingerprints
select string_agg(format('select %L::text as name, coalesce(sum(hashtextextended(t.ctid::text || t.xmin::text, 0)), 0)::text as sum from %I t', c.table_name, c.table_name)
    || case when $1 = '' then '' else ' where ' || $1 end, ' union all ')
from information_schema.tables c where c.table_schema = 'public' and c.table_type = 'BASE TABLE'
  and ($1 = '' or exists (select from information_schema.columns k where k.table_name = c.table_name and k.column_name = 'municipality_id'))`

// Fingerprints are one for the rows of each table, those of where only (a condition
// on municipality_id; "" means all rows of all tables): which they are and who wrote
// them, which changes with every write and is quickly read.
func Fingerprints(tb testing.TB, pool *pgxpool.Pool, where string) map[string]string {
	tb.Helper()
	var sql string
	if err := pool.QueryRow(context.Background(), fingerprintsSQL, where).Scan(&sql); err != nil {
		tb.Fatal(err)
	}
	rows, err := pool.Query(context.Background(), sql)
	if err != nil {
		tb.Fatal(err)
	}
	all := map[string]string{}
	var name, sum string
	if _, err := pgx.ForEachRow(rows, []any{&name, &sum}, func() error { all[name] = sum; return nil }); err != nil {
		tb.Fatal(err)
	}
	return all
}

// Unchanged fails for each table that has another fingerprint than before, but for
// those that may.
func Unchanged(tb testing.TB, what string, was, is map[string]string, but ...string) {
	tb.Helper()
	for table, sum := range is {
		if was[table] != sum && !slices.Contains(but, table) {
			tb.Errorf("%s: the table %s is changed", what, table)
		}
	}
}
