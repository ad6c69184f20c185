package form_test

import (
	"encoding/xml"
	"net/mail"
	"net/url"
	"strings"
	"testing"

	"frivilligsentral/internal/shareddata"
	"frivilligsentral/web/form"
)

func TestParseEmail(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"plain", "kari@eksempel.no", "kari@eksempel.no"},
		{"capitals and blanks", "  Kari.Nordmann@Eksempel.NO ", "kari.nordmann@eksempel.no"},
		{"plus", "kari+lag@eksempel.no", "kari+lag@eksempel.no"},
		{"domain with å", "post@blåfjell.no", "post@xn--blfjell-fxa.no"},
		{"apostrophe", "o'brien@eksempel.no", "o'brien@eksempel.no"},
		{"name with ø", "bjørn@eksempel.no", ""},
		{"no dot", "kari@localhost", ""},
		{"two at", "kari@lag@eksempel.no", ""},
		{"two dots", "kari@eksempel..no", ""},
		{"dot first", ".kari@eksempel.no", ""},
		{"dot last", "kari@eksempel.no.", ""},
		{"hyphen first", "kari@-eksempel.no", ""},
		{"underscore", "kari@eks_empel.no", ""},
		{"number as top domain", "kari@192.0.2.1", ""},
		{"literal", "kari@[192.0.2.1]", ""},
		{"with a name", "Kari <kari@eksempel.no>", ""},
		{"two addresses", "kari@eksempel.no,ola@eksempel.no", ""},
		{"header", "kari@eksempel.no\r\nBcc: alle@eksempel.no", ""},
		{"NUL", "kari@eksempel.no\x00", ""},
		{"quoted", `"kari"@eksempel.no`, ""},
		{"comment", "kari@eksempel.no(hei)", ""},
		{"name too long", strings.Repeat("k", 65) + "@eksempel.no", ""},
		{"too long", "k@" + strings.Repeat("a.", 130) + "no", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := form.ParseEmail(tt.in)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("ParseEmail(%q): got %q %v, want %q", tt.in, got, ok, tt.want)
			}
		})
	}
}

// refusedOnPurpose are addresses that the standards allow: with a top domain of
// its own, or one of digits, they are slips of the pen in a form.
var refusedOnPurpose = map[string]bool{"test@io": true}

// The addresses of isemail (Dominic Sayers): what is plainly valid is taken,
// what is wrong is refused. In between stand quoted names, literals, comments and
// other things that RFC 5322 allows and that no form should take.
func TestParseEmailConformance(t *testing.T) {
	t.Parallel()
	raw, ok := shareddata.Read(t, "security/isemail/tests.xml")
	if !ok {
		return
	}
	var suite struct {
		Tests []struct {
			ID       string `xml:"id,attr"`
			Address  string `xml:"address"`
			Category string `xml:"category"`
		} `xml:"test"`
	}
	if err := xml.Unmarshal(raw, &suite); err != nil {
		t.Fatal(err)
	}
	for _, c := range suite.Tests {
		address := strings.Map(fromPicture, c.Address)
		_, got := form.ParseEmail(address)
		switch c.Category {
		case "ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN":
			if got == refusedOnPurpose[address] {
				t.Errorf("test %s (%s): %q is taken: %v, want the opposite", c.ID, c.Category, address, got)
			}
		case "ISEMAIL_ERR", "ISEMAIL_RFC5322":
			if got {
				t.Errorf("test %s (%s): %q is taken", c.ID, c.Category, address)
			}
		}
	}
	t.Logf("compared with %d addresses", len(suite.Tests))
}

// fromPicture turns U+2400…U+241F, pictures of control characters, into those.
func fromPicture(r rune) rune {
	if r >= 0x2400 && r < 0x2420 {
		return r - 0x2400
	}
	return r
}

func TestParseURL(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"without scheme", "eksempel.no", "https://eksempel.no"},
		{"http stays", "http://eksempel.no/a?b=c#d", "http://eksempel.no/a?b=c#d"},
		{"capitals", "HTTPS://Eksempel.NO/A", "https://eksempel.no/A"},
		{"port", "eksempel.no:8443/x", "https://eksempel.no:8443/x"},
		{"host with ø", "https://sjøormen.no", "https://xn--sjormen-r1a.no"},
		{"path with æ", "eksempel.no/bærtur", "https://eksempel.no/b%C3%A6rtur"},
		{"quote in the path", "eksempel.no/'onclick='x", "https://eksempel.no/'onclick='x"},
		{"script", "javascript:alert(1)", ""},
		{"script with a host", "javascript://eksempel.no/%0aalert(1)", ""},
		{"script in capitals", "JaVaScRiPt:alert(1)", ""},
		{"script with a tab", "java\tscript:alert(1)", ""},
		{"data", "data:text/html,<script>alert(1)</script>", ""},
		{"file", "file:///etc/passwd", ""},
		{"mail", "mailto:kari@eksempel.no", ""},
		{"user", "https://bank.no@eksempel.no/", ""},
		{"no dot", "http://localhost/", ""},
		{"address of a machine", "http://169.254.169.254/latest", ""},
		{"IPv6", "http://[::1]/", ""},
		{"two slashes", "//eksempel.no", ""},
		{"backslash", `https://eksempel.no\@ond.no`, ""},
		{"dots", "https://..", ""},
		{"blank", "https://eksem pel.no", ""},
		{"quote", `https://eksempel.no/"onclick="x`, ""},
		{"broken percent in the host", "https://eks%zz.no", ""},
		{"NUL", "https://eksempel.no/\x00", ""},
		{"too long", "https://eksempel.no/" + strings.Repeat("x", 500), ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := form.ParseURL(tt.in)
			if ok != (tt.want != "") || (ok && got != tt.want) {
				t.Errorf("ParseURL(%q): got %q %v, want %q", tt.in, got, ok, tt.want)
			}
		})
	}
}

func FuzzParseEmail(f *testing.F) {
	for _, s := range []string{"a@b.no", "a@bø.no", "\"a\"@b.no", "a@b@c.no", "a@b..no", "a@[1.2.3.4]", "a@b.no\r\nBcc: c@d.no", "\xff@b.no"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := form.ParseEmail(s)
		if !ok {
			return
		}
		if a, err := mail.ParseAddress(got); err != nil || a.Address != got || strings.ContainsAny(got, "\r\n <>") || len(got) > 254 {
			t.Errorf("%q: got %q, which is not one plain address: %v", s, got, err)
		}
		if again, ok := form.ParseEmail(got); !ok || again != got {
			t.Errorf("%q: got %q, and from that %q", s, got, again)
		}
	})
}

func FuzzParseURL(f *testing.F) {
	for _, s := range []string{"a.no", "http://a.no:1/x", "javascript:a", "https://ø.no/?q=%00", "//a.no", "https://a.no\\@b.no", "a.no:80:80", "\xff.no"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := form.ParseURL(s)
		if !ok {
			return
		}
		u, err := url.Parse(got)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.User != nil || !strings.Contains(u.Hostname(), ".") || strings.ContainsAny(got, "\" <>\r\n") {
			t.Errorf("%q: got %q: %v", s, got, err)
		}
	})
}
