package brreg

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/shareddata"
)

func TestRegisterAnswersAreDetectedAndRead(t *testing.T) {
	t.Parallel()
	const docs = "norway/brreg-fixtures/"
	tests := map[string]struct {
		kind           Kind
		items, refused int
	}{
		"brreg/enhet-923609016.json":                            {KindEnhet, 1, 0},
		"brreg/frivillige-organisasjoner-page.constructed.json": {KindVoluntaryPage, 1, 0},
		"norway/frivillighetsregisteret-page.json":              {KindVoluntaryPage, 2, 0},
		docs + "enheter-details-response.json":                  {KindEnhet, 0, 1},
		docs + "enheter-details-deleted-response.json":          {KindEnhet, 0, 1},
		docs + "enheter-search-empty-response.json":             {KindEnhetPage, 0, 0},
		docs + "enheter-search-page1-response.json":             {KindEnhetPage, 2, 0},
		docs + "enheter-search-page2-response.json":             {KindEnhetPage, 1, 0},
		docs + "enheter-search-response.json":                   {KindEnhetPage, 0, 1},
		docs + "underenheter-details-response.json":             {KindEnhet, 0, 1},
		docs + "underenheter-details-deleted-response.json":     {KindEnhet, 0, 1},
		docs + "underenheter-search-empty-response.json":        {KindSubunitPage, 0, 0},
		docs + "underenheter-search-response.json":              {KindSubunitPage, 0, 1},
		docs + "enheter-roller-person-response.json":            {KindUnknown, 0, 0},
		"brreg/oppdateringer-underenheter.json":                 {KindUnknown, 0, 0},
	}
	for name, tt := range tests {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			data, ok := shareddata.Read(t, name)
			if !ok {
				return
			}
			kind, _, err := Detect(bytes.NewReader(data))
			if err != nil || kind != tt.kind {
				t.Fatalf("kind: got %v, %v, want %v", kind, err, tt.kind)
			}
			items, refused := countEntries(t, kind, data)
			if items != tt.items || refused != tt.refused {
				t.Errorf("got %d items and %d refused, want %d and %d", items, refused, tt.items, tt.refused)
			}
		})
	}
}

func countEntries(t *testing.T, kind Kind, data []byte) (items, refused int) {
	t.Helper()
	switch {
	case kind.HasEnheter():
		all, bad, err := collect(ReadEnheter(t.Context(), bytes.NewReader(data)))
		if err != nil {
			t.Fatal(err)
		}
		return len(all), len(bad)
	case kind.HasVoluntary():
		all, bad, err := collect(ReadVoluntary(t.Context(), bytes.NewReader(data)))
		if err != nil {
			t.Fatal(err)
		}
		return len(all), len(bad)
	}
	return 0, 0
}

func TestRealEnhet(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "brreg/enhet-923609016.json")
	if !ok {
		return
	}
	e, err := ParseEnhet(data)
	if err != nil {
		t.Fatal(err)
	}
	if e.Website != "https://www.equinor.com" || e.Phone != "+4751990000" || e.Language != "nb" || e.MunicipalityNumber != "1103" {
		t.Errorf("got %+v", e)
	}
	if got, want := e.PublicAddress(), "Forusbeen 50, 4035 Stavanger"; got != want {
		t.Errorf("address: got %q, want %q", got, want)
	}
}

func TestExamplesWithCareOfAndDeletion(t *testing.T) {
	t.Parallel()
	if data, ok := shareddata.Read(t, "brreg/enheter-details-response.json"); ok {
		e, err := ParseEnhet(data)
		if err != nil || e.PublicAddress() != "" || e.Check() == nil || !cmp.Equal(e.Business.Lines, []string{"Tyvholmen 1"}) {
			t.Errorf("care of: got %+v, %v, address %q", e, err, e.PublicAddress())
		}
	}
	if data, ok := shareddata.Read(t, "brreg/enheter-details-deleted-response.json"); ok {
		if e, err := ParseEnhet(data); err != nil || !e.IsDeleted() || e.Name != "SLETTET ENHET AS" {
			t.Errorf("deleted: got %+v, %v", e, err)
		}
	}
	if data, ok := shareddata.Read(t, "brreg/underenheter-details-response.json"); ok {
		if e, err := ParseEnhet(data); err != nil || !e.Subunit || e.Parent != "112233445" || e.PublicAddress() != "" {
			t.Errorf("subunit: got %+v, %v", e, err)
		}
	}
}

func TestCategoriesAreRanked(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "norway/frivillighetsregisteret-page.json")
	if !ok {
		return
	}
	items, _, err := collect(ReadVoluntary(t.Context(), bytes.NewReader(data)))
	if err != nil || len(items) != 2 {
		t.Fatalf("got %+v, %v", items, err)
	}
	if diff := cmp.Diff([]string{"9100", "1100"}, items[0].ICNPO); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestDisplayNamesOfRealAssociations(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "norway/lag-shared-no-house-numbers.tsv")
	if !ok {
		return
	}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, "\t")
		if len(cells) < 8 || cells[0] == "orgnr" {
			continue
		}
		if got := DisplayName(cells[1]); !strings.EqualFold(got, strings.Join(strings.Fields(cells[1]), " ")) {
			t.Errorf("DisplayName(%q): got %q, want the same letters", cells[1], got)
		}
		if cells[7] != "" && cleanWebsite(cells[7]) == "" {
			t.Errorf("cleanWebsite(%q): got nothing", cells[7])
		}
	}
}
