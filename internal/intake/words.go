// Words of ours in a file: headings and values, in each language that our own files are made in.

package intake

import (
	"regexp"
	"slices"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/tabular"
)

// InAllLanguages makes the columns of our own export known in the languages that it is made in: the first name of each
// is its heading there.
func InAllLanguages(columns []tabular.Column) []tabular.Column {
	for i, c := range columns {
		if c.Names = slices.Clone(c.Names); len(c.Names) == 0 {
			continue
		}
		for _, l := range i18n.Langs {
			if name := l.T(c.Names[0]); !slices.Contains(c.Names, name) {
				c.Names = append(c.Names, name)
			}
		}
		columns[i] = c
	}
	return columns
}

// Means says whether a word is a text of ours, in any language.
func Means(word, text string) bool {
	return slices.ContainsFunc(i18n.Langs, func(l i18n.Lang) bool { return FoldWord(l.T(text)) == FoldWord(word) })
}

// YesNo reads yes or no as people and programs write it.
func YesNo(word string) (yes, ok bool) {
	switch FoldWord(word) {
	case "ja", "j", "x", "1", "true", "sann", "yes", "y":
		return true, true
	case "nei", "n", "0", "false", "usann", "no":
		return false, true
	}
	return false, false
}

// Resolve finds the ids of the names in a cell that holds several, by the folded names that are known. "Vei, skilt og
// dugnad" is one topic although it holds a comma, so the longest run of parts that is a name counts. "Hele kommunen" is
// no area.
func Resolve(cell string, known map[string]int64) (ids []int64, unknown []string) {
	ids = []int64{}
	parts := Values(cell)
	for len(parts) > 0 {
		id, n := longest(parts, known)
		switch {
		case n > 0 && !slices.Contains(ids, id):
			ids = append(ids, id)
		case n == 0 && !everywhere(parts[0]):
			unknown = append(unknown, parts[0])
		}
		parts = parts[max(n, 1):]
	}
	slices.Sort(ids)
	return ids, unknown
}

func everywhere(word string) bool {
	return FoldWord(word) == "alle" || Means(word, i18n.Mark("Hele kommunen"))
}

// severalSign is what Google writes between the values of one cell.
const severalSign = ":::"

// Values splits a cell that holds several names, addresses or numbers.
func Values(cell string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(strings.ReplaceAll(cell, severalSign, ";"), func(c rune) bool { return strings.ContainsRune(";,/|\n", c) }) {
		if p = strings.TrimSpace(p); p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// mostParts is how many separators a name may hold.
const mostParts = 6

// longest is the name that the most parts from the first on make together.
func longest(parts []string, known map[string]int64) (id int64, n int) {
	for n := min(len(parts), mostParts); n > 0; n-- {
		for _, between := range []string{", ", "/", " / ", "; "} {
			if id, ok := known[FoldWord(strings.Join(parts[:n], between))]; ok {
				return id, n
			}
		}
	}
	return 0, 0
}

// Addresses are e-mail addresses without the mailto: that a browser puts before one that it copies.
func Addresses(s string) string { return strings.TrimSpace(mailto.ReplaceAllString(s, "")) }

var mailto = regexp.MustCompile(`(?i)\bmailto:`)
