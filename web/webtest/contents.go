// What is in the database, for tests that nothing has changed.

package webtest

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Contents is a fingerprint of the rows of every table but those of the job
// queue, to tell whether a request has changed anything.
func (s *Site) Contents(tb testing.TB) map[string]string {
	tb.Helper()
	rows, err := s.Pool.Query(tb.Context(), `select table_name from information_schema.tables
		where table_schema = 'public' and table_type = 'BASE TABLE' and (table_name not like 'river%' or table_name = 'river_job')`)
	if err != nil {
		tb.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		tb.Fatal(err)
	}
	out := map[string]string{}
	for _, table := range tables {
		sql := fmt.Sprintf(`select coalesce(md5(string_agg(x::text, '|' order by x::text)), '') from %s x`, pgx.Identifier{table}.Sanitize())
		var sum string
		if err := s.Pool.QueryRow(tb.Context(), sql).Scan(&sum); err != nil {
			tb.Fatal(err)
		}
		out[table] = sum
	}
	return out
}

// Unchanged fails the test for each table that is not as it was.
func (s *Site) Unchanged(tb testing.TB, was map[string]string, what string) {
	tb.Helper()
	for table, sum := range s.Contents(tb) {
		if sum != was[table] {
			tb.Errorf("%s changes the table %s", what, table)
		}
	}
}
