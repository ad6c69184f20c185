// The lexemes of a text.

package search

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/search/norwegian"
)

// maxTokens is how much of a long text is searched.
const maxTokens = 500

// A Doc is the text that a thing is found by.
type Doc struct {
	Title string
	Texts []string // summary, description, organiser, place, category …
}

// The signs before a lexeme that is not the whole word; see the head of the package.
const (
	inside = "+" // a part of a compound
	ending = "<" // backwards
)

// in is what stands in front of every lexeme of a municipality.
func in(municipality int64) string { return strconv.FormatInt(municipality, 10) + ":" }

// In are lexemes as the index holds them for a municipality.
func In(municipality int64, lexemes []string) []string {
	all := make([]string, len(lexemes))
	for i, lexeme := range lexemes {
		all[i] = in(municipality) + lexeme
	}
	return all
}

// Lexemes are all words of doc: as written, as stem,
// without æøå, the parts of compounds behind "+"; the title's once more behind "=".
// They are sorted and each is there once.
func Lexemes(doc Doc) []string {
	set := map[string]bool{}
	for _, token := range norwegian.Tokens(norwegian.Cut(doc.Title, 1000)) {
		for _, lexeme := range lexemesOf(token) {
			set[lexeme] = true
			set["="+lexeme] = true
		}
	}
	left := maxTokens
	for _, text := range doc.Texts {
		for _, token := range norwegian.Tokens(norwegian.Cut(text, 20*maxTokens)) {
			if left--; left < 0 {
				break
			}
			for _, lexeme := range lexemesOf(token) {
				set[lexeme] = true
			}
		}
	}
	all := slices.AppendSeq(make([]string, 0, len(set)), maps.Keys(set)) // never nil, which Postgres would read as NULL
	slices.Sort(all)
	return all
}

func lexemesOf(t norwegian.Token) []string {
	all := forms(t.Word)
	parts := slices.Clone(t.Parts)
	for _, word := range append([]string{t.Word}, t.Parts...) {
		parts = append(parts, norwegian.Parts(word)...)
		if modern := strings.ReplaceAll(word, "aa", "å"); modern != word {
			all = append(all, modern)
		}
	}
	for _, part := range parts {
		for _, form := range forms(part) {
			all = append(all, inside+form)
		}
	}
	if len(parts) == 0 && norwegian.LetterCount(t.Word) > 2*shortHalf {
		all = append(all, ending+reversed(norwegian.Stem(t.Word)))
	}
	return all
}

// reversed is a word from its end: what ends in the same way begins in the same way.
func reversed(word string) string {
	letters := []rune(word)
	slices.Reverse(letters)
	return string(letters)
}

// forms are a word, and its stem and ASCII spelling where they differ.
func forms(word string) []string {
	all := []string{word}
	if stem := norwegian.Stem(word); stem != word {
		all = append(all, "$"+stem)
	}
	if ascii := norwegian.ASCII(word); ascii != word {
		all = append(all, "^"+ascii)
	}
	return all
}
