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
	const list = `explain select activity_id from live_activity where `
	const after = ` and (next_at, activity_id) > ('-infinity', 0) order by next_at, activity_id limit 26`
	for name, test := range map[string]struct{ sql, want string }{
		"rare word":       {list + "(" + literal("sjelden") + " is null or lex @@ " + literal("sjelden") + ")" + after, "live_activity_lex"},
		"word of all":     {list + "lex @@ " + literal("dans") + after, "live_activity_next"},
		"municipality":    {list + "(5::bigint is null or municipality_id = 5)" + after, "live_activity_municipality"},
		"no municipality": {list + "(null::bigint is null or municipality_id = null)" + after, "live_activity_next"},
		"with places": {`explain select o.occurrence_id from live_occurrence o where o.at >= '-infinity' and o.at < 'infinity'
			and (5::bigint is null or o.municipality_id = 5) and ('{1}'::smallint[] is null or o.joining = any('{1}'::smallint[]))
			order by o.at, o.occurrence_id limit 26`, "live_occurrence_joining"},
		"likt word": {"explain select word from search_vocabulary where ascii like '%hjelp%' or 'hjelp' <% ascii", "search_vocabulary_ascii"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "likt word" {
				if _, err := s.pool.Exec(t.Context(), `insert into search_vocabulary select w, w, 1 from (select md5(i::text) as w from generate_series(1, 20000) i) x;
					analyze search_vocabulary`); err != nil {
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
	return "$$" + search.Query(word, search.Filter{}, search.Synonyms{}) + "$$::tsquery"
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
