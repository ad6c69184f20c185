// Letters in one spelling: lower case, without accents, æøå kept.

package norwegian

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are folded one by one: Swedish and Sámi letters become the Norwegian
// ones that stand for them on a Norwegian keyboard.
var letters = map[rune]string{
	'æ': "æ", 'ø': "ø", 'å': "å",
	'ä': "æ", 'ö': "ø", 'ő': "ø",
	'đ': "d", 'ð': "d", 'ŋ': "n", 'ŧ': "t", 'ł': "l", 'ı': "i", 'ß': "ss", 'þ': "th", 'œ': "ø",
	'’': "'", '‘': "'", '`': "'", '´': "'",
}

// Fold writes s as search compares it: lower case, æøå kept, accents and Sámi
// letters as plain ones, ä and ö as æ and ø, invisible characters and broken
// UTF-8 gone. Folding twice changes nothing.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	latin := false
	for _, r := range norm.NFKC.String(strings.ToLower(strings.ToValidUTF8(s, ""))) {
		switch as, known := letters[r]; {
		case known:
			b.WriteString(as)
			latin = true
		case r < unicode.MaxASCII:
			b.WriteRune(r)
			latin = unicode.IsLetter(r)
		case unicode.Is(unicode.Cf, r): // soft hyphen, zero width
		case unicode.Is(unicode.Mn, r) && latin: // an accent that had no letter of its own
		default:
			latin = writeBase(&b, r)
		}
	}
	return b.String()
}

// writeBase writes a Latin letter without its accents and anything else as it is.
func writeBase(b *strings.Builder, r rune) (latin bool) {
	if !unicode.Is(unicode.Latin, r) {
		b.WriteRune(unicode.ToLower(r))
		return false
	}
	for _, base := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.Mn, base) {
			b.WriteRune(unicode.ToLower(base))
		}
	}
	return true
}

var toASCII = strings.NewReplacer("å", "a", "ø", "o", "æ", "ae")

// ASCII folds s as Fold does and then writes what a person types on a keyboard
// without æøå: å and aa as a, ø as o, æ as ae.
func ASCII(s string) string {
	s = toASCII.Replace(Fold(s))
	for strings.Contains(s, "aa") {
		s = strings.ReplaceAll(s, "aa", "a")
	}
	return s
}

// IsASCII says whether a text has only such letters.
func IsASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}
