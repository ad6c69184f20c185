package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/web"
	"frivilligsentral/web/routes"
	"frivilligsentral/web/webtest"

	"github.com/PuerkitoBio/goquery"
)

// lines are the log's lines at a level or above.
func (x *rig) lines(t *testing.T, least slog.Level) []map[string]any {
	t.Helper()
	var out []map[string]any
	for line := range strings.SplitSeq(strings.TrimSpace(x.log.String()), "\n") {
		if line == "" {
			continue
		}
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("log line %q: %v", line, err)
		}
		var level slog.Level
		if err := level.UnmarshalText([]byte(m["level"].(string))); err != nil {
			t.Fatal(err)
		}
		if level >= least {
			out = append(out, m)
		}
	}
	return out
}

func TestErrorPages(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	tests := []struct {
		name, path, title string
		status            int
		search, id        bool
	}{
		{"not found", "/finnes-ikke", "Vi fant ikke siden", 404, true, false},
		{"not found, nynorsk", "/nn/finnes-ikke", "Vi fann ikkje sida", 404, true, false},
		{"not found, English", "/en/finnes-ikke", "We did not find the page", 404, true, false},
		{"forbidden", "/test/nei", "Du har ikke tilgang", 403, false, false},
		{"conflict", "/test/krasj", "Noen andre var raskere", 409, false, false},
		{"against a rule", "/test/regel", "Det går ikke nå", 409, false, false},
		{"invalid", "/test/ugyldig", "Det du sendte, kan ikke brukes", 422, false, false},
		{"error", "/test/feil", "Noe gikk galt hos oss", 500, false, true},
		{"error, nynorsk", "/nn/test/feil", "Noko gjekk gale hos oss", 500, false, true},
		{"error, English", "/en/test/feil", "Something went wrong", 500, false, true},
		{"panic", "/test/panikk", "Noe gikk galt hos oss", 500, false, true},
		{"panic, English", "/en/test/panikk", "Something went wrong", 500, false, true},
		{"away", "/test/nede", "Vi er straks tilbake", 503, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res := x.get(tt.path)
			if res.StatusCode != tt.status {
				t.Fatalf("status: got %d, want %d", res.StatusCode, tt.status)
			}
			d := doc(t, res)
			checkPage(t, d)
			if got := d.Find("h1").Text(); !strings.HasPrefix(got, tt.title) {
				t.Errorf("heading: got %q, want %q", got, tt.title)
			}
			text := d.Text()
			for _, detail := range []string{"hemmelig", "SELECT", "goroutine", "panic", ".go:", "dial unix"} {
				if strings.Contains(text, detail) {
					t.Errorf("the page tells %q", detail)
				}
			}
			if got := d.Find("main form[role=search] input[name=q]").Length() > 0; got != tt.search {
				t.Errorf("search field: got %v, want %v", got, tt.search)
			}
			if got := strings.Contains(text, res.Header.Get("X-Request-Id")); got != tt.id || res.Header.Get("X-Request-Id") == "" {
				t.Errorf("the code stands on the page: got %v, want %v", got, tt.id)
			}
			if d.Find("main a[href]").Length() < 2 {
				t.Error("the page leads nowhere")
			}
		})
	}
}

// checkPage looks for what every page has: a language, one title, one heading, one main.
func checkPage(t *testing.T, d *goquery.Document) {
	t.Helper()
	for selector, want := range map[string]int{"html[lang]": 1, "head > title": 1, "h1": 1, "main": 1, "[role=alert] h1": 0, "img:not([alt])": 0} {
		if got := d.Find(selector).Length(); got != want {
			t.Errorf("%s: got %d of them, want %d", selector, got, want)
		}
	}
	seen := map[string]bool{}
	d.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); seen[id] {
			t.Errorf("id %q stands twice", id)
		} else {
			seen[id] = true
		}
	})
}

