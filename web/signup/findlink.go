// Finding a lost link: it is sent to the address again.

package signup

import (
	"net/http"

	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

type findView struct {
	Form page.FormView
	Sent bool
}

// Find is where one gets the link again.
func (h *Handler) Find(w http.ResponseWriter, r *http.Request) error {
	return h.find(w, r, http.StatusOK, &form.Form{}, r.URL.Query().Get("sendt") != "")
}

func (h *Handler) find(w http.ResponseWriter, r *http.Request, status int, f *form.Form, sent bool) error {
	page.Private(w)
	e := page.From(r)
	p := quiet(r, e.T("Få lenken til påmeldingen din"))
	p.HasErrors = len(f.Errs) > 0
	return page.RenderStatus(w, r, status, findPage(p, findView{Form: e.Form(f), Sent: sent}))
}

// Resend sends the links of an address to it. The answer tells nobody whether there were any.
func (h *Handler) Resend(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	err = h.portal.Registrations.ResendLink(r.Context(), page.From(r).Actor, address(f, "epost"))
	if f.Merge(err) {
		return h.find(w, r, http.StatusUnprocessableEntity, f, false)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, findPath+"?sendt=ja")
}
