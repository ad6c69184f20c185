// Which rows a step touches, for tests that it leaves all others alone.

package pgtest

import (
	"maps"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const keySQL = `-- pgtest.Touched key
select string_agg(quote_ident(a.attname), ', ' order by array_position(i.indkey::int2[], a.attnum))
from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
where i.indrelid = $1::regclass and i.indisprimary`

// Touched runs the step and names the rows of the tables that were added, changed
// or deleted meanwhile, in order: the table and the row's primary key, such as
// "contact_topic 7/3".
func Touched(tb testing.TB, pool *pgxpool.Pool, tables []string, step func()) []string {
	tb.Helper()
	before := contents(tb, pool, tables)
	step()
	after := contents(tb, pool, tables)
	keys := slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
	keys = slices.DeleteFunc(keys, func(k string) bool { return before[k] == after[k] })
	slices.Sort(keys)
	return slices.Compact(keys)
}

func contents(tb testing.TB, pool *pgxpool.Pool, tables []string) map[string]string {
	tb.Helper()
	out := map[string]string{}
	for _, table := range tables {
		var columns, key, row string
		if err := pool.QueryRow(tb.Context(), keySQL, table).Scan(&columns); err != nil {
			tb.Fatal(err)
		}
		rows, err := pool.Query(tb.Context(), "select concat_ws('/', "+columns+"), row_to_json(r)::text from "+pgx.Identifier{table}.Sanitize()+" r")
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := pgx.ForEachRow(rows, []any{&key, &row}, func() error { out[table+" "+key] = row; return nil }); err != nil {
			tb.Fatal(err)
		}
	}
	return out
}
