package activities

import "frivilligsentral/internal/portal"

// Handler has the pages where groups and staff keep activities.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// staffPath is the address of the municipality's table of activities.
const staffPath = "/ansatt/aktiviteter"
