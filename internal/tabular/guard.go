// Texts that a spreadsheet would take as formulas.

package tabular

import (
	"strings"
	"unicode"
)

// formulaStarts are the characters that make a spreadsheet take a text for a formula, with their full-width twins.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// guard puts an apostrophe before a text that a spreadsheet would run. A text that already looks guarded gets one more,
// so that unguard gives back exactly what was written.
func guard(cell string) string {
	if runsAsFormula(cell) {
		return "'" + cell
	}
	return cell
}

func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && runsAsFormula(rest) {
		return rest
	}
	return cell
}

func runsAsFormula(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	for _, r := range cell {
		if strings.ContainsRune(formulaStarts, r) {
			return true
		}
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return false
}
