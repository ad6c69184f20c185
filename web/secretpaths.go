// Addresses that hold a secret, which no log may tell.

package web

import (
	"slices"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/routes"
)

const longestLoggedPath = 200

// secretPrefixes are what stands before the {token} of every route: whatever comes
// after it in an address is a secret, also when the route is not the one meant.
func secretPrefixes(all []routes.Route) []string {
	var out []string
	for _, r := range all {
		if before, _, found := strings.Cut(r.Path, "{token}"); found && !slices.Contains(out, before) {
			out = append(out, before)
		}
	}
	return out
}

// secretAt says where in the path a secret begins.
func (s *Server) secretAt(path string) (at int, found bool) {
	_, own := i18n.SplitPath(path)
	for _, prefix := range s.secrets {
		if strings.HasPrefix(own, prefix) && len(own) > len(prefix) && !slices.Contains(s.plainPaths, own) {
			return len(path) - len(own) + len(prefix), true
		}
	}
	return 0, false
}

// loggedPath is the path without the secret of a token link.
func (s *Server) loggedPath(p string) string {
	if at, found := s.secretAt(p); found {
		return p[:at] + "…"
	}
	if len(p) > longestLoggedPath {
		return p[:longestLoggedPath] + "…"
	}
	return p
}

// plainPaths are routes without parameters, which may stand beside one with a token.
func plainPaths(all []routes.Route) []string {
	var out []string
	for _, r := range all {
		if !strings.Contains(r.Path, "{") {
			out = append(out, r.Path)
		}
	}
	return out
}
