// Package activitypage is one activity as residents read it, with its calendar file and the way in to signing up.
package activitypage

import "frivilligsentral/internal/portal"

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
