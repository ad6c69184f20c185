// Package accounts has the screens of being someone: logging in and out at both
// doors, invitations, one's own account, a group's people, the municipality's
// users and its log. A handler serves both doors and asks the request which one
// it stands at.
package accounts

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/session"
)

// Handler has the screens.
type Handler struct {
	portal *portal.Portal
	staff  *session.Manager
	group  *session.Manager
	secure bool
}

// New makes the handler. secure says whether cookies need https.
func New(p *portal.Portal, staff, group *session.Manager, secure bool) *Handler {
	return &Handler{portal: p, staff: staff, group: group, secure: secure}
}

// home is a door's first page, and what its other pages begin with.
func home(d account.Door) string { return "/" + string(d) }

// loginPath is where the door's login pages begin: the group door is the usual one.
func loginPath(d account.Door) string {
	if d == account.StaffDoor {
		return "/ansatt/logg-inn"
	}
	return "/logg-inn"
}
