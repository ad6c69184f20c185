package brreg

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"
)

// FuzzRead holds that no file makes the readers crash or go on for ever, and that what is cleaned is clean.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"enhet.json", "enheter-1.json", "enheter-2.json", "voluntary-1.json", "voluntary-2.json"} {
		f.Add(testdata(f, name))
	}
	for _, seed := range []string{"", "[", "[]", "{}", "[{}]", `{"_embedded":{"enheter":[{"navn":null}]`, `{"_embedded":[1]}`, `[{"navn":1},2,"x"]`, "\x1f\x8b\x08"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for e := range ReadEnheter(t.Context(), bytes.NewReader(data)) {
			if n++; n > len(data)+1 {
				t.Fatal("more entries than bytes")
			}
			checkWebsite(t, e.Website)
		}
		for range ReadVoluntary(t.Context(), bytes.NewReader(data)) {
			if n++; n > 2*len(data)+2 {
				t.Fatal("more entries than bytes")
			}
		}
	})
}

func checkWebsite(t *testing.T, website string) {
	t.Helper()
	if website == "" {
		return
	}
	u, err := url.Parse(website)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.ContainsAny(website, "\"<> ") {
		t.Fatalf("got web address %q", website)
	}
}

// FuzzDisplayName holds that a suggestion has the same words as the name.
func FuzzDisplayName(f *testing.F) {
	for _, seed := range []string{"SAMHOLD UL", "A-B - C", "(I) PÅ", "U/L", "4H", "-", "", "İ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if got, want := len(strings.Fields(DisplayName(name))), len(strings.Fields(name)); got != want {
			t.Fatalf("DisplayName(%q): got %q", name, DisplayName(name))
		}
	})
}

// FuzzCleanWebsite holds that only web addresses come through.
func FuzzCleanWebsite(f *testing.F) {
	for _, seed := range []string{"www.x.no", "javascript:alert(1)", "http://x.no/\"<", "//x.no", "blåbær.no", "http:x.no", "\x00x.no"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { checkWebsite(t, cleanWebsite(raw)) })
}

func TestDateReadsDaysOnly(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{"2017-10-20": "2017-10-20", "2018-05-14T21:53:00.000Z": "2018-05-14", "": "0001-01-01", "20.10.2017": "0001-01-01"} {
		if got := date(raw).Format(time.DateOnly); got != want {
			t.Errorf("date(%q): got %s, want %s", raw, got, want)
		}
	}
}
