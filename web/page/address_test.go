package page

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"

	"github.com/google/go-cmp/cmp"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	shown := url.Values{"q": {"kor"}, "kategori": {"tur", "dans"}, "for": {"b"}, "etter": {"c"}}
	before, after := (&Env{Lang: i18n.NN}).Beside("/liste#alle", shown, "1", "2")
	none, _ := (&Env{}).Beside("/liste", shown, "", "")
	tests := []struct{ name, got, want string }{
		{"no values", WithQuery("/liste", nil), "/liste"},
		{"values", WithQuery("/liste", url.Values{"q": {"æ"}}), "/liste?q=%C3%A6"},
		{"before the anchor", WithQuery("/liste#alle", url.Values{"q": {"x"}}), "/liste?q=x#alle"},
		{"an anchor alone", WithQuery("/liste#alle", nil), "/liste#alle"},
		{"one more", Query(Plus(shown, "q", "lag")), "?etter=c&for=b&kategori=tur&kategori=dans&q=lag"},
		{"one less", Query(Plus(shown, "q", "")), "?etter=c&for=b&kategori=tur&kategori=dans"},
		{"several less", Query(Without(shown, "for", "etter", "q")), "?kategori=tur&kategori=dans"},
		{"the page before", before, "/nn/liste?for=1&kategori=tur&kategori=dans&q=kor#alle"},
		{"the page after", after, "/nn/liste?etter=2&kategori=tur&kategori=dans&q=kor#alle"},
		{"no page before", none, ""},
		{"a group's", (&Env{Door: account.GroupDoor}).DoorPath("/aktiviteter"), "/lag/aktiviteter"},
		{"the municipality's", (&Env{Door: account.StaffDoor}).DoorPath("/aktiviteter"), "/ansatt/aktiviteter"},
		{"the page's language", (&Env{Lang: i18n.NN}).Foreign(i18n.NN), ""},
		{"another language", (&Env{Lang: i18n.NN}).Foreign(i18n.EN), "en"},
		{"no language", (&Env{Lang: i18n.NN}).Foreign(""), ""},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, test.got, test.want)
		}
	}
	if diff := cmp.Diff(url.Values{"q": {"kor"}, "kategori": {"tur", "dans"}, "for": {"b"}, "etter": {"c"}}, shown); diff != "" {
		t.Errorf("what was given has changed (-want +got):\n%s", diff)
	}
}
