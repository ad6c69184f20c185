package activitylist_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

func TestList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, weekly)
	w.publish(t, w.hike)
	p := w.Anonymous().Get("/aktiviteter").Want(http.StatusOK)
	p.Has("h1", "2 aktiviteter i Prøvevik")
	p.Has("h2.day-heading", "I dag, torsdag 14. mai", "Lørdag 16. mai")
	p.Has("article:contains(Strikkekafé)", "kl. 18.00", "Samfunnshuset, Sentrum", "Strikkelaget", "Gratis")
	p.Has("article:contains(Topptur)", "Parkeringsplassen, Åsen", "150 kroner", "fra 12 år", "På engelsk")
	p.HasNot("meta[name=robots]", "")
	p.Has("link[rel=alternate][hreflang=nn]", "")
	if got := p.Header.Get("Set-Cookie"); got != "" {
		t.Errorf("a public page sets the cookie %q", got)
	}
	if !strings.HasPrefix(p.Header.Get("Cache-Control"), "public") || p.Header.Get("ETag") == "" {
		t.Errorf("got Cache-Control %q and ETag %q, want a page that caches may keep", p.Header.Get("Cache-Control"), p.Header.Get("ETag"))
	}
}

func TestCardsTellOfSignUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, weekly)
	w.publish(t, w.hike)
	places := 5
	form := signupform.NewForm()
	form.Capacity, form.MaxParty = &places, 5
	must(t, w.Portal.Registrations.SaveForm(t.Context(), w.staff, id, 0, form))
	_, err := w.Portal.Registrations.SignUpAtDesk(t.Context(), w.staff, registration.Wish{ActivityID: id, OccurrenceID: w.date(t, id, 0).ID, Name: "Ola Nes", Party: 2}, false)
	must(t, err)
	p := w.Anonymous().Get("/aktiviteter").Want(http.StatusOK)
	p.Has("article:contains(Strikkekafé)", "3 ledige plasser").HasNot("article:contains(Topptur)", "ledig")
	w.Anonymous().Get("/aktiviteter?visning=dato&naar=nesteuke").Has("article:contains(Strikkekafé)", "5 ledige plasser")
	w.Anonymous().Get("/aktiviteter?pamelding=uten").Has(".card-grid", "Topptur").HasNot(".card-grid", "Strikkekafé").Has("a.ds-chip[data-removable]", "Uten påmelding")
	w.Anonymous().Get("/").Has("main a[href='/aktiviteter?pamelding=uten']", "Uten påmelding").Has("article:contains(Strikkekafé)", "3 ledige plasser")
}

func TestFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, weekly)
	w.publish(t, w.hike)
	for _, c := range []struct{ query, chip, finds, not string }{
		{"q=strikk", "«strikk»", "Strikkekafé", "Topptur"},
		{"naar=idag", "I dag", "Strikkekafé", "Topptur"},
		{"naar=helga", "I helgen", "Topptur", "Strikkekafé"},
		{"naar=nesteuke", "Neste uke", "Strikkekafé", "Topptur"},
		{"fra=2026-05-16&til=16.5.2026", "16. mai", "Topptur", "Strikkekafé"},
		{"kategori=tur", "Tur og friluft", "Topptur", "Strikkekafé"},
		{"malgruppe=barn", "Barn", "Topptur", "Strikkekafé"},
		{"alder=8", "8 år", "Strikkekafé", "Topptur"},
		{"omrade=asen", "Åsen", "Topptur", "Strikkekafé"},
		{"ukedag=lor", "Lørdag", "Topptur", "Strikkekafé"},
		{"tid=kveld", "Kveld", "Strikkekafé", "Topptur"},
		{"gratis=ja", "Gratis", "Strikkekafé", "Topptur"},
		{"sprak=en", "På engelsk", "Topptur", "Strikkekafé"},
		{"tilgjengelig=hearing_loop", "Teleslynge", "Strikkekafé", "Topptur"},
		{fmt.Sprint("lag=", w.hikes), "Turlaget", "Topptur", "Strikkekafé"},
	} {
		t.Run(c.query, func(t *testing.T) {
			p := w.Anonymous().Get("/aktiviteter?" + c.query).Want(http.StatusOK)
			p.Has(".card-grid", c.finds)
			p.HasNot(".card-grid", c.not)
			p.Has("a.ds-chip[data-removable]", c.chip)
			p.Has("meta[name=robots]", "")
			without, _ := p.Find("a.ds-chip[data-removable]").Attr("href")
			w.Anonymous().Get(without).Want(http.StatusOK).Has(".card-grid", "Strikkekafé", "Topptur")
		})
	}
}

func TestFiltersTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, weekly)
	w.publish(t, w.hike)
	p := w.Anonymous().Get("/aktiviteter?kategori=tur&kategori=handverk&gratis=ja&tid=kveld").Want(http.StatusOK)
	p.Has("h1", "1 aktivitet i Prøvevik")
	if got := p.Find("a.ds-chip[data-removable]").Length(); got != 4 {
		t.Errorf("got %d chips, want 4", got)
	}
	p.Has("input[name=kategori][value=tur][checked]", "")
	p.Has("a[href*='aktiviteter.ics?gratis=ja&kategori=handverk&kategori=tur&tid=kveld']", "")
}

// The list of free places is a list of dates, and is not what a calendar subscribes to: dates that
// become full would vanish from it.
func TestListOfFreePlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, w.hike)
	p := w.Anonymous().Get("/aktiviteter?pamelding=ledig&kategori=tur").Want(http.StatusOK)
	p.Has("main", "Ledige plasser").HasNot("main a", "Dato for dato")
	p.Has("[href*='aktiviteter.ics?kategori=tur']", "").HasNot("[href*='.ics'][href*='pamelding']", "")
	p.Has(".empty", "Fjern «Ledige plasser»")
	w.Anonymous().Get("/aktiviteter?pamelding=uten").Want(http.StatusOK).Has("[href*='.ics?pamelding=uten']", "")
	w.Anonymous().Get("/aktiviteter/kalender?pamelding=ledig").Want(http.StatusOK).Has("main", "Ledige plasser")
}

func TestEmptyListHelps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, w.hike)
	p := w.Anonymous().Get("/aktiviteter?naar=idag&gratis=ja").Want(http.StatusOK)
	p.Has("h1", "Ingen treff i Prøvevik i dag")
	p.Has(".empty", "Se neste uke", "Se alt som kommer", "Fjern «Gratis»", "Fjern alle valg")
	href, _ := p.Find(".empty a:contains('Fjern «Gratis»')").Attr("href")
	if u, err := url.Parse(href); err != nil || u.Query().Get("gratis") != "" || u.Query().Get("naar") != "idag" {
		t.Errorf("got %q, want the same day without the filter", href)
	}
}

func TestCancelledStaysInTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, weekly)
	w.cancelDate(t, id, 0, "Strikkepinnene er på ferie")
	w.Anonymous().Get("/aktiviteter?naar=idag").Want(http.StatusOK).
		Has("article", "Avlyst", "Strikkekafé", "Strikkepinnene er på ferie")
}

func TestPaging(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 30 {
		w.publish(t, func(d *activity.Draft) {
			d.Title, d.StartsAt = fmt.Sprintf("Treff %02d", i), at(15+i%5, 10)
		})
	}
	first := w.Anonymous().Get("/aktiviteter").Want(http.StatusOK).Has("h1", "30 aktiviteter")
	if got := first.Find("article").Length(); got != 24 {
		t.Errorf("got %d cards on the first page, want 24", got)
	}
	next, _ := first.Find("a[rel=next]").Attr("href")
	second := w.Anonymous().Get(next).Want(http.StatusOK).Has("h1", "30 aktiviteter")
	if got := second.Find("article").Length(); got != 6 {
		t.Errorf("got %d cards on the second page, want 6", got)
	}
	prev, _ := second.Find("a[rel=prev]").Attr("href")
	if got := w.Anonymous().Get(prev).Want(http.StatusOK).Text(".card-grid h3"); got != first.Text(".card-grid h3") {
		t.Errorf("back again: got %q, want the first page", got)
	}
}

func TestProgramme(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, weekly)
	p := w.Anonymous().Get("/aktiviteter?visning=program").Want(http.StatusOK).Has("h1", "Program for Prøvevik")
	if got := p.Find(".program li").Length(); got != 8 {
		t.Errorf("got %d lines, want one for each of 8 dates", got)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, weekly)
	for _, prefix := range []string{"", "/nn", "/en"} {
		for _, path := range []string{"/aktiviteter", "/aktiviteter/kalender", fmt.Sprintf("/aktiviteter/%d/strikkekafe", id)} {
			p := w.Anonymous().Get(prefix + path).Want(http.StatusOK)
			if got, want := p.Find("html").AttrOr("lang", ""), strings.TrimPrefix(prefix, "/"); want != "" && got != want {
				t.Errorf("%s%s: got lang %q, want %q", prefix, path, got, want)
			}
			p.Find("main a[href^='/aktiviteter']").Each(func(_ int, s *goquerySelection) {
				if prefix != "" {
					t.Errorf("%s%s: link to %q leaves the language", prefix, path, s.AttrOr("href", ""))
				}
			})
		}
	}
	w.Anonymous().Get(fmt.Sprintf("/en/aktiviteter/%d/strikkekafe", id)).Has("h1 [lang=nb]", "Strikkekafé")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
