// Writing a workbook.

package tabular

import (
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes a workbook with one sheet: every cell is text, so that numbers keep their leading zeros; the header is
// bold, stays in view and has filters. Rows are written as they come. Cells are guarded as in WriteCSV, for the day when
// somebody saves the sheet as CSV.
func WriteXLSX(w io.Writer, sheet string, header []string, rows iter.Seq[[]string]) error {
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

func writeSheet(f *excelize.File, sheet string, header []string, rows iter.Seq[[]string]) error {
	if err := f.SetSheetName(f.GetSheetName(0), sheet); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	text, bold, err := cellStyles(f)
	if err != nil {
		return err
	}
	if err := prepareColumns(sw, header, text); err != nil {
		return err
	}
	last := 1
	if err := sw.SetRow("A1", textCells(header, bold)); err != nil {
		return err
	}
	for row := range rows {
		last++
		if err := sw.SetRow(fmt.Sprintf("A%d", last), textCells(row, text)); err != nil {
			return err
		}
	}
	if err := addFilter(f, sheet, len(header), last); err != nil {
		return err
	}
	return sw.Flush()
}

// cellStyles makes the styles; format 49 is "text", so that a cell stays text when somebody edits it.
func cellStyles(f *excelize.File) (text, bold int, err error) {
	const asText = 49
	if text, err = f.NewStyle(&excelize.Style{NumFmt: asText}); err != nil {
		return 0, 0, err
	}
	bold, err = f.NewStyle(&excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true}})
	return text, bold, err
}

func prepareColumns(sw *excelize.StreamWriter, header []string, style int) error {
	for i, h := range header {
		width := float64(min(max(utf8.RuneCountInString(h)+4, 12), 40))
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
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

func textCells(cells []string, style int) []any {
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = excelize.Cell{StyleID: style, Value: guard(cell)}
	}
	return values
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
