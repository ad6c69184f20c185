// The handler of the list, the month and the calendar.

package activitylist

import (
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/searchlog"
)

// Handler has the residents' pages of activities.
type Handler struct {
	portal *portal.Portal
	memory *memory
	log    *searchlog.Log
}

// New makes the handler. What people search for is counted in log.
func New(p *portal.Portal, log *searchlog.Log) *Handler {
	return &Handler{portal: p, memory: newMemory(p.Now), log: log}
}
