package main

import (
	"net/http"
	"testing"
	"time"

	"frivilligsentral/internal/config"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestSearchWordsAreStoredAtTheEnd(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	p, err := portal.New(pool, portal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	id, err := postgres.Scalar[int64](t.Context(), pool, "insert into municipality (number, name) values ('9999', 'Prøve') returning id", nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Words.Add(id, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), "strikking", 2)
	if err := shutDown(&http.Server{}, &opened{Portal: p}, config.Config{ShutdownTimeout: patience}); err != nil {
		t.Fatal(err)
	}
	n, err := postgres.Scalar[int](t.Context(), pool, "select count(*) from search_word where word = 'strikking' and searches = 1", nil)
	if err != nil || n != 1 {
		t.Errorf("stored search words: got %d, %v, want 1", n, err)
	}
}
