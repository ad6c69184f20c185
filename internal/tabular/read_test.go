package tabular

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func mustRead(t *testing.T, data string) Table {
	t.Helper()
	table, err := Read(t.Context(), "liste.csv", strings.NewReader(data), Limits{})
	if err != nil {
		t.Fatalf("Read(%.60q): %v", data, err)
	}
	return table
}

// flat shows a table as lines, each with its row number.
func flat(table Table) [][]string {
	lines := [][]string{table.Header}
	for _, row := range table.Rows {
		lines = append(lines, row.Cells)
	}
	return lines
}

func numbers(table Table) []int {
	var n []int
	for _, row := range table.Rows {
		n = append(n, row.Number)
	}
	return n
}

func TestReadShapes(t *testing.T) {
	t.Parallel()
	want := [][]string{{"Navn", "Poststed"}, {"Kari", "Ås"}, {"Åse", "Bø"}}
	tests := map[string]string{
		"semicolon CRLF":     "Navn;Poststed\r\nKari;Ås\r\nÅse;Bø\r\n",
		"comma LF":           "Navn,Poststed\nKari,Ås\nÅse,Bø",
		"tab CR":             "Navn\tPoststed\rKari\tÅs\rÅse\tBø\r",
		"pipe":               "Navn|Poststed\nKari|Ås\nÅse|Bø\n",
		"separator told":     "sep=;\r\nNavn;Poststed\r\nKari;Ås\r\nÅse;Bø\r\n",
		"title above":        "Liste over frivillige;\n;\nNavn;Poststed\nKari;Ås\nÅse;Bø\n",
		"empty lines":        "\nNavn;Poststed\n\n;\nKari;Ås\n  \nÅse;Bø\n\n",
		"quotes":             "\"Navn\";\"Poststed\"\n\"Kari\";Ås\n\"Åse\";\"Bø\"",
		"empty last column":  "Navn;Poststed;\nKari;Ås;\nÅse;Bø;\n",
		"ragged empty cells": "Navn;Poststed\nKari;Ås;;;\nÅse;Bø\n",
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, flat(mustRead(t, data))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestReadEncodings(t *testing.T) {
	t.Parallel()
	const text = "Navn;Sted\r\nBjørn Sæther;Ålesund\r\n"
	encode := func(s string, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	tests := map[string]string{
		"UTF-8":        text,
		"UTF-8 BOM":    "\ufeff" + text,
		"UTF-16LE":     encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)),
		"UTF-16BE":     encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)),
		"Windows-1252": encode(charmap.Windows1252.NewEncoder().String(text)),
	}
	for encoding, data := range tests {
		t.Run(encoding, func(t *testing.T) {
			t.Parallel()
			got := mustRead(t, data)
			if got.Encoding != encoding {
				t.Errorf("encoding: got %q, want %q", got.Encoding, encoding)
			}
			if diff := cmp.Diff([][]string{{"Navn", "Sted"}, {"Bjørn Sæther", "Ålesund"}}, flat(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestRowNumbersAreThoseOfTheSpreadsheet(t *testing.T) {
	t.Parallel()
	got := numbers(mustRead(t, "Liste\n\nNavn;Merknad\nKari;\"to\nlinjer\"\n\nOla;\n"))
	if diff := cmp.Diff([]int{4, 6}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestSeparatorIsGuessed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ data, want string }{
		"decimal comma":      {"Navn;Pris\nKaffe;12,50\nTe;10,00\n", ";"},
		"commas in text":     {"Navn;Om;By\nA;ja, og, nei;X\nB;a, b;Y\n", ";"},
		"semicolon in quote": {"Navn,Om\nA,\"x; y\"\nB,\"z; w\"\n", ","},
		"one column":         {"Navn\nKari\nOla\n", ";"},
		"tab beats comma":    {"Etternavn, fornavn\tBy\nHansen, Kari\tMoss\n", "\t"},
	}
	for name, tt := range tests {
		if got := mustRead(t, tt.data).Separator; got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestLazyQuotes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data string
		want []string
	}{
		"quote inside":          {"a;b\n3\" rør;x\n", []string{`3" rør`, "x"}},
		"quote inside quotes":   {"a;b\n\"Kafé \"Tid\" i dag\";x\n", []string{`Kafé "Tid" i dag`, "x"}},
		"never closed":          {"a;b\n\"Kafé;x\n", []string{`"Kafé`, "x"}},
		"line ends are kept":    {"a;b\n\"en\r\nto\";x\n", []string{"en\r\nto", "x"}},
		"separator in quotes":   {"a;b\n\"en;to\";x\n", []string{"en;to", "x"}},
		"only a quoted quote":   {"a;b\n\"\"\"\";x\n", []string{`"`, "x"}},
		"guarded text is freed": {"a;b\n'=1+1;' -x\n", []string{"=1+1", " -x"}},
		"apostrophe is kept":    {"a;b\n'n Ola;x'\n", []string{"'n Ola", "x'"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := mustRead(t, tt.data)
			if len(got.Rows) == 0 {
				t.Fatalf("got no rows, want %q", tt.want)
			}
			if diff := cmp.Diff(tt.want, got.Rows[0].Cells); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestManyOpenQuotesAreReadInOnePass(t *testing.T) {
	t.Parallel()
	got := mustRead(t, "a;b\n"+strings.Repeat("\"x;y\n", 15000))
	if len(got.Rows) != 15000 {
		t.Errorf("got %d rows, want 15000", len(got.Rows))
	}
	if len(got.Warnings) == 0 {
		t.Error("got no warning about the quotes")
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data string
		row  int
	}{
		"too many cells": {"a;b\n1;2;3\n", 2},
		"open quote":     {"a;b\n1;2\n\"1;2\n", 3},
		"twice encoded":  {"a;b\nBjÃ¸rn;2\n", 0},
		"damaged byte":   {"navn;sted\n" + strings.Repeat("Bjørn;Ås\n", 20) + "K\xe5re;Bø\n", 0},
	}
	for name, tt := range tests {
		got := mustRead(t, tt.data)
		if len(got.Warnings) != 1 || got.Warnings[0].Row != tt.row {
			t.Errorf("%s: got %+v, want one warning about row %d", name, got.Warnings, tt.row)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	limits := Limits{MaxBytes: 1000, MaxRows: 10, MaxCols: 5}
	tests := map[string]struct {
		data string
		want error
	}{
		"nothing":        {"", ErrEmpty},
		"spaces":         {" \n;;\n", ErrEmpty},
		"NUL":            {"a;b\n1;\x002\n", ErrNotTable},
		"too large":      {strings.Repeat("a;b\n", 300), ErrTooLarge},
		"too many rows":  {strings.Repeat("a;b\n", 12), ErrTooManyRows},
		"very many rows": {strings.Repeat("a;b\n", 240), ErrTooManyRows},
		"too many cols":  {"a;b;c;d;e;f\n", ErrTooManyCols},
		"old Excel":      {"\xd0\xcf\x11\xe0\xa1\xb1", ErrOldExcel},
		"broken zip":     {"PK\x03\x04rubbish", ErrNotTable},
	}
	for name, tt := range tests {
		if _, err := Read(t.Context(), "x", strings.NewReader(tt.data), limits); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
	}
}

func TestCell(t *testing.T) {
	t.Parallel()
	row := Row{Cells: []string{" x ", ""}}
	for i, want := range map[int]string{-1: "", 0: "x", 1: "", 2: ""} {
		if got := row.Cell(i); got != want {
			t.Errorf("Cell(%d): got %q, want %q", i, got, want)
		}
	}
}
