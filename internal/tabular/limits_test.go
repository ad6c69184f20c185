package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// Each limit at its end and just outside, for both formats.
func TestLimits(t *testing.T) {
	t.Parallel()
	limits := Limits{MaxBytes: 1 << 20, MaxRows: 3, MaxCols: 3}
	rows := func(n int) string { return "a;b\n" + strings.Repeat("1;2\n", n) }
	book := func(rows, cols int) string {
		return string(workbook(t, func(_ *excelize.File, set func(string, any, string)) {
			for r := range rows {
				for c := range cols {
					name, _ := excelize.CoordinatesToCellName(c+1, r+1)
					set(name, "x", "")
				}
			}
		}))
	}
	for _, c := range []struct {
		name, data string
		limits     Limits
		want       error
	}{
		{"as many bytes as may be", "a;b\n1;2\n", Limits{MaxBytes: 8}, nil},
		{"a byte too many", "a;b\n1;2\n", Limits{MaxBytes: 7}, ErrTooLarge},
		{"as many rows as may be", rows(3), limits, nil},
		{"a row too many", rows(4), limits, ErrTooManyRows},
		{"far too many rows", rows(100), limits, ErrTooManyRows},
		{"as many columns as may be", "a;b;c;;;\n", limits, nil},
		{"a column too many", "a;b;c;d\n", limits, ErrTooManyCols},
		{"a column too many far out", "a;b;c\n1;;;;;;;;2\n", limits, ErrTooManyCols},
		{"a title and as many rows as may be", "Liste\n\n" + rows(3), limits, nil},
		{"as many titles as are read", strings.Repeat("Liste\n", 50) + rows(3), limits, nil},
		{"workbook of the largest", book(4, 3), limits, nil},
		{"workbook with a row too many", book(5, 3), limits, ErrTooManyRows},
		{"workbook with a column too many", book(4, 4), limits, ErrTooManyCols},
		{"workbook with far too many rows", book(60, 1), limits, ErrTooManyRows},
		{"NUL in a text", "a;b\x00\n", limits, ErrNotTable},
	} {
		if _, err := Read(t.Context(), "fil", strings.NewReader(c.data), c.limits); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestWarningLimits(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{99: 99, 100: 100, 101: 100} {
		if got := mustRead(t, "a;b\n"+strings.Repeat("1;2;3\n", n)).Warnings; len(got) != want {
			t.Errorf("%d rows with a cell too many: got %d warnings, want %d", n, len(got), want)
		}
	}
	got := mustRead(t, "a;b\n1;2;;\n3;4;5\n;;6\n")
	if len(got.Warnings) != 2 || got.Warnings[0].Row != 3 {
		t.Errorf("warnings: got %v, want those of rows 3 and 4", got.Warnings)
	}
	if diff := cmp.Diff([][]string{{"a", "b"}, {"1", "2"}, {"3", "4"}}, flat(got)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestSeparatorLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"sep=,\na,b;c\n": ",", "SEP=|\r\na|b\n": "|", "sep=\t\na\tb\n": "\t", "sep=;\na,b,c,d\n1,2,3,4\n": ";",
		"sep=x\na,b\n1,2\n": ",", "set=,\na;b\n1;2\n": ";", "sep=,,\na;b\n1;2\n": ";",
	} {
		if got := mustRead(t, in).Separator; got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := mustRead(t, "sep=|\r\na|b\r\n1|2\r\n"); len(got.Header) != 2 || got.Rows[0].Number != 2 {
		t.Errorf("after the line: got %+v", got)
	}
}

// A damaged byte in eleven letters is damage; in ten it is another encoding.
func TestMostlyUTF8(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		strings.Repeat("å", 11) + "\xe5": "UTF-8", strings.Repeat("å", 10) + "\xe5": "Windows-1252",
		strings.Repeat("\ufffd", 11) + "\xe5": "UTF-8", "abcdefghijklmnopqrstuvwxyz\xe5": "Windows-1252",
		strings.Repeat("å", 21) + "\xe5\xe5": "UTF-8", strings.Repeat("å", 20) + "\xe5\xe5": "Windows-1252",
	} {
		if got := mustRead(t, "a;b\n"+in+";2\n"); got.Encoding != want {
			t.Errorf("%q: got %s, want %s", in, got.Encoding, want)
		}
	}
	damaged := mustRead(t, "a;b\n"+strings.Repeat("å", 11)+"\xe5;2\n")
	if len(damaged.Warnings) != 1 {
		t.Errorf("warnings of damage: got %v", damaged.Warnings)
	}
}

func TestHeaderOfOneColumn(t *testing.T) {
	t.Parallel()
	got := mustRead(t, "\n\nNavn\nKari\nPer\n")
	if diff := cmp.Diff([]string{"Navn"}, got.Header); diff != "" || len(got.Rows) != 2 {
		t.Errorf("header (-want +got), %d rows:\n%s", len(got.Rows), diff)
	}
}

func TestNumberLimits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		shown, raw, want string
		ok               bool
	}{
		{"1,234.5", "1234.5", "1 234,5", true}, {"1.5", "1", "1,5", true}, {"1.5", "2", "1,5", true},
		{"1.51", "1", "", false}, {"17.05", "46159", "", false}, {"15", "15", "", false}, {"1.2.3", "1", "", false},
		{"1.5", "NaN", "", false}, {"1.5", "Inf", "", false}, {"1.5", "en", "", false}, {"1.5", "", "", false},
		{"4.7E+11", "470000000001", "470000000001", true}, {"-1E-2", "-0.0125", "-0,0125", true},
	} {
		if got, ok := fixNumber(c.shown, c.raw); got != c.want || ok != c.ok {
			t.Errorf("%s stored as %s: got %q, %v, want %q, %v", c.shown, c.raw, got, ok, c.want, c.ok)
		}
	}
	for raw, want := range map[string]string{
		"1E+30": "1" + strings.Repeat("0", 30), "1E+31": "1E+31", "5.6E-31": "0," + strings.Repeat("0", 30) + "56", "1E-31": "1E-31", "x": "x",
	} {
		if got := writtenOut(raw); got != want {
			t.Errorf("written out %s: got %s, want %s", raw, got, want)
		}
	}
}

func TestSheetName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		strings.Repeat("å", 31): strings.Repeat("å", 31), strings.Repeat("å", 32): strings.Repeat("å", 31), "a\x1fb c": "ab c", "a/b": "a b", "\n": "Ark1",
	} {
		if got := sheetName(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestSpaceAroundIsQuoted(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteCSV(&b, []string{"a"}, slices.Values([][]Cell{Texts(" x"), Texts("y "), Texts("z")})); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, "\r\n\" x\"\r\n\"y \"\r\nz\r\n") {
		t.Errorf("got %q", got)
	}
}

// A heading is one column's only, and digits tell columns apart.
func TestMatchOnce(t *testing.T) {
	t.Parallel()
	columns := []Column{{Key: "child", Names: []string{"Navn (barn)"}}, {Key: "name", Names: []string{"Navn"}, Required: true},
		{Key: "first", Names: []string{"Telefon 1"}}, {Key: "second", Names: []string{"Telefon 2"}}}
	found, missing, unknown := Match([]string{"Navn (barn)", "Telefon 2", "Telefon 1", "Telefon 1"}, columns)
	if diff := cmp.Diff(Found{"child": 0, "second": 1, "first": 2}, found); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if got := fmt.Sprint(missing, unknown); got != "[Navn] [Telefon 1]" {
		t.Errorf("missing and unknown: got %s", got)
	}
}
