// What happens around each request: the site, the session, who may, limits and headers.

package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
	"frivilligsentral/web/routes"
	"frivilligsentral/web/session"
	"frivilligsentral/web/static"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"
	"github.com/klauspost/compress/gzhttp"
)

// requestTimeout bounds what one request may take, uploads included.
const requestTimeout = 30 * time.Second

// Per address and minute: generous for people, small for machines. A household
// or a library shares one address.
const (
	readsPerMinute  = 600
	writesPerMinute = 60
)

// around is what happens to every request, outermost first. Panics are caught
// inside compress, so that the error page goes out whole.
func (s *Server) around(h http.Handler) http.Handler {
	h = s.withTimeout(h)
	h = s.crossOrigin(h)
	h = s.rateLimit(h)
	h = s.recoverAndLog(h)
	h = s.compress(h)
	h = s.securityHeaders(h)
	h = s.withEnv(h)
	h = s.clientIP(h)
	return s.withRequestID(h)
}

func (s *Server) withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:12]
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), middleware.RequestIDKey, id)))
	})
}

// recoverAndLog writes one line for each request (never the query: it may hold
// what somebody searched for) and turns a panic into one page and one line.
func (s *Server) recoverAndLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			v := recover()
			if v == nil {
				s.logRequest(ww, r, time.Since(start))
				return
			}
			s.panicked(ww, r, v)
		}()
		next.ServeHTTP(ww, r)
	})
}

func (s *Server) panicked(ww middleware.WrapResponseWriter, r *http.Request, v any) {
	if v == http.ErrAbortHandler { //nolint:errorlint // documented sentinel
		panic(v)
	}
	s.log.Error("panic", "request", page.From(r).RequestID, "method", r.Method, "path", s.loggedPath(r.URL.Path), "panic", v, "stack", string(debug.Stack()))
	if ww.Status() != 0 {
		panic(http.ErrAbortHandler) // half an answer must not look like a whole one
	}
	s.sendProblem(ww, r, fault.Internal, nil)
}

func (s *Server) logRequest(ww middleware.WrapResponseWriter, r *http.Request, took time.Duration) {
	level := slog.LevelDebug
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		level = slog.LevelInfo
	}
	s.log.Log(r.Context(), level, "request", "request", page.From(r).RequestID, "method", r.Method,
		"path", s.loggedPath(r.URL.Path), "status", ww.Status(), "bytes", ww.BytesWritten(), "ms", took.Milliseconds())
}

// logKept writes the line of a request that was answered from memory.
func (s *Server) logKept(w http.ResponseWriter, r *http.Request, status, n int) {
	if s.log.Enabled(r.Context(), slog.LevelDebug) {
		s.log.Debug("request", "request", w.Header().Get("X-Request-Id"), "method", r.Method, "path", s.loggedPath(r.URL.Path), "status", status, "bytes", n, "kept", true)
	}
}

const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; " +
	"require-trusted-types-for 'script'; report-to csp; report-uri /csp"

func (s *Server) securityHeaders(next http.Handler) http.Handler {
	speculation := `"` + static.Path("speculation.json") + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("Reporting-Endpoints", `csp="/csp"`)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Speculation-Rules", speculation)
		if _, secret := s.secretAt(r.URL.Path); secret {
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Cache-Control", "no-store")
		}
		if s.cfg.Secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// clientIP believes X-Forwarded-For only from a trusted proxy, and of it only
// the rightmost hop that is not one.
func (s *Server) clientIP(next http.Handler) http.Handler {
	direct := middleware.ClientIPFromRemoteAddr(next)
	if len(s.cfg.TrustedProxies) == 0 {
		return direct
	}
	var prefixes []string
	for _, p := range s.cfg.TrustedProxies {
		prefixes = append(prefixes, p.String())
	}
	return middleware.ClientIPFromXFF(prefixes...)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if middleware.GetClientIP(r.Context()) == "" { // the proxy itself asks, or what it forwards cannot be read
			direct.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	}))
}

