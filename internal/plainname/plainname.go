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

// endings are those that addresses in common use end in, but for such as are words or
// abbreviations in Norwegian names.
var endings = strings.Join([]string{
	"ac|ae|af|ag|ai|app|asia|au|ba|bet|bg|bid|bio|biz|blog|br|buzz|bz|ca|cam|casino|cash|cat|cc|center|cf|cfd|ch|chat|cl|click|cloud|club|cn|co|com",
	"company|cx|cyou|cz|de|dev|digital|dk|download|edu|ee|email|eu|expert|fi|finance|fm|fr|fun|fyi|ga|game|games|gd|gg|gl|global|gov|gq|gr",
	"gs|guru|help|hk|host|hr|hu|icu|ie|im|info|ink|int|io|ir|is|jobs|jp|ke|kr|kz|life|link|live|loan|lol|lt|ltd|lu|lv|ly|market|me|mil|ml|mobi",
	"money|mov|mx|name|net|network|news|ninja|nl|no|nu|nz|one|onl|online|org|page|party|ph|photos|pk|pl|plus|porn|press|pro|promo|pt|pw|quest|racing",
	"review|rip|rocks|rs|ru|sale|sbs|se|services|sex|sg|sh|shop|site|sk|social|solutions|space|store|stream|su|support|systems|tech|tel|tk|to|today",
	"tools|top|trade|tube|tv|tw|ua|uk|us|uz|vc|vip|vn|wang|webcam|website|wiki|win|work|works|world|ws|wtf|xin|xxx|xyz|za|zip|zone|рф|中国|онлайн",
}, "|")

// short are those of them that follow a single letter: more would be people's names
// after an initial.
const short = "ai|app|cc|co|com|dev|gd|gg|io|link|me|net|no|org|to|tv|uk|us|xyz"

// host is what mail programs make a link of: a name, a dot and an ending that is in
// common use, or any ending before a path. Initials and abbreviations have neither.
var host = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}-]+\.(?:` + endings + `)(?:[^\p{L}\p{N}]|$)` +
	`|[\p{L}\p{N}]\.(?:` + short + `)(?:[^\p{L}\p{N}]|$)` +
	`|[\p{L}\p{N}-]+\.\p{L}[\p{L}\p{N}-]+(?:/|:\p{N})` +
	`|xn--` +
	`|\p{N}+\.\p{N}+\.\p{N}+\.\p{N}+`)

// ordinal is a number as in "10.de klasse", which ends like an address.
var ordinal = regexp.MustCompile(`(^|[^\p{L}\p{N}.-])\p{N}{1,3}\.de( |$)`)

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
	return !host.MatchString(ordinal.ReplaceAllString(seen, "$1 "))
}
