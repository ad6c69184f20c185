// Which column of a file is which: found by its heading, or chosen.

package intake

import (
	"slices"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/tabular"
)

// Columns are where the fields of a table stand: the first column of each is in Found, and what else its headings call
// the same is spare.
type Columns struct {
	tabular.Found
	spare map[string][]int
}

// Cells are the filled cells of a row that are called the same, the first column's first.
func (c Columns) Cells(row tabular.Row, key string) []string {
	i, ok := c.Found[key]
	if !ok {
		return nil
	}
	var cells []string
	for _, at := range append([]int{i}, c.spare[key]...) {
		if cell := row.Cell(at); cell != "" && !slices.Contains(cells, cell) {
			cells = append(cells, cell)
		}
	}
	return cells
}

// Cell is the first filled cell of a row under a key, "" when there is none.
func (c Columns) Cell(row tabular.Row, key string) string {
	if cells := c.Cells(row, key); len(cells) > 0 {
		return cells[0]
	}
	return ""
}

// called is the field that a heading names by itself, "" when it names none. What stands in brackets counts.
func called(heading string, columns []tabular.Column) string {
	found, _, _ := tabular.Match([]string{strings.ReplaceAll(heading, "(", " ")}, columns)
	for key := range found {
		return key
	}
	return ""
}

// MatchColumns finds the columns of a table, puts what was chosen into what was found,
// and says what each heading with something below it is taken for.
func MatchColumns(t tabular.Table, columns []tabular.Column, choices Choices) (Columns, []Question) {
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
		_, has := found[choice[word]]
		if chosen := choice[word]; chosen != "" && chosen != q.Value && !(q.Value == "" && has && chosen == called(heading, columns)) {
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
	return Columns{found, spare(t, columns, found, asked, choice)}, asked
}

// spare are the columns, by field, whose headings name one that another column of such a heading is already, and says so of them.
func spare(t tabular.Table, columns []tabular.Column, found tabular.Found, asked []Question, choice map[string]string) map[string][]int {
	all := map[string][]int{}
	for n, q := range asked {
		if key := called(q.Word, columns); q.Value == "" && key != "" && choice[FoldWord(q.Word)] != Nothing {
			if first, ok := found[key]; ok && t.Header[first] != q.Word && called(t.Header[first], columns) == key {
				asked[n].Value = key
				all[key] = append(all[key], slices.Index(t.Header, q.Word))
			}
		}
	}
	return all
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
