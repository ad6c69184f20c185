// Package planning is where organisers find a date: a month of all that is planned,
// behind both doors, and the municipality's own calendar, which staff keep.
package planning

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/page"
)

// Handler has the screens.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

const calendarPath = "/ansatt/kalender"

// active is the entry of the menu that the pages belong to.
func active(e *page.Env) string {
	if e.Door == account.GroupDoor {
		return "planlegging"
	}
	return "aktiviteter"
}
