package codelist

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSizes(t *testing.T) {
	t.Parallel()
	groups := 0
	for _, c := range ICNPO() {
		if c.Group {
			groups++
		}
	}
	tests := []struct {
		name      string
		got, want int
	}{
		{"municipalities", len(Municipalities()), 357},
		{"counties", len(Counties()), 15},
		{"postal codes", len(PostalCodes()), 5132},
		{"ICNPO groups", groups, 14},
		{"ICNPO codes", len(ICNPO()) - groups, 32},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}

func TestMunicipalityByNumber(t *testing.T) {
	t.Parallel()
	tests := []struct{ number, name, full, county string }{
		{"0301", "Oslo", "Oslo", "Oslo"},
		{"301", "Oslo", "Oslo", "Oslo"},
		{"1826", "Hattfjelldal", "Aarborte – Hattfjelldal", "Nordland"},
		{"5540", "Kåfjord", "Gáivuotna – Kåfjord – Kaivuono", "Troms"},
		{"5622", "Porsanger", "Porsanger – Porsáŋgu – Porsanki", "Finnmark"},
		{"1818", "Herøy (Nordland)", "Herøy (Nordland)", "Nordland"},
	}
	for _, tt := range tests {
		m, ok := MunicipalityByNumber(tt.number)
		if !ok || m.Name != tt.name || m.FullName() != tt.full || m.CountyName != tt.county {
			t.Errorf("MunicipalityByNumber(%q): got %+v (%q), want %+v", tt.number, m, m.FullName(), tt)
		}
	}
	for _, unknown := range []string{"", "9999", "3000", "x"} {
		if m, ok := MunicipalityByNumber(unknown); ok {
			t.Errorf("MunicipalityByNumber(%q): got %+v, want nothing", unknown, m)
		}
	}
}

func TestParallelNamesCarryTheirLanguage(t *testing.T) {
	t.Parallel()
	m, _ := MunicipalityByNumber("5544")
	want := []PlaceName{{"se", "Ráisa"}, {"fkv", "Raisi"}}
	if diff := cmp.Diff(want, m.Parallel()); diff != "" {
		t.Errorf("Nordreisa: -want +got\n%s", diff)
	}
}

func TestMunicipalitiesByName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		want []string
	}{
		{"TANA", []string{"5628"}},
		{"Deatnu", []string{"5628"}},
		{"Deatnu - Tana kommune", []string{"5628"}},
		{"herøy", []string{"1515", "1818"}},
		{"Herøy (Nordland)", []string{"1818"}},
		{"Nedre  Eiker kommune", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, m := range MunicipalitiesByName(tt.name) {
			got = append(got, m.Number)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("MunicipalitiesByName(%q): -want +got\n%s", tt.name, diff)
		}
	}
}

func TestPostalPlace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code, want string
		ok         bool
	}{
		{"0301", "Oslo", true},
		{"0150", "Oslo", true},
		{"8622", "Mo i Rana", true},
		{"4611", "Kristiansand S", true},
		{"1831", "Askim", true},
		{"0000", "", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if got, ok := PostalPlace(tt.code); got != tt.want || ok != tt.ok {
			t.Errorf("PostalPlace(%q): got %q, %v, want %q, %v", tt.code, got, ok, tt.want, tt.ok)
		}
	}
}

func TestNormalizeICNPO(t *testing.T) {
	t.Parallel()
	tests := []struct {
		written, want string
		ok            bool
	}{
		{"1100", "1100", true},
		{"01100", "1100", true},
		{"1 100", "1100", true},
		{"1\u00a0100", "1100", true},
		{"10100", "10100", true},
		{"14100", "14100", true},
		{"1", "", false},
		{"1400", "", false},
		{"", "", false},
		{"kultur", "", false},
	}
	for _, tt := range tests {
		if got, ok := NormalizeICNPO(tt.written); got != tt.want || ok != tt.ok {
			t.Errorf("NormalizeICNPO(%q): got %q, %v, want %q, %v", tt.written, got, ok, tt.want, tt.ok)
		}
	}
}

func TestICNPONamesAndStatus(t *testing.T) {
	t.Parallel()
	research, _ := ICNPOByCode("2400")
	if got, want := research.Name("nb"), "Forskning og utvikling"; got != want {
		t.Errorf("2400: got %q, want %q", got, want)
	}
	if got, want := research.Name("nn"), "Forsking og utvikling"; got != want {
		t.Errorf("2400 nn: got %q, want %q", got, want)
	}
	if got, want := research.Name("en"), "Research and development"; got != want {
		t.Errorf("2400 en: got %q, want %q", got, want)
	}
	for _, code := range []string{"13", "13100", "14", "14100"} {
		if c, ok := ICNPOByCode(code); !ok || c.Active {
			t.Errorf("%s: got %+v, want a known code that is not offered", code, c)
		}
	}
}

func TestOrgFormByCode(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"fli": "Forening/lag/innretning", "SÆR": "Annet foretak ifølge særskilt lov", "XX": ""} {
		if f, _ := OrgFormByCode(code); f.NameNB != want {
			t.Errorf("OrgFormByCode(%q): got %q, want %q", code, f.NameNB, want)
		}
	}
}
