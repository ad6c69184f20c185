// Package accounts is people with a login: one's own account, a group's people, and the municipality's users.
package accounts

import "frivilligsentral/internal/portal"

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }
