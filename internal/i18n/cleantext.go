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

// blanks are letters and symbols that show nothing, beside those that Unicode says may be ignored.
const blanks = "\u2800\ufffc"

// CleanText is a text as it should be stored, wherever it comes in: composed (NFC), with
// \n as line end, and without what shows nothing, that is control and format characters,
// what Unicode calls default-ignorable or private, blank letters, and marks with nothing to stand on. Joiners
// stay where they join: in Arabic and Indic scripts, and between the parts of an emoji;
// so do variation selectors after what they change.
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
		if !shows(r) && !joins(r, last, runes[i+1:]) && !varies(r, last) || unicode.Is(unicode.M, r) && (last < 0 || unicode.IsSpace(last)) {
			continue
		}
		out.WriteRune(r)
		last = r
	}
	return norm.NFC.String(out.String()) // what stood between two that belong together is gone
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
	case unicode.Is(unicode.Cc, r) || strings.ContainsRune(blanks, r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Noncharacter_Code_Point, unicode.Co):
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

// varies says whether a variation selector stands after something that has variants.
func varies(r, before rune) bool {
	if !unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Variation_Selector, before) {
		return false
	}
	return before > 0 && unicode.In(before, unicode.So, unicode.Sm, unicode.Po, unicode.Nd, unicode.Han, unicode.Mongolian, unicode.Myanmar)
}

func emoji(r rune) bool {
	return unicode.Is(unicode.So, r) || r == '\ufe0f' || r >= 0x1f3fb && r <= 0x1f3ff
}
