// Package organisationregister is the municipality's register of lag og foreninger: the table, one record, many at once, and two that are the same.
package organisationregister

import "frivilligsentral/internal/portal"

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
