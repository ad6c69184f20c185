package search_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/search"
)

// The documents and queries that the behaviour was agreed on with.
var acceptanceDocs = []search.Doc{
	{Title: "Strikkekafé", Texts: []string{"Strikk sammen med andre. Ta med garn."}},
	{Title: "Språkkafé på biblioteket", Texts: []string{"Øv på norsk"}},
	{Title: "Besøksvenn", Texts: []string{"Bli besøksvenn for en eldre"}},
	{Title: "Leksehjelp for ungdom", Texts: []string{"Frivillige hjelper ungdommer"}},
	{Title: "Seniordans", Texts: []string{"Dans for eldre"}},
	{Title: "Kurs i førstehjelp", Texts: []string{"Kurset varer i to timer"}},
	{Title: "Symjing for alle", Texts: []string{"Symjehallen i Ås"}},
	{Title: "Čáhcesuolu", Texts: []string{"Samisk møteplass"}},
	{Title: "Aktiviteter i Ås", Texts: []string{"mange aktiviteter"}},
	{Title: "Bokbytte", Texts: []string{"Bytt bøker"}},
	{Title: "Lag 10"}, {Title: "Lag 2"},
	{Title: "Svømming", Texts: []string{"I bassenget"}},
	{Title: "Vårmøte", Texts: []string{"Vår i byen"}},
	{Title: "Gratis 100 % moro", Texts: []string{"_spesial_"}},
}

var acceptanceSynonyms = synonyms(map[string][]string{
	"svømming": {"symjing", "symje"}, "symjing": {"svømming", "svømme"}, "svømme": {"symjing"},
	"eldre": {"senior"}, "gåtur": {"tur", "vandring"},
})

// synonyms are Norwegian words that go one way.
func synonyms(others map[string][]string) search.Synonyms {
	var rows []search.Synonym
	for term, alternatives := range others {
		rows = append(rows, search.Synonym{Term: term, Alternatives: alternatives, Lang: i18n.NB, OneWay: true})
	}
	return search.NewSynonyms(rows)
}

func TestAcceptance(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i, doc := range acceptanceDocs {
		s.document("organisation", int64(i+1), doc, search.Facts{})
	}
	s.refresh()
	mine := search.Filter{Municipality: s.municipality}
	const word, like = false, true
	for _, test := range []struct {
		query string
		want  []string
		alike bool
	}{
		{"aktivitet", []string{"Aktiviteter i Ås"}, word},
		{"aktiviteter", []string{"Aktiviteter i Ås"}, word},
		{"kurs", []string{"Kurs i førstehjelp"}, word},
		{"kurset", []string{"Kurs i førstehjelp"}, word},
		// Compounds are split when written, so parts of them are real hits.
		{"kafe", []string{"Språkkafé på biblioteket", "Strikkekafé"}, word},
		{"kafé", []string{"Språkkafé på biblioteket", "Strikkekafé"}, word},
		{"språkkafe", []string{"Språkkafé på biblioteket"}, word},
		{"sprakkafe", []string{"Språkkafé på biblioteket"}, word},
		{"besoksvenn", []string{"Besøksvenn"}, word},
		{"leksehjlep", []string{"Leksehjelp for ungdom"}, like},
		{"Cahcesuolu", []string{"Čáhcesuolu"}, word},
		{"Čáhcesuolu", []string{"Čáhcesuolu"}, word},
		{"aas", []string{"Aktiviteter i Ås", "Symjing for alle"}, word},
		{"Ås", []string{"Aktiviteter i Ås", "Symjing for alle"}, word},
		{"svømming", []string{"Svømming", "Symjing for alle"}, word},
		{"symjing", []string{"Svømming", "Symjing for alle"}, word},
		{"bok", []string{"Bokbytte"}, word},
		{"bøker", []string{"Bokbytte"}, word},
		{"ungdom", []string{"Leksehjelp for ungdom"}, word},
		{"ungdommer", []string{"Leksehjelp for ungdom"}, word},
		{"for alle", []string{"Symjing for alle"}, word},
		{"vår", []string{"Vårmøte"}, word},
		{"100 %", []string{"Gratis 100 % moro"}, word},
		{"_spesial_", []string{"Gratis 100 % moro"}, word},
		{"strikk garn", []string{"Strikkekafé"}, word},
		{"dans eldre", []string{"Seniordans"}, word},
		{"xx", nil, word},
		{"%", nil, word},
		{"a' | b & !c :*", nil, word},
		{`"'--`, nil, word},
		{"senior dans", []string{"Seniordans"}, word},
		{"mor", []string{"Gratis 100 % moro"}, word},
	} {
		t.Run(test.query, func(t *testing.T) {
			hits, err := search.Documents(t.Context(), s.pool, search.Params{Words: test.query, Synonyms: acceptanceSynonyms, Filter: mine})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, titles(hits)); diff != "" {
				t.Errorf("hits of %q (-want +got):\n%s", test.query, diff)
			}
			if len(test.want) > 0 && hits.Alike != test.alike {
				t.Errorf("alike of %q: got %v, want %v", test.query, hits.Alike, test.alike)
			}
		})
	}
}

func TestDocumentsAreInNorwegianOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i, title := range []string{"Ås", "Aas", "Ærø", "Østby", "Öst", "Zeta", "Aabel", "Berg", "Älg", "Lag 10", "Lag 2"} {
		s.document("venue", int64(i+1), search.Doc{Title: title}, search.Facts{})
	}
	want := []string{"Berg", "Lag 2", "Lag 10", "Zeta", "Älg", "Ærø", "Öst", "Østby", "Aabel", "Ås", "Aas"}
	var got, back []string
	mine := search.Filter{Municipality: s.municipality}
	p := search.Params{Limit: 3, Filter: mine}
	var last search.DocumentHits
	for range 4 {
		hits, err := search.Documents(t.Context(), s.pool, p)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, titles(hits)...)
		last, p.After = hits, roundTrip(hits.Next)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("forwards (-want +got):\n%s", diff)
	}
	if !last.Next.IsZero() {
		t.Error("the last page has a next one")
	}
	for page := last; ; {
		back = append(titles(page), back...)
		if page.Prev.IsZero() {
			break
		}
		var err error
		if page, err = search.Documents(t.Context(), s.pool, search.Params{Limit: 3, Filter: mine, Before: roundTrip(page.Prev)}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, back); diff != "" {
		t.Errorf("backwards (-want +got):\n%s", diff)
	}
}

func titles(hits search.DocumentHits) []string {
	var all []string
	for _, hit := range hits.Items {
		all = append(all, hit.Title)
	}
	return all
}

func roundTrip(c search.Cursor) search.Cursor { return search.ParseCursor(c.String()) }

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t)
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i, doc := range acceptanceDocs {
		s.document("organisation", int64(i+1), doc, search.Facts{})
	}
	s.refresh()
	for typed, want := range map[string][]string{
		"strikk":     {"strikk", "strikkekafe"},
		"garn og sp": {"garn og språk", "garn og språkkafe"},
		"sprakk":     {"språkkafe"},
		"hjelp":      {"hjelp"},
		"zzz":        nil,
		"%":          nil,
		"":           nil,
	} {
		for _, municipality := range []int64{0, s.municipality} {
			got, err := search.Suggest(t.Context(), s.pool, municipality, typed, 5)
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("suggestions for %q in %d (-want +got):\n%s", typed, municipality, diff)
			}
		}
	}
}

func TestMisspelledWordIsCorrected(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.document("organisation", 1, search.Doc{Title: "Leksehjelp for ungdom"}, search.Facts{})
	s.refresh()
	hits, err := search.Documents(t.Context(), s.pool, search.Params{Words: "leksehjlep ungdom", Filter: search.Filter{Municipality: s.municipality}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"leksehjelp ungdom"}, hits.Corrections); diff != "" {
		t.Errorf("corrections (-want +got):\n%s", diff)
	}
}
