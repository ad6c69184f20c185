// The form of a contact person.

package contacts

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type editView struct {
	F           page.FormView
	ID          int64 // 0: a new one
	Name        string
	Units       []ui.Option
	Substitutes []ui.Option
	Topics      []ui.Option
	Areas       []ui.Option
	Action      string
	Conflict    []difference // what somebody else saved meanwhile
	Both        bool         // somebody else saved meanwhile
}

// difference is one field in which what is stored and what was typed differ.
type difference struct{ Field, Stored, Typed string }

// New is the empty form.
func (h *Handler) New(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f := &form.Form{Values: url.Values{"fra": {e.Now.In(i18n.Oslo).Format(time.DateOnly)}, "offentlig": {"ja"}}}
	return h.editForm(w, r, http.StatusOK, contact.Contact{}, f, nil)
}

// Create stores a new contact.
func (h *Handler) Create(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	c := readContact(f)
	f.Also(rules(f, c))
	var id int64
	if f.Err() == nil {
		id, err = h.portal.Contacts.Create(r.Context(), e.Actor, c)
	}
	if f.Merge(err) || f.Err() != nil {
		return h.editForm(w, r, http.StatusUnprocessableEntity, contact.Contact{}, f, nil)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, StaffPath(id, ""), e.T("%s er lagt inn.", c.Name))
}

// Edit is the form of a contact.
func (h *Handler) Edit(w http.ResponseWriter, r *http.Request) error {
	c, err := h.current(r)
	if err != nil {
		return err
	}
	return h.editForm(w, r, http.StatusOK, c.Contact, &form.Form{Values: valuesOf(c.Contact)}, nil)
}

// current is the contact of the path; one that was merged can no longer be changed.
func (h *Handler) current(r *http.Request) (contact.Listed, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return contact.Listed{}, err
	}
	c, err := h.portal.Contacts.Show(r.Context(), page.From(r).Actor, id)
	if err == nil && c.MergedInto != nil {
		err = fault.Missing(i18n.Mark("Kontakten er slått sammen med en annen."))
	}
	return c, err
}

// Update stores the changes. When somebody else has changed the contact meanwhile,
// both versions are shown and nothing is stored.
func (h *Handler) Update(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	old, err := h.current(r)
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	c := readContact(f)
	c.ID = old.ID
	f.Also(rules(f, c))
	if f.Err() == nil {
		err = h.portal.Contacts.Update(r.Context(), e.Actor, c)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		return h.conflict(w, r, f, c)
	case f.Merge(err) || f.Err() != nil:
		return h.editForm(w, r, http.StatusUnprocessableEntity, old.Contact, f, nil)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, StaffPath(c.ID, ""), e.T("Endringene er lagret."))
}

// conflict shows the stored version beside the typed one; saving again replaces it knowingly.
func (h *Handler) conflict(w http.ResponseWriter, r *http.Request, f *form.Form, typed contact.Contact) error {
	stored, err := h.current(r)
	if err != nil {
		return err
	}
	diffs, err := h.differences(r, stored.Contact, typed)
	if err != nil {
		return err
	}
	f.Values.Set("versjon", strconv.Itoa(stored.Version))
	return h.editForm(w, r, http.StatusConflict, stored.Contact, f, diffs)
}

func (h *Handler) differences(r *http.Request, stored, typed contact.Contact) ([]difference, error) {
	e := page.From(r)
	units, err := h.portal.Contacts.PublicUnits(r.Context(), e.Site.ID)
	if err != nil {
		return nil, err
	}
	people, err := h.portal.Contacts.Choices(r.Context(), e.Actor, true)
	if err != nil {
		return nil, err
	}
	out := []difference{}
	for _, name := range contact.Changed(stored, typed) {
		show := func(c contact.Contact) string { return fieldText(e, c, name, units, people) }
		out = append(out, difference{Field: e.T(fieldNames[name]), Stored: show(stored), Typed: show(typed)})
	}
	return out, nil
}

// fieldText is one field of a contact as people read it.
func fieldText(e *page.Env, c contact.Contact, field string, units []contact.Unit, people []contact.Choice) string {
	from, to := dateText(e.Lang, c)
	switch field {
	case "enhet":
		return unitName(units, c.UnitID)
	case "vikar":
		return personName(people, c.SubstituteID)
	case "tema":
		return strings.Join(e.Site.CodeNames(e.Lang, c.Topics...), ", ")
	case "omrade":
		return strings.Join(e.Site.AreaNames(c.Areas...), ", ")
	case "offentlig":
		if c.Public {
			return e.T("Alle")
		}
		return e.T("Bare ansatte")
	}
	return map[string]string{
		"navn": c.Name, "tittel": c.Title, "epost": c.Email, "telefon": i18n.Phone(c.Phone), "treffetid": c.OfficeHours,
		"adresse": c.Address, "postnummer": c.PostalCode, "fra": from, "til": to, "notat": c.Note,
	}[field]
}

