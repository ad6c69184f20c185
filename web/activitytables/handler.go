// Package activitytables is the activities as tables: a group's own, and all of them for staff, who approve many at once.
package activitytables

import "frivilligsentral/internal/portal"

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
