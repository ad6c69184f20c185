// Logging in by the link of the e-mail.

package login

import (
	"errors"
	"net/http"

	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

type linkView struct {
	Page         ui.Page
	Action       string
	Problem      string // why the link cannot be used; "" when it can
	OtherBrowser bool
	Again        string
}

// Link is the page of a mailed link. It changes nothing: mail programs open
// links to look at them, so logging in takes the button.
func (h *Handler) Link(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	err := h.portal.Logins.CheckLink(r.Context(), h.confirmLink(r, e))
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return h.showLink(w, r, err)
}

func (h *Handler) confirmLink(r *http.Request, e *page.Env) login.Confirm {
	return login.Confirm{
		Door: e.Door, MunicipalityID: e.Site.ID, Browser: h.browser(r), Token: chi.URLParam(r, "token"), Known: h.known(r), UserAgent: r.UserAgent(),
	}
}

func (h *Handler) showLink(w http.ResponseWriter, r *http.Request, problem error) error {
	e, next := page.From(r), form.Query(r).Raw("neste")
	page.Private(w)
	v := linkView{
		Action: e.URL(e.Path), Problem: e.Refusal(problem), OtherBrowser: errors.Is(problem, login.ErrOtherBrowser),
		Again: e.URL(WithNext(Path(e.Door), next)),
	}
	title, code := e.T("Logg inn"), http.StatusOK
	if problem != nil {
		title, code = e.T("Lenken kan ikke brukes her"), http.StatusConflict
		if r.Method == http.MethodGet {
			code = http.StatusOK
		}
	}
	v.Page = e.Page(r, title)
	return page.RenderStatus(w, r, code, linkPage(v))
}

// ConfirmLink logs in by the link.
func (h *Handler) ConfirmLink(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	l, err := h.portal.Logins.ConfirmLink(r.Context(), h.confirmLink(r, e))
	if fault.Is(err, fault.Conflict) {
		return h.showLink(w, r, err)
	}
	if err != nil {
		return err
	}
	return h.enter(w, r, e.Session, l, form.Query(r).Raw("neste"))
}
