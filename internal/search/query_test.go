package search_test

import (
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/search/norwegian"
)

func TestAgeIsFoundInItsRangeOnly(t *testing.T) {
	t.Parallel()
	ranges := []struct{ from, to *int }{{nil, nil}, {ptr(6), ptr(15)}, {nil, ptr(1)}, {ptr(67), nil}, {ptr(18), ptr(18)}, {ptr(1), ptr(126)}}
	for _, r := range ranges {
		stored := search.Facts{AgeMin: r.from, AgeMax: r.to}.Lexemes()
		if len(stored) > 12 {
			t.Errorf("%d lexemes for one range: %v", len(stored), stored)
		}
		for age := range 121 {
			want := (r.from == nil || age >= *r.from) && (r.to == nil || age <= *r.to)
			asked := search.Filter{Age: &age}.Lexemes()
			got := slices.ContainsFunc(asked, func(l string) bool { return slices.Contains(stored, l) })
			if got != want {
				t.Errorf("age %d in %v: got %v, want %v", age, stored, got, want)
			}
		}
	}
}

func TestStopWordsAreSkippedUnlessAlone(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{"dans for eldre": "dans eldre", "for alle": "for alle", "og": "og", "": "", " % ": ""} {
		if got, want := search.Query(words, search.Filter{}, search.Synonyms{}), search.Query(want, search.Filter{}, search.Synonyms{}); got != want {
			t.Errorf("%q: got %s, want %s", words, got, want)
		}
	}
	if got := search.Query("% &", search.Filter{}, search.Synonyms{}); got != "" {
		t.Errorf("only signs: got %s, want nothing", got)
	}
	nine := search.Query("a1 b1 c1 d1 e1 f1 g1 h1 i1", search.Filter{}, search.Synonyms{})
	if strings.Contains(nine, "i1") || !strings.Contains(nine, "h1") {
		t.Errorf("not eight words: %s", nine)
	}
}

func TestSynonymsOfSeveralWords(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	syn := synonyms(map[string][]string{"gå tur": {"vandring"}, "senior": {"eldre mennesker"}})
	for _, test := range []struct {
		words, text string
		want        bool
	}{
		{"gå tur", "Vandring i marka", true}, {"gå tur", "Vi går en tur", false}, {"gå tur", "gå på tur", true}, {"tur", "Vandring", false},
		{"senior", "for eldre og andre mennesker", true}, {"senior", "for eldre", false},
	} {
		var got bool
		if err := tx.QueryRow(t.Context(), "select array_to_tsvector($1) @@ $2::tsquery",
			search.In(0, search.Lexemes(search.Doc{Texts: []string{test.text}})), search.Query(test.words, search.Filter{}, syn)).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != test.want {
			t.Errorf("%q in %q: got %v, want %v", test.words, test.text, got, test.want)
		}
	}
}

var hostile = []string{"", "%", "'", `\`, "''", `a'b`, `a\'b`, "!", "a & | b", ":*", "(", ")", "<->", "a:ABCD*", "~m1", "=kafe", "$kur", "^as", "\x00", "a\x00b",
	"\xff\xfe", "18.00", "e-post", "-", "--", "'; DROP TABLE x; --", strings.Repeat("a", 10_000), strings.Repeat("å ", 5000), "🎉 fest 🎉", "a\u0301\u0301", "İ", "ﬀ",
	"العربية", "नमस्ते", "½ kg", "²", "٣٤", "ǅ", "ẞ", "K", "Ⅷ"}

// FuzzQuery: whatever is typed, Postgres takes the query and the index the text.
func FuzzQuery(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s, s)
	}
	pool := pgtest.Pool(f)
	f.Fuzz(func(t *testing.T, words, language, synonym string) {
		filter := search.Filter{Municipality: 1, Language: language, Accessibility: []string{words}, TimesOfDay: []string{synonym}, Age: ptr(len(words))}
		query := search.Query(words, filter, synonyms(map[string][]string{words: {synonym}}))
		var nodes, lexemes int
		if err := pool.QueryRow(t.Context(), "select numnode($1::tsquery), length(array_to_tsvector($2))",
			query, search.Lexemes(search.Doc{Title: words, Texts: []string{synonym}})).Scan(&nodes, &lexemes); err != nil {
			t.Errorf("%q gives %s: %v", words, query, err)
		}
		for _, token := range norwegian.Tokens(words) {
			if strings.ContainsAny(token.Word, "~=$^+<'\\ \x00") || token.Word == "" {
				t.Errorf("token %q of %q", token.Word, words)
			}
			if stem := norwegian.Stem(token.Word); norwegian.Stem(stem) != stem {
				t.Errorf("the stem of %q is %q, and its is %q", token.Word, stem, norwegian.Stem(stem))
			}
		}
		if norwegian.Fold(norwegian.Fold(words)) != norwegian.Fold(words) {
			t.Errorf("folding %q twice changes it: %q, %q", words, norwegian.Fold(words), norwegian.Fold(norwegian.Fold(words)))
		}
	})
}

// FuzzCursor: any text is a cursor or none, and a cursor survives its writing.
func FuzzCursor(f *testing.F) {
	for _, s := range append(hostile, "AQAAAA", "AQMCAmEKYg", "AQD-____") {
		f.Add(s)
	}
	pool := pgtest.Pool(f)
	f.Fuzz(func(t *testing.T, s string) {
		c := search.ParseCursor(s)
		if again := search.ParseCursor(c.String()); again != c {
			t.Errorf("%q: %+v became %+v", s, c, again)
		}
		for _, p := range []search.Params{{After: c}, {Before: c}, {Before: c, Words: "x", Order: search.ByTitle}, {After: c, Words: "x", From: now}} {
			if _, err := search.Activities(t.Context(), pool, p); err != nil {
				t.Errorf("activities from %q: %v", s, err)
			}
			if _, err := search.Documents(t.Context(), pool, p); err != nil {
				t.Errorf("documents from %q: %v", s, err)
			}
		}
	})
}
