package web

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/home"
	"frivilligsentral/web/page"
)

// Route is one address with who may use it. Everything under a door's path
// belongs to that door. Public paths exist in all languages (/nn/…, /en/…).
type Route struct {
	Method string
	Path   string
	Access Access
	Handle page.Handler
}

// Access says who may use a route. The use case behind it asks again.
type Access struct {
	Door       account.Door       // NoDoor: everybody, no cookie
	Permission account.Permission // "" behind a door: no login needed (the door itself)
}

var (
	public  = Access{}
	atGroup = Access{Door: account.GroupDoor} // the group door's own pages: logging in
	atStaff = Access{Door: account.StaffDoor} // the staff door's own pages: logging in
)

func staff(p account.Permission) Access { return Access{Door: account.StaffDoor, Permission: p} }
func group(p account.Permission) Access { return Access{Door: account.GroupDoor, Permission: p} }

// Routes is every address of the portal, except the plain ones (/static, /helse,
// /robots.txt …) that server.go mounts.
func (s *Server) Routes() []Route {
	var all []Route
	for _, part := range [][]Route{s.publicRoutes(), s.groupRoutes(), s.staffRoutes(), s.demoRoutes()} {
		all = append(all, part...)
	}
	return all
}

const get, post = http.MethodGet, http.MethodPost

// publicRoutes are for residents.
func (s *Server) publicRoutes() []Route {
	h := home.New(s.portal)
	return []Route{
		{get, "/", public, h.Show},
	}
}

// groupRoutes are behind the groups' door.
func (s *Server) groupRoutes() []Route {
	return []Route{}
}

// staffRoutes are behind the municipality's door.
func (s *Server) staffRoutes() []Route {
	return []Route{}
}

// demoRoutes exist only with the demo municipality.
func (s *Server) demoRoutes() []Route {
	if !s.cfg.Demo {
		return nil
	}
	return []Route{}
}
