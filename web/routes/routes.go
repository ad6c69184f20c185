// Package routes is every address of the portal with who may use it, a file for
// each door: public.go for residents, group.go for groups, staff.go for the
// municipality, and participants.go for what groups and staff have in common. Only
// the plain addresses (/static, /helse, /robots.txt …) are mounted elsewhere, in
// web/server.go.
package routes

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/login"
	"frivilligsentral/web/page"
	"frivilligsentral/web/session"
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

const get, post = http.MethodGet, http.MethodPost

// Deps is what the pages are built on.
type Deps struct {
	Portal        *portal.Portal
	Staff, Group  *session.Manager
	SecureCookies bool
	Demo          bool // the demonstration's own pages too
}

// All is every address of the portal.
func All(d Deps) []Route {
	all := d.public()
	all = append(all, d.group()...)
	all = append(all, d.participants("/lag", group(account.RunOwnActivities), group(account.EditOwnActivities))...)
	all = append(all, d.staff()...)
	all = append(all, d.participants("/ansatt", staff(account.ManageActivities), staff(account.ManageActivities))...)
	if d.Demo {
		all = append(all, d.demo()...)
	}
	return all
}

func (d Deps) login() *login.Handler {
	return login.New(d.Portal, d.Staff, d.Group, d.SecureCookies)
}
