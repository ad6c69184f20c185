// The page where a guardian answers for a child.

package signup

import (
	"bytes"
	"net/http"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

func (v ownView) guardianPath() string { return letters.GuardianPath(v.Token) }

// Guardian shows a guardian what a child has signed up for.
func (h *Handler) Guardian(w http.ResponseWriter, r *http.Request) error {
	return h.guardian(w, r, nil)
}

func (h *Handler) guardian(w http.ResponseWriter, r *http.Request, problem error) error {
	page.Private(w)
	e := page.From(r)
	o, err := h.portal.Registrations.GuardianByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	v, status := ownOf(e, o, token(r)), http.StatusOK
	v.State, v.Guardian = guardianState(e, o, v.State), true
	if err := h.readActivity(r.Context(), e, &v); err != nil {
		return err
	}
	if problem != nil {
		v.Problem, status = why(e, problem), http.StatusConflict
	}
	return page.RenderStatus(w, r, status, guardianPage(quiet(r, e.T("Bekreft som foresatt")), v))
}

func guardianState(e *page.Env, o registration.Own, s state) state {
	switch {
	case o.Slot.Cancelled, o.Status == registration.Unconfirmed && !o.AwaitsGuardian:
		return s
	case o.CanAnswer:
		s.Title = e.T("Det er blitt plass til %s. Vil dere ha den?", o.Name)
		return s
	case o.Status == registration.Offered:
		return s
	case o.AwaitsGuardian:
		return state{Kind: "warning", Title: e.T("Vi venter på svaret ditt")}.until(e, o.HoldExpiresAt)
	case o.GuardianConfirmedAt != nil && o.Active():
		return state{Kind: "success", Title: e.T("Takk, du har bekreftet"), Text: e.T("%s er påmeldt eller står på venteliste. Du trenger ikke å gjøre mer.", o.Name)}
	case o.Status == registration.Confirmed || o.Status == registration.Waiting:
		return state{Kind: "success", Title: e.T("Det er i orden"), Text: e.T("Du trenger ikke å gjøre noe.")}
	}
	return state{Kind: "info", Title: e.T("Påmeldingen gjelder ikke lenger"), Text: e.T("Du trenger ikke å gjøre noe.")}
}

// awaitsAnswer says that the guardian has neither said yes nor no.
func (v ownView) awaitsAnswer() bool { return v.AwaitsGuardian && !v.Slot.Cancelled && v.Problem == "" }

// GuardianConfirm confirms on behalf of a child.
func (h *Handler) GuardianConfirm(w http.ResponseWriter, r *http.Request) error {
	return h.guardianAct(w, r, h.portal.Registrations.GuardianConfirm)
}

// AskGuardianCancel asks before the guardian takes a child off the list.
func (h *Handler) AskGuardianCancel(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e := page.From(r)
	o, err := h.portal.Registrations.GuardianByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	v := ownOf(e, o, token(r))
	if !v.canLeave() {
		return page.Redirect(w, r, letters.GuardianPath(token(r)))
	}
	return page.Render(w, r, guardianCancelPage(quiet(r, e.T("Meld av")), v))
}

// GuardianCancel is the guardian's no.
func (h *Handler) GuardianCancel(w http.ResponseWriter, r *http.Request) error {
	return h.guardianAct(w, r, h.portal.Registrations.GuardianCancel)
}

// GuardianAnswer says yes or no to an offer on behalf of a child.
func (h *Handler) GuardianAnswer(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	switch f.Raw("svar") {
	case "ja":
		return h.guardianAct(w, r, h.portal.Registrations.GuardianAccept)
	case "nei":
		return h.guardianAct(w, r, h.portal.Registrations.GuardianDecline)
	}
	return h.guardian(w, r, nil) // neither: the page asks again
}

// GuardianBack leads to the page with the button, as Back does.
func (h *Handler) GuardianBack(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	_, err := h.portal.Registrations.GuardianByToken(r.Context(), page.From(r).Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, letters.GuardianPath(token(r)))
}

func (h *Handler) guardianAct(w http.ResponseWriter, r *http.Request, do change) error {
	page.Private(w)
	_, err := do(r.Context(), page.From(r).Actor, token(r))
	switch {
	case fault.Is(err, fault.NotFound):
		return lost(w, r, err)
	case fault.Is(err, fault.Conflict):
		return h.guardian(w, r, err)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, letters.GuardianPath(token(r)))
}

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

// Calendar is what she is signed up for as a calendar file.
func (h *Handler) Calendar(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e, ctx := page.From(r), r.Context()
	o, events, err := h.portal.Registrations.Calendar(ctx, e.Actor, token(r), activitycards.CalendarSite(e))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	return send(w, r, ical.Calendar{Name: o.ActivityTitle, URL: e.Absolute(activitycards.NumberPath(o.ActivityID)), Events: events})
}

func send(w http.ResponseWriter, r *http.Request, c ical.Calendar) error {
	var b bytes.Buffer
	if err := ical.Write(&b, c); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ical.ContentType)
	h.Set("Content-Disposition", `attachment; filename="pamelding.ics"`)
	return page.Send(w, r, http.StatusOK, b.Bytes())
}
