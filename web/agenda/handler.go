package agenda

import (
	"frivilligsentral/internal/portal"
)

// Handler has the residents' pages of activities.
type Handler struct {
	portal *portal.Portal
	memory *memory
}

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p, memory: newMemory(p.Now)} }
