package web_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/fault"
	"frivilligsentral/web"
	"frivilligsentral/web/page"
	"frivilligsentral/web/routes"
	"frivilligsentral/web/static"
	"frivilligsentral/web/webtest"

	"github.com/PuerkitoBio/goquery"
)

// rig is a server with a log that can be read, and with routes that fail on demand.
type rig struct {
	*webtest.Site
	server  *web.Server
	handler http.Handler
	log     *buffer
}

// buffer takes log lines from several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// https is how the portal runs for real people.
func https(c *config.Config) {
	c.BaseURL = &url.URL{Scheme: "https", Host: "127.0.0.1"}
	c.InsecureCookies, c.Demo = false, false
}

func newRig(t *testing.T, options ...func(*config.Config)) *rig {
	t.Helper()
	x := &rig{Site: webtest.New(t), log: &buffer{}}
	cfg := x.Portal.Config
	for _, o := range options {
		o(&cfg)
	}
	x.server = web.New(cfg, x.Portal, slog.New(slog.NewJSONHandler(x.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	failing := func(err error) page.Handler { return func(http.ResponseWriter, *http.Request) error { return err } }
	x.handler = x.server.With(
		routes.Route{Method: http.MethodGet, Path: "/test/panikk", Handle: func(http.ResponseWriter, *http.Request) error { panic("test\npanic") }},
		routes.Route{Method: http.MethodGet, Path: "/test/midt", Handle: halfAnAnswer},
		routes.Route{Method: http.MethodGet, Path: "/test/feil", Handle: failing(errors.New("syntax error in select hemmelig from account"))},
		routes.Route{Method: http.MethodGet, Path: "/test/nede", Handle: failing(fault.Down(errors.New("dial unix /hemmelig")))},
		routes.Route{Method: http.MethodGet, Path: "/test/nei", Handle: failing(fault.Denied(""))},
		routes.Route{Method: http.MethodGet, Path: "/test/ugyldig", Handle: failing(fault.BadInput(errors.New("hemmelig")))},
		routes.Route{Method: http.MethodGet, Path: "/test/krasj", Handle: failing(fault.Outrun("Noen har endret dette imens."))},
		routes.Route{Method: http.MethodGet, Path: "/test/regel", Handle: failing(fault.Clash("Fristen er ute."))},
	)
	return x
}

func halfAnAnswer(w http.ResponseWriter, _ *http.Request) error {
	_, _ = w.Write(bytes.Repeat([]byte("halv side "), 1000))
	panic("in the middle")
}

// ask sends a request; headers are name, value, name, value …
func (x *rig) ask(method, path, body string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "http://127.0.0.1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		switch headers[i] {
		case "Host":
			r.Host = headers[i+1]
		case "From": // the other end of the connection
			r.RemoteAddr = headers[i+1]
		default:
			r.Header.Add(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	x.handler.ServeHTTP(w, r)
	return w.Result()
}

func (x *rig) get(path string, headers ...string) *http.Response {
	return x.ask(http.MethodGet, path, "", headers...)
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func doc(t *testing.T, res *http.Response) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// onEvery are the headers that no answer may lack.
var onEvery = map[string]string{
	"Content-Security-Policy":      web.ContentSecurityPolicy,
	"X-Content-Type-Options":       "nosniff",
	"Permissions-Policy":           "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Reporting-Endpoints":          `csp="/csp"`,
}

var kindsOfAnswer = []struct {
	name, method, path, body string
	status                   int
	cache                    string // what Cache-Control begins with
}{
	{"public page", "GET", "/", "", 200, "public"},
	{"list", "GET", "/aktiviteter", "", 200, "public"},
	{"calendar file", "GET", "/aktiviteter.ics", "", 200, "public"},
	{"health", "GET", "/helse", "", 200, "no-store"},
	{"robots", "GET", "/robots.txt", "", 200, "public"},
	{"stylesheet", "GET", static.Path("app.css"), "", 200, "public"},
	{"stylesheet that is gone", "GET", "/static/app.css", "", 404, "no-store"},
	{"icon", "GET", "/favicon.ico", "", 302, "public"},
	{"login page", "GET", "/logg-inn", "", 200, "no-store"},
	{"to the login", "GET", "/ansatt", "", 303, "no-store"},
	{"unknown page", "GET", "/finnes-ikke", "", 404, "no-store"},
	{"unknown id", "GET", "/aktiviteter/4711", "", 404, "no-store"},
	{"wrong method", "POST", "/aktiviteter", "x=1", 404, "no-store"},
	{"refused", "GET", "/test/nei", "", 403, "no-store"},
	{"refused form", "POST", "/logg-inn", "epost=x", 422, "no-store"},
	{"refused body", "POST", "/logg-inn", "epost=%zz", 422, "no-store"},
	{"clash", "GET", "/test/krasj", "", 409, "no-store"},
	{"bad input", "GET", "/test/ugyldig", "", 422, "no-store"},
	{"error", "GET", "/test/feil", "", 500, "no-store"},
	{"panic", "GET", "/test/panikk", "", 500, "no-store"},
	{"database away", "GET", "/test/nede", "", 503, "no-store"},
	{"policy report", "POST", "/csp", "x=1", 204, ""},
}

func TestHeadersOnEveryKindOfAnswer(t *testing.T) {
	t.Parallel()
	plain, secure := newRig(t), newRig(t, https)
	for _, tt := range kindsOfAnswer {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res := plain.ask(tt.method, tt.path, tt.body)
			if res.StatusCode != tt.status {
				t.Fatalf("status: got %d, want %d", res.StatusCode, tt.status)
			}
			for name, want := range onEvery {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
			if got := res.Header.Get("Referrer-Policy"); got != "strict-origin-when-cross-origin" && got != "no-referrer" {
				t.Errorf("Referrer-Policy: got %q", got)
			}
			if got := res.Header.Get("Cache-Control"); !strings.HasPrefix(got, tt.cache) {
				t.Errorf("Cache-Control: got %q, want %s", got, tt.cache)
			}
			if got := res.Header.Get("Strict-Transport-Security"); got != "" {
				t.Errorf("Strict-Transport-Security over http: got %q, want none", got)
			}
			if got, want := secure.ask(tt.method, tt.path, tt.body).Header.Get("Strict-Transport-Security"), "max-age=31536000; includeSubDomains"; got != want {
				t.Errorf("Strict-Transport-Security over https: got %q, want %q", got, want)
			}
			if got := res.Header.Get("Content-Type"); tt.status != 204 && !strings.HasPrefix(got, "image/") && !strings.Contains(got, "charset=utf-8") {
				t.Errorf("Content-Type: got %q, want it to name the character set", got)
			}
		})
	}
}

// Whoever has a mailed link may do what it says, so its address goes nowhere: not
// into a Referer, a cache or the log, whatever the answer is.
func TestTokenAddressesAreSecret(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	seen := 0
	for _, r := range x.server.Routes() {
		if !strings.Contains(r.Path, "{token}") || r.Method != http.MethodGet {
			continue
		}
		for _, prefix := range []string{"", "/nn", "/en"} {
			path := prefix + param.ReplaceAllLiteralString(r.Path, "TOKENVERDI")
			for _, path := range []string{path, path + "/", path + "/finnes-ikke"} {
				seen++
				res := x.get(path)
				if got := res.Header.Get("Referrer-Policy"); got != "no-referrer" {
					t.Errorf("%s: Referrer-Policy is %q (status %d), want no-referrer", path, got, res.StatusCode)
				}
				if got := res.Header.Get("Cache-Control"); got != "no-store" {
					t.Errorf("%s: Cache-Control is %q, want no-store", path, got)
				}
			}
		}
	}
	if log := x.log.String(); seen < 30 || strings.Contains(log, "TOKENVERDI") {
		t.Errorf("after %d requests a token stands in the log:\n%s", seen, log)
	}
}

// Public pages are the same for everybody: no cookie, an ETag, and 304 for who has the page.
func TestPublicPagesAreForCaches(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	personal := map[string]bool{"/invitasjon/{token}": true, "/demo/postkasse": true, "/demo/postkasse/{id}": true, "/demo/postkasse/{id}/vedlegg/{fil}": true, "/registrer/mottatt": true, "/registrer": true, "/sok/forslag": true, "/pamelding/finn": true, "/pamelding/rett/{token}": true}
	for _, r := range x.server.Routes() {
		if r.Access.Door != account.NoDoor || r.Method != http.MethodGet {
			continue
		}
		for _, prefix := range []string{"", "/nn", "/en"} {
			path := prefix + address(r.Path, x.own)
			w := x.send(account.Resident(x.MunicipalityID), http.MethodGet, path, nil)
			h := w.Header()
			if h.Get("Set-Cookie") != "" {
				t.Errorf("%s sets a cookie: %s", path, h.Get("Set-Cookie"))
			}
			if w.Code != http.StatusOK || personal[r.Path] {
				continue
			}
			if tag := h.Get("ETag"); !strings.HasPrefix(h.Get("Cache-Control"), "public") || !strings.HasPrefix(tag, `W/"`) {
				t.Errorf("%s: Cache-Control %q, ETag %q, want public and a weak one", path, h.Get("Cache-Control"), tag)
			}
			req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil)
			req.Header.Set("If-None-Match", h.Get("ETag"))
			again := httptest.NewRecorder()
			x.server.ServeHTTP(again, req)
			if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
				t.Errorf("%s asked again: got %d with %d bytes, want 304 and nothing", path, again.Code, again.Body.Len())
			}
		}
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	for _, cache := range []bool{false, true} {
		x := newRig(t, func(c *config.Config) { c.PageCache = cache })
		for _, round := range []string{"first", "second"} {
			res := x.get("/", "Accept-Encoding", "gzip")
			if res.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Accept-Encoding") {
				t.Fatalf("cache %v, %s: got %v, want gzip", cache, round, res.Header)
			}
			z, err := gzip.NewReader(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(z)
			if err != nil || !bytes.Contains(b, []byte("</html>")) {
				t.Errorf("cache %v, %s: the unpacked page is not whole: %v", cache, round, err)
			}
			if plain := x.get("/"); plain.Header.Get("ETag") != res.Header.Get("ETag") || body(t, plain) != string(b) {
				t.Errorf("cache %v, %s: the packed page and the plain one differ", cache, round)
			}
		}
	}
}

// Whoever says no to gzip gets none: not from the page cache, not from what packs pages, not from files.
func TestNoGzipForWhoSaysNo(t *testing.T) {
	t.Parallel()
	x := newRig(t, func(c *config.Config) { c.PageCache = true })
	for _, path := range []string{"/", static.Path("app.css"), "/finnes-ikke"} {
		x.get(path, "Accept-Encoding", "gzip") // so that a packed page is kept
		for _, header := range []string{"gzip;q=0", "gzip; q=0.0", "br;q=0, gzip;q=0", "identity", ""} {
			res := x.get(path, "Accept-Encoding", header)
			if got := res.Header.Get("Content-Encoding"); got != "" {
				t.Errorf("%s with %q: got %s, want it plain", path, header, got)
			}
			if vary := strings.Join(res.Header.Values("Vary"), ","); res.StatusCode == http.StatusOK && !strings.Contains(vary, "Accept-Encoding") {
				t.Errorf("%s with %q: Vary is %q", path, header, vary)
			}
		}
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options []func(*config.Config)
		path    string
		want    []string
		without string
	}{
		{"https, group", []func(*config.Config){https}, "/logg-inn", []string{"__Host-innlogging=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"}, "Domain"},
		{"https, staff", []func(*config.Config){https}, "/ansatt/logg-inn", []string{"__Host-innlogging=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"}, "Domain"},
		{"http", nil, "/logg-inn", []string{"innlogging=", "Path=/", "HttpOnly", "SameSite=Lax"}, "Secure"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := newRig(t, tt.options...)
			res := x.ask(http.MethodPost, tt.path, "epost=kari@eksempel.no")
			cookies := res.Header.Values("Set-Cookie")
			if len(cookies) == 0 {
				t.Fatalf("status %d, no cookie", res.StatusCode)
			}
			for _, c := range cookies {
				for _, want := range tt.want {
					if !strings.Contains(c, want) {
						t.Errorf("%s: want %s in it", c, want)
					}
				}
				if strings.Contains(c, tt.without) {
					t.Errorf("%s: want no %s in it", c, tt.without)
				}
			}
		})
	}
	x := newRig(t, https)
	for door, name := range map[account.Door]string{account.StaffDoor: "__Host-ansatt", account.GroupDoor: "__Host-lag"} {
		c, err := web.TestCookie(x.server, door, 1, 0)
		if err != nil || c.Name != name {
			t.Errorf("cookie of door %s: got %v %v, want %s", door, c, err, name)
		}
	}
}

// Changes from other sites are refused, logging somebody in included.
func TestCrossOrigin(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	tests := []struct {
		name    string
		headers []string
		want    int
	}{
		{"our own page", []string{"Sec-Fetch-Site", "same-origin"}, 422},
		{"our own page, old browser", []string{"Origin", "http://127.0.0.1"}, 422},
		{"no browser", nil, 422},
		{"another site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"another site of the same owner", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"another origin, old browser", []string{"Origin", "https://ond.example"}, 403},
		{"another port, old browser", []string{"Origin", "http://127.0.0.1:9999"}, 403},
		{"no origin", []string{"Origin", "null"}, 403},
		{"lies about the host", []string{"Origin", "https://ond.example", "X-Forwarded-Host", "ond.example"}, 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, path := range []string{"/logg-inn", "/ansatt/logg-inn", "/registrer"} {
				res := x.ask(http.MethodPost, path, "epost=x", tt.headers...)
				if res.StatusCode != tt.want {
					t.Errorf("POST %s: got %d, want %d", path, res.StatusCode, tt.want)
				}
				if text := doc(t, res).Find("main").Text(); tt.want == 403 && !strings.Contains(text, "Skjemaet ble sendt fra en annen side enn vår") {
					t.Errorf("POST %s: the page says %q", path, text)
				}
			}
		})
	}
	if res := x.get("/", "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusOK {
		t.Errorf("a link from another site: got %d, want 200", res.StatusCode)
	}
	if title := doc(t, x.ask(http.MethodPost, "/en/logg-inn", "x=1", "Origin", "null")).Find("html").AttrOr("lang", ""); title != "en" {
		t.Errorf("language of the refusal at /en: got %q, want en", title)
	}
}

func limited(c *config.Config) { c.RateLimits = true }

func TestRateLimits(t *testing.T) {
	t.Parallel()
	x := newRig(t, limited)
	for i := range web.WritesPerMinute {
		if res := x.ask(http.MethodPost, "/csp", "x=1"); res.StatusCode != http.StatusNoContent {
			t.Fatalf("change %d: got %d, want 204", i+1, res.StatusCode)
		}
	}
	res := x.ask(http.MethodPost, "/csp", "x=1")
	if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") != "60" {
		t.Errorf("one more: got %d and Retry-After %q, want 429 and 60", res.StatusCode, res.Header.Get("Retry-After"))
	}
	d := doc(t, res)
	if text := d.Find("main").Text(); !strings.Contains(text, "Vent et minutt") {
		t.Errorf("the page says %q, want it to say how long to wait", text)
	}
	if text := d.Find("title").Text(); !strings.Contains(text, "Prøvevik") {
		t.Errorf("title: got %q, want the municipality's name in it", text)
	}
	if got := x.get("/").StatusCode; got != http.StatusOK {
		t.Errorf("reading after too many changes: got %d, want 200", got)
	}
	if !strings.Contains(x.log.String(), `"msg":"rate limit"`) {
		t.Error("the limit is not in the log")
	}
	if h := x.get("/").Header; h.Get("X-RateLimit-Remaining") != "" {
		t.Error("a page for caches tells how many requests this reader has left")
	}
}

func TestReadLimitLeavesStaticFilesFree(t *testing.T) {
	t.Parallel()
	x := newRig(t, limited)
	for range web.ReadsPerMinute {
		x.get("/robots.txt")
	}
	if got := x.get("/robots.txt").StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("one page more than allowed: got %d, want 429", got)
	}
	if got := x.get(static.Path("app.css")).StatusCode; got != http.StatusOK {
		t.Errorf("stylesheet: got %d, want 200", got)
	}
}

