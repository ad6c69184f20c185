// The handler, and where the table of activities stands.

package activityeditor

import "frivilligsentral/internal/portal"

// Handler has the pages where groups and staff keep activities.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// StaffPath is the address of the municipality's table of activities.
const StaffPath = "/ansatt/aktiviteter"
