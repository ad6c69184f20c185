// Capital and small letters at the beginning of what people read.

package i18n

import (
	"unicode"
	"unicode/utf8"
)

// Capital begins with a capital letter.
func Capital(s string) string { return withFirst(s, unicode.ToUpper) }

// Uncapital begins with a small letter.
func Uncapital(s string) string { return withFirst(s, unicode.ToLower) }

func withFirst(s string, change func(rune) rune) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(change(r)) + s[size:]
}
