package web

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
	"frivilligsentral/web/session"
	"frivilligsentral/web/static"

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

// around is what happens to every request, outermost first.
func (s *Server) around(h http.Handler) http.Handler {
	h = s.compress(h)
	h = s.withTimeout(h)
	h = s.crossOrigin(h)
	h = s.rateLimit(h)
	h = s.clientIP(h)
	h = s.securityHeaders(h)
	h = s.recoverAndLog(h)
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
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler { //nolint:errorlint // documented sentinel
					panic(v)
				}
				s.log.Error("panic", "request", middleware.GetReqID(r.Context()), "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
				if ww.Status() == 0 {
					s.problem(ww, r, errors.New("panic"))
				}
			}
			s.logRequest(ww, r, time.Since(start))
		}()
		next.ServeHTTP(ww, r)
	})
}

func (s *Server) logRequest(ww middleware.WrapResponseWriter, r *http.Request, took time.Duration) {
	level := slog.LevelDebug
	if ww.Status() >= 500 {
		level = slog.LevelError
	} else if r.Method != http.MethodGet && r.Method != http.MethodHead {
		level = slog.LevelInfo
	}
	s.log.Log(r.Context(), level, "request", "request", middleware.GetReqID(r.Context()), "method", r.Method,
		"path", loggedPath(r.URL.Path), "status", ww.Status(), "bytes", ww.BytesWritten(), "ms", took.Milliseconds())
}

// loggedPath hides the secret part of token links.
func loggedPath(p string) string {
	for _, marker := range []string{"/lenke/", "/invitasjon/"} {
		if i := strings.Index(p, marker); i >= 0 {
			return p[:i+len(marker)] + "…"
		}
	}
	return p
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
		if s.cfg.Secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// clientIP believes X-Forwarded-For only from a trusted proxy.
func (s *Server) clientIP(next http.Handler) http.Handler {
	direct := middleware.ClientIPFromRemoteAddr(next)
	if len(s.cfg.TrustedProxies) == 0 {
		return direct
	}
	var prefixes []string
	for _, p := range s.cfg.TrustedProxies {
		prefixes = append(prefixes, p.String())
	}
	forwarded := middleware.ClientIPFromXFF(prefixes...)(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.fromProxy(r) {
			forwarded.ServeHTTP(w, r)
			return
		}
		direct.ServeHTTP(w, r)
	})
}

func (s *Server) fromProxy(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range s.cfg.TrustedProxies {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}

// rateLimit counts per address; static files are free.
func (s *Server) rateLimit(next http.Handler) http.Handler {
	if !s.cfg.RateLimits {
		return next
	}
	key := httprate.WithKeyFuncs(func(r *http.Request) (string, error) { return middleware.GetClientIP(r.Context()), nil })
	deny := httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		s.log.Warn("rate limit", "request", middleware.GetReqID(r.Context()), "path", loggedPath(r.URL.Path))
		s.problem(w, r, fault.New(fault.TooMany, i18n.Mark("Det kom mange forespørsler på kort tid. Vent et minutt og prøv igjen.")))
	})
	reads := httprate.Limit(readsPerMinute, time.Minute, key, deny)(next)
	writes := httprate.Limit(writesPerMinute, time.Minute, key, deny)(next)
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

// withLanguage takes /nn and /en off the path, so that every route is written once.
func (s *Server) withLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang, path := i18n.SplitPath(r.URL.Path)
		u := *r.URL
		u.Path, u.RawPath = path, ""
		r2 := r.Clone(r.Context())
		r2.URL = &u
		next.ServeHTTP(w, page.With(r2, s.newEnv(r2, lang)))
	})
}

func (s *Server) newEnv(r *http.Request, lang i18n.Lang) *page.Env {
	full := r.URL.Path
	if r.URL.RawQuery != "" {
		full += "?" + r.URL.RawQuery
	}
	return &page.Env{
		Lang: lang, Path: full, Demo: s.cfg.Demo, Now: s.now(), Site: page.NoSite,
		RequestID: middleware.GetReqID(r.Context()), IP: middleware.GetClientIP(r.Context()), BaseURL: s.cfg.BaseURL.String(),
	}
}

// withSite finds whose portal the host name is.
func (s *Server) withSite(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		site, err := s.portal.Municipalities.ByHost(r.Context(), host)
		if err != nil {
			s.problem(w, r, err)
			return
		}
		e := page.From(r)
		e.Site = site
		e.BaseURL = s.cfg.URLFor(site.Host)
		e.Actor = account.Resident(site.ID)
		if toOwnLanguage(r, e) {
			w.Header().Set("Vary", "Sec-Fetch-Site")
			http.Redirect(w, r, site.DefaultLang.Prefix(), http.StatusFound)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// handle gives a route its door, its session and its rule, and answers its errors.
func (s *Server) handle(a Access, h page.Handler) http.HandlerFunc {
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
	loaded := m.LoadAndSave(http.HandlerFunc(run))
	return func(w http.ResponseWriter, r *http.Request) {
		e := page.From(r)
		e.Door, e.Session = a.Door, m
		w.Header().Set("Cache-Control", "no-store")
		loaded.ServeHTTP(w, r)
	}
}

// errLogin asks for a login before the page.
var errLogin = errors.New("login needed")

// authorise fills in the actor and checks the route's rule.
func (s *Server) authorise(_ http.ResponseWriter, r *http.Request, a Access) error {
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
	if err := e.Actor.Require(a.Permission); err != nil {
		s.log.Warn("denied", "request", e.RequestID, "path", loggedPath(r.URL.Path), "account", e.Actor.AccountID)
		return err
	}
	return nil
}

func (s *Server) loadActor(r *http.Request, e *page.Env, m *session.Manager) error {
	id := m.LoginSession(r.Context())
	if id == 0 {
		return nil
	}
	a, err := s.portal.Accounts.BySession(r.Context(), m.Door, e.Site.ID, id, m.Organisation(r.Context()), m.Idle, e.Now)
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
	return e.Path == "/" && e.Lang == i18n.NB && e.Site.DefaultLang.Prefix() != "" &&
		r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Site") != "same-origin"
}
