// What waits, kind by kind, and how a letter puts it.

package waiting

import (
	"slices"
	"strings"

	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/i18n"
)

// looked is how many things of one list are told apart; what is beyond counts.
const looked = 500

// named is how many things a line calls by their names.
const named = 3

// pile is what waits of one kind, for one organisation's people or for staff.
type pile struct {
	Kind         notice.Kind
	Organisation string // whose people are told, "" for staff
	Things       []string
	Lines        []line
	lang         i18n.Lang
}

// line is one sort of thing in a pile: how many, and where one sees to them.
type line struct {
	Count int
	Text  string
	URL   string
}

// add puts a sort of thing on the pile; names are called where they are no person's.
func (p *pile) add(url string, count int, text string, names []string, things ...string) {
	if count == 0 {
		return
	}
	p.Things = append(p.Things, things...)
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) > 0 {
		text += ": " + strings.Join(names[:min(len(names), named)], ", ")
	}
	if more := len(names) - named; more > 0 {
		text += " " + p.lang.N("og %d til", "og %d til", more)
	}
	if p.Organisation != "" {
		text = p.Organisation + " – " + text
	}
	p.Lines = append(p.Lines, line{Count: count, Text: text, URL: url})
}

func count(piles []pile) int {
	n := 0
	for _, p := range piles {
		for _, l := range p.Lines {
			n += l.Count
		}
	}
	return n
}
