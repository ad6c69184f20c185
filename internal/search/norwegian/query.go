// The words of a query: what is left of what somebody typed.

package norwegian

import (
	"slices"
	"strings"
)

// MaxQueryWords is how many words of a query count.
const MaxQueryWords = 8

// QueryWords are the tokens that count: not more than eight, without stop words
// unless there is nothing else.
func QueryWords(words string) []Token {
	all := Tokens(Cut(strings.ToValidUTF8(Cut(words, 4*MaxTyped), ""), MaxTyped))
	telling := slices.DeleteFunc(slices.Clone(all), func(t Token) bool { return StopWords[t.Word] })
	if len(telling) > 0 {
		all = telling
	}
	return all[:min(len(all), MaxQueryWords)]
}

// Phrase is the words of tokens, one space between.
func Phrase(words []Token) string {
	var all []string
	for _, t := range words {
		all = append(all, t.Word)
	}
	return strings.Join(all, " ")
}
