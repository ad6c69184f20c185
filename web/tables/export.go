// What a table shows, as a file.

package tables

import (
	"io"
	"iter"
	"net/http"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/tabular"
)

// Export is the rows of a table on their way to a file.
type Export struct {
	Name   string // of the file, without what its kind ends in
	Sheet  string // of a workbook
	Header []string
	Rows   iter.Seq[[]tabular.Cell]
}

// File is a kind of file that a table can be taken along as.
type File struct {
	ending, contentType string
	write               func(w io.Writer, x Export) error
}

// The kinds of file.
var (
	CSV = File{"csv", "text/csv; charset=utf-8", func(w io.Writer, x Export) error {
		return tabular.WriteCSV(w, x.Header, x.Rows)
	}}
	XLSX = File{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(w io.Writer, x Export) error {
		return tabular.WriteXLSX(w, x.Sheet, x.Header, x.Rows)
	}}
)

// Send sends the rows as this kind of file, which no cache keeps.
func (f File) Send(w http.ResponseWriter, x Export) error {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Disposition", `attachment; filename="`+x.Name+`.`+f.ending+`"`)
	h.Set("Cache-Control", "no-store")
	if err := f.write(w, x); err != nil {
		return fault.Down(err)
	}
	return nil
}
