package tabular

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	columns := []Column{
		{Key: "name", Names: []string{"Navn", "Navn på laget"}, Required: true},
		{Key: "email", Names: []string{"E-post", "E-postadresse", "Mail"}, Required: true},
		{Key: "phone", Names: []string{"Telefon", "Tlf."}},
		{Key: "gender", Names: []string{"Kjønn"}},
		{Key: "place", Names: []string{"Sted"}, Required: true},
	}
	tests := map[string]struct {
		header           []string
		found            Found
		missing, unknown []string
	}{
		"any order and spelling": {
			[]string{"TLF", "epost", "NAVN PÅ LAGET *", "sted"},
			Found{"phone": 0, "email": 1, "name": 2, "place": 3}, nil, nil,
		},
		"æøå written otherwise": {
			[]string{"Kjonn", "Navn paa laget", "E-POSTADRESSE", "Sted"},
			Found{"gender": 0, "name": 1, "email": 2, "place": 3}, nil, nil,
		},
		"decomposed å": {
			[]string{"Navn pa\u030a laget", "Mail", "Sted"},
			Found{"name": 0, "email": 1, "place": 2}, nil, nil,
		},
		"brackets, when nothing else fits": {
			[]string{"Navn (hele)", "Telefon (dagtid)", "E-post", "Sted"},
			Found{"name": 0, "phone": 1, "email": 2, "place": 3}, nil, nil,
		},
		"missing, unknown and twice": {
			[]string{"Navn", "Skostørrelse", "", "Navn"},
			Found{"name": 0}, []string{"E-post", "Sted"}, []string{"Skostørrelse", "Navn"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, missing, unknown := Match(tt.header, columns)
			if diff := cmp.Diff(tt.found, found); diff != "" {
				t.Errorf("found: -want +got\n%s", diff)
			}
			if diff := cmp.Diff(tt.missing, missing); diff != "" {
				t.Errorf("missing: -want +got\n%s", diff)
			}
			if diff := cmp.Diff(tt.unknown, unknown); diff != "" {
				t.Errorf("unknown: -want +got\n%s", diff)
			}
		})
	}
}

func TestFoundCell(t *testing.T) {
	t.Parallel()
	found, row := Found{"name": 1}, Row{Cells: []string{"first", " Kari "}}
	for key, want := range map[string]string{"name": "Kari", "phone": ""} {
		if got := found.Cell(row, key); got != want {
			t.Errorf("Cell(%q): got %q, want %q", key, got, want)
		}
	}
}
