// Package web is the portal's HTTP side: the server that answers every address of
// package routes, what happens around each request (middleware.go), and how errors
// become pages (problem.go).
package web

import (
	"log/slog"
	"net/http"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/routes"
	"frivilligsentral/web/session"
	"frivilligsentral/web/static"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// Server answers every request of the portal.
type Server struct {
	cfg    config.Config
	portal *portal.Portal
	log    *slog.Logger
	staff  *session.Manager
	group  *session.Manager
	now    func() time.Time
	disk   diskCheck
	pages  *pageCache // nil: pages are made each time

	secrets, plainPaths []string // see secretAt
	http.Handler
}

// New builds the server on the portal's services.
func New(cfg config.Config, p *portal.Portal, log *slog.Logger) *Server {
	s := &Server{
		cfg: cfg, portal: p, log: log, now: p.Now,
		staff: session.New(p.Pool, account.StaffDoor, !cfg.InsecureCookies),
		group: session.New(p.Pool, account.GroupDoor, !cfg.InsecureCookies),
	}
	if cfg.PageCache {
		s.pages = newPageCache()
	}
	s.staff.ErrorFunc, s.group.ErrorFunc = s.sessionFailed, s.sessionFailed
	s.Handler = s.build(s.Routes())
	return s
}

// Routes is every address with who may use it.
func (s *Server) Routes() []routes.Route {
	return routes.All(routes.Deps{Portal: s.portal, Staff: s.staff, Group: s.group, SecureCookies: !s.cfg.InsecureCookies, Demo: s.cfg.Demo})
}

func (s *Server) build(all []routes.Route) http.Handler {
	s.secrets, s.plainPaths = secretPrefixes(all), plainPaths(all)
	r := chi.NewRouter()
	r.Use(middleware.GetHead)
	r.NotFound(s.handle(routes.Access{}, notFound))
	r.MethodNotAllowed(s.handle(routes.Access{}, methodNotAllowed))
	for _, route := range all {
		r.Method(route.Method, route.Path, s.handle(route.Access, route.Handle))
	}
	pages := http.Handler(r)
	if s.pages != nil {
		pages = s.pages.keep(pages)
	}
	pages = s.stripLanguage(s.withSite(pages))

	plain := chi.NewRouter()
	plain.Use(middleware.GetHead)
	plain.Handle("/static/*", static.Handler())
	plain.Get("/helse", s.health)
	plain.Get("/robots.txt", s.robots)
	plain.Get("/favicon.ico", s.favicon)
	plain.Get("/.well-known/security.txt", s.securityTxt)
	plain.Get("/.well-known/change-password", s.changePassword)
	plain.Post("/csp", s.cspReport)
	plain.NotFound(pages.ServeHTTP)
	plain.MethodNotAllowed(pages.ServeHTTP)
	if s.pages == nil {
		return s.around(plain)
	}
	return s.pages.front(s.around(plain), s.logKept)
}

// session is the session manager of a door, nil for public pages.
func (s *Server) session(d account.Door) *session.Manager {
	switch d {
	case account.StaffDoor:
		return s.staff
	case account.GroupDoor:
		return s.group
	}
	return nil
}
