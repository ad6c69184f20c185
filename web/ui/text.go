// Ids and languages of texts.

package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// slug makes an id of a text or address.
func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
			dash = false
		case !dash && b.Len() > 0:
			b.WriteByte('-')
			dash = true
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// Gap stands in a translated sentence where somebody's own words belong: see Around.
const Gap = "\uFFFC"

func langAttr(code string) templ.OrderedAttributes {
	if code == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "lang", Value: code}}
}
