// What is wrong with a translation.

package extract

import (
	"regexp"
	"slices"
	"strings"
)

var verb = regexp.MustCompile(`%(?:\[\d+\])?[-+#0]*\d*(?:\.\d+)?[a-zA-Z%]`)

// SameVerbs says whether a translation formats the same arguments as its source.
// Verbs with an index, %[2]s, may change places; others may not.
func SameVerbs(source, translation string) bool {
	a, b := verb.FindAllString(source, -1), verb.FindAllString(translation, -1)
	if strings.Contains(translation, "%[") {
		slices.Sort(a)
		slices.Sort(b)
	}
	return slices.Equal(a, b)
}

var forbidden = regexp.MustCompile(`(?i)\b(vennlegst|vennligst|obligatorisk\w*|ovennevnte|ovannemnde|klikk her|iht\.|mht\.)`)

// Forbidden finds a word that plain Norwegian does without, or gives "".
func Forbidden(text string) string { return forbidden.FindString(text) }
