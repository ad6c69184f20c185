// What is found when nothing has all that was typed, and in which order.

package search_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
)

// bestFirst is how the public lists ask: the words, the best first.
func (s *site) bestFirst(words string, syn search.Synonyms) search.DocumentHits {
	s.t.Helper()
	return s.documents(search.Params{Words: words, Synonyms: syn, Order: search.ByTitle, Filter: search.Filter{Municipality: s.municipality}})
}

func (s *site) titled(texts ...[]string) {
	s.t.Helper()
	for i, text := range texts {
		s.document("organisation", int64(i+1), search.Doc{Title: text[0], Texts: text[1:]}, search.Facts{})
	}
}

// When nothing has all the words, most of them are enough, and the page can say which were done without.
func TestMostOfTheWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.titled([]string{"Grendehuset", "Lokale til fest og møter"}, []string{"Tilskudd til lag"}, []string{"Turer for eldre", "Vi går hver tirsdag"},
		[]string{"Hjelp i huset"}, []string{"Leir ved sjøen", "Tur"}, []string{"Sjakk for barn"}, []string{"Sjakk for voksne"})
	for _, c := range []struct {
		words         string
		want, without []string
	}{
		{"leie lokale", []string{"Grendehuset"}, []string{"leie"}},
		{"søke tilskudd", []string{"Tilskudd til lag"}, []string{"søke"}},
		{"turer for eldre i helga", []string{"Turer for eldre"}, []string{"helga"}},
		{"hjemmehjelp", []string{"Hjelp i huset"}, []string{"hjemmehjelp"}},
		{"eldre tur tirsdag", []string{"Turer for eldre"}, nil},
		{"sjakk lokale", []string{"Sjakk for barn", "Sjakk for voksne", "Grendehuset"}, []string{"sjakk", "lokale"}},
		{"sjakk barn lokale", []string{"Sjakk for barn"}, []string{"lokale"}},
		{"sjakk barn zzzzqq", []string{"Sjakk for barn"}, []string{"zzzzqq"}},
		{"leie zzzzqq", nil, nil}, // what says little is not looked for alone
		{"zzzzqq wwwwxx", nil, nil},
	} {
		hits := s.bestFirst(c.words, search.Synonyms{})
		if diff := cmp.Diff(c.want, titles(hits)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.words, diff)
		}
		if diff := cmp.Diff(c.without, hits.Without); diff != "" {
			t.Errorf("%q, done without (-want +got):\n%s", c.words, diff)
		}
		if want := len(c.want) > 0 && c.without != nil; hits.Alike != want {
			t.Errorf("%q: got alike %v, want %v", c.words, hits.Alike, want)
		}
		exact := s.documents(search.Params{Words: c.words, Exact: true})
		if len(exact.Items) > 0 != (c.want != nil && c.without == nil) {
			t.Errorf("%q: got %v of what has all words", c.words, titles(exact))
		}
	}
}

// What something is about is done without after when and where it is.
func TestCircumstancesGoFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.titled([]string{"Strikkekafé", "Hver onsdag"}, []string{"Brettspill", "Torsdag kveld i sentrum"}, []string{"Sjakk", "Torsdag"}, []string{"Tilskudd til lag"}, []string{"Leksehjelp", "Idrettslag hjelper"}, []string{"Frokost", "Lørdag"})
	for _, c := range []struct {
		words         string
		want, without []string
	}{
		{"strikkekafé torsdag kveld i sentrum", []string{"Strikkekafé"}, []string{"torsdag", "kveld", "sentrum"}},
		{"sjakk torsdag kveld", []string{"Sjakk"}, []string{"kveld"}},
		{"sjakk torsdag sentrum", []string{"Sjakk"}, []string{"torsdag", "sentrum"}},
		{"torsdag kveld sentrum", []string{"Brettspill"}, nil},
		{"onsdag sentrum", []string{"Brettspill", "Strikkekafé"}, []string{"onsdag", "sentrum"}},
		{"onsdag sentrum lørdag", []string{"Brettspill", "Frokost", "Strikkekafé"}, []string{"onsdag", "sentrum", "lørdag"}}, // and not everything
		{"hvem kan hjelpe meg med tilskudd", []string{"Tilskudd til lag"}, []string{"hjelpe"}},
	} {
		hits := s.bestFirst(c.words, search.Synonyms{})
		if diff := cmp.Diff(c.want, titles(hits)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.words, diff)
		}
		if diff := cmp.Diff(c.without, hits.Without); diff != "" {
			t.Errorf("%q, done without (-want +got):\n%s", c.words, diff)
		}
	}
}

