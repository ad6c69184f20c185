package search_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/search"
)

// A site is a database with one municipality and what tests put into it.
type site struct {
	t                                    *testing.T
	pool                                 *pgxpool.Pool
	municipality, organisation, category int64
}

// now is a Monday at ten in Oslo.
var now = time.Date(2026, 5, 4, 10, 0, 0, 0, i18n.Oslo)

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, pool: pgtest.Pool(t)}
	s.municipality = s.id(`insert into municipality (number, name) values ('3218', 'Ås') returning id`)
	s.organisation = s.id(`insert into organisation (municipality_id, name, kind) values ($1, 'Laget', 'association') returning id`, s.municipality)
	s.category = s.id(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'annet', 'Annet') returning id`, s.municipality)
	return s
}

func (s *site) id(sql string, args ...any) (id int64) {
	s.t.Helper()
	if err := s.pool.QueryRow(s.t.Context(), sql, args...).Scan(&id); err != nil {
		s.t.Fatal(err)
	}
	return id
}

func (s *site) inTx(do func(ctx context.Context, tx pgx.Tx) error) {
	s.t.Helper()
	if err := postgres.InTx(s.t.Context(), s.pool, do); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) document(kind string, id int64, doc search.Doc, facts search.Facts) {
	s.t.Helper()
	facts.Municipality = s.municipality
	s.inTx(func(ctx context.Context, tx pgx.Tx) error {
		return search.IndexDocument(ctx, tx, search.Document{Kind: kind, ID: id, Doc: doc, Facts: facts})
	})
}

// activity indexes an activity that starts at the given times and lasts two hours.
func (s *site) activity(title string, facts search.Facts, starts ...time.Time) int64 {
	s.t.Helper()
	var all []search.Occurrence
	for _, at := range starts {
		all = append(all, search.Occurrence{Starts: at, Ends: at.Add(2 * time.Hour)})
	}
	return s.entry(title, facts, all...)
}

func (s *site) entry(title string, facts search.Facts, occurrences ...search.Occurrence) int64 {
	s.t.Helper()
	id := s.id(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes)
		values ($1, $2, $3, $4, $5, 120) returning id`, s.municipality, s.organisation, title, s.category, now)
	for i := range occurrences {
		o := &occurrences[i]
		o.ID = s.id(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at) values ($1, $2, $3, $4, $5) returning id`,
			id, s.municipality, o.Starts.UTC().Format("20060102T150405Z"), o.Starts, o.Ends)
	}
	s.reindex(id, title, facts, occurrences...)
	return id
}

func (s *site) reindex(id int64, title string, facts search.Facts, occurrences ...search.Occurrence) {
	s.t.Helper()
	facts.Municipality = s.municipality
	if facts.Categories == nil {
		facts.Categories = []int64{s.category}
	}
	s.inTx(func(ctx context.Context, tx pgx.Tx) error {
		return search.IndexActivity(ctx, tx, now, search.Entry{ActivityID: id, Doc: search.Doc{Title: title}, Facts: facts, Occurrences: occurrences})
	})
}

func (s *site) refresh() {
	s.t.Helper()
	if err := search.RefreshVocabulary(s.t.Context(), s.pool); err != nil {
		s.t.Fatal(err)
	}
}

// find is the titles that a search answers with, and the answer.
func (s *site) find(p search.Params) ([]string, search.Hits) {
	s.t.Helper()
	if p.Filter.Municipality == 0 {
		p.Filter.Municipality = s.municipality
	}
	hits, err := search.Activities(s.t.Context(), s.pool, p)
	if err != nil {
		s.t.Fatal(err)
	}
	var all []string
	for _, hit := range hits.Items {
		var title string
		if err := s.pool.QueryRow(s.t.Context(), "select title from activity where id = $1", hit.ActivityID).Scan(&title); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, title)
	}
	return all, hits
}
