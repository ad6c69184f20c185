package agenda

import (
	"frivilligsentral/internal/portal"
)

// Handler has the residents' pages of activities.
type Handler struct {
	portal *portal.Portal
	memory *memory
	log    *SearchLog
}

// New makes the handler. What people search for is counted in log.
func New(p *portal.Portal, log *SearchLog) *Handler {
	return &Handler{portal: p, memory: newMemory(p.Now), log: log}
}
