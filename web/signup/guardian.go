// The page where a guardian answers for a child.

package signup

import (
	"net/http"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
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
	case len(o.Unanswered) > 0:
		return state{Kind: "warning", Title: e.T("Vi venter på svaret ditt")}.until(e, o.HoldExpiresAt)
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
func (v ownView) awaitsAnswer() bool {
	return (v.AwaitsGuardian && !v.Slot.CalledOff() || len(v.Unanswered) > 0) && v.Problem == ""
}

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
	if !v.canLeave() && len(v.Unanswered) == 0 {
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
