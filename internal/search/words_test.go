package search_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/search"
)

func TestSearchWordsAreCountedWithoutAnybody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var log search.WordLog
	for _, words := range []string{"Strikking!", "strikking", "STRIKKING", "sjelden", "kari@example.no", "912 34 567", "01.01.70 12345", "010170-12345", "%", ""} {
		log.Add(s.municipality, at(5, 12), words, 0)
	}
	for range 2 { // the second has nothing left to store
		if err := log.Flush(t.Context(), s.pool); err != nil {
			t.Fatal(err)
		}
	}
	log.Add(s.municipality, at(6, 12), "strikking", 4)
	if err := log.Flush(t.Context(), s.pool); err != nil {
		t.Fatal(err)
	}
	if rows := s.id("select count(*) from search_word"); rows != 3 {
		t.Errorf("rows stored: got %d, want 3 (strikking on two days, sjelden)", rows)
	}
	got, err := search.Searched(t.Context(), s.pool, s.municipality, at(1, 0), at(31, 0), false, 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]search.SearchedWord{{Word: "strikking", Searches: 4, Hits: 4}}, got); diff != "" {
		t.Errorf("searched (-want +got):\n%s", diff)
	}
	if got, err = search.Searched(t.Context(), s.pool, s.municipality, at(1, 0), at(6, 0), true, 10); err != nil || len(got) != 1 || got[0].Hits != 0 {
		t.Errorf("not found until the 6th: got %v, %v, want strikking", got, err)
	}
	for day, want := range map[time.Time]int64{at(31, 12): 0, at(32, 12): 1} {
		if n, err := search.ForgetRareWords(t.Context(), s.pool, day); err != nil || n > want {
			t.Errorf("forgotten on %v: got %d, %v, want at most %d", day, n, err, want)
		}
	}
	if rows := s.id("select count(*) from search_word where word = 'sjelden'"); rows != 0 {
		t.Error("a word searched for once last month is still there")
	}
}

func TestSynonyms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := s.pool.Exec(t.Context(), `insert into search_synonym (municipality_id, term, alternatives) values ($1, 'Sentralen', '{frivilligsentral}')`, s.municipality); err != nil {
		t.Fatal(err)
	}
	s.activity("Åpent hus på frivilligsentralen", search.Facts{}, at(5, 12))
	s.activity("Symjing for alle", search.Facts{}, at(6, 12))
	var cache search.SynonymCache
	for range 2 {
		syn, err := cache.Get(t.Context(), s.pool, s.municipality, now)
		if err != nil {
			t.Fatal(err)
		}
		for words, want := range map[string]string{"sentralen": "Åpent hus på frivilligsentralen", "svømming": "Symjing for alle"} {
			if got, _ := s.find(search.Params{Words: words, Synonyms: syn}); len(got) != 1 || got[0] != want {
				t.Errorf("%q: got %v, want %q", words, got, want)
			}
		}
	}
	if others, err := search.LoadSynonyms(t.Context(), s.pool, s.municipality+1); err != nil || others["sentralen"] != nil {
		t.Errorf("synonyms of another municipality: got %v, %v", others["sentralen"], err)
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
