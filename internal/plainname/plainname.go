// Package plainname says what may stand in a name that somebody types into an open
// form: the portal's letters quote it to people who have asked for nothing, so it must
// lead nowhere.
package plainname

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// Refusal is what people read about a name that holds more; bokmål source text.
var Refusal = i18n.Mark("Skriv bare navnet, uten nettadresse, e-postadresse eller linjeskift.")

// Check adds a field error when the name is not a plain one. An empty one is.
func Check(f *fault.Fields, field, name string) { f.Check(Is(name), field, Refusal) }

// host is what mail programs make a link of: two letters or more, a dot and an ending
// that is in common use. Initials and abbreviations have no such ending.
var host = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}-]+\.(?:app|biz|cc|ch|click|club|co|com|cn|de|dev|dk|edu|eu|fi|fr|gg|gl|gov|info|io|is|link|live|ly|me|mobi|nl|net|no|nu|online|org|pl|ru|se|shop|site|store|top|tv|uk|us|ws|xyz)(?:[^\p{L}\p{N}]|$)`)

// Is says that the name holds no address, in whatever letters it is written, and is one line.
func Is(name string) bool {
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }) {
		return false
	}
	seen := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r): // not seen, and perhaps not kept
			return -1
		case r == '。':
			return '.'
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(name))
	for _, part := range []string{"@", "://", "http", "www."} {
		if strings.Contains(seen, part) {
			return false
		}
	}
	return !host.MatchString(seen)
}
