package signup_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/registration/signupform"
)

func (w world) date(n int) string { return strconv.FormatInt(w.dates[n].ID, 10) }

// Three dates at once, one given back, and the list of all sign-ups from the first letter.
func TestThreeDatesAtOnceAndTheListOfAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5, places(4))
	c := w.Anonymous()
	c.Get(w.path(0)).Want(http.StatusOK).Has("fieldset", "Vil du melde deg på flere datoer?", "28. mai", "4 ledige plasser").
		HasNot("input[name=datoer][value='"+w.date(0)+"']", "")
	typed := w.typed("Kari Nordmann")
	typed["datoer"] = []string{w.date(1), w.date(3)}
	again := url.Values{}
	for k, v := range typed {
		again[k] = v
	}
	again.Set("navn", "")
	c.Post(w.path(0), again).Want(http.StatusUnprocessableEntity).Has("input[name=datoer][value='"+w.date(3)+"'][checked]", "")
	c.Post(w.path(0), typed).Follow().Want(http.StatusOK).Has("main", "nesten påmeldt 3 datoer av Strikkekafé", "bekrefte alle")
	path := w.link(email("Kari Nordmann"))
	c.Get(path).Want(http.StatusOK).Has("main", "Du bekrefter alle disse datoene:", "28. mai", "11. juni")
	c.Post(path+"/bekreft", nil).Follow().Want(http.StatusOK).Has(".ds-alert", "Du er påmeldt")
	all := c.Get(path+"/alle").Want(http.StatusOK).Has("h1", "Alt du er påmeldt").Has(".hit-list", "21. mai", "28. mai", "11. juni", "Påmeldt", "Biblioteket").HasNot(".hit-list", "4. juni")
	if p := all.Header.Get("Cache-Control"); p != "no-store" {
		t.Errorf("the list may be kept: %q", p)
	}
	second, _ := all.Find(".hit-list a[href]").Eq(1).Attr("href")
	c.Post(second+"/meld-av", nil).Follow().Want(http.StatusOK).Has(".ds-alert", "Du er meldt av")
	c.Get(path).Want(http.StatusOK).Has(".ds-alert", "Du er påmeldt")
	c.Get(path+"/alle").Want(http.StatusOK).Has(".hit-list", "Meldt av")

	w.Clock.Advance(9 * 24 * time.Hour) // the first is over; its letter still opens all
	c.Get(path+"/alle").Want(http.StatusOK).Has("#over", "Dette er over").Has(".hit-list", "11. juni")
	c.Get("/pamelding/x/alle").Want(http.StatusNotFound)
}

// All dates of one form are given back with one confirmation and one letter.
func TestAllDatesGivenBackAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5, places(4))
	c := w.Anonymous()
	typed := w.typed("Kari Nordmann")
	typed["datoer"] = []string{w.date(1), w.date(3)}
	c.Post(w.path(0), typed).Follow()
	path := w.link(email("Kari Nordmann"))
	c.Post(path+"/bekreft", nil).Follow().Has("main a[href='"+path+"/alle/meld-av']", "Meld av alle datoene")
	all := c.Get(path+"/alle").Has("main .link-list a", "Meld av alle 3 datoene av Strikkekafé")
	way := all.Find("main .link-list a").AttrOr("href", "")
	for _, lang := range []string{"/nn", "/en"} {
		c.Get(lang + way).Want(http.StatusOK).Has("h1")
	}
	ask := c.Get(way).Want(http.StatusOK).Has("h1", "Vil du melde av 3 datoer?").Has("form.confirm", "21. mai", "28. mai", "11. juni")
	if n := w.count("status = 'cancelled'"); n != 0 {
		t.Errorf("%d were given back by looking", n)
	}
	do := ask.Find("form.confirm").AttrOr("action", "")
	c.Post(do, nil).Follow().Want(http.StatusOK).Has(".ds-alert", "Du er meldt av").HasNot("main", "Meld av alle")
	c.Post(do, nil).Want(http.StatusSeeOther) // sent twice
	if n := w.count("status = 'cancelled'"); n != 3 {
		t.Errorf("%d are given back, want 3", n)
	}
	if n := w.Int(`select count(*) from email where kind = 'registration-cancelled'`); n != 1 {
		t.Errorf("got %d letters, want one", n)
	}
	c.Get(way).Want(http.StatusSeeOther)
	c.Get("/pamelding/x/alle/meld-av").Want(http.StatusNotFound)
	c.Post("/pamelding/x/alle/meld-av", nil).Want(http.StatusNotFound)
}

// Dates that are not hers to choose are refused with the field named, and what was typed is kept.
func TestFurtherDatesThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3, places(4))
	typed := w.typed("Kari Nordmann")
	typed["datoer"] = []string{"999999"}
	w.Anonymous().Post(w.path(0), typed).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#datoer']", "Velg datoer fra listen").Has("input[name=navn][value='Kari Nordmann']", "")
	if n := w.count("true"); n != 0 {
		t.Errorf("%d were stored", n)
	}
}

