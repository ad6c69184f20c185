// A file as a table, and its limits.

package tabular

import (
	"bytes"
	"context"
	"io"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// A Table is the first table of a file.
type Table struct {
	Header    []string // trimmed; an empty heading is ""
	Rows      []Row    // rows with something in them
	Sheet     string   // the sheet's name; "" for CSV
	Encoding  string   // "UTF-8", "UTF-8 BOM", "UTF-16LE", "UTF-16BE", "Windows-1252"; "" for XLSX
	Separator string   // ";", ",", "\t" or "|"; "" for XLSX
	Warnings  []Warning
}

// A Row is one row, with as many cells as the header.
type Row struct {
	Number int // counted from 1 as a spreadsheet does, empty rows and titles included
	Cells  []string
}

// Cell returns the cell in column i, cleaned (see i18n.CleanText) and without space around it, and "" when there is no such column; see Found.Cell.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(i18n.CleanText(r.Cells[i]))
}

// A Warning tells what was guessed or left out. Msg is a bokmål text for the user, with Args for its verbs.
type Warning struct {
	Row  int // 0 when it is about the whole file
	Msg  string
	Args []any
}

// Limits bound what is read. A zero limit means the default.
type Limits struct {
	MaxBytes int64
	MaxRows  int // rows with something in them
	MaxCols  int
}

// DefaultLimits are generous for lists that people make by hand.
var DefaultLimits = Limits{MaxBytes: 10 << 20, MaxRows: 20000, MaxCols: 200}

// What Read refuses. The texts are for the user.
var (
	ErrTooLarge    = fault.New(fault.TooLarge, i18n.Mark("Filen er for stor. Del den i flere filer."))
	ErrTooManyRows = fault.New(fault.TooLarge, i18n.Mark("Filen har for mange rader. Del den i flere filer."))
	ErrTooManyCols = fault.New(fault.Invalid, i18n.Mark("Filen har for mange kolonner."))
	ErrEmpty       = fault.New(fault.Invalid, i18n.Mark("Filen er tom."))
	ErrNotTable    = fault.New(fault.Invalid, i18n.Mark("Filen kan ikke leses. Lagre den som Excel-fil (.xlsx) eller CSV, og prøv på nytt."))
	ErrMerged      = fault.New(fault.Invalid, i18n.Mark("Filen har for mange sammenslåtte celler. Del cellene i Excel eller lagre filen som CSV, og prøv på nytt."))
	ErrOldExcel    = fault.New(fault.Invalid, i18n.Mark("Filen er lagret i et gammelt Excel-format eller med passord. Lagre den som .xlsx uten passord, og prøv på nytt."))
)

func (l Limits) orDefault() Limits {
	if l.MaxBytes <= 0 {
		l.MaxBytes = DefaultLimits.MaxBytes
	}
	if l.MaxRows <= 0 {
		l.MaxRows = DefaultLimits.MaxRows
	}
	if l.MaxCols <= 0 {
		l.MaxCols = DefaultLimits.MaxCols
	}
	return l
}

// Read reads the first table in r: XLSX when the content says so, else CSV. The name is only for messages; what the
// file is called decides nothing. Errors are the Err values of this package or come from r; when ctx ends, so does the
// reading, with its error.
func Read(ctx context.Context, name string, r io.Reader, limits Limits) (Table, error) {
	limits = limits.orDefault()
	data, err := io.ReadAll(io.LimitReader(r, limits.MaxBytes+1))
	switch {
	case err != nil:
		return Table{}, wrap(name, err)
	case int64(len(data)) > limits.MaxBytes:
		return Table{}, wrap(name, ErrTooLarge)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		t, err := readXLSX(ctx, data, limits)
		return t, wrap(name, err)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return Table{}, wrap(name, ErrOldExcel)
	}
	t, err := readCSV(ctx, data, limits)
	return t, wrap(name, err)
}

// A grid is what both formats have before it is known which row is the header.
type grid []Row

// table finds the header and fits every row to it.
func (g grid) table(limits Limits) (Table, error) {
	at := g.headerRow()
	if at < 0 {
		return Table{}, ErrEmpty
	}
	if len(g)-at-1 > limits.MaxRows {
		return Table{}, ErrTooManyRows
	}
	t := Table{Header: trimmedRight(g[at].Cells)}
	for i, h := range t.Header {
		t.Header[i] = strings.Join(strings.Fields(unguard(h)), " ")
	}
	if len(t.Header) > limits.MaxCols {
		return Table{}, ErrTooManyCols
	}
	for _, row := range g[at+1:] {
		t.add(row)
	}
	return t, nil
}

// headerRow is the first row with two filled cells: a title stands in one cell. In a list with one column it is the
// first row with anything in it.
func (g grid) headerRow() int {
	first := -1
	for i, row := range g {
		switch n := filled(row.Cells); {
		case n >= 2:
			return i
		case n == 1 && first < 0:
			first = i
		}
	}
	return first
}

func (t *Table) add(row Row) {
	width := len(t.Header)
	if len(row.Cells) > width {
		if filled(row.Cells[width:]) > 0 {
			t.warn(row.Number, i18n.Mark("Raden har flere celler enn overskriften. Det som står lengst til høyre, er ikke lest."))
		}
		row.Cells = row.Cells[:width]
	}
	cells := make([]string, width)
	for i, c := range row.Cells {
		cells[i] = unguard(c)
	}
	if filled(cells) > 0 {
		t.Rows = append(t.Rows, Row{Number: row.Number, Cells: cells})
	}
}

// warn adds a warning; a thousand equal mistakes are told a hundred times.
func (t *Table) warn(row int, msg string, args ...any) {
	const enough = 100
	if len(t.Warnings) < enough {
		t.Warnings = append(t.Warnings, Warning{Row: row, Msg: msg, Args: args})
	}
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

func trimmedRight(cells []string) []string {
	n := len(cells)
	for n > 0 && strings.TrimSpace(cells[n-1]) == "" {
		n--
	}
	return cells[:n:n]
}