// Who sets X-Forwarded-For gets no new quota by it, and behind a proxy each reader has one.
func TestAddressOfTheClient(t *testing.T) {
	t.Parallel()
	proxies := func(c *config.Config) {
		c.RateLimits = true
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	}
	const direct, proxy = "203.0.113.9:1234", "10.1.1.1:80"
	tests := []struct {
		name    string
		options func(*config.Config)
		from    string
		header  func(i int) string // X-Forwarded-For of the i-th request
		want    int                // after too many
	}{
		{"no proxy, invented addresses", limited, direct, func(i int) string { return fmt.Sprintf("198.51.100.%d", i) }, 429},
		{"past the proxy, invented addresses", proxies, direct, func(i int) string { return fmt.Sprintf("198.51.100.%d", i) }, 429},
		{"through the proxy, invented addresses on the left", proxies, proxy, func(i int) string { return fmt.Sprintf("198.51.100.%d, 203.0.113.7", i) }, 429},
		{"through two proxies", proxies, proxy, func(i int) string { return fmt.Sprintf("198.51.100.%d, 203.0.113.7, 10.2.2.2", i) }, 429},
		{"through the proxy, rubbish", proxies, proxy, func(i int) string { return fmt.Sprintf("198.51.100.%d, rubbish", i) }, 429},
		{"through the proxy, different readers", proxies, proxy, func(i int) string { return fmt.Sprintf("203.0.113.%d", i%200) }, 204},
		{"different addresses of one IPv6 household", limited, "", nil, 429},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := newRig(t, tt.options)
			status := 0
			for i := range web.WritesPerMinute + 1 {
				from, forwarded := tt.from, ""
				if tt.header == nil {
					from = fmt.Sprintf("[2001:db8:1:2::%x]:99", i+1)
				} else {
					forwarded = tt.header(i)
				}
				status = x.ask(http.MethodPost, "/csp", "x=1", "From", from, "X-Forwarded-For", forwarded).StatusCode
			}
			if status != tt.want {
				t.Errorf("after %d changes: got %d, want %d", web.WritesPerMinute+1, status, tt.want)
			}
		})
	}
}

