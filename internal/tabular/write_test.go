package tabular

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

func TestWriteCSVBytes(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	rows := cellsOf([][]string{{"Kari; Ola", "=1+1"}, {`sier "hei"`, " @SUM(A1)"}, {"to\nlinjer", "-"}})
	if err := WriteCSV(&b, []string{"Navn", "Merknad"}, rows); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffNavn;Merknad\r\n\"Kari; Ola\";'=1+1\r\n\"sier \"\"hei\"\"\";' @SUM(A1)\r\n\"to\nlinjer\";'-\r\n"
	if got := b.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestGuard(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"=1+1": "'=1+1", "+47 22": "'+47 22", "-3": "'-3", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx",
		"  =x": "'  =x", "\u00a0=x": "'\u00a0=x", "＝x": "'＝x", "'=x": "''=x", "''=x": "'''=x",
		"": "", "x": "x", "'x": "'x", "a=b": "a=b", "  x": "  x", "1-2": "1-2",
	}
	for cell, want := range tests {
		if got := guard(cell); got != want {
			t.Errorf("guard(%q): got %q, want %q", cell, got, want)
		}
		if got := unguard(want); got != cell {
			t.Errorf("unguard(%q): got %q, want %q", want, got, cell)
		}
	}
}

var awkward = [][]string{
	{"Kari Nordmann", "0301", "+47 22 22 22 22"},
	{"=HYPERLINK(\"http://x\")", "  =1", "'=2"},
	{"to\nlinjer", "to\r\nlinjer", "æøå ÆØÅ Ráisa 🎉"},
	{";,|\t", "\"", " innrykk "},
	{"123456789012345678901", "1E5", "17.05"},
	{"_x0041_", "<b>&amp;</b>", "TRUE"},
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	header := []string{"=Navn", "B", "C"}
	for name, write := range writers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := write(&b, header, awkward); err != nil {
				t.Fatal(err)
			}
			got, err := Read(t.Context(), name, &b, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([][]string{header}, awkward...), flat(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if len(got.Warnings) > 0 {
				t.Errorf("got warnings %v, want none", got.Warnings)
			}
		})
	}
}

func TestCSVRoundTripOfAnything(t *testing.T) {
	t.Parallel()
	cell := rapid.StringMatching(`[a-zæøå;,|\t\r\n "'=+@-]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 0, 8).Draw(t, "rows")
		rows = slices.DeleteFunc(rows, func(row []string) bool { return filled(row) == 0 })
		var b bytes.Buffer
		if err := WriteCSV(&b, []string{"a", "b", "c"}, cellsOf(rows)); err != nil {
			t.Fatal(err)
		}
		got, err := Read(t.Context(), "x", &b, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(append([][]string{{"a", "b", "c"}}, rows...), flat(got)); diff != "" {
			t.Fatalf("-want +got\n%s", diff)
		}
	})
}

func TestWriteXLSXLooks(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteXLSX(&b, "Lag / foreninger", []string{"Navn", "Nr."}, cellsOf([][]string{{"Kari", "007"}, {"Ola", "8"}})); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	if want := "Lag   foreninger"; sheet != want {
		t.Errorf("sheet: got %q, want %q", sheet, want)
	}
	if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes: got %+v, %v, want the first row frozen", panes, err)
	}
	id, _ := f.GetCellStyle(sheet, "A1")
	if style, err := f.GetStyle(id); err != nil || style.Font == nil || !style.Font.Bold {
		t.Errorf("header style: got %+v, %v, want bold", style, err)
	}
	if kind, err := f.GetCellType(sheet, "B2"); err != nil || kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset {
		t.Errorf("type of B2: got %v, %v, want text", kind, err)
	}
	if names := f.GetDefinedName(); len(names) != 1 || !strings.Contains(names[0].RefersTo, "$A$1:$B$3") {
		t.Errorf("filter: got %+v, want A1:B3", names)
	}
}

// Days, moments and numbers are such in a workbook, columns are as wide as what they hold, and
// a telephone number keeps its plus without a mark before it.
func TestWriteXLSXTypes(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	at := time.Date(2026, 12, 1, 14, 30, 0, 0, time.UTC)
	row := []Cell{Day(at), Moment(at), Number(40), Text("+46 70 123 45 67"), Text("0301"), Text("=1+1"), Text(strings.Repeat("å", 50)), Day(time.Time{})}
	if err := WriteXLSX(&b, "Ark", []string{"A", "B", "C", "D", "E", "F", "G", "H"}, slices.Values([][]Cell{row})); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	for cell, want := range map[string]string{"A2": "46357", "B2": "46357.604166666664", "C2": "40", "D2": "+46 70 123 45 67", "E2": "0301", "F2": "'=1+1", "H2": ""} {
		if got, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", cell, got, err, want)
		}
	}
	narrow, _ := f.GetColWidth(sheet, "E")
	if wide, err := f.GetColWidth(sheet, "G"); err != nil || wide < 50 || narrow > 20 {
		t.Errorf("widths: got %v and %v, %v", narrow, wide, err)
	}
	table, err := Read(t.Context(), "x.xlsx", bytes.NewReader(data), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"01.12.2026", "01.12.2026 14.30", "40", "+46 70 123 45 67", "0301", "=1+1", strings.Repeat("å", 50), ""}
	if diff := cmp.Diff(want, table.Rows[0].Cells); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken pipe")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWritersTellErrors(t *testing.T) {
	t.Parallel()
	rows := cellsOf(slices.Repeat([][]string{{"Kari", "Ola"}}, 5000))
	if err := WriteCSV(brokenWriter{}, []string{"a", "b"}, rows); !errors.Is(err, errBroken) {
		t.Errorf("WriteCSV: got %v, want %v", err, errBroken)
	}
	if err := WriteXLSX(brokenWriter{}, "x", []string{"a", "b"}, rows); !errors.Is(err, errBroken) {
		t.Errorf("WriteXLSX: got %v, want %v", err, errBroken)
	}
}
