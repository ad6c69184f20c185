// Package login is the way in and out at both doors: asking for a link or a code,
// using it, invitations, whom one acts for, and logging out. A handler serves both
// doors and asks the request which one it stands at.
package login

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

// FirstPage is a door's first page, and what its other pages begin with.
func FirstPage(d account.Door) string { return "/" + string(d) }

// Path is where the door's login pages begin: the group door is the usual one.
func Path(d account.Door) string {
	return d.Path("/logg-inn")
}
