// Which column of a file is which, whatever its heading is called exactly.

package tabular

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A Column is something that an import looks for in the header.
type Column struct {
	Key      string
	Names    []string // what people call it; the first is what they are told when it is missing
	Required bool
}

// Found tells in which column of the table each key is.
type Found map[string]int

// Cell returns the row's cell under a key without space around it, and "" when the table has no such column. (Indexing
// with a missing key would give the first column.)
func (f Found) Cell(row Row, key string) string {
	i, ok := f[key]
	if !ok {
		return ""
	}
	return row.Cell(i)
}

// Match finds the columns in the header, in any order. Case, spaces, punctuation and the ways of writing æ, ø and å do
// not matter: "e-post", "Epost" and "E-POST *" are one. found has the column of each key that is there, missing the
// first names of required columns that are not, unknown the headings that nobody asked for. When a heading stands
// twice, the first counts and the second is unknown.
func Match(header []string, columns []Column) (found Found, missing, unknown []string) {
	found = Found{}
	used := make([]bool, len(header))
	// The text in brackets is looked at only when the whole heading says nothing: "Telefon (dagtid)".
	for _, key := range []func(string) string{matchKey, func(s string) string { return matchKey(withoutBrackets(s)) }} {
		for i, heading := range header {
			if c := columnFor(key(heading), columns); !used[i] && c != "" {
				if _, taken := found[c]; !taken {
					found[c], used[i] = i, true
				}
			}
		}
	}
	for _, c := range columns {
		if _, ok := found[c.Key]; !ok && c.Required {
			missing = append(missing, c.title())
		}
	}
	for i, heading := range header {
		if !used[i] && heading != "" {
			unknown = append(unknown, heading)
		}
	}
	return found, missing, unknown
}

func (c Column) title() string {
	if len(c.Names) == 0 {
		return c.Key
	}
	return c.Names[0]
}

func columnFor(key string, columns []Column) string {
	if key == "" {
		return ""
	}
	for _, c := range columns {
		for _, name := range c.Names {
			if matchKey(name) == key {
				return c.Key
			}
		}
	}
	return ""
}

func withoutBrackets(s string) string {
	before, _, _ := strings.Cut(s, "(")
	return before
}

var foldLetters = strings.NewReplacer("æ", "ae", "ø", "o", "å", "a", "oe", "o", "aa", "a", "ä", "ae", "ö", "o", "é", "e", "è", "e", "ê", "e", "ò", "o", "ô", "o", "ó", "o")

// matchKey keeps letters and digits only, and writes æ, ø and å one way.
func matchKey(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
	return foldLetters.Replace(s)
}
