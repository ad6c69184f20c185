// Merged cells of a workbook.

package tabular

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// maxMerged is how many merged areas a workbook may have. The library compares each with all others and with every cell
// that is asked about, and cannot be stopped while it does.
const maxMerged = 5000

// checkMerged counts the merged areas before the library sees the file.
func checkMerged(ctx context.Context, data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("%w (%v)", ErrNotTable, err)
	}
	count, left := 0, int64(maxUnzipped)
	for _, part := range z.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err := part.Open()
		if err != nil {
			return fmt.Errorf("%w (%v)", ErrNotTable, err)
		}
		text, err := io.ReadAll(io.LimitReader(r, left+1))
		_ = r.Close()
		if err != nil {
			return fmt.Errorf("%w (%v)", ErrNotTable, err)
		}
		if left -= int64(len(text)); left < 0 {
			return ErrTooLarge
		}
		all, lists, ends := []byte("mergeCell"), []byte("mergeCells"), []byte("/mergeCell>")
		if count += bytes.Count(text, all) - bytes.Count(text, lists) - bytes.Count(text, ends); count > maxMerged {
			return ErrMerged
		}
	}
	return nil
}

// fillMerged copies the value of a merged cell to every cell below the header that it covers, so that "Turn" merged over
// three rows is said of all three. Titles and headers stay as they are. A merged area is cut at the last filled row, and
// the copying stops when it has done as much as honest areas, which never overlap, could need.
func fillMerged(ctx context.Context, f *excelize.File, sheet string, g grid, header int, limits Limits) error {
	merged, err := f.GetMergeCells(sheet, true) // their values are in the grid; the library looks through all areas for each
	if err != nil {
		return ctx.Err()
	}
	index := make(map[int]int, len(g))
	for i, row := range g {
		index[row.Number] = i
	}
	last, left := g[len(g)-1].Number, limits.MaxRows*limits.MaxCols
	for _, m := range merged {
		if err := ctx.Err(); err != nil {
			return err
		}
		col1, row1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		col2, row2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		at, ok := index[row1]
		if err1 != nil || err2 != nil || !ok || row1 <= header || col1 > len(g[at].Cells) {
			continue
		}
		value := g[at].Cells[col1-1]
		for row := row1; row <= min(row2, last) && left >= 0; row++ {
			left -= min(col2, limits.MaxCols) - col1 + 1
			if i, ok := index[row]; ok && left >= 0 {
				g[i].fill(col1, min(col2, limits.MaxCols), value)
			}
		}
	}
	return nil
}

func (r *Row) fill(col1, col2 int, value string) {
	for len(r.Cells) < col2 {
		r.Cells = append(r.Cells, "")
	}
	for col := col1; col <= col2; col++ {
		r.Cells[col-1] = value
	}
}

// hasMergedCells spares most workbooks the slow way of reading a sheet.
func hasMergedCells(f *excelize.File) bool {
	found := false
	f.Pkg.Range(func(_, content any) bool {
		part, ok := content.([]byte)
		found = ok && bytes.Contains(part, []byte("mergeCell"))
		return !found
	})
	return found
}
