// Package mydata is where people see, take out and delete what the portal holds
// about them, by a link sent to their address. No page of it is kept by caches,
// tells other sites its address or changes anything by being looked at.
package mydata

import (
	"encoding/json"
	"errors"
	"net/http"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"

	"github.com/go-chi/chi/v5"
)

const path = "/personvern/mine"

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

type askView struct {
	F       page.FormView
	Problem string // asked too often, or a link that does not work
	Minutes int
}

// Ask is the page that asks for the address.
func (h *Handler) Ask(w http.ResponseWriter, r *http.Request) error {
	return h.showAsk(w, r, http.StatusOK, nil, "")
}

func (h *Handler) showAsk(w http.ResponseWriter, r *http.Request, status int, f *form.Form, problem string) error {
	e := page.From(r)
	v := askView{F: e.Form(f), Problem: problem, Minutes: int(owndata.LinkLife.Minutes())}
	p := e.Page(r, e.T("Opplysninger om deg"))
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, askPage(p, v))
}

// Send mails the link, and says the same for every address.
func (h *Handler) Send(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	email := f.Email("epost")
	f.Errs.Check(email != "" || len(f.Errs) > 0, "epost", i18n.Mark("Skriv e-postadressen din, for eksempel navn@eksempel.no."))
	if f.Err() == nil {
		err = h.portal.OwnData.Ask(r.Context(), owndata.Asked{MunicipalityID: e.Site.ID, Email: email, IP: e.IP, Lang: e.Lang})
	}
	switch {
	case f.Merge(err) || f.Err() != nil:
		return h.showAsk(w, r, http.StatusUnprocessableEntity, f, "")
	case fault.Is(err, fault.TooMany):
		return h.showAsk(w, r, http.StatusTooManyRequests, f, message(e, err))
	case err != nil:
		return err
	}
	return page.Redirect(w, r, path+"/sendt")
}

// Sent says what happens next.
func (h *Handler) Sent(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	return page.Render(w, r, sentPage(e.Page(r, e.T("Se etter en e-post")), int(owndata.LinkLife.Minutes())))
}

// data reads what the link of the request is for. done says that a page about a
// link that does not work has been sent.
func (h *Handler) data(w http.ResponseWriter, r *http.Request) (d owndata.Data, done bool, err error) {
	e := page.From(r)
	page.Private(w)
	email, err := h.portal.OwnData.OpenByToken(r.Context(), e.Site.ID, chi.URLParam(r, "token"))
	if errors.Is(err, owndata.ErrLink) {
		return d, true, h.showAsk(w, r, http.StatusNotFound, nil, message(e, err))
	}
	if err != nil {
		return d, false, err
	}
	d, err = h.portal.OwnData.About(r.Context(), e.Site.ID, email)
	return d, false, err
}

type showView struct {
	owndata.Data
	Kept   []kept
	Base   string // of the link's pages, with language
	Erased bool
	Centre municipality.Centre
}

// Show is everything that is held.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	d, done, err := h.data(w, r)
	if done || err != nil {
		return err
	}
	e := page.From(r)
	p := e.Page(r, e.T("Dette har vi om deg"))
	p.NoIndex, p.Alternates = true, false
	return page.Render(w, r, showPage(p, h.view(r, e, d)))
}

func (h *Handler) view(r *http.Request, e *page.Env, d owndata.Data) showView {
	return showView{
		Data: d, Kept: keptOf(e, d), Base: e.URL(owndata.Path(chi.URLParam(r, "token"))), Erased: form.Query(r).Has("slettet"), Centre: e.Site.Centre(),
	}
}

// JSON is the same as a file.
func (h *Handler) JSON(w http.ResponseWriter, r *http.Request) error {
	d, done, err := h.data(w, r)
	if done || err != nil {
		return err
	}
	body, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="mine-opplysninger.json"`)
	return page.Send(w, r, http.StatusOK, body)
}

// AskErase asks before anything is deleted, and says what stays.
func (h *Handler) AskErase(w http.ResponseWriter, r *http.Request) error {
	d, done, err := h.data(w, r)
	if done || err != nil {
		return err
	}
	e := page.From(r)
	p := e.Page(r, e.T("Slett opplysninger om deg"))
	p.NoIndex, p.Alternates = true, false
	return page.Render(w, r, erasePage(p, h.view(r, e, d)))
}

// Erase deletes what can be deleted. Once more changes nothing.
func (h *Handler) Erase(w http.ResponseWriter, r *http.Request) error {
	d, done, err := h.data(w, r)
	if done || err != nil {
		return err
	}
	e := page.From(r)
	if err := h.portal.OwnData.Erase(r.Context(), e.Site.ID, d.Email); err != nil {
		return err
	}
	return page.Redirect(w, r, owndata.Path(chi.URLParam(r, "token"))+"?slettet=1")
}

func message(e *page.Env, err error) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Msg != "" {
		return e.T(f.Msg, f.Args...)
	}
	return ""
}
