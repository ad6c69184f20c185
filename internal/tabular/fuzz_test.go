package tabular

import (
	"bytes"
	"io"
	"iter"
	"testing"

	"github.com/xuri/excelize/v2"
)

var writers = map[string]func(w io.Writer, header []string, rows [][]string) error{
	"csv": func(w io.Writer, header []string, rows [][]string) error {
		return WriteCSV(w, header, cellsOf(rows))
	},
	"xlsx": func(w io.Writer, header []string, rows [][]string) error {
		return WriteXLSX(w, "Liste", header, cellsOf(rows))
	},
}

func cellsOf(rows [][]string) iter.Seq[[]Cell] {
	return func(yield func([]Cell) bool) {
		for _, r := range rows {
			if !yield(Texts(r...)) {
				return
			}
		}
	}
}

// FuzzRead holds that whatever is read is a table: rows as wide as the header, none of them empty, numbers that grow.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "a;b\n1;2\n", "\"", "\"\"", "\"a\"\"b\";c\r\n\r\n", "a,b\r1,2\r", "\xff\xfea\x00;\x00b\x00", "\xef\xbb\xbfa;b", "sep=,\na,b\n1,2",
		"Bj\xf8rn;\xc5s\n", "\"a;b\n\"c;d\n", "''=1;'+2", "PK\x03\x04", "\xd0\xcf\x11\xe0", "a|b|c\n\n|\n", "sep=\xc3\n",
	} {
		f.Add([]byte(seed))
	}
	f.Add(workbook(f, func(_ *excelize.File, set func(string, any, string)) {
		set("A1", "a", "")
		set("B1", 1.5, "")
		set("A3", "=x", "")
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read(t.Context(), "fuzz", bytes.NewReader(data), Limits{MaxBytes: 1 << 16, MaxRows: 100, MaxCols: 20})
		if err != nil {
			return
		}
		if len(table.Header) == 0 || len(table.Header) > 20 || len(table.Rows) > 100 {
			t.Fatalf("got %d columns and %d rows, want them within the limits", len(table.Header), len(table.Rows))
		}
		last := 0
		for _, row := range table.Rows {
			if len(row.Cells) != len(table.Header) || filled(row.Cells) == 0 || row.Number <= last {
				t.Fatalf("got row %+v after %d under %q", row, last, table.Header)
			}
			last = row.Number
		}
	})
}

// FuzzGuard holds that a guarded cell is never a formula and that nothing is lost.
func FuzzGuard(f *testing.F) {
	for _, seed := range []string{"", "=1", " =1", "'=1", "'", "x", "＝1", "\t", "\u00a0+"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		guarded := guard(cell)
		if guarded != cell && guarded[0] != '\'' || runsAsFormula(cell) && guarded == cell {
			t.Fatalf("guard(%q): got %q", cell, guarded)
		}
		if got := unguard(guarded); got != cell {
			t.Fatalf("unguard(guard(%q)): got %q", cell, got)
		}
	})
}
