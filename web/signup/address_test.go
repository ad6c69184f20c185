package signup_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"frivilligsentral/internal/mail/mailtest"
)

const rightAddress = "kari.riktig@post.example"

// Whoever typed the wrong address puts it right from the page that the form leads to,
// and keeps her place.
func TestWrongAddressIsCorrected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(1))
	c := w.Anonymous()
	received := c.Post(w.path(0), w.typed("Kari Nordmann")).Follow().Has("main", "Vi holder av for deg i 3 timer", "Skrev du feil adresse?")
	correct, _ := received.Find("main a[href*='/pamelding/rett/']").Attr("href")
	wrong := w.link(email("Kari Nordmann"))
	p := c.Get(correct).Want(http.StatusOK).Has("h1", "Rett e-postadressen")
	if got := p.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
	c.Post(correct, url.Values{"epost": {"tull"}}).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#epost']", "").Has("input[name=epost][value=tull]", "")
	c.Post(correct, url.Values{"epost": {rightAddress}}).Follow().Has("[role=status], .ds-alert", "Sjekk e-posten din")
	c.Get(wrong).Want(http.StatusNotFound)
	right := w.link(rightAddress)
	c.Post(right+"/bekreft", nil).Follow().Has(".ds-alert", "Du er påmeldt")
	c.Post(correct, url.Values{"epost": {"tyv@post.example"}}).Follow().Has("main", "Venter påmeldingen på deg") // the same answer
	if n := w.count("email = '" + rightAddress + "' and status = 'confirmed'"); n != 1 {
		t.Errorf("got %d confirmed with the right address, want 1", n)
	}
	c.Post("/pamelding/rett/finnes-ikke", url.Values{"epost": {"tyv@post.example"}}).Follow().Has("main", "Venter påmeldingen på deg")
}

// From her own page she asks for another address; it is used when the link in it has been opened.
func TestAnotherAddressOnOnesOwnPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(1))
	own := w.in("Kari Nordmann")
	c := w.Anonymous()
	c.Get(own+"/epost").Has("h1", "Bruk en annen e-postadresse").Has("main", "Nå skriver vi til kari.nordmann@post.example")
	c.Post(own+"/epost", url.Values{"epost": {email("Kari Nordmann")}}).Want(http.StatusUnprocessableEntity).Has("#feil", "adressen vi bruker nå")
	c.Post(own+"/epost", url.Values{"epost": {rightAddress}}).Follow().Has(".ds-alert", "Sjekk e-posten din")
	link := w.link(rightAddress)
	if !strings.HasPrefix(link, "/pamelding/ny-adresse/") {
		t.Fatalf("the letter leads to %s", link)
	}
	c.Get(link).Has("h1", "Bekreft den nye adressen").Has("main", rightAddress)
	c.Post(link, nil).Follow().Has("main", "Endringene er lagret")
	c.Get(own).Want(http.StatusNotFound)
	c.Post(link, nil).Want(http.StatusNotFound)
	w.WorkJobs()
	if got := mailtest.Last(t, w.Pool, email("Kari Nordmann")).TextBody; !strings.Contains(got, "Vi skriver ikke lenger til denne adressen") {
		t.Errorf("the old address is not told:\n%s", got)
	}
	if n := w.count("email = '" + rightAddress + "' and holds = 'place'"); n != 1 {
		t.Errorf("got %d with the new address and the place, want 1", n)
	}
}
