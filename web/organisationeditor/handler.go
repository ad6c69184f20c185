// Package organisationeditor is the form with what is said of a lag: its own administrator and staff fill it in, staff make a new one with it.
package organisationeditor

import "frivilligsentral/internal/portal"

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