// A further date that is full by then is named with the reason, and stays ticked among what was typed.
func TestFurtherDateThatIsFull(t *testing.T) {
	t.Parallel()
	none := 0
	w := newWorld(t, 3, func(f *signupform.Form) { places(1)(f); f.WaitingCapacity = &none })
	w.Anonymous().Post(w.path(1), w.typed("Ola Nes"))
	typed := w.typed("Kari Nordmann")
	typed["datoer"] = []string{w.date(1)}
	w.Anonymous().Post(w.path(0), typed).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#datoer']", "28. mai").Has("#feil", "Det er fullt.").
		Has("input[name=navn][value='Kari Nordmann']", "").Has("input[name=datoer][value='"+w.date(1)+"'][checked]", "")
	if n := w.count("email like 'kari%'"); n != 0 {
		t.Errorf("%d were stored", n)
	}
}

// The guardian sees what the answer is for, also when the child has left the date of the link, and says no to all at once.
func TestGuardianSaysNoToSeveralDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3, func(f *signupform.Form) { places(4)(f); f.AskAges = true })
	typed := w.typed("Ola Nes", "alder_1", "10-12", "foresatt", "annen", "foresatt_navn", "Mor Nes", "foresatt_epost", "mor@post.example")
	typed["datoer"] = []string{w.date(1), w.date(2)}
	c := w.Anonymous()
	c.Post(w.path(0), typed).Follow().Want(http.StatusOK)
	own := w.link(email("Ola Nes"))
	c.Post(own+"/bekreft", nil).Follow().Want(http.StatusOK).Has(".ds-alert", "Vi venter på den foresatte")
	guardian := w.link("mor@post.example")
	c.Post(own+"/meld-av", nil).Follow().Want(http.StatusOK)
	c.Get(guardian).Want(http.StatusOK).Has(".ds-alert", "Vi venter på svaret ditt").Has("main", "Svaret ditt gjelder alle disse datoene:").Has("main li", "28. mai", "4. juni").HasNot("main li", "21. mai")
	c.Post(guardian+"/nei", nil).Follow().Want(http.StatusOK).HasNot("main", "Svaret ditt gjelder")
	if n := w.count("holds <> 'none'"); n != 0 {
		t.Errorf("%d still hold a place", n)
	}
}

// Without an address: what came with the same form, and no calendar.
func TestAllWithoutAnAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3, places(4))
	typed := w.typed("Kari Nordmann", "epost", "", "telefon", "60000000")
	typed["datoer"] = []string{w.date(2)}
	c := w.Anonymous()
	p := c.Post(w.path(0), typed)
	own := p.Header.Get("Location")
	if !strings.HasPrefix(own, "/pamelding/") {
		t.Fatalf("got to %q", own)
	}
	c.Get(own+"/alle").Want(http.StatusOK).Has("main", "Dette meldte du deg på samtidig.").Has(".hit-list", "21. mai", "4. juni").HasNot("main", "Din egen kalender")
	c.Post(own+"/alle/kalender", nil).Want(http.StatusConflict)
}

// Her own calendar follows how she stands; a new address ends the old one.
func TestOwnCalendarFeed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3, func(f *signupform.Form) { places(1)(f) })
	own := w.in("Kari Nordmann")
	w.in("Ola Nes", "venteliste", "ja") // waits for the first
	c := w.Anonymous()
	feed := func(p string) string {
		address, _ := c.Post(p+"/alle/kalender", nil).Want(http.StatusOK).Has("main", "Kalenderen er klar").Find("#kalender").Attr("value")
		u, err := url.Parse(address)
		w.must(err)
		return u.Path
	}
	kari, ola := feed(own), feed(w.link(email("Ola Nes")))
	got := c.Get(kari).Want(http.StatusOK)
	if !strings.Contains(got.Body, "STATUS:CONFIRMED") || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/calendar") || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %v\n%s", got.Header, got.Body)
	}
	if body := c.Get(ola).Want(http.StatusOK).Body; !strings.Contains(body, "STATUS:TENTATIVE") || !strings.Contains(body, "Venteliste") {
		t.Errorf("who waits: got\n%s", body)
	}
	c.Post(own+"/meld-av", nil)
	if body := c.Get(kari).Want(http.StatusOK).Body; !strings.Contains(body, "STATUS:CANCELLED") {
		t.Errorf("after leaving: got\n%s", body)
	}
	newer := feed(own)
	c.Get(kari).Want(http.StatusNotFound)
	c.Get(newer).Want(http.StatusOK)
	c.Get(own+"/alle").Want(http.StatusOK).Has("main", "Lag en ny adresse").HasNot("#kalender", "")
	c.Post(own+"/alle/kalender/slutt", nil).Follow().Want(http.StatusOK).Has("main", "Kalenderen er avsluttet")
	c.Get(newer).Want(http.StatusNotFound)
	other := w.Municipality("9999", "Annen", "annen.example")
	if n := w.Int("select count(*) from calendar_feed where municipality_id <> $1", other); n != 1 {
		t.Errorf("%d calendars are left, want that of the other person", n)
	}
}

// However many dates there are, one may choose among all of them, and is told how many.
func TestFurtherDatesAreAllOffered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 20, places(4))
	p := w.Anonymous().Get(w.path(3)).Want(http.StatusOK).Has("#flere", "Vis 19 datoer", "Velg inntil 11 til.")
	if got := p.Find("input[name=datoer]").Length(); got != 19 {
		t.Errorf("got %d dates to choose among, want 19", got)
	}
	typed := w.typed("Kari Nordmann")
	for i := range 12 {
		typed.Add("datoer", w.date(i+4))
	}
	w.Anonymous().Post(w.path(3), typed).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#datoer']", "Velg høyst 12 datoer om gangen")
}
