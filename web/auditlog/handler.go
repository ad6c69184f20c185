// Package auditlog is who did what in the municipality: the log page, and the sentences that other pages tell it in too.
package auditlog

import "frivilligsentral/internal/portal"

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
