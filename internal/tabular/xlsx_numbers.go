// Numbers and dates of a workbook as people see them.

package tabular

import (
	"context"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

var (
	exponent      = regexp.MustCompile(`^-?\d(\.\d+)?E[+-]?\d+$`)
	englishNumber = regexp.MustCompile(`^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$`)
)

// fixNumbers writes numbers as Norwegian Excel shows them: decimal comma, a space between thousands. Long numbers, which
// Excel shows as 4,7E+11, are written out: they are telephone and account numbers.
func fixNumbers(ctx context.Context, f *excelize.File, sheet string, shown, stored grid) error {
	days := newDates(f)
	storedRows := make(map[int][]string, len(stored))
	for _, row := range stored {
		storedRows[row.Number] = row.Cells
	}
	for _, row := range shown {
		if err := ctx.Err(); err != nil {
			return err
		}
		for col, cell := range row.Cells {
			raw := ""
			if cells := storedRows[row.Number]; col < len(cells) {
				raw = cells[col]
			}
			if fixed, ok := fixNumber(cell, raw); ok && isNumber(f, sheet, col+1, row.Number) {
				row.Cells[col] = fixed
			} else if raw != cell && isNumber(f, sheet, col+1, row.Number) {
				if name, err := excelize.CoordinatesToCellName(col+1, row.Number); err == nil {
					if day, ok := days.at(sheet, name, raw); ok {
						row.Cells[col] = day
					}
				}
			}
		}
	}
	return nil
}

// fixNumber is not ok when the cell already reads right. A date such as 17.05 is no number: its stored value is another.
func fixNumber(shown, raw string) (string, bool) {
	value, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return "", false
	}
	if exponent.MatchString(shown) {
		return writtenOut(raw), true
	}
	if !strings.ContainsAny(shown, ".,") || !englishNumber.MatchString(shown) {
		return "", false
	}
	plain, err := strconv.ParseFloat(strings.ReplaceAll(shown, ",", ""), 64)
	if err != nil || math.Abs(plain-value) > 0.5 {
		return "", false
	}
	return strings.NewReplacer(",", " ", ".", ",").Replace(shown), true
}

// writtenOut writes a stored number without exponent, unless it is so large or small that it means nothing in a list.
func writtenOut(raw string) string {
	number, ok := new(big.Float).SetString(raw)
	if !ok || number.MantExp(nil) > 100 || number.MantExp(nil) < -100 {
		return raw
	}
	value, _ := number.Float64()
	return strings.ReplaceAll(strconv.FormatFloat(value, 'f', -1, 64), ".", ",")
}

// isNumber asks the workbook, since a text may look like a number; it is slow, so ask last.
func isNumber(f *excelize.File, sheet string, col, row int) bool {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return false
	}
	kind, err := f.GetCellType(sheet, name)
	return err == nil && (kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset)
}