func TestPanicIsOneLine(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	res := x.get("/test/panikk?q=hemmelig")
	lines := x.lines(t, slog.LevelInfo)
	if len(lines) != 1 || lines[0]["msg"] != "panic" || lines[0]["request"] != res.Header.Get("X-Request-Id") {
		t.Fatalf("log: got %v, want one line with the code of the page", lines)
	}
	if strings.Count(x.log.String(), `"panic":"test\npanic"`) != 1 {
		t.Error("the line break of the panic is not escaped")
	}
}

// When half the answer has gone out, the rest must not look like a whole page.
func TestPanicInTheMiddleBreaksOff(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	s := httptest.NewServer(x.handler)
	defer s.Close()
	res, err := s.Client().Get(s.URL + "/test/midt")
	if err != nil {
		return // broken off before the header
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.ReadAll(res.Body); err == nil {
		t.Error("the answer looks whole")
	}
}

func TestWhatTheLogDoesNotHold(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	x.get("/sok?q=S%C3%B8keord")
	x.get("/aktiviteter?q=Hemmeligord%0Alevel%3DERROR")
	x.get("/logg-inn/lenke/TOKENVERDI")
	x.get("/en/invitasjon/TOKENVERDI")
	x.get("/lag/konto/lenke/TOKENVERDI")
	x.get("/en/pamelding/TOKENVERDI/endre")
	x.get("/pamelding/foresatt/TOKENVERDI")
	x.get("/finnes%0Aikke")
	x.ask(http.MethodPost, "/logg-inn", "epost=kari.hemmelig@eksempel.no")
	x.ask(http.MethodPost, "/logg-inn/kode", "kode=123456")
	x.ask(http.MethodPost, "/demo/logg-inn", "konto=ola.hemmelig@eksempel.no")
	x.ask(http.MethodPost, "/csp", `{"csp-report":{"document-uri":"https://x/HEMMELIG"}}`)
	x.ask(http.MethodPost, "/registrer", "navn=HEMMELIG&epost=per.hemmelig@eksempel.no", "Origin", "null")
	log := strings.ToLower(x.log.String())
	for _, word := range []string{"søkeord", "s%c3%b8keord", "hemmelig", "tokenverdi", "123456", "@eksempel.no"} {
		if strings.Contains(log, word) {
			t.Errorf("the log holds %q:\n%s", word, log)
		}
	}
	for _, m := range x.lines(t, slog.LevelDebug) {
		for name, v := range m {
			if s, ok := v.(string); ok && name == "path" && strings.Contains(s, "?") {
				t.Errorf("path with a query: %q", s)
			}
		}
	}
}

// away makes the site's database stop answering.
func away(t *testing.T, x *rig) {
	t.Helper()
	x.Pool.Close()
}

// Without a database every page is a 503 with a code, also for people whose
// session cannot be read, and nothing tells why.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	cookie := x.Cookie(x.Staff(account.Administrator))
	away(t, x)
	for _, path := range []string{"/", "/aktiviteter", "/sok?q=x", "/en/organisasjoner", "/logg-inn", "/ansatt", "/ansatt/kontakter", "/aktiviteter.ics"} {
		res := x.get(path, "Cookie", cookie.Name+"="+cookie.Value)
		d := doc(t, res)
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d, Retry-After %q, Cache-Control %q", path, res.StatusCode, res.Header.Get("Retry-After"), res.Header.Get("Cache-Control"))
		}
		if !strings.Contains(d.Find("main").Text(), res.Header.Get("X-Request-Id")) {
			t.Errorf("%s: no code on the page: %s", path, d.Find("main").Text())
		}
		if strings.Contains(d.Text(), "closed pool") {
			t.Errorf("%s: the page tells why", path)
		}
	}
	if res := x.get("/helse"); res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body(t, res), `"status":"nede"`) {
		t.Errorf("/helse: got %d, want 503", res.StatusCode)
	}
}

