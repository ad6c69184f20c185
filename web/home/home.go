// Package home is the front page.
package home

import (
	"net/http"

	"frivilligsentral/internal/portal"
	"frivilligsentral/web/page"
)

// Handler has the front page.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// Show is the front page.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	return page.Render(w, r, showPage(e.Page(r, "")))
}
