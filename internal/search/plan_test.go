package search_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres/pgtest"
)

// TestPlansUseIndexes looks at the plans of the statements as they run: whatever is asked, the index of words is one
// road, the order of the list the other, and nothing reads a table from end to end or sorts what it walks.
func TestPlansUseIndexes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.neighbour().many(5_000)
	s.many(20_000)
	all := pgtest.Constants(t, ".")
	for name, want := range map[string][]string{
		"activitiesAfterSQL":    {"live_activity_lex", "live_activity_municipality"},
		"activitiesBeforeSQL":   {"live_activity_lex", "live_activity_municipality"},
		"municipalityAfterSQL":  {"live_activity_municipality"},
		"municipalityBeforeSQL": {"live_activity_municipality"},
		"countActivitiesSQL":    {"live_activity_lex"},
		"datesAfterSQL":         {"live_occurrence_municipality"},
		"datesBeforeSQL":        {"live_occurrence_municipality"},
		"foundDatesAfterSQL":    {"live_activity_lex", "live_occurrence_activity", "live_occurrence_municipality", "live_activity_pkey"},
		"foundDatesBeforeSQL":   {"live_activity_lex", "live_occurrence_activity", "live_occurrence_municipality", "live_activity_pkey"},
		"countFoundDatesSQL":    {"live_activity_lex", "live_occurrence_activity", "live_occurrence_municipality", "live_activity_pkey"},
		"firstDocumentsSQL":     {"search_document_lex", "search_document_title"},
		"lastDocumentsSQL":      {"search_document_lex", "search_document_title"},
		"documentsAfterSQL":     {"search_document_lex", "search_document_title", "AND (ROW(title, kind, id) > "},
		"documentsBeforeSQL":    {"search_document_lex", "search_document_title", "AND (ROW(title, kind, id) < "},
		"countDocumentsSQL":     {"search_document_lex"},
		"suggestSQL":            {"search_vocabulary_municipality_"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := s.plan(t, all["roadsSQL"], name, all[name])
			for _, index := range want {
				if !strings.Contains(plan, index) {
					t.Errorf("want %s in the plan, got\n%s", index, plan)
				}
			}
			if strings.Contains(plan, "Seq Scan") {
				t.Errorf("a table is read from end to end:\n%s", plan)
			}
		})
	}
}

// plan is how the statement runs with any values.
func (s *site) plan(t *testing.T, settings, name, sql string) string {
	t.Helper()
	numbered, _, err := pgx.NamedArgs(nil).RewriteQuery(t.Context(), nil, sql, nil)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := s.pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }()
	if _, err := tx.Exec(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	made, err := tx.Prepare(t.Context(), name, numbered)
	if err != nil {
		t.Fatal(err)
	}
	nulls := strings.TrimSuffix(strings.Repeat("null, ", len(made.ParamOIDs)), ", ")
	rows, err := tx.Query(t.Context(), "explain execute "+pgx.Identifier{name}.Sanitize()+" ("+nulls+")", pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
