// The beginning of a browser's session.

package login

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
	"frivilligsentral/web/session"
)

func (h *Handler) manager(d account.Door) *session.Manager {
	if d == account.StaffDoor {
		return h.staff
	}
	return h.group
}

// Enter begins the browser's session for a login and goes on. It is for pages
// that stand at no door: invitations and the demonstration.
func (h *Handler) Enter(w http.ResponseWriter, r *http.Request, l login.Login) error {
	var err error
	m := h.manager(l.Door)
	m.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err = h.enter(w, r, m, l, "")
	})).ServeHTTP(w, r)
	return err
}

// enter puts the login into the door's session, under a new id.
func (h *Handler) enter(w http.ResponseWriter, r *http.Request, m *session.Manager, l login.Login, next string) error {
	if err := m.Start(r.Context(), l.SessionID, l.OrganisationID()); err != nil {
		return err
	}
	h.unbind(w)
	h.setCookie(w, knownCookie, l.Known, int(account.KeepKnown.Seconds()))
	path := SafeNext(l.Door, next)
	if len(l.Organisations) > 1 {
		path = WithNext("/lag/velg", path)
	}
	e := page.From(r)
	lang := e.Lang
	if lang == i18n.NB && l.Lang != "" {
		lang = l.Lang
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, lang.Prefix()+path, http.StatusSeeOther)
	return nil
}
