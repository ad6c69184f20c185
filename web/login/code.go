// Logging in by the code of the e-mail.

package login

import (
	"net/http"

	"frivilligsentral/internal/account/login"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type codeView struct {
	Page    ui.Page
	Form    page.FormView
	Action  string
	Again   string // where to ask for a new e-mail
	Mailbox string // of the demonstration
}

// Code is the page after asking: look at your e-mail, or type the code.
func (h *Handler) Code(w http.ResponseWriter, r *http.Request) error {
	return h.showCode(w, r, nil)
}

func (h *Handler) showCode(w http.ResponseWriter, r *http.Request, f *form.Form) error {
	e, next := page.From(r), form.Query(r).Raw("neste")
	v := codeView{
		Form:   e.Form(f),
		Action: e.URL(WithNext(Path(e.Door)+"/kode", next)), Again: e.URL(WithNext(Path(e.Door), next)),
	}
	if e.Demo {
		v.Mailbox = "/demo/postkasse"
	}
	v.Page = e.Page(r, e.T("Se i e-posten din"))
	v.Page.HasErrors = v.Form.Failed()
	return page.RenderStatus(w, r, v.Form.Status(), codePage(v))
}

// ConfirmCode logs in by the typed code.
func (h *Handler) ConfirmCode(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	l, err := h.portal.Logins.ConfirmCode(r.Context(), login.Confirm{
		Door: e.Door, MunicipalityID: e.Site.ID, Browser: h.browser(r), Code: f.Raw("kode"), Known: h.known(r), UserAgent: r.UserAgent(),
	})
	if f.Merge(err) {
		f.Values.Del("kode")
		return h.showCode(w, r, f)
	}
	if err != nil {
		return err
	}
	return h.enter(w, r, e.Session, l, form.Query(r).Raw("neste"))
}
