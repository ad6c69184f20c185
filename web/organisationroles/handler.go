// Package organisationroles is the page with the roles in an organisation: who has which and says so, and what
// Enhetsregisteret proposes, to accept or decline. Its own administrator and staff have the same page.
package organisationroles

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgroles"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/form"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// OwnPath is the page of a lag's own people.
const OwnPath = "/lag/roller"

// StaffPath is the page of staff.
func StaffPath(id int64) string { return organisations.StaffPath(id, "/roller") }

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

type view struct {
	ID        int64
	Name      string
	Staff     bool
	Base      string // address of the page
	EditURL   string
	Proposals []proposalView
	All       [][2]string // hidden fields that name all proposals
	Roles     []roleView
	MayFetch  bool
	Fetched   string
	Fault     string // why the register could not be asked
}

type proposalView struct {
	ID                     int64
	Ends                   bool
	Name, Role, What, When string
}

type roleView struct{ Name, Role, Reach, Source, Shown string }

// at is whose page it is, and where.
func at(r *http.Request) (id int64, path string, err error) {
	e := page.From(r)
	if e.Door == account.GroupDoor {
		return e.Actor.OrganisationID, OwnPath, nil
	}
	id, err = page.ID(r, "id")
	return id, StaffPath(id), err
}

// Show is the page.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	return h.show(w, r, http.StatusOK, nil)
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request, status int, refused error) error {
	e := page.From(r)
	id, path, err := at(r)
	if err != nil {
		return err
	}
	o, err := h.portal.Organisations.Get(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	waits, err := h.portal.OrgRoles.RolesProposed(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	v := viewOf(e, o, waits)
	v.Base, v.Fault = e.URL(path), e.Refusal(refused)
	p := e.Page(r, e.T("Roller i %s", o.Name))
	p.Active = map[bool]string{true: "organisasjoner", false: "profil"}[v.Staff]
	return page.RenderStatus(w, r, status, rolesPage(p, v))
}

// statusOf is that of the page with a refusal on it.
func statusOf(err error) int {
	switch fault.KindOf(err) {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusConflict
}

func viewOf(e *page.Env, o organisation.View, waits orgroles.View) view {
	v := view{ID: o.ID, Name: o.Name, Staff: e.Door == account.StaffDoor, EditURL: e.URL("/lag/profil#persondel"), MayFetch: waits.MayFetch}
	if v.Staff {
		v.EditURL = e.URL(organisations.StaffPath(o.ID, "/endre#persondel"))
	}
	if waits.FetchedAt != nil {
		v.Fetched = e.T("Sist hentet %s.", e.Lang.Date(*waits.FetchedAt))
	}
	for _, x := range waits.Proposals {
		row := proposalView{
			ID: x.ID, Ends: x.Change == orgroles.Ends, Name: x.Name, Role: e.T(x.Role.Name()),
			What: e.T("Står i Enhetsregisteret, men ikke her"), When: e.T("hentet %s", e.Lang.Date(x.ProposedAt)),
		}
		if row.Ends {
			row.What = e.T("Står ikke lenger i Enhetsregisteret")
		}
		v.Proposals, v.All = append(v.Proposals, row), append(v.All, [2]string{field, ui.Itoa(x.ID)})
	}
	for i, c := range organisations.Contacts(e, o.Contacts) {
		row := roleView{Name: c.Name, Role: c.Role, Source: c.Source, Shown: e.T("Ikke synlig for andre")}
		if o.Contacts[i].Public {
			row.Shown = e.T("Synlig for alle")
		}
		for _, reach := range []string{c.Phone, c.Email} {
			if row.Reach != "" && reach != "" {
				row.Reach += ", "
			}
			row.Reach += reach
		}
		v.Roles = append(v.Roles, row)
	}
	return v
}

// Fetch asks the register.
func (h *Handler) Fetch(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, path, err := at(r)
	if err != nil {
		return err
	}
	found, err := h.portal.OrgRoles.FetchRoles(r.Context(), e.Actor, id)
	switch {
	case e.Refusal(err) != "":
		return h.show(w, r, statusOf(err), err)
	case err != nil:
		return err
	case found.Begins+found.Ends == 0:
		return page.Redirect(w, r, path, e.T("Enhetsregisteret sier ikke noe nytt."))
	}
	return page.Redirect(w, r, path, e.Lang.N("Ett nytt forslag fra Enhetsregisteret.", "%d nye forslag fra Enhetsregisteret.", found.Begins+found.Ends))
}

// field is the form field that names a proposal.
const field = "forslag"

// Accept makes the chosen proposals true.
func (h *Handler) Accept(w http.ResponseWriter, r *http.Request) error {
	return h.decide(w, r, true)
}

// Decline says no to them.
func (h *Handler) Decline(w http.ResponseWriter, r *http.Request) error {
	return h.decide(w, r, false)
}

func (h *Handler) decide(w http.ResponseWriter, r *http.Request, yes bool) error {
	e := page.From(r)
	id, path, err := at(r)
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	do := h.portal.OrgRoles.DeclineRoles
	if yes {
		do = h.portal.OrgRoles.AcceptRoles
	}
	n, err := do(r.Context(), e.Actor, id, f.IDs(field))
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		return h.show(w, r, statusOf(err), err)
	}
	if err != nil {
		return err
	}
	text := e.Lang.N("Forslaget er avslått.", "%d forslag er avslått.", n)
	if yes {
		text = e.Lang.N("Forslaget er godtatt.", "%d forslag er godtatt.", n)
	}
	return page.Redirect(w, r, path, text)
}
