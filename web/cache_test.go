package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"frivilligsentral/internal/config"
	"frivilligsentral/web/webtest"
)

func TestPageCache(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, func(c *config.Config) { c.PageCache = true })
	c := s.Anonymous()
	first := c.Get("/").Want(http.StatusOK)
	s.Exec(`update centre set name = 'Nye frivilligsentral' where municipality_id = $1`, s.MunicipalityID)
	s.Portal.Municipalities.Forget(s.MunicipalityID)

	if again := c.Get("/").Want(http.StatusOK); again.Body != first.Body || again.Header.Get("ETag") != first.Header.Get("ETag") {
		t.Error("a page that was just made: got another one, want the kept one")
	}
	if other := c.Get("/en").Want(http.StatusOK); other.Body == first.Body {
		t.Error("the English page is the bokmål one")
	}
	c.Post("/finnes-ikke", url.Values{}) // any POST may have changed something
	c.Get("/").Want(http.StatusOK).Has("body", "Nye frivilligsentral")
}

func TestPageCacheKeepsMunicipalitiesApart(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, func(c *config.Config) { c.PageCache = true })
	s.Municipality("9902", "Annenvik", "annenvik.example")
	here, there := s.Anonymous(), s.Anonymous()
	there.Host = "annenvik.example"
	here.Get("/").Want(http.StatusOK).Has("body", "Prøvevik")
	there.Get("/").Want(http.StatusOK).Has("body", "Annenvik").HasNot("body", "Prøvevik")
}

func TestPagesBehindADoorAreNeverKept(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, func(c *config.Config) { c.PageCache = true })
	p := s.As(s.Staff("reader")).Get("/ansatt/konto").Want(http.StatusOK)
	if got := p.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control: got %q, want no-store", got)
	}
	s.Anonymous().Get("/ansatt/konto").Want(http.StatusSeeOther)
}
