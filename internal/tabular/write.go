// Writing text that Excel opens as it should.

package tabular

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
)

// WriteCSV writes a table that Excel in Norway opens with a double click: UTF-8 with a mark, semicolon, CRLF. Cells that
// a spreadsheet would run as formulas get an apostrophe in front; see guard.
func WriteCSV(w io.Writer, header []string, rows iter.Seq[[]Cell]) error {
	b := bufio.NewWriter(w)
	b.WriteString("\ufeff") // an error stays in b: every later write returns it
	writeRecord(b, Texts(header...))
	for row := range rows {
		if err := writeRecord(b, row); err != nil {
			return fmt.Errorf("write csv: %w", err)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

func writeRecord(b *bufio.Writer, cells []Cell) error {
	for i, cell := range cells {
		if i > 0 {
			b.WriteByte(';')
		}
		writeCell(b, guard(strings.ReplaceAll(cell.Text, "\x00", "")))
	}
	_, err := b.WriteString("\r\n")
	return err
}

// writeCell keeps line ends in a cell as they are, which encoding/csv does not.
func writeCell(b *bufio.Writer, cell string) {
	if !strings.ContainsAny(cell, ";\"\r\n,\t|") && strings.TrimSpace(cell) == cell {
		b.WriteString(cell)
		return
	}
	b.WriteByte('"')
	b.WriteString(strings.ReplaceAll(cell, `"`, `""`))
	b.WriteByte('"')
}