// X-Forwarded-Proto and -Host change nothing: addresses come from BASE_URL.
func TestForwardedHostIsNotBelieved(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	text := body(t, x.get("/aktiviteter", "X-Forwarded-Host", "ond.example", "X-Forwarded-Proto", "https", "Forwarded", "host=ond.example"))
	if strings.Contains(text, "ond.example") {
		t.Error("the page believes X-Forwarded-Host")
	}
	text = body(t, x.get("/aktiviteter", "Host", "ond.example"))
	if strings.Contains(text, "ond.example") {
		t.Error("the page repeats the Host of the request")
	}
}

// Links made from the address never lead to another host.
func TestOddAddressesStayHere(t *testing.T) {
	t.Parallel()
	x := newRig(t)
	for _, path := range []string{"//ond.example/x", "/nn//ond.example/x", `/en/\ond.example`, "/%5Cond.example", "/nn/%2F/ond.example", "/%09/ond.example"} {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
		u, err := url.Parse("http://127.0.0.1" + strings.ReplaceAll(path, `\`, "%5C"))
		if err != nil {
			t.Fatal(err)
		}
		r.URL = u
		w := httptest.NewRecorder()
		x.handler.ServeHTTP(w, r)
		doc(t, w.Result()).Find("[href], [action], [src]").Each(func(_ int, s *goquery.Selection) {
			for _, name := range []string{"href", "action", "src"} {
				v := strings.Map(withoutBlanks, s.AttrOr(name, ""))
				if strings.HasPrefix(v, "//") || strings.HasPrefix(v, `/\`) {
					t.Errorf("%s: the page links to %q", path, v)
				}
			}
		})
		if loc := w.Header().Get("Location"); strings.HasPrefix(loc, "//") || strings.HasPrefix(loc, `/\`) {
			t.Errorf("%s: redirects to %q", path, loc)
		}
	}
}

// withoutBlanks removes what browsers remove from addresses.
func withoutBlanks(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' {
		return -1
	}
	return r
}
