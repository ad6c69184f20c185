// Dates in every format that Excel has.

package tabular_test

import (
	"bytes"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/shareddata"
	"frivilligsentral/internal/tabular"

	"github.com/xuri/excelize/v2"
)

func TestDateCells(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetRow("Sheet1", "A1", &[]string{"Format", "Dato"}); err != nil {
		t.Fatal(err)
	}
	style := func(s excelize.Style) int {
		id, err := f.NewStyle(&s)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	custom := func(code string) int { return style(excelize.Style{CustomNumFmt: &code}) }
	rows := []struct {
		name  string
		style int
		value float64
		want  string
	}{
		{"short", style(excelize.Style{NumFmt: 14}), 46357, "01.12.2026"}, {"d-mmm-yy", style(excelize.Style{NumFmt: 15}), 46357, "01.12.2026"},
		{"with time", style(excelize.Style{NumFmt: 22}), 46357.604166667, "01.12.2026 14.30"}, {"ours", custom("dd.mm.yyyy"), 46357, "01.12.2026"},
		{"ISO", custom("yyyy-mm-dd h:mm:ss"), 46357, "01.12.2026"}, {"month in words", custom("[$-414]d. mmmm yyyy;@"), 46357, "01.12.2026"},
		{"system's long", custom("[$-F800]dddd, mmmm dd, yyyy"), 46357, "01.12.2026"}, {"slashes", custom("dd/mm/yyyy;@"), 46357, "01.12.2026"},
		{"a currency is none", custom(`[$JPY] #,##0`), 46357, "JPY 46 357"}, {"a colour is none", custom(`[Yellow]0`), 46357, "46357"}, {"a letter is none", custom(`0\y`), 46357, "46357y"},
		{"a price is no date", custom(`#,##0.00" per dag"`), 46357, "46 357,00 per dag"}, {"a number is none", style(excelize.Style{NumFmt: 1}), 46357, "46357"},
	}
	for i, r := range rows {
		name, day := "A"+string(rune('0'+(i+2)/10))+string(rune('0'+(i+2)%10)), "B"+string(rune('0'+(i+2)/10))+string(rune('0'+(i+2)%10))
		if name[1] == '0' {
			name, day = "A"+name[2:], "B"+day[2:]
		}
		if err := f.SetCellStr("Sheet1", name, r.name); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellFloat("Sheet1", day, r.value, -1, 64); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", day, day, r.style); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		t.Fatal(err)
	}
	table, err := tabular.Read(t.Context(), "d.xlsx", &file, tabular.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows[:8] {
		if got := table.Rows[i].Cells[1]; got != r.want {
			t.Errorf("%s: got %q, want %q", r.name, got, r.want)
		}
	}
	for i, r := range rows[8:] {
		if got := table.Rows[8+i].Cells[1]; got == "01.12.2026" {
			t.Errorf("%s: got %q, want %q", r.name, got, r.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 12, 1, 0, 0, 0, 0, i18n.Oslo)
	for _, s := range []string{"1.12.2026", "01.12.2026 14.30", "2026-12-01", "1. desember 2026", "46357", " 46357 "} {
		if got, ok := tabular.ParseDate(s); !ok || !got.Equal(want) {
			t.Errorf("%q: got %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "19999", "80001", "1.12.2026 og mer", "22 22 22 22"} {
		if got, ok := tabular.ParseDate(s); ok {
			t.Errorf("%q: got %v, want no date", s, got)
		}
	}
}

// The collected workbook has real date cells in all of its rows' formats.
func TestDatesOfAReport(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "reports/datoer.xlsx")
	if !ok {
		return
	}
	table, err := tabular.Read(t.Context(), "datoer.xlsx", bytes.NewReader(data), tabular.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range table.Rows[:9] {
		if _, ok := tabular.ParseDate(r.Cells[5]); !ok {
			t.Errorf("%s: %q is no date", r.Cells[0], r.Cells[5])
		}
	}
}
