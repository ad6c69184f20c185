// Capitals at the beginning of texts, and texts cut to the room there is.

package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Capital begins with a capital letter.
func Capital(s string) string { return withFirst(s, unicode.ToUpper) }

// Uncapital begins with a small letter.
func Uncapital(s string) string { return withFirst(s, unicode.ToLower) }

// Cut is a text cut to so many characters, with a sign that it was.
func Cut(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

func withFirst(s string, change func(rune) rune) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(change(r)) + s[size:]
}
