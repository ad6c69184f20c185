package searchlog_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/search/searchlog"
)

// What is counted, what is not, and what is forgotten.

func TestQueries(t *testing.T) { pgtest.Queries(t) }

func at(day, hour int) time.Time { return time.Date(2026, 5, day, hour, 0, 0, 0, i18n.Oslo) }

func newMunicipality(t *testing.T) (*pgxpool.Pool, int64) {
	t.Helper()
	pool := pgtest.Pool(t)
	return pool, count(t, pool, "insert into municipality (number, name) values ('9901', 'Prøvevik') returning id")
}

func count(t *testing.T, pool *pgxpool.Pool, sql string) (n int64) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSearchWordsAreCountedWithoutAnybody(t *testing.T) {
	t.Parallel()
	pool, municipality := newMunicipality(t)
	var log searchlog.Log
	for _, words := range []string{"Strikking!", "strikking", "STRIKKING", "sjelden", "kari@example.no", "912 34 567", "01.01.70 12345", "010170-12345", "%", ""} {
		log.Add(municipality, at(5, 12), words, 0)
	}
	for range 2 { // the second has nothing left to store
		if err := log.Flush(t.Context(), pool); err != nil {
			t.Fatal(err)
		}
	}
	log.Add(municipality, at(6, 12), "strikking", 4)
	if err := log.Flush(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	if rows := count(t, pool, "select count(*) from search_word"); rows != 3 {
		t.Errorf("rows stored: got %d, want 3 (strikking on two days, sjelden)", rows)
	}
	got, err := searchlog.Searched(t.Context(), pool, municipality, at(1, 0), at(31, 0), false, 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]searchlog.Word{{Word: "strikking", Searches: 4, Hits: 4}}, got); diff != "" {
		t.Errorf("searched (-want +got):\n%s", diff)
	}
	if got, err = searchlog.Searched(t.Context(), pool, municipality, at(1, 0), at(6, 0), true, 10); err != nil || len(got) != 1 || got[0].Hits != 0 {
		t.Errorf("not found until the 6th: got %v, %v, want strikking", got, err)
	}
	for day, want := range map[time.Time]int64{at(31, 12): 0, at(32, 12): 1} {
		if n, err := searchlog.ForgetRare(t.Context(), pool, day); err != nil || n > want {
			t.Errorf("forgotten on %v: got %d, %v, want at most %d", day, n, err, want)
		}
	}
	if rows := count(t, pool, "select count(*) from search_word where word = 'sjelden'"); rows != 0 {
		t.Error("a word searched for once last month is still there")
	}
}
