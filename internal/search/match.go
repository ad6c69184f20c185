// Searching few things that no index needs to hold.

package search

import (
	"slices"
	"strings"

	"frivilligsentral/internal/search/norwegian"
)

// A Match is how a text answers what was typed.
type Match struct {
	All     bool     // it has every word
	Some    bool     // it has one that tells what is looked for
	Without []string // the words that it lacks, folded
}

// Matches asks a short text for words, as Query asks the index: for the words in all forms, in compounds, as the
// beginning of a word, and for synonyms.
func Matches(doc Doc, words string, syn Synonyms) Match {
	lexemes := Lexemes(doc)
	has := func(word string) bool {
		return slices.ContainsFunc(sayings(word), func(s string) bool { return slices.Contains(lexemes, s) }) ||
			norwegian.LetterCount(word) > shortHalf && slices.ContainsFunc(lexemes, func(l string) bool { return strings.HasPrefix(l, word) })
	}
	all := asks(0, words, syn).phrases
	m := Match{All: len(all) > 0}
	for _, p := range all {
		if every(p, has) || slices.ContainsFunc(syn.of(p), func(other string) bool { return every(norwegian.Tokens(other), has) }) {
			m.Some = m.Some || !p.weak() || len(all) == 1
			continue
		}
		m.All = false
		m.Without = append(m.Without, p.String())
	}
	return m
}

func every(words []norwegian.Token, has func(string) bool) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(t norwegian.Token) bool { return !has(t.Word) })
}
