package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"frivilligsentral/internal/config"
	"frivilligsentral/web/webtest"

	"github.com/google/go-cmp/cmp"
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

// What is kept is sent as it was made: the same headers but for the request's id, the same bytes, packed or not.
func TestKeptPagesAreAsTheyWereMade(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, func(c *config.Config) { c.PageCache = true })
	ask := func(method string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, s.Server.URL+"/aktiviteter", http.NoBody)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		s.Server.Config.Handler.ServeHTTP(w, r)
		return w
	}
	unpacked := func(w *httptest.ResponseRecorder) string {
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		return string(all)
	}
	plainHeader := func(w *httptest.ResponseRecorder) http.Header {
		h := w.Header().Clone()
		for _, own := range []string{"X-Request-Id", "Date", "Content-Length"} {
			h.Del(own)
		}
		return h
	}
	first := ask(http.MethodGet)
	kept := ask(http.MethodGet)
	if diff := cmp.Diff(plainHeader(first), plainHeader(kept)); diff != "" || kept.Body.String() != first.Body.String() {
		t.Errorf("the kept page is another one; headers (-made +kept):\n%s", diff)
	}
	if a, b := first.Header().Get("X-Request-Id"), kept.Header().Get("X-Request-Id"); a == b || b == "" {
		t.Errorf("the requests have the ids %q and %q, want two", a, b)
	}
	if w := ask(http.MethodGet, "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" || unpacked(w) != first.Body.String() {
		t.Error("packed, it is another page")
	}
	if w := ask(http.MethodHead); w.Body.Len() != 0 || w.Header().Get("Content-Length") != kept.Header().Get("Content-Length") {
		t.Errorf("HEAD: got %d bytes and the length %q", w.Body.Len(), w.Header().Get("Content-Length"))
	}
	if w := ask(http.MethodGet, "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("what the reader has already: got status %d with %d bytes, want 304", w.Code, w.Body.Len())
	}
}

// The front page in bokmål of a municipality with another language depends on where one comes from, so it is not kept.
func TestOwnLanguageIsNotKept(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, func(c *config.Config) { c.PageCache = true })
	s.Exec(`update municipality set default_lang = 'nn' where id = $1`, s.MunicipalityID)
	s.Portal.Municipalities.Forget(s.MunicipalityID)
	c := s.Anonymous()
	c.Header = http.Header{"Sec-Fetch-Site": {"same-origin"}}
	c.Get("/").Want(http.StatusOK)
	c.Header = nil
	c.Get("/").Want(http.StatusFound)
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