// rateLimit counts per address; static files are free.
func (s *Server) rateLimit(next http.Handler) http.Handler {
	if !s.cfg.RateLimits {
		return next
	}
	// One household has a whole /64 of IPv6 addresses.
	key := func(r *http.Request) (string, error) { return httprate.CanonicalizeIP(page.From(r).IP), nil }
	// What is left of a limit is personal, and public pages are kept by shared caches.
	quiet := httprate.WithResponseHeaders(httprate.ResponseHeaders{RetryAfter: "Retry-After"})
	deny := httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		s.log.Warn("rate limit", "request", page.From(r).RequestID, "path", s.loggedPath(r.URL.Path))
		s.problem(w, r, fault.New(fault.TooMany, i18n.Mark("Det kom mange forespørsler på kort tid. Vent et minutt og prøv igjen.")))
	})
	reads := httprate.LimitBy(readsPerMinute, time.Minute, key, quiet, deny)(next)
	writes := httprate.LimitBy(writesPerMinute, time.Minute, key, quiet, deny)(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/static/"):
			next.ServeHTTP(w, r)
		case r.Method == http.MethodGet || r.Method == http.MethodHead:
			reads.ServeHTTP(w, r)
		default:
			writes.ServeHTTP(w, r)
		}
	})
}

// crossOrigin refuses changes sent from other sites (CSRF).
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.AddInsecureBypassPattern("POST /csp")
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.problem(w, r, fault.Denied(i18n.Mark("Skjemaet ble sendt fra en annen side enn vår. Gå tilbake, last siden på nytt og send en gang til.")))
	}))
	return p.Handler(next)
}

func (s *Server) withTimeout(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), requestTimeout)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Server) compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.CompressionLevel(1), gzhttp.MinSize(1000))
	if err != nil { // only wrong options can cause it
		s.log.Error("gzip", "error", err)
		return next
	}
	return wrap(next)
}

// withEnv says in which language the page is, and what else is known before the
// municipality is.
func (s *Server) withEnv(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang, path := i18n.SplitPath(r.URL.Path)
		if r.URL.RawQuery != "" {
			path += "?" + r.URL.RawQuery
		}
		_, secret := s.secretAt(r.URL.Path)
		next.ServeHTTP(w, page.With(r, &page.Env{
			Secret: secret,
			Lang:   lang, Path: oneSlash(path), Demo: s.cfg.Demo, Now: s.now(), Site: page.NoSite,
			RequestID: middleware.GetReqID(r.Context()), IP: middleware.GetClientIP(r.Context()), BaseURL: s.cfg.BaseURL.String(),
		}))
	})
}

// oneSlash keeps links made from the address on our own site: browsers read
// //name and /\name as another host, also with blanks in between.
func oneSlash(path string) string { return "/" + strings.TrimLeft(path, "/\\ \t\r\n") }

// stripLanguage takes /nn and /en off the path, so that every route is written once.
func (s *Server) stripLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u := *r.URL
		_, u.Path = i18n.SplitPath(r.URL.Path)
		u.RawPath = ""
		if c := chi.RouteContext(r.Context()); c != nil {
			c.RoutePath = "" // the router around has put the whole path there for HEAD
		}
		r2 := r.WithContext(r.Context())
		r2.URL = &u
		next.ServeHTTP(w, r2)
	})
}

