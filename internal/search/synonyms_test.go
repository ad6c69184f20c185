package search_test

import (
	"testing"
	"time"

	"frivilligsentral/internal/search"
)

func TestSynonyms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := s.pool.Exec(t.Context(), `insert into search_synonym (municipality_id, term, alternatives) values ($1, 'Sentralen', '{frivilligsentral}')`, s.municipality); err != nil {
		t.Fatal(err)
	}
	s.activity("Åpent hus på frivilligsentralen", search.Facts{}, at(5, 12))
	s.activity("Symjing for alle", search.Facts{}, at(6, 12))
	clock := now
	cache := search.NewSynonymCache(func() time.Time { return clock })
	for range 2 {
		syn, err := cache.Get(t.Context(), s.pool, s.municipality)
		if err != nil {
			t.Fatal(err)
		}
		for words, want := range map[string]string{"sentralen": "Åpent hus på frivilligsentralen", "svømming": "Symjing for alle"} {
			if got, _ := s.find(search.Params{Words: words, Synonyms: syn}); len(got) != 1 || got[0] != want {
				t.Errorf("%q: got %v, want %q", words, got, want)
			}
		}
	}
	if _, err := s.pool.Exec(t.Context(), "delete from search_synonym where municipality_id = $1", s.municipality); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		later time.Duration
		want  bool
	}{{59 * time.Second, true}, {61 * time.Second, false}} {
		later, want := tc.later, tc.want
		clock = now.Add(later)
		if syn, err := cache.Get(t.Context(), s.pool, s.municipality); err != nil || (len(syn.Of("sentralen")) > 0) != want {
			t.Errorf("%s after: got %v, %v, want kept %v", later, syn.Of("sentralen"), err, want)
		}
	}
	if others, err := search.LoadSynonyms(t.Context(), s.pool, s.municipality+1); err != nil || len(others.Of("sentralen")) > 0 {
		t.Errorf("synonyms of another municipality: got %v, %v", others.Of("sentralen"), err)
	}
}

// TestSearchDoesNotFindWhatIsNotThere: words that a shared stem, a typing error
// or a folded letter would bring together by mistake.
func TestSearchDoesNotFindWhatIsNotThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, title := range []string{"Gårdsbesøk", "Mål og mening", "Kur mot ensomhet", "Frivillighetens dag", "Båttur"} {
		s.activity(title, search.Facts{}, at(5, 12))
	}
	s.refresh()
	for _, words := range []string{"kurs", "mål kur", "gitar", "håndball", "sjakk", "får", "bål"} {
		if got, hits := s.find(search.Params{Words: words}); len(got) != 0 && !hits.Alike {
			t.Errorf("%q: got %v, want nothing", words, got)
		}
	}
	for words, want := range map[string]string{"gard": "Gårdsbesøk", "mal": "Mål og mening", "besøk": "Gårdsbesøk", "tur": "Båttur"} {
		if got, _ := s.find(search.Params{Words: words}); len(got) != 1 || got[0] != want {
			t.Errorf("%q: got %v, want %q", words, got, want)
		}
	}
}
