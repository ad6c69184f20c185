// Package grouphome is the first page behind the groups' door: what waits, what comes, and what residents miss.
package grouphome

import "frivilligsentral/internal/portal"

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
