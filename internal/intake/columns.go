// Which column of a file is which: found by its heading, or chosen.

package intake

import (
	"slices"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/tabular"
)

// MatchColumns finds the columns of a table, puts what was chosen into what was found,
// and says what each heading with something below it is taken for.
func MatchColumns(t tabular.Table, columns []tabular.Column, choices Choices) (tabular.Found, []Question) {
	found, _, _ := tabular.Match(t.Header, columns)
	taken := map[int]string{}
	for key, i := range found {
		taken[i] = key
	}
	seen, choice := map[string]bool{}, choices.Known()[Column]
	var asked []Question
	for i, heading := range t.Header {
		q := Question{About: Column, Word: heading, Value: taken[i], Example: firstCell(t, i)}
		word := FoldWord(heading)
		if word == "" || seen[word] || q.Example == "" && q.Value == "" {
			continue
		}
		seen[word] = true
		if chosen := choice[word]; chosen != "" && chosen != q.Value {
			if q.Value != "" {
				delete(found, q.Value)
			}
			if q.Value = chosen; chosen != Nothing {
				found[chosen] = i
			}
		}
		asked = append(asked, q)
	}
	for n, q := range asked { // one field has one column: the one that was chosen for it
		if q.Value != "" && q.Value != Nothing && t.Header[found[q.Value]] != q.Word {
			asked[n].Value = ""
		}
	}
	return found, asked
}

func firstCell(t tabular.Table, column int) string {
	for _, r := range t.Rows {
		if cell := r.Cell(column); cell != "" {
			return i18n.Cut(strings.Join(strings.Fields(cell), " "), 60)
		}
	}
	return ""
}

// ColumnOptions are the fields that a column can be, as we call them.
func ColumnOptions(columns []tabular.Column) []Option {
	options := []Option{leave}
	for _, c := range columns {
		options = append(options, Option{Value: c.Key, Label: c.Names[0], Words: true})
	}
	return options
}

var leave = Option{Value: Nothing, Label: i18n.Mark("Ikke ta med"), Words: true}

// Leave is the choice not to take something.
func Leave() Option { return leave }

// columnsTold is how many columns one remark names.
const columnsTold = 8

// HeaderRow says which columns hold something that is not taken, and of which nobody
// said that this is right; ok is false when there are none. number is the header's.
func HeaderRow(number int, asked []Question) (row Row, ok bool) {
	var names []string
	for _, q := range asked {
		if q.About == Column && q.Value == "" {
			names = append(names, "«"+i18n.Cut(q.Word, 60)+"»")
		}
	}
	row = Row{Number: max(1, number), Outcome: Unchanged, Aside: true, Label: i18n.Cut(strings.Join(names, ", "), 120)}
	for some := range slices.Chunk(names, columnsTold) {
		row.Say(i18n.Mark("Disse kolonnene i filen er ikke med: %s."), strings.Join(some, ", "))
	}
	return row, len(names) > 0
}
