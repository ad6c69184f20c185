// A group's people: inviting, changing and removing them.

package accounts

import (
	"errors"
	"net/http"
	"slices"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/login"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type peopleView struct {
	Page        ui.Page
	Form        page.FormView
	People      []personView
	Invitations []invitedView
	MayManage   bool
	Self        int64
}

type personView struct {
	account.Member
	RoleName string
	Seen     string
	Self     bool
	Next     account.Role // what a change of role leads to
}

type invitedView struct {
	ID                   int64
	Name, Email, Role    string
	State                string
	Expired              bool
	ResendURL, RemoveURL string
}

// People are a group's own people and open invitations.
func (h *Handler) People(w http.ResponseWriter, r *http.Request) error {
	return h.showPeople(w, r, nil)
}

func (h *Handler) showPeople(w http.ResponseWriter, r *http.Request, f *form.Form) error {
	e, ctx := page.From(r), r.Context()
	members, err := h.portal.Accounts.Members(ctx, e.Actor, e.Actor.OrganisationID)
	if err != nil {
		return err
	}
	v := peopleView{Form: e.Form(f), MayManage: e.Actor.May(account.InviteOwnPeople), Self: e.Actor.AccountID}
	for _, m := range members {
		v.People = append(v.People, personOf(e, m))
	}
	if v.MayManage {
		list, err := h.portal.Invitations.MemberInvitations(ctx, e.Actor, e.Actor.OrganisationID)
		if err != nil {
			return err
		}
		v.Invitations = invitedViews(e, list, peoplePath)
	}
	v.Page = e.Page(r, e.T("Personer i %s", e.OrganisationName))
	v.Page.Active, v.Page.HasErrors = "personer", v.Form.Failed()
	return page.RenderStatus(w, r, v.Form.Status(), peoplePage(v))
}

func personOf(e *page.Env, m account.Member) personView {
	p := personView{Member: m, RoleName: e.T(m.Role.Name()), Seen: e.T("aldri"), Self: m.AccountID == e.Actor.AccountID, Next: account.GroupAdmin}
	if m.LastLoginAt != nil {
		p.Seen = e.Lang.Ago(*m.LastLoginAt, e.Now)
	}
	if m.Role == account.GroupAdmin {
		p.Next = account.GroupMember
	}
	return p
}

func invitedViews(e *page.Env, list []invitation.Invitation, base string) []invitedView {
	out := make([]invitedView, 0, len(list))
	for _, i := range list {
		v := invitedView{
			ID: i.ID, Name: i.Name, Email: i.Email, Role: e.T(i.Role().Name()), Expired: i.Expired(e.Now),
			ResendURL: e.URL(base + "/invitasjoner/" + ui.Itoa(i.ID) + "/send"), RemoveURL: e.URL(base + "/invitasjoner/" + ui.Itoa(i.ID) + "/trekk"),
		}
		v.State = e.T("Til %s", e.Lang.DateWeekday(i.ExpiresAt, e.Now))
		if v.Expired {
			v.State = e.T("Har gått ut")
		}
		out = append(out, v)
	}
	return out
}

func readInvite(f *form.Form, roles []account.Role) invitation.Invite {
	in := invitation.Invite{
		Name:  f.Required("navn", 120, i18n.Mark("Skriv navnet til den du vil invitere.")),
		Email: f.Email("epost"), Role: account.Role(f.Raw("rolle")),
	}
	if !f.Errs.Has("epost") {
		f.Errs.Check(in.Email != "", "epost", i18n.Mark("Skriv e-postadressen til den du vil invitere."))
	}
	f.Errs.Check(in.Role != "", "rolle", i18n.Mark("Velg en rolle."))
	f.Also(in.Clean(roles))
	return in
}

// InviteMember invites someone to the group.
func (h *Handler) InviteMember(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	in := readInvite(f, account.GroupRoles)
	if len(f.Errs) > 0 {
		return h.showPeople(w, r, f)
	}
	if err := h.portal.Invitations.InviteMember(r.Context(), e.Actor, e.Actor.OrganisationID, in); err != nil {
		if f.Merge(err) {
			return h.showPeople(w, r, f)
		}
		return err
	}
	return page.Redirect(w, r, peoplePath, e.T("Invitasjonen er sendt til %s.", in.Email))
}

// ChangeMember gives one of the group's people another role.
func (h *Handler) ChangeMember(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	if err := h.portal.Accounts.ChangeMemberRole(r.Context(), e.Actor, e.Actor.OrganisationID, id, account.Role(f.Raw("rolle"))); err != nil {
		return err
	}
	return page.Redirect(w, r, peoplePath, e.T("Rollen er endret."))
}

