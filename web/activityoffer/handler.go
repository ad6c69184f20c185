// Package activityoffer is where staff say whether an activity is voluntary or a commercial offer, with a reason that
// its group is told.
package activityoffer

import (
	"net/http"
	"strconv"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Handler has the page.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

type askView struct {
	Form    page.FormView
	Title   string // of the activity
	Back    string
	Confirm ui.ConfirmArgs
}

// Ask asks whether the activity is what it does not say that it is.
func (h *Handler) Ask(w http.ResponseWriter, r *http.Request) error {
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	return h.ask(w, r, http.StatusOK, id, nil)
}

func path(id int64) string { return "/ansatt/aktiviteter/" + ui.Itoa(id) }

func (h *Handler) ask(w http.ResponseWriter, r *http.Request, status int, id int64, f *form.Form) error {
	e := page.From(r)
	a, err := h.portal.Activities.Get(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	v := askView{Form: e.Form(f), Title: a.Title, Back: e.URL(path(id)), Confirm: ui.ConfirmArgs{
		Title:  e.T("Vil du si at %s er et kommersielt tilbud?", a.Title),
		Text:   e.T("Det blir merket som kommersielt overalt og står ikke lenger som gratis. Laget får e-post med begrunnelsen."),
		Button: e.T("Ja, det er kommersielt"), Action: e.URL(path(id) + "/tilbud"), CancelURL: e.URL(path(id)),
		Hidden: [][2]string{{"versjon", strconv.Itoa(a.Version)}, {"tilbud", string(activity.Commercial)}},
	}}
	if a.Offer == activity.Commercial {
		v.Confirm.Title = e.T("Vil du si at %s er en frivillig aktivitet?", a.Title)
		v.Confirm.Text = e.T("Merket «Kommersielt tilbud» blir borte. Laget får e-post med begrunnelsen.")
		v.Confirm.Button, v.Confirm.Hidden[1][1] = e.T("Ja, det er frivillig"), string(activity.Voluntary)
	}
	p := e.Page(r, v.Confirm.Title)
	p.Active, p.HasErrors = "aktiviteter", v.Form.Failed()
	return page.RenderStatus(w, r, status, askPage(p, v))
}

// Set stores what staff say.
func (h *Handler) Set(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Raw("versjon"))
	err = h.portal.Activities.SetOffer(r.Context(), e.Actor, id, max(version, 0), activity.Offer(f.Raw("tilbud")), f.Raw("grunn"))
	if f.Merge(err) {
		return h.ask(w, r, http.StatusUnprocessableEntity, id, f)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, path(id), e.T("Type tilbud er endret. Laget får e-post med begrunnelsen."))
}
