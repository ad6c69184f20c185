// Ending the letters of what waits, from one of them, without logging in.

package accounts

import (
	"net/http"

	"frivilligsentral/web/page"

	"github.com/go-chi/chi/v5"
)

// Stop asks whether the letters are to end, or says that they have; it changes nothing.
func (h *Handler) Stop(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	who, err := h.portal.Notices.StoppingByToken(r.Context(), e.Site.ID, chi.URLParam(r, "token"))
	if err != nil {
		return err
	}
	title := e.T("Vil du slå av e-posten om det som venter?")
	if who.Stopped {
		title = e.T("E-posten om det som venter er slått av")
	}
	return page.Render(w, r, stopPage(e.Page(r, title), who.Stopped))
}

// StopNow ends them: by the button of the page, or by that of a mail program, which sends List-Unsubscribe=One-Click.
func (h *Handler) StopNow(w http.ResponseWriter, r *http.Request) error {
	token := chi.URLParam(r, "token")
	if err := h.portal.Notices.StopByToken(r.Context(), page.From(r).Site.ID, token); err != nil {
		return err
	}
	return page.Redirect(w, r, "/varsler/stopp/"+token, "")
}
