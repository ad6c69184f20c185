package web

import (
	"net/http"

	"frivilligsentral/web/routes"
)

// With is the server with more routes, for answers that no real page gives on demand.
func (s *Server) With(more ...routes.Route) http.Handler { return s.build(append(s.Routes(), more...)) }

// The security policy, and what one address may do in a minute.
const (
	ContentSecurityPolicy = contentSecurityPolicy
	WritesPerMinute       = writesPerMinute
	ReadsPerMinute        = readsPerMinute
)