// Two words may be written as one, where each is three letters or more.
func TestTwoWordsWrittenAsOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	long := strings.Repeat("xq", 10)
	s.titled([]string{"Kor", "med zumba"}, []string{"Øl", "og zumba"}, []string{"Kor " + long + "x"}, []string{"Kor " + long + "xz"})
	for words, want := range map[string][]string{
		"zumbakor": {"Kor"}, "korzumba": {"Kor"}, "zumbaøl": nil, "ølzumba": nil, "kor" + long + "x": {"Kor " + long + "x"}, "kor" + long + "xz": nil,
	} {
		hits := s.bestFirst(words, search.Synonyms{})
		got := titles(hits)
		if len(hits.Without) > 0 {
			got = nil // found by a part of it
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", words, diff)
		}
	}
}

// Of two lists, the one that has what is looked for comes closer than the one that has when and where.
func TestMissed(t *testing.T) {
	t.Parallel()
	order := [][]string{nil, {"hvordan"}, {"torsdag"}, {"torsdag", "kveld", "sentrum"}, {"strikkekafe"}, {"strikkekafe", "tilskudd"}}
	for i := 1; i < len(order); i++ {
		if a, b := (search.Page{Without: order[i-1]}).Missed(), (search.Page{Without: order[i]}).Missed(); a >= b {
			t.Errorf("without %v weighs %d, without %v %d", order[i-1], a, order[i], b)
		}
	}
	if a, b := (search.Page{Without: []string{"tilskudd"}}).Missed(), (search.Page{Without: []string{"hjelpe", "idrettslag"}}).Missed(); a != b {
		t.Errorf("got %d and %d, want neither to be left out", a, b)
	}
}

// The pages of what has most of the words follow one another too.
func TestMostOfTheWordsOverPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.titled([]string{"Sjakk A"}, []string{"Sjakk B"}, []string{"Kafé", "med sjakk"}, []string{"Sjakkveld"}, []string{"Lokale"})
	want := []string{"Lokale organisation 5", "Sjakk A organisation 1", "Sjakk B organisation 2", "Kafé organisation 3", "Sjakkveld organisation 4"}
	for limit := 1; limit < 6; limit++ {
		forwards, backwards, _ := s.walkDocuments(search.Params{Words: "sjakk lokale", Order: search.ByTitle, Limit: limit})
		equal(t, "forwards", forwards, want)
		equal(t, "backwards", backwards, want)
	}
}

// The word itself comes before what only begins with it or has it as a part.
func TestWholeWordsComeFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.titled([]string{"Akorde for alle"}, []string{"Barnekor"}, []string{"Korleis gå på ski"}, []string{"Sangkveld", "Et kor for voksne"}, []string{"Zulukoret"},
		[]string{"Kor i Ås"}, []string{"Øvelser", "Barn og barnebarn"}, []string{"Lek", "For barn"})
	for _, c := range []struct {
		words string
		first string
		never string
	}{
		{"kor", "Kor i Ås", "Akorde for alle"}, {"koret", "Kor i Ås", ""}, {"barnebarn", "Øvelser", "Lek"}, {"barnekor", "Barnekor", ""},
	} {
		got := titles(s.bestFirst(c.words, search.Synonyms{}))
		if len(got) == 0 || got[0] != c.first {
			t.Errorf("%q: got %v, want %q first", c.words, got, c.first)
		}
		for _, title := range got {
			if title == c.never {
				t.Errorf("%q finds %q", c.words, title)
			}
		}
	}
	equal(t, "whole words in titles, whole words and parts in titles, the rest", titles(s.bestFirst("kor", search.Synonyms{})),
		[]string{"Kor i Ås", "Barnekor", "Korleis gå på ski", "Sangkveld"})
}

