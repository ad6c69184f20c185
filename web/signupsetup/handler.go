// Package signupsetup is where an organiser decides what signing up asks for, and
// who else keeps the list.
package signupsetup

import "frivilligsentral/internal/portal"

// Handler has the pages, behind both doors.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
