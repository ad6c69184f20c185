package codelist

import (
	"strings"
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

// fullName is all official names in official order, "Deatnu – Tana".
func fullName(m Municipality) string {
	if len(m.Names) == 0 {
		return m.Name
	}
	names := make([]string, len(m.Names))
	for i, n := range m.Names {
		names[i] = n.Name
	}
	return strings.Join(names, " – ")
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
		if !ok || m.Name != tt.name || fullName(m) != tt.full || m.CountyName != tt.county {
			t.Errorf("MunicipalityByNumber(%q): got %+v (%q), want %+v", tt.number, m, fullName(m), tt)
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

func TestAddress(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ street, code, municipality, want string }{
		{"Storgata 1", "0155", "Prøvevik", "Storgata 1, 0155 Oslo"},
		{"", "0155", "Prøvevik", "0155 Oslo"},
		{"Storgata 1", "", "Prøvevik", "Storgata 1"},
		{"Storgata 1", "0000", "Prøvevik", "Storgata 1, 0000 Prøvevik"},
		{"Storgata 1", "0000", "", "Storgata 1, 0000"},
		{"", "", "Prøvevik", ""},
	} {
		if got := Address(tt.street, tt.code, tt.municipality); got != tt.want {
			t.Errorf("Address(%q, %q, %q): got %q, want %q", tt.street, tt.code, tt.municipality, got, tt.want)
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
