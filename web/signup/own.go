package signup

import (
	"context"
	"net/http"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

// ownView is what the person behind a link sees: where it stands comes first.
type ownView struct {
	registration.Own
	Token    string
	State    state
	Problem  string // why nothing was changed
	When     string
	Past     bool
	Guardian bool // the page is the guardian's
}

// state is how a sign-up stands, in words.
type state struct{ Kind, Title, Text string }

func token(r *http.Request) string { return chi.URLParam(r, "token") }

// Own shows a sign-up to whoever has its link.
func (h *Handler) Own(w http.ResponseWriter, r *http.Request) error {
	return h.own(w, r, nil)
}

// own shows the page, with what went wrong with a change when there is something.
func (h *Handler) own(w http.ResponseWriter, r *http.Request, problem error) error {
	private(w)
	e := page.From(r)
	o, err := h.portal.Registrations.ByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	v, status := ownOf(e, o, token(r)), http.StatusOK
	if problem != nil {
		v.Problem, status = e.T(fault.Text(problem)), http.StatusConflict
	}
	return page.RenderStatus(w, r, status, ownPage(quiet(r, o.ActivityTitle), v))
}

func ownOf(e *page.Env, o registration.Own, token string) ownView {
	v := ownView{Own: o, Token: token, When: when(e.Lang, o.Slot, o.AllDay, e.Now), Past: !e.Now.Before(o.Slot.EndsAt)}
	v.State = stateOf(e, o)
	return v
}

// lost is the page of a link that opens nothing.
func lost(w http.ResponseWriter, r *http.Request, err error) error {
	e := page.From(r)
	p := quiet(r, e.T("Lenken virker ikke lenger"))
	return page.RenderStatus(w, r, http.StatusNotFound, lostPage(p, e.T(fault.Text(err))))
}

type change func(ctx context.Context, actor account.Actor, token string) (registration.Own, error)

// act does what a button on the page asks for, and shows how it stands then.
func (h *Handler) act(w http.ResponseWriter, r *http.Request, do change) error {
	private(w)
	_, err := do(r.Context(), page.From(r).Actor, token(r))
	switch {
	case fault.Is(err, fault.NotFound):
		return lost(w, r, err)
	case fault.Is(err, fault.Conflict):
		return h.own(w, r, err)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, registration.OwnPath(token(r)))
}

// Back leads to the page with the button: what a button does is never done by
// opening its address.
func (h *Handler) Back(w http.ResponseWriter, r *http.Request) error {
	private(w)
	_, err := h.portal.Registrations.ByToken(r.Context(), page.From(r).Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, registration.OwnPath(token(r)))
}

// Confirm makes the sign-up count.
func (h *Handler) Confirm(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, h.portal.Registrations.ConfirmByToken)
}

// Answer says yes or no to an offer.
func (h *Handler) Answer(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	switch f.Raw("svar") {
	case "ja":
		return h.act(w, r, h.portal.Registrations.AcceptByToken)
	case "nei":
		return h.act(w, r, h.portal.Registrations.DeclineByToken)
	}
	return h.own(w, r, nil) // neither: the page asks again
}

// AskCancel asks before the person is taken off the list.
func (h *Handler) AskCancel(w http.ResponseWriter, r *http.Request) error {
	private(w)
	e := page.From(r)
	o, err := h.portal.Registrations.ByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	if !o.CanCancel {
		return page.Redirect(w, r, registration.OwnPath(token(r)))
	}
	return page.Render(w, r, cancelPage(quiet(r, e.T("Vil du melde av?")), ownOf(e, o, token(r))))
}

// Cancel takes the person off the list.
func (h *Handler) Cancel(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, h.portal.Registrations.CancelByToken)
}

// canSignUpAgain is for those who are out and whom nobody has refused.
func (v ownView) canSignUpAgain() bool {
	return !v.Active() && v.Status != registration.CancelledByOrganiser && !v.Past && !v.Slot.Cancelled
}

// showsInstructions is for those who are in.
func (v ownView) showsInstructions() bool {
	return v.Status == registration.Confirmed && v.Form.Instructions != ""
}

func (v ownView) path(more string) string { return registration.OwnPath(v.Token) + more }

func (v ownView) people(p ui.Page) string {
	s := p.N("%d person", "%d personer", v.PartySize)
	var names []string
	for _, x := range v.Participants {
		if x.Name != "" {
			names = append(names, x.Name)
		}
	}
	if len(names) == 0 {
		return s
	}
	return s + ": " + strings.Join(names, ", ")
}

func (v ownView) answer(p ui.Page, q registration.Question) string {
	switch a := v.Answers[q.ID]; {
	case q.Kind == registration.YesNoQuestion && a == "ja":
		return p.T("Ja")
	case q.Kind == registration.YesNoQuestion && a == "nei":
		return p.T("Nei")
	default:
		return a
	}
}
