// What a list says when nothing has all that was typed.

package filter

import (
	"strings"

	"frivilligsentral/internal/i18n"
)

// ExplainAlike says why hits do not have what was typed, and without which words they were found; otherwise is what it
// says when they only are like the words.
func ExplainAlike(l i18n.Lang, typed string, without []string, otherwise string) string {
	switch {
	case len(without) == 0:
		return otherwise
	case len(strings.Fields(typed)) == 1:
		return l.T("Ingenting har ordet «%s». Her er det som har en del av det.", without[0])
	case len(without) == 1:
		return l.T("Ingenting har alle ordene. Dette fant vi uten «%s».", without[0])
	}
	return l.T("Ingenting har alle ordene. Hvert treff mangler minst ett av disse: %s.", strings.Join(without, ", "))
}
