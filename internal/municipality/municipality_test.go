package municipality

import (
	"context"
	"testing"

	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

func TestEnsureNationalLists(t *testing.T) {
	t.Parallel()
	ctx, pool := context.Background(), pgtest.Pool(t)
	s := NewService(Deps{Pool: pool})
	for range 2 { // the second time changes nothing
		if err := s.EnsureNationalLists(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for sql, want := range map[string]int{
		`select count(*) from municipality`: 357,
		`select count(*) from municipality where number = '0301' and name = 'Oslo' and county = 'Oslo'`:        1,
		`select count(*) from postal_code where code = '0001' and place ilike 'oslo'`:                          1,
		`select count(*) from icnpo where length(code) >= 4 and code in ('1100', '8200')`:                      2,
		`select count(*) from municipality where parallel_name like '% – %' and parallel_name not like ' – %'`: 4,
		`select count(*) from municipality where name = 'Karasjok' and parallel_name like '%Kárášjohka%'`:      1,
	} {
		var got int
		if err := pool.QueryRow(ctx, sql).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %d (%v), want %d", sql, got, err, want)
		}
	}
}

func TestSiteByHost(t *testing.T) {
	t.Parallel()
	ctx, pool := context.Background(), pgtest.Pool(t)
	s := NewService(Deps{Pool: pool})
	if err := s.EnsureNationalLists(ctx); err != nil {
		t.Fatal(err)
	}
	first, err := s.AddHost(ctx, "0301", "Oslo.Example")
	if err != nil {
		t.Fatal(err)
	}
	site, err := s.ByHost(ctx, "whatever.example")
	if err != nil || site.ID != first {
		t.Errorf("with one portal every host is its: got %v, %v", site, err)
	}
	second, err := s.AddHost(ctx, "1103", "stavanger.example")
	if err != nil {
		t.Fatal(err)
	}
	if site, err := s.ByHost(ctx, "STAVANGER.example"); err != nil || site.ID != second || site.Centre().Name != "Stavanger frivilligsentral" {
		t.Errorf("second host: got %v, %v", site, err)
	}
	if _, err := s.ByHost(ctx, "whatever.example"); err == nil {
		t.Error("with two portals an unknown host is nobody's: got no error")
	}
}