// The database goes between reading the session and writing it: one page, not two.
func TestSessionCannotBeStored(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	cookie := x.Cookie(x.Staff(account.Administrator))
	x.Exec(`create function nei() returns trigger language plpgsql as $$ begin raise exception 'nei' using errcode = '57P01'; end $$`)
	x.Exec(`create trigger nei before insert or update on sessions for each row execute function nei()`)
	version := doc(t, x.get("/ansatt/konto", "Cookie", cookie.Name+"="+cookie.Value)).Find("main form [name=versjon]").First().AttrOr("value", "")
	res := x.ask(http.MethodPost, "/ansatt/konto", "navn=Kari&versjon="+version, "Cookie", cookie.Name+"="+cookie.Value)
	text := body(t, res)
	if res.StatusCode != http.StatusServiceUnavailable || strings.Count(text, "<html") != 1 || res.Header.Get("Location") != "" {
		t.Errorf("got %d, %d pages, Location %q, want one 503:\n%s", res.StatusCode, strings.Count(text, "<html"), res.Header.Get("Location"), text)
	}
}

// A host name that nobody has is told in a page, not in an error.
func TestUnknownHost(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	x.Municipality("9902", "Annenvik", "annenvik.example") // two, so that the host decides
	for _, host := range []string{"ukjent.example", "", "a:b:c", "127.0.0.1:99999999", "xn--\xff", "[::1"} {
		res := x.get("/", "Host", host)
		if res.StatusCode >= 500 {
			t.Errorf("host %q: got %d", host, res.StatusCode)
		}
	}
}

// A request that takes too long ends as a 503, and one whose reader has gone says nothing.
func TestDeadline(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	log := &buffer{}
	server := web.New(site.Portal.Config, site.Portal, slog.New(slog.NewJSONHandler(log, nil)))
	wait := func(_ http.ResponseWriter, r *http.Request) error { <-r.Context().Done(); return r.Context().Err() }
	h := server.With(routes.Route{Method: http.MethodGet, Path: "/test/treg", Handle: wait})
	for name, tt := range map[string]struct {
		ctx    func() (context.Context, context.CancelFunc)
		status int
	}{
		"too long": {func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(t.Context(), time.Millisecond)
		}, 503},
		"gone": {func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Millisecond, cancel)
			return ctx, cancel
		}, 200}, // nothing was written
	} {
		ctx, cancel := tt.ctx()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/test/treg", nil).WithContext(ctx))
		cancel()
		if w.Code != tt.status {
			t.Errorf("%s: got %d, want %d", name, w.Code, tt.status)
		}
		if text := w.Body.String(); tt.status == 503 && (!strings.Contains(text, "</html>") || !strings.Contains(text, w.Header().Get("X-Request-Id"))) {
			t.Errorf("%s: the error page is not whole: %q", name, text)
		}
	}
	if text := log.String(); strings.Contains(text, "problem page") || strings.Contains(text, "panic") {
		t.Errorf("the error page failed too: %s", text)
	}
	hasLimit(t, server)
}

// hasLimit asks for a page without any limit of its own: the server gives it one.
func hasLimit(t *testing.T, server *web.Server) {
	t.Helper()
	limited := false
	look := func(_ http.ResponseWriter, r *http.Request) error {
		at, ok := r.Context().Deadline()
		limited = ok && time.Until(at) <= 30*time.Second
		return nil
	}
	server.With(routes.Route{Method: http.MethodGet, Path: "/test/grense", Handle: look}).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "http://127.0.0.1/test/grense", nil))
	if !limited {
		t.Error("a request has no limit of at most half a minute")
	}
}

// fieldsOf are the fields of the page's form that has the named one, as a browser would send them.
func fieldsOf(p *webtest.Page, named string) url.Values {
	v := url.Values{}
	p.Find("main form[method=post]").Has("[name='" + named + "']").First().Find("[name]").Each(func(_ int, s *goquery.Selection) {
		name, value := s.AttrOr("name", ""), s.AttrOr("value", "")
		_, checked := s.Attr("checked")
		switch kind := s.AttrOr("type", ""); {
		case goquery.NodeName(s) == "textarea":
			v.Add(name, s.Text())
		case goquery.NodeName(s) == "select":
			v.Add(name, s.Find("option[selected]").AttrOr("value", s.Find("option").First().AttrOr("value", "")))
		case (kind == "checkbox" || kind == "radio") && !checked, kind == "submit", kind == "file", goquery.NodeName(s) == "button":
		default:
			v.Add(name, value)
		}
	})
	return v
}

