package codelist

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"frivilligsentral/internal/shareddata"
)

func sharedRows(t *testing.T, name string, comma rune) [][]string {
	t.Helper()
	data, ok := shareddata.Read(t, "norway/"+name)
	if !ok {
		return nil
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
	return rows[1:]
}

func TestMunicipalitiesAgreeWithSource(t *testing.T) {
	t.Parallel()
	for _, row := range sharedRows(t, "kommuner-2024.csv", ';') {
		m, ok := MunicipalityByNumber(row[0])
		// The source has only the first official name, which may be Sámi.
		first, _, _ := strings.Cut(fullName(m), " – ")
		if !ok || first != row[1] || m.CountyNumber != row[2] || m.CountyName != row[3] {
			t.Errorf("%s: got %+v, want %v", row[0], m, row)
		}
	}
	for _, row := range sharedRows(t, "kommunenavn-parallelle.csv", ',') {
		if row[0] == "9999" {
			continue
		}
		m, _ := MunicipalityByNumber(row[0])
		got := strings.NewReplacer(" – ", " - ", "ŋ", "n").Replace(fullName(m))
		if got != row[1] {
			t.Errorf("%s: got %q, want %q", row[0], got, row[1])
		}
	}
}

func TestPostalCodesAgreeWithSource(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "norway/postnummer.json")
	if !ok {
		return
	}
	var places map[string]string
	if err := json.Unmarshal(data, &places); err != nil {
		t.Fatal(err)
	}
	if got, want := len(PostalCodes()), len(places); got != want {
		t.Errorf("postal codes: got %d, want %d", got, want)
	}
	for code, want := range places {
		if got, _ := PostalPlace(code); strings.ToUpper(got) != want {
			t.Errorf("PostalPlace(%q): got %q, want %q", code, got, want)
		}
	}
}

func TestICNPOAgreesWithSource(t *testing.T) {
	t.Parallel()
	// Only hyphens, commas and one repeated word differ: we spell by the rules.
	plain := strings.NewReplacer("-", "", ",", "", " og", "", " ", "")
	for _, row := range sharedRows(t, "ICNPO-brreg.csv", ',') {
		c, ok := ICNPOByCode(row[0])
		parent := c.GroupCode
		if c.Group {
			parent = ""
		}
		if !ok || parent != row[1] {
			t.Errorf("%s: got %+v, want %v", row[0], c, row)
		}
		got, want := plain.Replace(strings.ReplaceAll(c.NameNB, "Politiske organisasjoner", "Politiske")), plain.Replace(row[2])
		if c.Code != "7300" && got != want {
			t.Errorf("%s: got %q, want %q", row[0], c.NameNB, row[2])
		}
	}
}
