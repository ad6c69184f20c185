package search_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/search"
)

// TestPlansUseIndexes looks at the plans of the statements as they run, with the values in them.
func TestPlansUseIndexes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.many(20_000)
	const list = `EXPLAIN SELECT activity_id FROM live_activity WHERE `
	const after = ` AND (next_at, activity_id) > ('-infinity', 0) ORDER BY next_at, activity_id LIMIT 26`
	for name, test := range map[string]struct{ sql, want string }{
		"rare word":       {list + "(" + literal("sjelden") + " IS NULL OR lex @@ " + literal("sjelden") + ")" + after, "live_activity_lex"},
		"word of all":     {list + "lex @@ " + literal("dans") + after, "live_activity_next"},
		"municipality":    {list + "(5::bigint IS NULL OR municipality_id = 5)" + after, "live_activity_municipality"},
		"no municipality": {list + "(NULL::bigint IS NULL OR municipality_id = NULL)" + after, "live_activity_next"},
		"likt word":       {"EXPLAIN SELECT word FROM search_vocabulary WHERE ascii LIKE '%hjelp%' OR 'hjelp' <% ascii", "search_vocabulary_ascii"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "likt word" {
				if _, err := s.pool.Exec(t.Context(), `INSERT INTO search_vocabulary SELECT w, w, 1 FROM (SELECT md5(i::text) AS w FROM generate_series(1, 20000) i) x;
					ANALYZE search_vocabulary`); err != nil {
					t.Fatal(err)
				}
			}
			if plan := explain(t, s, test.sql); !strings.Contains(plan, test.want) || strings.Contains(plan, "Seq Scan") {
				t.Errorf("want a plan with %s, got\n%s", test.want, plan)
			}
		})
	}
}

func literal(word string) string {
	return "$$" + search.Query(word, search.Filter{}, nil) + "$$::tsquery"
}

func explain(t *testing.T, s *site, sql string) string {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(plan, "\n")
}