// withSite finds whose portal the host name is.
func (s *Server) withSite(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.findSite(r); err != nil {
			s.problem(w, r, err)
			return
		}
		e := page.From(r)
		if toOwnLanguage(r, e) {
			w.Header().Set("Vary", "Sec-Fetch-Site")
			http.Redirect(w, r, e.Site.DefaultLang.Prefix(), http.StatusFound)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) findSite(r *http.Request) error {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	site, err := s.portal.Municipalities.ByHost(r.Context(), host)
	if err != nil {
		return err
	}
	e := page.From(r)
	e.Site, e.BaseURL, e.Actor = site, s.cfg.URLFor(site.Host), account.Resident(site.ID)
	return nil
}

// handle gives a route its door, its session and its rule, and answers its errors.
func (s *Server) handle(a routes.Access, h page.Handler) http.HandlerFunc {
	run := func(w http.ResponseWriter, r *http.Request) {
		if err := s.authorise(w, r, a); err != nil {
			s.answer(w, r, err)
			return
		}
		if err := h(w, r); err != nil {
			s.answer(w, r, err)
		}
	}
	m := s.session(a.Door)
	if m == nil {
		return run
	}
	loaded := m.Around(http.HandlerFunc(run), func(r *http.Request) time.Time { return page.From(r).Now })
	return func(w http.ResponseWriter, r *http.Request) {
		e := page.From(r)
		e.Door, e.Session = a.Door, m
		w.Header().Set("Cache-Control", "no-store")
		loaded.ServeHTTP(&sessionWriter{ResponseWriter: w}, r)
	}
}

// sessionWriter lets nothing more out when the session could not be stored and
// the error page has been sent in the answer's place.
type sessionWriter struct {
	http.ResponseWriter
	ended bool
}

func (w *sessionWriter) WriteHeader(status int) {
	if !w.ended {
		w.ResponseWriter.WriteHeader(status)
	}
}

func (w *sessionWriter) Write(b []byte) (int, error) {
	if w.ended {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

func (w *sessionWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// sessionFailed answers when a session can neither be read nor stored: the database is away.
func (s *Server) sessionFailed(w http.ResponseWriter, r *http.Request, err error) {
	s.problem(w, r, fault.Down(fmt.Errorf("session: %w", err)))
	if sw, ok := w.(*sessionWriter); ok {
		sw.ended = true
	}
}

// errLogin asks for a login before the page.
var errLogin = errors.New("login needed")

// authorise fills in the actor and checks the route's rule.
func (s *Server) authorise(_ http.ResponseWriter, r *http.Request, a routes.Access) error {
	m := s.session(a.Door)
	if m == nil {
		return nil
	}
	e := page.From(r)
	if err := s.loadActor(r, e, m); err != nil {
		return err
	}
	if a.Permission == "" {
		return nil
	}
	if !e.Actor.LoggedIn() {
		return errLogin
	}
	err := e.Actor.Require(a.Permission)
	if err != nil && !errors.Is(err, account.ErrTermsDue) {
		s.log.Warn("denied", "request", e.RequestID, "path", s.loggedPath(r.URL.Path), "account", e.Actor.AccountID)
	}
	return err
}

func (s *Server) loadActor(r *http.Request, e *page.Env, m *session.Manager) error {
	id := m.LoginSession(r.Context())
	if id == 0 {
		return nil
	}
	a, err := s.portal.Accounts.Behind(r.Context(), m.Behind(r.Context()), m.Door, e.Site.ID, m.Idle, e.Now)
	if fault.Is(err, fault.NotFound) {
		return m.Destroy(r.Context())
	}
	if err != nil {
		return err
	}
	e.Actor, e.OrganisationName = a.Actor, a.OrganisationName
	return nil
}

// toOwnLanguage says whether somebody who comes from elsewhere to the front page
// should meet the municipality's own language. Who chose bokmål on a page of ours keeps it.
func toOwnLanguage(r *http.Request, e *page.Env) bool {
	return hasOwnLanguage(e) && r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Site") != "same-origin"
}

// hasOwnLanguage says whether the page is the front page in bokmål of a municipality with another language:
// what it answers depends on where one comes from.
func hasOwnLanguage(e *page.Env) bool {
	return e.Path == "/" && e.Lang == i18n.NB && e.Site.DefaultLang.Prefix() != ""
}
