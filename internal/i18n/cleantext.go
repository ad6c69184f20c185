// What people paste, as it should be stored.

package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// joined are scripts in which a zero-width joiner or non-joiner changes how letters look.
var joined = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
	unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
}

// blanks are letters and symbols that show nothing.
const blanks = "\u2800\u3164\u115f\u1160\uffa0"

// CleanText is a text as it should be stored, wherever it comes in: composed (NFC), with
// \n as line end, and without what shows nothing, that is control and format characters
// and blank letters. Joiners stay where they join: in Arabic and Indic scripts, and
// between the parts of an emoji.
func CleanText(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(s)
	runes := []rune(s)
	var out strings.Builder
	out.Grow(len(s))
	last := rune(-1) // that was kept
	for i, r := range runes {
		if !shows(r) && !joins(r, last, runes[i+1:]) {
			continue
		}
		out.WriteRune(r)
		last = r
	}
	return out.String()
}

// plain texts are most of them, and are fit as they are.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

func shows(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return true
	case unicode.Is(unicode.Cc, r) || strings.ContainsRune(blanks, r):
		return false
	}
	return !unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// joins says whether a joiner stands between two characters that it changes.
func joins(r, before rune, rest []rune) bool {
	if r != '\u200c' && r != '\u200d' || len(rest) == 0 {
		return false
	}
	if unicode.In(before, joined...) {
		return unicode.In(rest[0], joined...) || r == '\u200c'
	}
	return r == '\u200d' && emoji(before) && emoji(rest[0])
}

func emoji(r rune) bool {
	return unicode.Is(unicode.So, r) || r == '\ufe0f' || r >= 0x1f3fb && r <= 0x1f3ff
}
