// A text as words and numbers.

package norwegian

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// How much of a text counts.
const (
	MaxWord  = 40  // letters of a word that count
	MaxTyped = 200 // letters of a query that count
)

// A Token is one word of a text, folded. Parts are set when it can also be read
// as several: "e-post" is epost, or e and post; "18.00" is 1800, or 18.
type Token struct {
	Word  string
	Parts []string
}

var (
	tokenPattern = regexp.MustCompile(`\p{N}+(?:[.:]\p{N}+)+|[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*`)
	clockPattern = regexp.MustCompile(`^([0-9]{1,2})[.:]([0-9]{2})$`)
	digits       = regexp.MustCompile(`^\p{N}+$`)
)

// Tokens splits a text into words and numbers. Everything else only separates,
// so a token is safe wherever letters and digits are.
func Tokens(s string) []Token {
	var all []Token
	for _, run := range tokenPattern.FindAllString(Fold(s), -1) {
		all = append(all, split(run)...)
	}
	return all
}

func split(run string) []Token {
	if clock := clockPattern.FindStringSubmatch(run); clock != nil {
		parts := []string{clock[1]}
		if clock[2] != "00" {
			parts = append(parts, clock[2])
		}
		return []Token{{Word: clock[1] + clock[2], Parts: parts}}
	}
	parts := strings.FieldsFunc(run, func(r rune) bool { return r == '-' || r == '.' || r == ':' })
	if len(parts) > 1 && !slices.ContainsFunc(parts, digits.MatchString) {
		return []Token{{Word: Cut(strings.Join(parts, ""), MaxWord), Parts: cutAll(parts)}}
	}
	var all []Token
	for _, part := range parts {
		all = append(all, Token{Word: Cut(part, MaxWord)})
	}
	return all
}

func cutAll(words []string) []string {
	for i := range words {
		words[i] = Cut(words[i], MaxWord)
	}
	return words
}

// Cut keeps the first n letters of s.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// LetterCount is how many letters a text has.
func LetterCount(s string) int { return utf8.RuneCountInString(s) }
