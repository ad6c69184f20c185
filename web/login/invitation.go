// The page of an invitation, and taking it.

package login

import (
	"net/http"

	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/fault"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/termsbox"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

type invitationView struct {
	Page       ui.Page
	Form       page.FormView
	Invitation invitation.Invitation
	Name       string
	Action     string
	Problem    string
	LoginURL   string
	Terms      int // the version of the terms that holds, 0 where they need not be accepted
}

// Invitation is the page of an invitation's link; it changes nothing.
func (h *Handler) Invitation(w http.ResponseWriter, r *http.Request) error {
	return h.showInvitation(w, r, nil, nil)
}

func (h *Handler) showInvitation(w http.ResponseWriter, r *http.Request, f *form.Form, problem error) error {
	e := page.From(r)
	page.Private(w)
	i, err := h.portal.Invitations.InvitationByToken(r.Context(), e.Site.ID, chi.URLParam(r, "token"))
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	if problem == nil {
		problem = err
	}
	v := invitationView{Form: e.Form(f), Invitation: i, Name: i.Name, Action: e.URL(e.Path), Problem: e.Refusal(problem), LoginURL: e.URL(Path(i.Door()))}
	if f != nil {
		v.Name = f.Raw("navn")
	}
	if i.OrganisationID != 0 {
		now, err := h.portal.Terms.PublicCurrent(r.Context(), e.Site.ID)
		if err != nil {
			return err
		}
		v.Terms = now.Number
	}
	title := e.T("Du er invitert")
	if v.Problem != "" {
		title = e.T("Invitasjonen kan ikke brukes")
	}
	v.Page = e.Page(r, title)
	v.Page.NoIndex, v.Page.Alternates, v.Page.CanonicalURL, v.Page.HasErrors = true, false, "", v.Form.Failed()
	return page.RenderStatus(w, r, v.status(r), invitationPage(v))
}

func (v invitationView) status(r *http.Request) int {
	if v.Problem != "" && r.Method == http.MethodPost {
		return http.StatusConflict
	}
	return v.Form.Status()
}

// AcceptInvitation makes the account and logs in.
func (h *Handler) AcceptInvitation(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	l, err := h.portal.Invitations.AcceptInvitation(r.Context(), invitation.Accept{
		MunicipalityID: e.Site.ID, Token: chi.URLParam(r, "token"), Name: f.Raw("navn"), Browser: h.Browser(r), Lang: e.Lang, Terms: termsbox.Read(f),
	})
	switch {
	case f.Merge(err):
		return h.showInvitation(w, r, f, nil)
	case fault.Is(err, fault.Conflict):
		return h.showInvitation(w, r, f, err)
	case err != nil:
		return err
	}
	return h.Enter(w, r, l)
}

// what says in words what the invitation is to.
func (v invitationView) what() string {
	i, p := v.Invitation, v.Page
	role := p.T(i.Role().Name())
	if i.StaffRole != "" {
		return p.T("Du er invitert til kommunens sider hos %s, med rollen %s.", p.Site.Name, role)
	}
	return p.T("Du er invitert til å bidra for %s, med rollen %s.", i.OrganisationName, role)
}
