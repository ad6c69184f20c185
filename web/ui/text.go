// Ids and languages of texts, and what search engines read.

package ui

import (
	"context"
	"io"
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

// LinkedData is the script element with what search engines read of a page, as schema.org has it; json must come from
// encoding/json, which writes < as \u003c, so that nothing can end the element.
func LinkedData(json string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<script type="application/ld+json">`+json+`</script>`)
		return err
	})
}
