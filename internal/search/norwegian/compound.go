// The parts of compound words.

package norwegian

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed compounds.txt
var compoundText string

// unsplit look like compounds of words in the list and mean something else.
var unsplit = set("barnehage", "hverdag", "samspill", "konkurs", "diskurs", "forbilde", "førskole", "festspill",
	"middag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "forfest", "manifest", "uvenn", "samvenn")

type lexicon struct {
	first map[string]string // a form as first part → the word
	last  map[string]string // a stem as last part → the word
	safe  map[string]bool   // words that are a last part behind anything
}

var compounds = sync.OnceValue(func() lexicon {
	lex := lexicon{first: map[string]string{}, last: map[string]string{}, safe: map[string]bool{}}
	for _, line := range lines(compoundText) {
		forms := strings.Fields(line)
		word, onlyFirst := strings.CutPrefix(forms[0], "<")
		word, safe := strings.CutPrefix(word, "*")
		for _, form := range append(forms[1:], word, word+"s", word+"e") {
			lex.first[form] = word
		}
		if !onlyFirst {
			lex.last[Stem(word)] = word
			lex.safe[word] = safe
		}
	}
	return lex
})

// Parts are the words that a folded compound is made of, in order:
// besøksvenner is besøk and venn. When only the last one is known it is alone:
// håndballtrening may give trening. Nil when the word is not a known compound;
// a wrong split is worse than none.
func Parts(word string) []string {
	if len(word) < 6 || unsplit[word] || unsplit[Stem(word)] {
		return nil
	}
	lex := compounds()
	if parts := lex.split(word, 4); len(parts) > 1 {
		return parts
	}
	return lex.tail(word)
}

// split finds known words for all of word, at most most of them.
func (lex lexicon) split(word string, most int) []string {
	if last, ok := lex.lastPart(word); ok {
		return []string{last}
	}
	if most == 1 {
		return nil
	}
	for i := len(word) - 3; i >= 2; i-- { // the longest first part wins
		first, ok := lex.first[word[:i]]
		if !ok {
			continue
		}
		if rest := lex.split(word[i:], most-1); rest != nil {
			return append([]string{first}, rest...)
		}
	}
	return nil
}

func (lex lexicon) lastPart(word string) (string, bool) {
	if len(word) < 3 {
		return "", false
	}
	last, ok := lex.last[Stem(word)]
	return last, ok && !onlyStem(word, last)
}

// onlyStem is true for a piece that is no form of the word, only like its stem ("kur" of kurs).
func onlyStem(piece, word string) bool { return len(piece) < len(word) && irregular()[piece] != word }

func (lex lexicon) tail(word string) []string {
	for i := range word {
		if i < 3 {
			continue
		}
		if last, ok := lex.lastPart(word[i:]); ok && lex.safe[last] && strings.ContainsAny(word[:i], "aeiouyæøå") {
			return []string{last}
		}
	}
	return nil
}

func set(words ...string) map[string]bool {
	all := make(map[string]bool, len(words))
	for _, word := range words {
		all[word] = true
	}
	return all
}
