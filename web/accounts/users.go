// The municipality's users: inviting, changing and ending them.

package accounts

import (
	"errors"
	"net/http"
	"strconv"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type usersView struct {
	Page        ui.Page
	Form        page.FormView
	Users       []userView
	Invitations []invitedView
	LoginAgain  string
}

type userView struct {
	account.User
	RoleName string
	Seen     string
	Self     bool
}

// Users are the municipality's people with access, and open invitations.
func (h *Handler) Users(w http.ResponseWriter, r *http.Request) error {
	return h.showUsers(w, r, nil, false)
}

func (h *Handler) showUsers(w http.ResponseWriter, r *http.Request, f *form.Form, again bool) error {
	e, ctx := page.From(r), r.Context()
	users, err := h.portal.Accounts.Staff(ctx, e.Actor)
	if err != nil {
		return err
	}
	invitations, err := h.portal.Invitations.StaffInvitations(ctx, e.Actor)
	if err != nil {
		return err
	}
	v := usersView{Form: e.Form(f), Invitations: invitedViews(e, invitations, usersPath)}
	for _, u := range users {
		v.Users = append(v.Users, userOf(e, u))
	}
	code := v.Form.Status()
	if again {
		v.LoginAgain, code = freshLoginURL(e, usersPath), http.StatusForbidden
	}
	v.Page = e.Page(r, e.T("Brukere"))
	v.Page.Active, v.Page.HasErrors = "oppsett", v.Form.Failed()
	return page.RenderStatus(w, r, code, usersPage(v))
}

func userOf(e *page.Env, u account.User) userView {
	v := userView{User: u, RoleName: e.T(u.Role.Name()), Seen: e.T("aldri"), Self: u.ID == e.Actor.AccountID}
	if u.LastLoginAt != nil {
		v.Seen = e.Lang.Ago(*u.LastLoginAt, e.Now)
	}
	return v
}

// InviteUser invites someone to the municipality's pages.
func (h *Handler) InviteUser(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	in := readInvite(f, account.StaffRoles)
	if len(f.Errs) > 0 {
		return h.showUsers(w, r, f, false)
	}
	err = h.portal.Invitations.InviteStaff(r.Context(), e.Actor, in)
	switch {
	case errors.Is(err, account.ErrNotFresh):
		return h.showUsers(w, r, f, true)
	case f.Merge(err):
		return h.showUsers(w, r, f, false)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, usersPath, e.T("Invitasjonen er sendt til %s.", in.Email))
}

type userPageView struct {
	Page       ui.Page
	User       userView
	Form       page.FormView
	Sessions   []sessionView
	LoginAgain string
	URL        string
}

// User is one of the municipality's people: role, sessions, the way out.
func (h *Handler) User(w http.ResponseWriter, r *http.Request) error {
	return h.showUser(w, r, nil, false)
}

func (h *Handler) showUser(w http.ResponseWriter, r *http.Request, f *form.Form, again bool) error {
	e, ctx := page.From(r), r.Context()
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	u, err := h.portal.Accounts.StaffUser(ctx, e.Actor, id)
	if err != nil {
		return err
	}
	sessions, err := h.portal.Accounts.SessionsOf(ctx, e.Actor, id)
	if err != nil {
		return err
	}
	if f == nil {
		f = &form.Form{Values: map[string][]string{"rolle": {string(u.Role)}}}
	}
	v := userPageView{User: userOf(e, u), Form: e.Form(f), Sessions: sessionViews(e, sessions), URL: e.URL(userPath(id))}
	code := v.Form.Status()
	if again {
		v.LoginAgain, code = freshLoginURL(e, userPath(id)), http.StatusForbidden
	}
	v.Page = e.Page(r, u.Name)
	v.Page.Active, v.Page.HasErrors = "oppsett", v.Form.Failed()
	return page.RenderStatus(w, r, code, userPage(v))
}

// ChangeUser gives another role.
func (h *Handler) ChangeUser(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, f, err := idAndForm(w, r)
	if err != nil {
		return err
	}
	err = h.portal.Accounts.ChangeStaffRole(r.Context(), e.Actor, id, account.Role(f.Raw("rolle")), version(f))
	switch {
	case errors.Is(err, account.ErrNotFresh):
		return h.showUser(w, r, f, true)
	case f.Merge(err):
		return h.showUser(w, r, f, false)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, usersPath, e.T("Rollen er endret. Personen må logge inn på nytt."))
}

func idAndForm(w http.ResponseWriter, r *http.Request) (int64, *form.Form, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return 0, nil, err
	}
	f, err := form.Read(w, r)
	return id, f, err
}

func version(f *form.Form) int {
	n, err := strconv.Atoi(f.Raw("versjon"))
	if err != nil {
		return 0
	}
	return n
}

// AskEndUser asks before someone loses access, or says why that cannot be yet.
func (h *Handler) AskEndUser(w http.ResponseWriter, r *http.Request) error {
	return h.askEndUser(w, r, http.StatusOK, nil)
}

func (h *Handler) askEndUser(w http.ResponseWriter, r *http.Request, code int, problem error) error {
	e, ctx := page.From(r), r.Context()
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	u, err := h.portal.Accounts.StaffUser(ctx, e.Actor, id)
	if err != nil {
		return err
	}
	if problem == nil {
		problem = h.portal.Accounts.MayEndStaff(ctx, e.Actor, id)
	}
	return renderRemove(w, r, code, problem, removeView{
		Title: e.T("Vil du avslutte tilgangen til %s?", u.Name), Text: e.T("Personen blir logget ut med en gang. Det personen har lagt inn, blir stående."),
		Action: e.URL(userPath(id) + "/avslutt"), Button: e.T("Avslutt tilgangen"), Back: e.URL(userPath(id)), NotYet: e.T("Tilgangen kan ikke avsluttes ennå"),
		Hidden: [][2]string{{"versjon", strconv.Itoa(u.Version)}},
	})
}

// EndUser takes the access away.
func (h *Handler) EndUser(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, f, err := idAndForm(w, r)
	if err != nil {
		return err
	}
	f.Errs.Check(version(f) > 0, "versjon", i18n.Mark("Se over opplysningene og svar på spørsmålet."))
	if len(f.Errs) > 0 {
		return h.askEndUser(w, r, http.StatusUnprocessableEntity, nil)
	}
	err = h.portal.Accounts.EndStaff(r.Context(), e.Actor, id, version(f))
	if errors.Is(err, account.ErrNotFresh) || errors.Is(err, account.ErrLastAdministrator) {
		return h.askEndUser(w, r, http.StatusOK, err)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, usersPath, e.T("Tilgangen er avsluttet."))
}

// EndUserSessions logs someone out everywhere.
func (h *Handler) EndUserSessions(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if err := h.portal.Accounts.EndSessionsOf(r.Context(), e.Actor, id); err != nil {
		return err
	}
	return page.Redirect(w, r, userPath(id), e.T("Personen er logget ut overalt."))
}
