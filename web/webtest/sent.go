// What tests send: fields of a form, and the link of an e-mail.

package webtest

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/mail/mailtest"
)

// Values are a form's fields, name and value by turns.
func Values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// LinkIn is the path of the e-mail's first link.
func LinkIn(t testing.TB, m mailtest.Mail) string {
	t.Helper()
	if len(m.Links) == 0 {
		t.Fatalf("no link in %q", m.TextBody)
	}
	u, err := url.Parse(m.Links[0])
	if err != nil {
		t.Fatal(err)
	}
	return u.RequestURI()
}
