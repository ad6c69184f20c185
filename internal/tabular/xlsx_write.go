// Writing a workbook.

package tabular

import (
	"fmt"
	"io"
	"iter"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes a workbook with one sheet. Days, moments and numbers are such; all else is text, so that what looks like
// a number keeps its leading zeros. Columns are as wide as their first rows; the header is bold, stays in view and has
// filters. Texts that a spreadsheet would run are guarded as in WriteCSV, for the day when somebody saves the sheet as CSV.
func WriteXLSX(w io.Writer, sheet string, header []string, rows iter.Seq[[]Cell]) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := writeSheet(f, sheetName(sheet), header, rows); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

func writeSheet(f *excelize.File, sheet string, header []string, rows iter.Seq[[]Cell]) error {
	if err := f.SetSheetName(f.GetSheetName(0), sheet); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	next, stop := iter.Pull(rows)
	defer stop()
	first := make([][]Cell, 0, measured)
	for row, ok := next(); ok; row, ok = next() {
		if first = append(first, row); len(first) == measured {
			break
		}
	}
	if err := prepareColumns(sw, header, first, styles.text); err != nil {
		return err
	}
	if err := sw.SetRow("A1", styles.header(header)); err != nil {
		return err
	}
	last := 1
	write := func(row []Cell) error {
		last++
		return sw.SetRow(fmt.Sprintf("A%d", last), styles.row(row))
	}
	for _, row := range first {
		if err := write(row); err != nil {
			return err
		}
	}
	for row, ok := next(); ok; row, ok = next() {
		if err := write(row); err != nil {
			return err
		}
	}
	if err := addFilter(f, sheet, len(header), last); err != nil {
		return err
	}
	return sw.Flush()
}

// measured is how many rows decide how wide the columns are.
const measured = 500

// styles are the numbers of the formats that cells have.
type styles struct{ text, bold, day, moment, number int }

func newStyles(f *excelize.File) (s styles, err error) {
	const asText, general = 49, 0 // a cell of format "text" stays text when somebody edits it
	day, moment := "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
	for _, want := range []struct {
		into  *int
		style excelize.Style
	}{
		{&s.text, excelize.Style{NumFmt: asText}}, {&s.bold, excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true}}},
		{&s.day, excelize.Style{CustomNumFmt: &day}}, {&s.moment, excelize.Style{CustomNumFmt: &moment}}, {&s.number, excelize.Style{NumFmt: general}},
	} {
		if *want.into, err = f.NewStyle(&want.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s styles) header(names []string) []any {
	values := make([]any, len(names))
	for i, n := range names {
		values[i] = excelize.Cell{StyleID: s.bold, Value: guard(n)}
	}
	return values
}

func (s styles) row(cells []Cell) []any {
	values := make([]any, len(cells))
	for i, c := range cells {
		switch v := c.value.(type) {
		case time.Time:
			style := s.day
			if c.clock {
				style = s.moment
			}
			values[i] = excelize.Cell{StyleID: style, Value: v}
		case float64:
			values[i] = excelize.Cell{StyleID: s.number, Value: v}
		default:
			values[i] = excelize.Cell{StyleID: s.text, Value: guardText(c.Text)}
		}
	}
	return values
}

// signed is a telephone number, or an amount: nothing that runs.
var signed = regexp.MustCompile(`^[+-][0-9][0-9 .,]*$`)

// guardText guards what runs; a telephone number with its country in front stays as it is.
func guardText(s string) string {
	if signed.MatchString(s) {
		return s
	}
	return guard(s)
}

func prepareColumns(sw *excelize.StreamWriter, header []string, rows [][]Cell, style int) error {
	for i, h := range header {
		most := utf8.RuneCountInString(h) + 4 // room for the button of the filter
		for _, row := range rows {
			if i < len(row) {
				most = max(most, utf8.RuneCountInString(row[i].Text)+1)
			}
		}
		if err := sw.SetColWidth(i+1, i+1, float64(min(max(most, 8), 60))); err != nil {
			return err
		}
	}
	if len(header) > 0 {
		if err := sw.SetColStyle(1, len(header), style); err != nil {
			return err
		}
	}
	return sw.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomLeft"}},
	})
}

// addFilter must come before the stream writer's Flush, which writes it.
func addFilter(f *excelize.File, sheet string, columns, rows int) error {
	if columns == 0 {
		return nil
	}
	corner, err := excelize.CoordinatesToCellName(columns, rows)
	if err != nil {
		return err
	}
	return f.AutoFilter(sheet, "A1:"+corner, nil)
}

// sheetName makes a name that Excel accepts: at most 31 characters and none of : \ / ? * [ ].
func sheetName(name string) string {
	runes := make([]rune, 0, excelize.MaxSheetNameLength)
	for _, r := range name {
		switch r {
		case ':', '\\', '/', '?', '*', '[', ']', '\'':
			r = ' '
		}
		if r >= ' ' && len(runes) < excelize.MaxSheetNameLength {
			runes = append(runes, r)
		}
	}
	if len(runes) == 0 {
		return "Ark1"
	}
	return string(runes)
}