type removeView struct {
	Page   ui.Page
	Title  string // asks
	Text   string
	Action string
	Button string
	Back   string
	Hidden [][2]string

	NotYet     string // the title when it cannot be done now
	Problem    string // why it cannot
	Way        string // where something can be done about it
	WayText    string
	LoginAgain string // set when a fresh login is needed
}

// renderRemove asks, or says what stands against it and where that can be changed. What
// problem is not of that kind is given back.
func renderRemove(w http.ResponseWriter, r *http.Request, code int, problem error, v removeView) error {
	e := page.From(r)
	switch {
	case errors.Is(problem, account.ErrNotFresh):
		v.LoginAgain, code = freshLoginURL(e, e.Path), http.StatusForbidden
	case fault.Is(problem, fault.Conflict):
		v.Title, v.Problem, code = v.NotYet, e.Refusal(problem), http.StatusConflict
		v.Way, v.WayText = e.URL(peoplePath), e.T("Se hvem som er med i laget")
		if e.Door == account.StaffDoor {
			v.Way, v.WayText = e.URL(usersPath), e.T("Se hvem som har tilgang")
		}
	case problem != nil:
		return problem
	}
	if r.Method == http.MethodGet {
		code = http.StatusOK
	}
	v.Page = e.Page(r, v.Title)
	return page.RenderStatus(w, r, code, removePage(v))
}

// AskRemove asks before someone loses access to the group.
func (h *Handler) AskRemove(w http.ResponseWriter, r *http.Request) error {
	return h.askRemove(w, r, nil)
}

func (h *Handler) askRemove(w http.ResponseWriter, r *http.Request, problem error) error {
	e, ctx := page.From(r), r.Context()
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	members, err := h.portal.Accounts.Members(ctx, e.Actor, e.Actor.OrganisationID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(members, func(m account.Member) bool { return m.AccountID == id })
	if at < 0 {
		return errNotHere
	}
	if problem == nil {
		problem = h.portal.Accounts.MayRemoveMember(ctx, e.Actor, e.Actor.OrganisationID, id)
	}
	v := removeView{
		Title: e.T("Vil du fjerne %s fra %s?", members[at].Name, e.OrganisationName), Text: e.T("Tilgangen tar slutt med en gang. Aktivitetene som er lagt inn, blir stående: de hører til laget."),
		Action: e.URL(removePath(id)), Button: e.T("Fjern tilgangen"), Back: e.URL(peoplePath), NotYet: e.T("Tilgangen kan ikke avsluttes ennå"),
	}
	if id == e.Actor.AccountID {
		v.Title, v.Button = e.T("Vil du avslutte tilgangen din til %s?", e.OrganisationName), e.T("Avslutt tilgangen min")
		v.Text = e.T("Du blir logget ut med en gang. Aktivitetene du har lagt inn, blir stående: de hører til laget. Har du ikke tilgang til andre lag, avsluttes kontoen din, og navnet ditt slettes et år etterpå.")
	}
	return renderRemove(w, r, http.StatusOK, problem, v)
}

// RemoveMember ends someone's access to the group. Who leaves herself is logged out.
func (h *Handler) RemoveMember(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	err = h.portal.Accounts.RemoveMember(r.Context(), e.Actor, e.Actor.OrganisationID, id)
	switch {
	case fault.Is(err, fault.Conflict):
		return h.askRemove(w, r, err)
	case err != nil:
		return err
	case id == e.Actor.AccountID:
		return login.Leave(w, r)
	}
	return page.Redirect(w, r, peoplePath, e.T("Tilgangen er fjernet."))
}

// ResendInvitation sends a new link, from either door.
func (h *Handler) ResendInvitation(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if err := h.portal.Invitations.ResendInvitation(r.Context(), e.Actor, id); err != nil {
		return err
	}
	return page.Redirect(w, r, invitationsPath(e), e.T("Invitasjonen er sendt på nytt. Den forrige lenken virker ikke lenger."))
}

// WithdrawInvitation takes an invitation back, from either door.
func (h *Handler) WithdrawInvitation(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if err := h.portal.Invitations.WithdrawInvitation(r.Context(), e.Actor, id); err != nil {
		return err
	}
	return page.Redirect(w, r, invitationsPath(e), e.T("Invitasjonen er trukket tilbake."))
}

// Where the people of each door are kept.
const (
	usersPath  = "/ansatt/brukere"
	peoplePath = "/lag/personer"
)

// removePath is where access to the group is ended, one's own too.
func removePath(accountID int64) string { return peoplePath + "/" + ui.Itoa(accountID) + "/fjern" }

func userPath(id int64) string { return usersPath + "/" + ui.Itoa(id) }

func invitationsPath(e *page.Env) string {
	if e.Door == account.StaffDoor {
		return usersPath
	}
	return peoplePath
}

var errNotHere = fault.New(fault.NotFound, i18n.Mark("Vi finner ikke det du leter etter."))
