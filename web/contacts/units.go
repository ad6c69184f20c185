// The municipality's units.

package contacts

import (
	"net/http"
	"net/url"
	"strconv"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const unitsPath = "/ansatt/enheter"

type unitsView struct {
	Units     []contact.Node
	MayManage bool
}

// Units is the tree of the municipality's units.
func (h *Handler) Units(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	units, err := h.portal.Contacts.PublicUnits(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	p := e.Page(r, e.T("Enheter"))
	p.Active = "kontakter"
	return page.Render(w, r, unitsPage(p, unitsView{Units: contact.Tree(units), MayManage: e.Actor.May(account.ManageContacts)}))
}

type unitView struct {
	F       page.FormView
	ID      int64
	Name    string
	Parents []ui.Option
	Action  string
	Stored  *contact.Unit // what somebody else saved meanwhile
}

// NewUnit is the empty form.
func (h *Handler) NewUnit(w http.ResponseWriter, r *http.Request) error {
	return h.unitForm(w, r, http.StatusOK, contact.Unit{}, &form.Form{Values: url.Values{"aktiv": {"ja"}, "over": {form.Query(r).Raw("over")}}}, nil)
}

// EditUnit is the form of a unit.
func (h *Handler) EditUnit(w http.ResponseWriter, r *http.Request) error {
	u, err := h.unit(r)
	if err != nil {
		return err
	}
	return h.unitForm(w, r, http.StatusOK, u, &form.Form{Values: unitValues(u)}, nil)
}

func (h *Handler) unit(r *http.Request) (contact.Unit, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return contact.Unit{}, err
	}
	return h.portal.Contacts.PublicUnit(r.Context(), page.From(r).Site.ID, id)
}

// CreateUnit stores a new unit.
func (h *Handler) CreateUnit(w http.ResponseWriter, r *http.Request) error {
	return h.saveUnit(w, r, contact.Unit{})
}

// UpdateUnit stores the changes of a unit.
func (h *Handler) UpdateUnit(w http.ResponseWriter, r *http.Request) error {
	u, err := h.unit(r)
	if err != nil {
		return err
	}
	return h.saveUnit(w, r, u)
}

func (h *Handler) saveUnit(w http.ResponseWriter, r *http.Request, old contact.Unit) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	u := readUnit(f)
	u.ID = old.ID
	f.Also(u.Check())
	if f.Err() == nil {
		_, err = h.portal.Contacts.SaveUnit(r.Context(), e.Actor, u)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		stored, err := h.unit(r)
		if err != nil {
			return err
		}
		f.Values.Set("versjon", strconv.Itoa(stored.Version))
		return h.unitForm(w, r, http.StatusConflict, stored, f, &stored)
	case f.Merge(err) || f.Err() != nil:
		return h.unitForm(w, r, http.StatusUnprocessableEntity, old, f, nil)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, unitsPath, e.T("%s er lagret.", u.Name))
}

func (h *Handler) unitForm(w http.ResponseWriter, r *http.Request, status int, u contact.Unit, f *form.Form, stored *contact.Unit) error {
	e := page.From(r)
	units, err := h.portal.Contacts.PublicUnits(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	v := unitView{F: e.Form(f), ID: u.ID, Name: u.Name, Parents: unitOptions(units, u.ID), Action: unitsPath + "/ny", Stored: stored}
	title := e.T("Ny enhet")
	if u.ID != 0 {
		title, v.Action = e.T("Rediger %s", u.Name), unitsPath+"/"+ui.Itoa(u.ID)
	}
	p := e.Page(r, title)
	p.Active, p.HasErrors = "kontakter", v.F.Failed()
	return page.RenderStatus(w, r, status, unitPage(p, v))
}

func readUnit(f *form.Form) contact.Unit {
	u := contact.Unit{
		Name: f.Required("navn", 120, i18n.Mark("Skriv navnet på enheten.")), ParentID: idPtr(f.ID("over")), Phone: f.Phone("telefon"),
		Email: f.Email("epost"), Website: f.URL("nettsted"), Active: f.Checked("aktiv"),
	}
	if s := f.Line("orgnr", 30); s != "" {
		if n, err := i18n.ParseOrgNr(s); err == nil {
			u.OrgNr = &n
		} else {
			f.Errs.Add("orgnr", i18n.Mark("Organisasjonsnummeret er ikke gyldig."))
		}
	}
	if n := f.Int("rekkefolge", 0, 9999); n != nil {
		u.Sort = *n
	}
	u.Version, _ = strconv.Atoi(f.Raw("versjon"))
	return u
}

func unitValues(u contact.Unit) url.Values {
	v := url.Values{
		"navn": {u.Name}, "telefon": {i18n.Phone(u.Phone)}, "epost": {u.Email}, "nettsted": {u.Website},
		"rekkefolge": {strconv.Itoa(u.Sort)}, "versjon": {strconv.Itoa(u.Version)},
	}
	if u.ParentID != nil {
		v.Set("over", ui.Itoa(*u.ParentID))
	}
	if u.OrgNr != nil {
		v.Set("orgnr", i18n.OrgNr(*u.OrgNr))
	}
	if u.Active {
		v.Set("aktiv", "ja")
	}
	return v
}
