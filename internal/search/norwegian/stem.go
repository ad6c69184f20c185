// The stem that all forms of a word have in common.

package norwegian

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/kljensen/snowball/norwegian"
)

//go:embed irregular.txt
var irregularText string

// irregular holds the forms that no rule of endings brings together.
var irregular = sync.OnceValue(func() map[string]string {
	forms := map[string]string{}
	for _, line := range lines(irregularText) {
		words := strings.Fields(line)
		for _, form := range words {
			forms[form] = words[0]
		}
	}
	return forms
})

// Stem is what all forms of a folded word share: aktivitet and aktiviteter,
// kurs and kurset, bok and bøker, uke and veke. It need not be a word. The stem
// of a stem is itself, so a stem can be compared with a word.
func Stem(word string) string {
	seen := map[string]bool{}
	for !seen[word] {
		seen[word] = true
		if root, ok := irregular()[word]; ok {
			return root
		}
		word = shorten(word)
	}
	return word
}

// shorten takes one layer of endings off. Snowball alone leaves a stem that it
// would shorten further if it met it as a word, and does not know that a
// Norwegian word never ends in mm nor that -een, -eet and -eer bend an -e.
func shorten(word string) string {
	for _, ending := range []string{"eene", "een", "eet", "eer"} {
		if base, ok := strings.CutSuffix(word, ending); ok && len(base) >= 2 {
			return base + "e"
		}
	}
	if base, ok := strings.CutSuffix(word, "mm"); ok && len(base) > 1 {
		return base + "m"
	}
	if LetterCount(word) < 4 {
		return word
	}
	return norwegian.Stem(word, true)
}

// lines are the lines of an embedded word list without comments.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
