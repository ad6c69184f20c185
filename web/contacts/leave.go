// A contact person who leaves: the last day, and who takes over.

package contacts

import (
	"net/http"
	"net/url"
	"time"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

type leaveView struct {
	F     page.FormView
	C     contact.Listed
	Taker string // who takes over when today is the last day; "" nobody
}

// AskEnd asks for the last day and says who takes over.
func (h *Handler) AskEnd(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	c, err := h.current(r)
	if err != nil {
		return err
	}
	return h.leaveForm(w, r, http.StatusOK, c, &form.Form{Values: url.Values{"til": {e.Now.In(i18n.Oslo).Format(time.DateOnly)}}})
}

func (h *Handler) leaveForm(w http.ResponseWriter, r *http.Request, status int, c contact.Listed, f *form.Form) error {
	e := page.From(r)
	v := leaveView{F: e.Form(f), C: c}
	var err error
	if v.Taker, err = h.taker(r, e, c.Contact, e.Now); err != nil {
		return err
	}
	p := e.Page(r, e.T("Når slutter %s?", c.Name))
	p.Active, p.HasErrors = "kontakter", v.F.Failed()
	return page.RenderStatus(w, r, status, leavePage(p, v))
}

// End stores the last day; the substitute takes over.
func (h *Handler) End(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	c, err := h.current(r)
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	day := f.Date("til")
	f.Errs.Check(day != nil || f.Errs.Has("til"), "til", i18n.Mark("Skriv siste dag."))
	taker := int64(0)
	if f.Err() == nil {
		taker, err = h.portal.Contacts.End(r.Context(), e.Actor, c.ID, *day)
	}
	if f.Merge(err) || f.Err() != nil {
		return h.leaveForm(w, r, http.StatusUnprocessableEntity, c, f)
	}
	if err != nil {
		return err
	}
	if taker != 0 {
		return page.Redirect(w, r, StaffPath(c.ID, ""), e.T("Siste dag er lagret. %s har tatt over temaer og områder.", c.SubstituteName))
	}
	return page.Redirect(w, r, StaffPath(c.ID, ""), e.T("Siste dag er lagret. Ingen tar over."))
}