// Endings and compounds are found as soon as they are indexed, before any job has run.
func TestCompoundsAreFoundAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.titled([]string{"Padelkvelden"}, []string{"Kveld med curling"}, []string{"Pickleballhallene"})
	for words, want := range map[string]string{
		"kveld": "Kveld med curling", "padelkvelder": "Padelkvelden", "curlingkveld": "Kveld med curling", "hallene": "Pickleballhallene", "hall": "Pickleballhallene",
		"pickleballhall": "Pickleballhallene", "pickleballene": "Pickleballhallene",
	} {
		if got := titles(s.bestFirst(words, search.Synonyms{})); len(got) != 1 || got[0] != want {
			t.Errorf("%q: got %v, want %q", words, got, want)
		}
	}
}

// What is meant is another word, and one that finds something where it is looked for.
func TestOnlyWhatHasHitsIsOffered(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other := s.neighbour()
	s.titled([]string{"Leksehjelp"}, []string{"Frivillighet"}, []string{"Symjeskule for born"})
	s.document("venue", 9, search.Doc{Title: "Sjakkhuset"}, search.Facts{})
	other.document("organisation", 99, search.Doc{Title: "Fotballskole"}, search.Facts{})
	s.refresh()
	for words, want := range map[string][]string{
		"leksehjlep":           {"leksehjelp"},
		"leksehjlep fotball":   nil, // no leksehjelp with fotball
		"leksehjelpen":         nil, // a form of it, found as it is
		"leksehjelpa":          nil,
		"frivilligheten":       nil,
		"eksehj":               nil, // within it, and not like it
		"fotbalskole":          nil, // only the neighbour has it
		"sjakhuset":            nil, // no organisation
		"leksehjelp voksenzzz": nil,
	} {
		hits := s.documents(search.Params{Words: words, Order: search.ByTitle, Kinds: []string{"organisation"}, Filter: search.Filter{Municipality: s.municipality}})
		if diff := cmp.Diff(want, hits.Corrections); diff != "" {
			t.Errorf("%q (-want +got):\n%s", words, diff)
		}
		for _, text := range hits.Corrections {
			if found := s.bestFirst(text, search.Synonyms{}); found.Alike || len(found.Items) == 0 {
				t.Errorf("%q: %q is offered and finds nothing", words, text)
			}
		}
	}
}

// A synonym is found by every form of a word, back as well unless it goes one way, and as a phrase.
func TestSynonymsInAllForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.titled([]string{"Vandring i marka"}, []string{"Seniorkafé"}, []string{"Sangkor"}, []string{"Eldre mennesker og yngre"}, []string{"Turnering"})
	syn := search.NewSynonyms([]search.Synonym{
		{Term: "gåtur", Alternatives: []string{"vandring", "tur"}, Lang: i18n.NB}, {Term: "musikk", Alternatives: []string{"kor"}, Lang: i18n.NB, OneWay: true},
		{Term: "pensjonist", Alternatives: []string{"eldre mennesker"}, Lang: i18n.NB}, {Term: "walk", Alternatives: []string{"vandring"}, Lang: i18n.EN, OneWay: true},
	})
	s.document("organisation", 20, search.Doc{Title: "Gåturer"}, search.Facts{})
	s.document("organisation", 21, search.Doc{Title: "Pensjonistlag"}, search.Facts{})
	s.document("organisation", 22, search.Doc{Title: "Musikk"}, search.Facts{})
	for words, want := range map[string][]string{
		"gåturene": {"Gåturer", "Vandring i marka"}, "vandringer": {"Vandring i marka", "Gåturer"}, "walking": {"Vandring i marka"}, "walks": {"Vandring i marka"},
		"pensjonister": {"Eldre mennesker og yngre", "Pensjonistlag"}, "eldre menneske": {"Eldre mennesker og yngre", "Pensjonistlag"}, "musikken": {"Musikk", "Sangkor"}, "koret": {"Sangkor"},
	} {
		equal(t, words, titles(s.bestFirst(words, syn)), want)
	}
}

