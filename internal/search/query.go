// What somebody typed and chose, as a tsquery.

package search

import (
	"slices"
	"strings"

	"frivilligsentral/internal/search/norwegian"
)

// Synonyms are other words to look for, by folded term; see LoadSynonyms.
type Synonyms map[string][]string

// Query is the tsquery for what someone typed and chose: all words (as prefix,
// stem, synonym, without æøå, or as the parts of a compound) and all filters.
// It is "" when neither asks for anything, and valid whatever was typed. Words
// of only signs ("%") ask for nothing: see Searchable.
func Query(words string, f Filter, syn Synonyms) string {
	return and(wordQuery(norwegian.QueryWords(words), syn, nil, ""), filterQuery(f))
}

// alike are words of the vocabulary to take as well, by typed word.
type alike map[string][]string

// Searchable is whether words has anything to look for. Blank is no search;
// text that is not blank and not searchable finds nothing.
func Searchable(words string) bool { return len(norwegian.QueryWords(words)) > 0 }

// titleQuery is like Query, but every word must stand in the title.
func titleQuery(words []norwegian.Token, syn Synonyms, like alike) string {
	return wordQuery(words, syn, like, "=")
}

// wordQuery joins a group per word. A term of several words may have synonyms too.
func wordQuery(words []norwegian.Token, syn Synonyms, like alike, mark string) string {
	var groups []string
	for i := 0; i < len(words); {
		n := syn.termLength(words[i:])
		groups = append(groups, group(words[i:i+n], syn, like, mark))
		i += n
	}
	return and(groups...)
}

// termLength is how many of the next words are one term of the synonyms, 1 when none.
func (s Synonyms) termLength(words []norwegian.Token) int {
	for n := min(3, len(words)); n > 1; n-- {
		if _, ok := s[norwegian.Phrase(words[:n])]; ok {
			return n
		}
	}
	return 1
}

// group is everything that answers one word or term.
func group(words []norwegian.Token, syn Synonyms, like alike, mark string) string {
	var typed []string
	for _, t := range words {
		typed = append(typed, or(spellings(t, like, mark)...))
	}
	all := []string{and(typed...)}
	for _, other := range syn[norwegian.Phrase(words)] {
		var parts []string
		for _, t := range norwegian.Tokens(norwegian.Cut(other, norwegian.MaxTyped)) {
			parts = append(parts, or(simple(t.Word, mark)...))
		}
		all = append(all, and(parts...))
	}
	return or(all...)
}

// spellings are the ways in which one typed word may stand in the index.
func spellings(t norwegian.Token, like alike, mark string) []string {
	all := simple(t.Word, mark)
	if modern := modernise(t.Word); modern != t.Word {
		all = append(all, prefix(mark, modern))
	}
	if norwegian.IsASCII(t.Word) {
		all = append(all, prefix(mark+"^", norwegian.ASCII(t.Word)))
	}
	if len(t.Parts) > 0 {
		all = append(all, and(each(t.Parts, mark)...))
	} else if parts := norwegian.Parts(t.Word); len(parts) > 1 {
		all = append(all, and(each(parts, mark)...))
	}
	for _, word := range like[t.Word] {
		all = append(all, quote(mark+word))
	}
	return all
}

func each(parts []string, mark string) []string {
	var all []string
	for _, part := range parts {
		all = append(all, or(simple(part, mark)...))
	}
	return all
}

// simple is the word as prefix and its stem. The stem may stand as a word of its own.
func simple(word, mark string) []string {
	stem := norwegian.Stem(word)
	all := []string{prefix(mark, word), quote(mark + "$" + stem)}
	if stem != word {
		all = append(all, quote(mark+stem))
	}
	return all
}

// prefix matches what begins with word when it is long enough to mean something.
func prefix(mark, word string) string {
	if norwegian.LetterCount(word) < 3 {
		return quote(mark + word)
	}
	return quote(mark+word) + ":*"
}

// modernise writes aa, oe and ae as å, ø and æ.
func modernise(word string) string { return modern.Replace(word) }

var modern = strings.NewReplacer("aa", "å", "oe", "ø", "ae", "æ")

// filterQuery is the filter alone.
func filterQuery(f Filter) string {
	var all []string
	for _, group := range f.groups() {
		for i := range group {
			group[i] = quote(group[i])
		}
		all = append(all, or(group...))
	}
	return and(all...)
}

func quote(lexeme string) string {
	return "'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(lexeme) + "'"
}

func and(all ...string) string { return join(" & ", all) }
func or(all ...string) string  { return join(" | ", all) }

func not(query string) string { return "!(" + query + ")" }

func join(operator string, all []string) string {
	all = slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "" })
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0]
	}
	return "(" + strings.Join(all, operator) + ")"
}
