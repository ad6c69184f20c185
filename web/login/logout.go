// Logging out of one door.

package login

import (
	"net/http"

	"frivilligsentral/web/page"
)

// Logout ends the session here and in the database, and asks the browser to
// forget the pages. It works without a session too.
func (h *Handler) Logout(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	if err := h.portal.Accounts.Logout(r.Context(), e.Actor); err != nil {
		return err
	}
	return Leave(w, r)
}

// Leave ends the browser's session and leads to the login page.
func Leave(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	if err := e.Session.Destroy(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return page.Redirect(w, r, Path(e.Door)+"?ut=1")
}