func unitName(units []contact.Unit, id *int64) string {
	for _, u := range units {
		if id != nil && u.ID == *id {
			return u.Name
		}
	}
	return ""
}

func personName(people []contact.Choice, id *int64) string {
	for _, c := range people {
		if id != nil && c.ID == *id {
			return c.Name
		}
	}
	return ""
}

func (h *Handler) editForm(w http.ResponseWriter, r *http.Request, status int, c contact.Contact, f *form.Form, diffs []difference) error {
	e := page.From(r)
	v := editView{F: e.Form(f), ID: c.ID, Name: c.Name, Action: TablePath + "/ny", Conflict: diffs, Both: status == http.StatusConflict}
	title := e.T("Ny kontakt")
	if c.ID != 0 {
		title, v.Action = e.T("Rediger %s", c.Name), StaffPath(c.ID, "/rediger")
	}
	units, err := h.portal.Contacts.PublicUnits(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	v.Units = unitOptions(units, 0)
	if v.Substitutes, err = h.personOptions(r, c.ID, false); err != nil {
		return err
	}
	v.Topics = ui.Choose(topicOptions(e), f.All("tema")...)
	v.Areas = ui.Choose(areaOptions(e), f.All("omrade")...)
	p := e.Page(r, title)
	p.Active, p.HasErrors = "kontakter", v.F.Failed()
	return page.RenderStatus(w, r, status, editPage(p, v))
}

func (h *Handler) personOptions(r *http.Request, without int64, ended bool) ([]ui.Option, error) {
	people, err := h.portal.Contacts.Choices(r.Context(), page.From(r).Actor, ended)
	var out []ui.Option
	for _, c := range people {
		if c.ID == without {
			continue
		}
		label := c.Name
		if c.UnitName != "" {
			label += " (" + c.UnitName + ")"
		}
		out = append(out, ui.Option{Value: ui.Itoa(c.ID), Label: label})
	}
	return out, err
}

// rules are what holds for a contact, with what could not be read as typed.
func rules(f *form.Form, c contact.Contact) error {
	c.Email, c.Phone = f.Typed("epost", c.Email), f.Typed("telefon", c.Phone)
	return c.Check()
}

func readContact(f *form.Form) contact.Contact {
	c := contact.Contact{
		Name: f.Line("navn", 120), Title: f.Line("tittel", 120), Email: f.Email("epost"), Phone: f.Phone("telefon"),
		OfficeHours: f.Line("treffetid", 200), Address: f.Line("adresse", 200), Public: f.Raw("offentlig") == "ja", Note: f.Text("notat", 2000),
		UnitID: idPtr(f.ID("enhet")), SubstituteID: idPtr(f.ID("vikar")), Topics: f.IDs("tema"), Areas: f.IDs("omrade"), ValidTo: f.Date("til"),
	}
	if from := f.Date("fra"); from != nil {
		c.ValidFrom = *from
	}
	if code := f.Line("postnummer", 10); code != "" {
		var ok bool
		c.PostalCode, ok = i18n.ParsePostalCode(code)
		f.Errs.Check(ok, "postnummer", i18n.Mark("Postnummeret må ha fire siffer."))
	}
	c.Version, _ = strconv.Atoi(f.Raw("versjon"))
	return c
}

func valuesOf(c contact.Contact) url.Values {
	v := url.Values{
		"navn": {c.Name}, "tittel": {c.Title}, "epost": {c.Email}, "telefon": {i18n.Phone(c.Phone)}, "treffetid": {c.OfficeHours},
		"adresse": {c.Address}, "postnummer": {c.PostalCode}, "notat": {c.Note}, "fra": {c.ValidFrom.Format(time.DateOnly)},
		"versjon": {strconv.Itoa(c.Version)},
	}
	if c.Public {
		v.Set("offentlig", "ja")
	} else {
		v.Set("offentlig", "nei")
	}
	if c.UnitID != nil {
		v.Set("enhet", ui.Itoa(*c.UnitID))
	}
	if c.SubstituteID != nil {
		v.Set("vikar", ui.Itoa(*c.SubstituteID))
	}
	if c.ValidTo != nil {
		v.Set("til", c.ValidTo.Format(time.DateOnly))
	}
	for _, id := range c.Topics {
		v.Add("tema", ui.Itoa(id))
	}
	for _, id := range c.Areas {
		v.Add("omrade", ui.Itoa(id))
	}
	return v
}