// English and nynorsk find Norwegian texts by the synonyms that come with the portal.
func TestOtherLanguagesFindNorwegianTexts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.titled([]string{"Svømming"}, []string{"Strikkekafé"}, []string{"Turer i skogen"}, []string{"Språkkafé"}, []string{"Søndagstur"}, []string{"Tilskudd"}, []string{"Førstehjelp"})
	syn, err := search.LoadSynonyms(t.Context(), s.pool, s.municipality)
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{
		"swimming": "Svømming", "symjing": "Svømming", "knitting": "Strikkekafé", "hikes": "Søndagstur", "language cafe": "Språkkafé", "learn norwegian": "Språkkafé",
		"sundag": "Søndagstur", "grants": "Tilskudd", "first aid course": "Førstehjelp", "tilskot": "Tilskudd",
	} {
		if got := titles(s.bestFirst(words, syn)); len(got) == 0 || got[0] != want {
			t.Errorf("%q: got %v, want %q first", words, got, want)
		}
	}
}

// A new word is offered as soon as the job of every minute has run.
func TestNewWordsWithoutCountingAll(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other := s.neighbour()
	s.titled([]string{"Pickleball for alle", "Ta med racket"})
	s.activity("Curlingkveld", search.Facts{}, at(5, 12))
	suggest := func(municipality int64, typed string) []string {
		got, err := search.Suggest(t.Context(), s.pool, municipality, typed, 5)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	equal(t, "before", suggest(s.municipality, "pick"), []string(nil))
	for range 2 { // the second time nothing is new
		if err := search.AddNewWords(t.Context(), s.pool); err != nil {
			t.Fatal(err)
		}
		equal(t, "of a document", suggest(s.municipality, "pick"), []string{"pickleball"})
		equal(t, "of an activity", suggest(s.municipality, "curl"), []string{"curlingkveld"})
		equal(t, "everywhere", suggest(0, "pick"), []string{"pickleball"})
		equal(t, "in no title", suggest(s.municipality, "rack"), []string(nil))
		equal(t, "elsewhere", suggest(other.municipality, "pick"), []string(nil))
		equal(t, "left to add", s.id("select count(*) from search_new_word"), int64(0))
		s.titled([]string{"Pickleball for alle", "Ta med racket"})
		equal(t, "known words noted again", s.id("select count(*) from search_new_word"), int64(0))
	}
	equal(t, "a typing error", s.bestFirst("picklebal", search.Synonyms{}).Alike, false) // the beginning of the word
	equal(t, "corrected", s.bestFirst("picklebll", search.Synonyms{}).Corrections, []string{"pickleball"})
	s.inTx(func(ctx context.Context, tx pgx.Tx) error { return search.RemoveDocument(ctx, tx, "organisation", 1) })
	s.refresh()
	equal(t, "gone", suggest(s.municipality, "pick"), []string(nil))
}

func TestMatches(t *testing.T) {
	t.Parallel()
	syn := search.NewSynonyms([]search.Synonym{{Term: "støtte", Alternatives: []string{"tilskudd"}, Lang: i18n.NB}})
	for words, want := range map[string]search.Match{
		"tilskudd":        {All: true, Some: true},
		"støtten":         {All: true, Some: true},
		"søke tilskudd":   {Some: true, Without: []string{"søke"}},
		"tilsk":           {All: true, Some: true},
		"søke":            {Without: []string{"søke"}},
		"ti":              {Without: []string{"ti"}},
		"":                {},
		"tilskudd lokale": {Some: true, Without: []string{"lokale"}},
	} {
		equal(t, words, search.Matches(search.Doc{Title: "Tilskudd til lag"}, words, syn), want)
	}
}