// A full disk is no mistake of the page: people are asked to come back, and /helse says no.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	if res := x.get("/helse"); res.StatusCode != http.StatusOK {
		t.Fatalf("/helse: got %d, want 200", res.StatusCode)
	}
	cookie := x.Cookie(x.Staff(account.Administrator))
	x.Exec(`create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'No space left' using errcode = '53100'; end $$`)
	x.Exec(`create trigger full_disk before insert or update on account for each row execute function full_disk()`)
	version := doc(t, x.get("/ansatt/konto", "Cookie", cookie.Name+"="+cookie.Value)).Find("main form [name=versjon]").First().AttrOr("value", "")
	res := x.ask(http.MethodPost, "/ansatt/konto", "navn=Kari&versjon="+version, "Cookie", cookie.Name+"="+cookie.Value)
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("storing on a full disk: got %d, Retry-After %q, want 503 and when", res.StatusCode, res.Header.Get("Retry-After"))
	}

	x.Exec(`do $$ begin execute format('alter database %I set temp_file_limit = 0', current_database()); end $$`)
	x.Pool.Reset()
	x.Clock.Advance(time.Minute)
	if res := x.get("/helse"); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || !strings.Contains(body(t, res), "kan ikke lagre") {
		t.Errorf("/helse on a full disk: got %d, want 503", res.StatusCode)
	}
}

// Somebody who breaks off in the middle of sending is nobody's mistake: there is no ERROR line, whatever the page
// makes of the half that came.
func TestBrokenOffUploads(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	done := make(chan struct{}, 1)
	answers := map[string]func(w http.ResponseWriter, r *http.Request, read error) error{
		"bad input":  func(_ http.ResponseWriter, _ *http.Request, read error) error { return fault.BadInput(read) },
		"as it came": func(_ http.ResponseWriter, _ *http.Request, read error) error { return read },
		"the database was asked": func(_ http.ResponseWriter, r *http.Request, _ error) error {
			_, err := x.Pool.Exec(r.Context(), "select 1")
			return err
		},
		"the answer cannot be written": func(w http.ResponseWriter, _ *http.Request, _ error) error {
			for {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return err
				}
			}
		},
	}
	var all []routes.Route
	paths := map[string]string{}
	for name, answer := range answers {
		paths[name] = "/test/avbrutt/" + strconv.Itoa(len(all))
		all = append(all, routes.Route{Method: http.MethodPost, Path: paths[name], Handle: func(w http.ResponseWriter, r *http.Request) error {
			_, err := io.ReadAll(r.Body)
			if err == nil {
				t.Errorf("%s: the body is whole", name)
			}
			<-r.Context().Done() // the server has seen that the reader is gone
			return answer(w, r, err)
		}})
	}
	handler := x.server.With(all...)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { done <- struct{}{} }()
		ctx, cancel := context.WithCancel(r.Context())
		r.Body = &breaking{r.Body, cancel}
		handler.ServeHTTP(w, r.WithContext(ctx))
	}))
	defer s.Close()
	for name, path := range paths {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\nhalf", path)
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		<-done
		if lines := x.lines(t, slog.LevelError); len(lines) > 0 {
			t.Errorf("%s: the log holds %v", name, lines)
		}
	}
}

// breaking ends the request's context when its body ends too early, as the server does when it next looks at the connection.
type breaking struct {
	io.ReadCloser
	gone func()
}

func (b *breaking) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.gone()
	}
	return n, err
}

// While it starts, every address says when to come back, in the reader's language.
func TestStarting(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/": "Vi er straks tilbake", "/nn/aktivitetar": "straks", "/en/x": "moment", "/ansatt/kontakter": "Portalen starter", "/helse": `"status":"starter"`,
	} {
		w := httptest.NewRecorder()
		web.Starting().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d and %v", path, w.Code, w.Header())
		}
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %q, want %q in it", path, w.Body, want)
		}
	}
}
