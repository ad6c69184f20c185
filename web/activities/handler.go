package activities

import "frivilligsentral/internal/portal"

// Handler has the pages where groups and staff keep activities.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
