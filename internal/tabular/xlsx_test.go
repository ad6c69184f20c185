package tabular

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbook makes an XLSX file with the library.
func workbook(t testing.TB, fill func(f *excelize.File, set func(cell string, value any, format string))) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	set := func(cell string, value any, format string) {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
		if format == "" {
			return
		}
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err == nil {
			err = f.SetCellStyle("Sheet1", cell, cell, style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	fill(f, set)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBook(t *testing.T, data []byte) Table {
	t.Helper()
	got, err := Read(t.Context(), "liste.xlsx", bytes.NewReader(data), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestXLSXShowsWhatExcelShows(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 5, 17, 18, 30, 0, 0, time.UTC)
	tests := map[string]struct {
		value  any
		format string
		want   string
	}{
		"text":               {"0301", "", "0301"},
		"whole number":       {974760673, "", "974760673"},
		"account number":     {12345678901, "", "12345678901"},
		"long number":        {123456789012345, "", "123456789012345"},
		"leading zero":       {301, "0000", "0301"},
		"decimals":           {12.5, "", "12,5"},
		"two decimals":       {1250.5, "#,##0.00", "1 250,50"},
		"thousands":          {1250, "#,##0", "1 250"},
		"date":               {day, "dd.mm.yyyy", "17.05.2026"},
		"date without year":  {day, "dd.mm", "17.05"},
		"time":               {day, "hh:mm", "18:30"},
		"text like a number": {"12.5", "", "12.5"},
		"text like a power":  {"1E5", "", "1E5"},
		"negative":           {-3.25, "", "-3,25"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := workbook(t, func(_ *excelize.File, set func(string, any, string)) {
				set("A1", "a", "")
				set("B1", "b", "")
				set("A2", tt.value, tt.format)
			})
			if got := readBook(t, data).Rows[0].Cells[0]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestXLSXBuiltInDateIsNorwegian(t *testing.T) {
	t.Parallel()
	data := workbook(t, func(f *excelize.File, set func(string, any, string)) {
		set("A1", "a", "")
		set("B1", "b", "")
		set("A2", time.Date(2026, 5, 17, 0, 0, 0, 0, time.UTC), "")
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err == nil {
			err = f.SetCellStyle("Sheet1", "A2", "A2", style)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	if got, want := readBook(t, data).Rows[0].Cells[0], "17.05.2026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestXLSXMergedCellsAreFilled(t *testing.T) {
	t.Parallel()
	data := workbook(t, func(f *excelize.File, set func(string, any, string)) {
		for cell, value := range map[string]any{
			"A1": "Timeplan", "A2": "Lag", "B2": "Dag", "C2": "Tid",
			"A3": "Turn", "B3": "mandag", "C3": "18", "B4": "onsdag", "C4": "19", "A5": "Sjakk", "B5": "etter avtale",
			"A6": 12.5, "B6": "x",
		} {
			set(cell, value, "")
		}
		for _, area := range [][2]string{{"A1", "C1"}, {"A3", "A4"}, {"B5", "C5"}} {
			if err := f.MergeCell("Sheet1", area[0], area[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	got := readBook(t, data)
	want := [][]string{
		{"Lag", "Dag", "Tid"},
		{"Turn", "mandag", "18"}, {"Turn", "onsdag", "19"}, {"Sjakk", "etter avtale", "etter avtale"}, {"12,5", "x", ""},
	}
	if diff := cmp.Diff(want, flat(got)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff([]int{3, 4, 5, 6}, numbers(got)); diff != "" {
		t.Errorf("row numbers: -want +got\n%s", diff)
	}
}

func TestXLSXFirstVisibleSheetWithContent(t *testing.T) {
	t.Parallel()
	data := workbook(t, func(f *excelize.File, set func(string, any, string)) {
		for _, sheet := range []string{"Valg", "Lag"} {
			if _, err := f.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetRow(sheet, "A1", &[]string{sheet, "Tom"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetSheetVisible("Valg", false); err != nil {
			t.Fatal(err)
		}
	})
	if got := readBook(t, data).Sheet; got != "Lag" {
		t.Errorf("sheet: got %q, want Lag", got)
	}
}

func TestXLSXRefuses(t *testing.T) {
	t.Parallel()
	empty := workbook(t, func(*excelize.File, func(string, any, string)) {})
	wide := workbook(t, func(_ *excelize.File, set func(string, any, string)) { set("XFD1", "x", "") })
	long := workbook(t, func(_ *excelize.File, set func(string, any, string)) {
		set("A1", "x", "")
		for i := range 70 {
			cell, _ := excelize.CoordinatesToCellName(1, i+2)
			set(cell, "y", "")
		}
	})
	tests := map[string]struct {
		data []byte
		want error
	}{
		"empty":         {empty, ErrEmpty},
		"too many cols": {wide, ErrTooManyCols},
		"too many rows": {long, ErrTooManyRows},
		"zip bomb":      {zipBomb(t), ErrTooLarge},
		"other zip":     {zipOf(t, "mimetype", strings.NewReader("application/vnd.oasis.opendocument.spreadsheet")), ErrNotTable},
		"cut off":       {long[:len(long)/2], ErrNotTable},
	}
	for name, tt := range tests {
		if _, err := Read(t.Context(), "x.xlsx", bytes.NewReader(tt.data), Limits{MaxRows: 10}); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
	}
}

func zipBomb(t *testing.T) []byte {
	t.Helper()
	return zipOf(t, "xl/worksheets/sheet1.xml", bytes.NewReader(make([]byte, maxUnzipped+1)))
}

func zipOf(t *testing.T, name string, content io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.Copy(w, content)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSXWithImpossibleRowNumberEnds(t *testing.T) {
	t.Parallel()
	data := workbook(t, func(_ *excelize.File, set func(string, any, string)) {
		set("A1", "x", "")
		set("A7", "y", "")
	})
	for _, number := range []string{"2000000", "9000000000000000000"} {
		forged := replaceInZip(t, data, "xl/worksheets/sheet1.xml", `<row r="7"`, `<row r="`+number+`"`)
		if _, err := Read(t.Context(), "x.xlsx", bytes.NewReader(forged), Limits{}); !errors.Is(err, ErrNotTable) {
			t.Errorf("row %s: got %v, want %v", number, err, ErrNotTable)
		}
	}
}

// replaceInZip copies a zip file with one text in one part exchanged.
func replaceInZip(t *testing.T, data []byte, part, from, to string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, file := range r.File {
		content, err := r.Open(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name == part && !bytes.Contains(text, []byte(from)) {
			t.Fatalf("%s has no %s", part, from)
		}
		w, err := z.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name == part {
			text = bytes.Replace(text, []byte(from), []byte(to), 1)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A workbook with more merged areas than the library can compare is refused before the library sees it; as many as
// people make are read.
func TestMergedAreasAreBounded(t *testing.T) {
	t.Parallel()
	plain := func(merges int) []byte {
		var sheet strings.Builder
		sheet.WriteString(`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
		for row := 1; row <= 3; row++ {
			fmt.Fprintf(&sheet, `<row r="%[1]d"><c r="A%[1]d" t="inlineStr"><is><t>Navn</t></is></c><c r="B%[1]d" t="inlineStr"><is><t>Tema</t></is></c></row>`, row)
		}
		sheet.WriteString(`</sheetData><mergeCells>`)
		for i := range merges {
			fmt.Fprintf(&sheet, `<mergeCell ref="A%d:B%d"></mergeCell>`, 10+2*i, 11+2*i)
		}
		sheet.WriteString(`</mergeCells></worksheet>`)
		return withSheet(t, sheet.String())
	}
	for merges, want := range map[int]error{0: nil, 10: nil, maxMerged + 1: ErrMerged, 60_000: ErrMerged} {
		_, err := Read(t.Context(), "x.xlsx", bytes.NewReader(plain(merges)), Limits{})
		if !errors.Is(err, want) {
			t.Errorf("%d merged areas: got %v, want %v", merges, err, want)
		}
	}
}

// withSheet is a workbook whose only sheet is the text.
func withSheet(t *testing.T, sheet string) []byte {
	t.Helper()
	f := excelize.NewFile()
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	from, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range from.File {
		w, err := to.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(part.Name, "sheet1.xml") {
			_, err = io.WriteString(w, sheet)
		} else {
			r, oerr := part.Open()
			if oerr != nil {
				t.Fatal(oerr)
			}
			_, err = io.Copy(w, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
