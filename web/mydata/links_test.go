package mydata_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/mail/mailtest"
)

// looks are the ways in which people and programs look at a link.
var looks = []struct {
	method string
	header http.Header
}{
	{http.MethodGet, nil},
	{http.MethodHead, nil},
	{http.MethodGet, http.Header{"Sec-Purpose": {"prefetch;prerender"}, "Purpose": {"prefetch"}, "X-Moz": {"prefetch"}}},
	{http.MethodGet, http.Header{"User-Agent": {"Mozilla/5.0 (compatible; SafeLinks)"}, "Accept": {"*/*"}}},
}

var below = []string{"", "/data.json", "/slett"}

func TestLookingAtALinkChangesNothing(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	x.join(t)
	link := x.link(t)
	was := x.Contents(t)
	for _, look := range looks {
		c := x.Anonymous()
		c.Header = look.header
		for _, lang := range []string{"", "/nn", "/en"} {
			for _, more := range below {
				p := c.Send(look.method, lang+link+more, "", nil).Want(http.StatusOK)
				if got := p.Header.Get("Cache-Control"); got != "no-store" {
					t.Errorf("%s %s: got Cache-Control %q, want no-store", look.method, more, got)
				}
				if look.method == http.MethodHead && p.Body != "" {
					t.Errorf("HEAD %s has a body", more)
				}
			}
		}
	}
	x.Unchanged(t, was, "looking")
}

// Deleting twice is as once, and the page still says so.
func TestDeletingTwice(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	x.join(t)
	link := x.link(t)
	x.Anonymous().Post(link+"/slett", nil).Follow().Want(http.StatusOK)
	was := x.Contents(t)
	for range 2 {
		x.Anonymous().Post(link+"/slett", nil).Follow().Want(http.StatusOK).HasNot("main", name)
	}
	x.Unchanged(t, was, "deleting once more")
}

// A link that opens nothing leads to the page where one asks for another.
func TestLinksThatOpenNothing(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		path func(t *testing.T, x *place) string
	}{
		{"nobody's", func(*testing.T, *place) string { return ask + "/abcdefghijklmnopqrstuvwxyz" }},
		{"garbage", func(*testing.T, *place) string { return ask + "/%00%ff'%22%3Cscript%3E" }},
		{"cut off", func(t *testing.T, x *place) string { link := x.link(t); return link[:len(link)-1] }},
		{"expired", func(t *testing.T, x *place) string {
			link := x.link(t)
			x.Clock.Advance(31 * time.Minute)
			return link
		}},
		{"of a sign-up", func(t *testing.T, x *place) string {
			x.join(t)
			url := mailtest.Last(t, x.Pool, email).Links[0]
			return ask + url[strings.LastIndex(url, "/"):]
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			x := newPlace(t)
			path := test.path(t, x)
			was := x.Contents(t)
			for _, look := range looks {
				c := x.Anonymous()
				c.Header = look.header
				for _, more := range below {
					p := c.Send(look.method, path+more, "", nil).Want(http.StatusNotFound)
					if look.method == http.MethodGet {
						p.Has("main", "Lenken virker ikke").Has("form[method=post] input[name=epost]")
					}
				}
			}
			x.Anonymous().Post(path+"/slett", nil).Want(http.StatusNotFound).Has("form[method=post] input[name=epost]")
			x.Unchanged(t, was, "a link that opens nothing")
		})
	}
}

// A link to one's own data opens no sign-up.
func TestLinkOpensNothingElse(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	x.join(t)
	token := strings.TrimPrefix(x.link(t), ask+"/")
	for _, path := range []string{"/pamelding/", "/pamelding/foresatt/"} {
		x.Anonymous().Get(path + token).Want(http.StatusNotFound)
	}
	_, err := x.Portal.Registrations.CancelByToken(t.Context(), account.Resident(x.MunicipalityID), token)
	if err == nil {
		t.Error("it cancels a sign-up")
	}
}
