package activitypage

import (
	"net/http/httptest"
	"strings"
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
)

func TestMapOf(t *testing.T) {
	t.Parallel()
	lat, lon := 59.9139, 10.7522
	tests := []struct {
		name  string
		place activity.Place
		want  string // part of the link, "" for no link
	}{
		{"an address", activity.Place{Address: "Storgata 4", PostalCode: "0155"}, "sok=Storgata+4%2C+0155+Oslo"},
		{"a position", activity.Place{PostalCode: "0155", Latitude: &lat, Longitude: &lon}, "lat=59.913900"},
		{"a postal code alone", activity.Place{PostalCode: "0155"}, ""},
		{"nothing", activity.Place{}, ""},
	}
	for _, test := range tests {
		if got := mapOf(page.From(httptest.NewRequest("GET", "/", nil)), &test.place); got != "" && test.want == "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// The organiser's name may have nothing that an address can hold.
func TestOrganisationLink(t *testing.T) {
	t.Parallel()
	if got := organisationLink(&page.Env{Lang: i18n.NB}, activity.Organiser{ID: 7, Name: "♥"}); got.URL != "/organisasjoner/7/lag" {
		t.Errorf("got %q, want the address that its page has", got.URL)
	}
}
