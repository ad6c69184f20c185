// Reading a workbook.

package tabular

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxUnzipped is how much a workbook may grow when it is unpacked. A list of 20,000 rows takes about a third.
const maxUnzipped = 48 << 20

// readXLSX reads the first visible sheet with anything in it. The library can panic on a workbook that is made to harm,
// and that must be no more than an unreadable file.
func readXLSX(ctx context.Context, data []byte, limits Limits) (t Table, err error) {
	defer func() {
		if r := recover(); r != nil {
			t, err = Table{}, fmt.Errorf("%w (%v)", ErrNotTable, r)
		}
	}()
	if err := checkMerged(ctx, data); err != nil {
		return Table{}, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped,
		ShortDatePattern: "dd.mm.yyyy", LongTimePattern: "hh:mm:ss",
	})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size exceeds") {
			return Table{}, ErrTooLarge
		}
		return Table{}, fmt.Errorf("%w (%v)", ErrNotTable, err)
	}
	defer f.Close()
	for _, sheet := range visibleSheets(f) {
		t, err := readSheet(ctx, f, sheet, limits)
		if !errors.Is(err, ErrEmpty) {
			return t, err
		}
	}
	return Table{}, ErrEmpty
}

// visibleSheets gives hidden sheets last: they often hold the choices of a drop-down list.
func visibleSheets(f *excelize.File) []string {
	var visible, hidden []string
	for _, sheet := range f.GetSheetList() {
		if ok, err := f.GetSheetVisible(sheet); err == nil && !ok {
			hidden = append(hidden, sheet)
		} else {
			visible = append(visible, sheet)
		}
	}
	return append(visible, hidden...)
}

func readSheet(ctx context.Context, f *excelize.File, sheet string, limits Limits) (Table, error) {
	shown, err := sheetRows(ctx, f, sheet, limits, false)
	if err != nil {
		return Table{}, err
	}
	stored, err := sheetRows(ctx, f, sheet, limits, true)
	if err != nil {
		return Table{}, err
	}
	merged := hasMergedCells(f) // before the sheet is unpacked by other calls
	if err := fixNumbers(ctx, f, sheet, shown, stored); err != nil {
		return Table{}, err
	}
	if at := shown.headerRow(); merged && at >= 0 {
		if err := fillMerged(ctx, f, sheet, shown, shown[at].Number, limits); err != nil {
			return Table{}, err
		}
	}
	t, err := shown.table(limits)
	t.Sheet = sheet
	return t, err
}

// sheetRows reads the filled rows of a sheet, as Excel shows them or as the file stores them.
func sheetRows(ctx context.Context, f *excelize.File, sheet string, limits Limits, stored bool) (grid, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, ErrEmpty // a chart sheet has no rows
	}
	defer rows.Close()
	var g grid
	for number := 1; rows.Next(); number++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if number > excelize.TotalRows {
			return nil, ErrNotTable // a row number that no sheet has would keep the library counting for years
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: stored})
		if err != nil {
			return nil, fmt.Errorf("%w (%v)", ErrNotTable, err)
		}
		cells = trimmedRight(cells)
		if len(cells) > limits.MaxCols {
			return nil, ErrTooManyCols
		}
		if len(cells) == 0 {
			continue
		}
		const titles = 50
		if len(g) > limits.MaxRows+titles {
			return nil, ErrTooManyRows
		}
		g = append(g, Row{Number: number, Cells: cells})
	}
	if err := rows.Error(); err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrNotTable, err)
	}
	return g, nil
}
