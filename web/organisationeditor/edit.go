// What is said of an organisation: the form, its fields, and when two have changed it at once.

package organisationeditor

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/web/form"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type editView struct {
	ID           int64 // 0: a new one
	Name         string
	Action       string
	Back         string
	Staff        bool
	Form         page.FormView
	Kinds        []ui.Option
	Langs        []ui.Option
	ICNPO        []ui.Option
	TargetGroups []ui.Option
	LocalKinds   []ui.Option
	Areas        []ui.Option
	Parents      []ui.Option
	Contacts     []contactFields
	Clash        []clashRow
	Stale        bool
	Confirmed    string
	ConfirmURL   string
}

// contactFields are the fields of one contact person; the names are numbered from 1.
type contactFields struct {
	Legend, Source                  string
	Name, Role, Email, Phone, Shown string // field names
}

// clashRow is a field that somebody else changed meanwhile, or that both did.
type clashRow struct{ Label, Theirs, Mine string }

// editor is where an edit form stands: its address, and where it leads back to.
type editor struct {
	id           int64
	action, back string
}

func ownEditor(e *page.Env) editor {
	return editor{id: e.Actor.OrganisationID, action: "/lag/profil", back: "/lag"}
}

func staffEditor(r *http.Request) (editor, error) {
	id, err := page.ID(r, "id")
	return editor{id: id, action: organisations.StaffPath(id, "/endre"), back: organisations.StaffPath(id, "")}, err
}

// Profile is where a lag's administrator changes what is said of it.
func (h *Handler) Profile(w http.ResponseWriter, r *http.Request) error {
	return h.edit(w, r, ownEditor(page.From(r)))
}

// SaveProfile stores the lag's own changes.
func (h *Handler) SaveProfile(w http.ResponseWriter, r *http.Request) error {
	return h.saveEdit(w, r, ownEditor(page.From(r)))
}

// Edit is the same for staff, who can change kind and number too.
func (h *Handler) Edit(w http.ResponseWriter, r *http.Request) error {
	at, err := staffEditor(r)
	if err != nil {
		return err
	}
	return h.edit(w, r, at)
}

// SaveEdit stores what staff changed.
func (h *Handler) SaveEdit(w http.ResponseWriter, r *http.Request) error {
	at, err := staffEditor(r)
	if err != nil {
		return err
	}
	return h.saveEdit(w, r, at)
}

func (h *Handler) edit(w http.ResponseWriter, r *http.Request, at editor) error {
	e := page.From(r)
	o, err := h.portal.Organisations.Get(r.Context(), e.Actor, at.id)
	if err != nil {
		return err
	}
	return h.editForm(w, r, http.StatusOK, at, o, &form.Form{Values: valuesOf(o)}, nil)
}

func (h *Handler) saveEdit(w http.ResponseWriter, r *http.Request, at editor) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	current, err := h.portal.Organisations.Get(r.Context(), e.Actor, at.id)
	if err != nil {
		return err
	}
	d := readDraft(f, e.Door == account.StaffDoor)
	d.ID = at.id
	f.Also(rules(e, f, current, d))
	if len(f.Errs) > 0 {
		return h.editForm(w, r, http.StatusUnprocessableEntity, at, current, f, nil)
	}
	err = h.portal.Organisations.Update(r.Context(), e.Actor, d)
	switch {
	case err == nil:
		return page.Redirect(w, r, at.back, e.T("Endringene er lagret."))
	case errors.Is(err, organisation.ErrChanged):
		return h.clash(w, r, at, f, d)
	case f.Merge(err):
		return h.editForm(w, r, http.StatusUnprocessableEntity, at, current, f, nil)
	}
	return err
}

// rules are what holds for the organisation as the form would make it, with what
// could not be read as typed.
func rules(e *page.Env, f *form.Form, current organisation.View, d organisation.Draft) error {
	o, from := current.Organisation, organisation.FromSelf
	d.CopyTo(&o)
	if e.Door == account.StaffDoor {
		from = organisation.FromStaff
		o.Kind, o.OrgNr = d.Kind, f.Typed("orgnr", d.OrgNr)
	}
	contacts := organisation.KeepSources(current.Contacts, d.Contacts, from, e.Now)
	for i := range contacts {
		c := &contacts[i]
		c.Email, c.Phone = f.Typed(organisation.ContactField(i, "epost"), c.Email), f.Typed(organisation.ContactField(i, "telefon"), c.Phone)
	}
	return organisation.Draft{Organisation: o, Contacts: contacts}.Check(e.Now)
}

// clash shows both versions. Saving once more is then a choice made with open eyes: the form carries the new version.
func (h *Handler) clash(w http.ResponseWriter, r *http.Request, at editor, f *form.Form, d organisation.Draft) error {
	e := page.From(r)
	current, err := h.portal.Organisations.Get(r.Context(), e.Actor, at.id)
	if err != nil {
		return err
	}
	mine := current.Organisation
	d.CopyTo(&mine)
	rows := []clashRow{}
	for _, c := range organisation.Differences(current.Organisation, mine) {
		rows = append(rows, clashRow{Label: e.T(organisation.FieldLabel(c.Field)), Theirs: organisation.FieldWords(e.Lang, c.Field, c.Old), Mine: organisation.FieldWords(e.Lang, c.Field, c.New)})
	}
	f.Values.Set("versjon", strconv.Itoa(current.Version))
	return h.editForm(w, r, http.StatusConflict, at, current, f, rows)
}

func (h *Handler) editForm(w http.ResponseWriter, r *http.Request, status int, at editor, o organisation.View, f *form.Form, clash []clashRow) error {
	e := page.From(r)
	v := editView{
		ID: o.ID, Name: o.Name, Action: e.URL(at.action), Back: e.URL(at.back), Staff: e.Door == account.StaffDoor, Form: e.Form(f), Clash: clash,
		Stale: o.Stale(e.Now), ICNPO: organisations.IcnpoOptions(e, false),
		TargetGroups: ui.Choose(organisations.CodeOptions(e, municipality.TargetGroups, false), f.All("malgruppe")...),
		LocalKinds:   ui.Choose(organisations.CodeOptions(e, municipality.LocalKinds, false), f.All("lagstype")...),
		Areas:        ui.Choose(organisations.AreaOptions(e, false), f.All("omrade")...),
		Contacts:     contactForms(e, f, o.Contacts),
	}
	if o.Status == organisation.Approved {
		v.ConfirmURL = e.URL(at.back + "/bekreft")
		if !v.Staff {
			v.ConfirmURL = e.URL("/lag/profil/bekreft")
		}
	}
	if o.ConfirmedAt != nil {
		v.Confirmed = e.Lang.Date(*o.ConfirmedAt)
	}
	for _, k := range organisation.Kinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Label: e.T(k.Name())})
	}
	for _, l := range i18n.Langs {
		v.Langs = append(v.Langs, ui.Option{Value: string(l), Label: l.Name()})
	}
	all, err := h.portal.Organisations.PublicChoices(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.ID != o.ID {
			v.Parents = append(v.Parents, ui.Option{Value: ui.Itoa(c.ID), Label: c.Name})
		}
	}
	p := e.Page(r, editTitle(e, o))
	p.Active, p.HasErrors = map[bool]string{true: "organisasjoner", false: "profil"}[v.Staff], v.Form.Failed()
	return page.RenderStatus(w, r, status, editPage(p, v))
}

func editTitle(e *page.Env, o organisation.View) string {
	if o.ID == 0 {
		return e.T("Ny organisasjon")
	}
	if e.Door == account.StaffDoor {
		return e.T("Endre %s", o.Name)
	}
	return e.T("Opplysninger om %s", o.Name)
}

// extraContacts are empty places for more contact persons.
const extraContacts = 2

func contactForms(e *page.Env, f *form.Form, here []organisation.Contact) []contactFields {
	var out []contactFields
	empty := 0
	for i := range organisation.MaxContacts {
		field := func(part string) string { return organisation.ContactField(i, part) }
		if f.Raw(field("navn"))+f.Raw(field("epost"))+f.Raw(field("telefon")) == "" {
			if empty++; empty > extraContacts {
				break
			}
		}
		source := ""
		for _, c := range here {
			if c.Is(organisation.ContactRole(f.Raw(field("rolle"))), f.Raw(field("navn"))) {
				source = organisations.SourceOf(e, c)
			}
		}
		out = append(out, contactFields{
			Legend: e.T("Kontaktperson %d", i+1), Source: source, Name: field("navn"), Role: field("rolle"), Email: field("epost"), Phone: field("telefon"), Shown: field("synlig"),
		})
	}
	return out
}

// valuesOf fills the form in with an organisation as it is.
func valuesOf(o organisation.View) url.Values {
	v := url.Values{
		"versjon": {strconv.Itoa(o.Version)}, "navn": {o.Name}, "kort": {o.Summary}, "om": {o.Description}, "bli_med": {o.HowToJoin},
		"sprak": {string(o.Lang)}, "epost": {o.EmailPublic}, "epost_intern": {o.EmailPrivate}, "telefon": {i18n.Phone(o.Phone)},
		"nettsted": {o.Website}, "adresse": {o.Address}, "postnummer": {o.PostalCode}, "medlemmer": {number(o.Members)},
		"medlemmer_under_20": {number(o.MembersUnder20)}, "stiftet": {number(o.FoundedYear)}, "type": {string(o.Kind)}, "orgnr": {i18n.OrgNr(o.OrgNr)},
	}
	for i, code := range o.ICNPO {
		v.Set("icnpo"+strconv.Itoa(i+1), code)
	}
	for _, id := range o.TargetGroups {
		v.Add("malgruppe", ui.Itoa(id))
	}
	for _, id := range o.LocalKinds {
		v.Add("lagstype", ui.Itoa(id))
	}
	for _, id := range o.Areas {
		v.Add("omrade", ui.Itoa(id))
	}
	if o.ParentID != 0 {
		v.Set("overordnet", ui.Itoa(o.ParentID))
	}
	for i, c := range o.Contacts {
		setContact(v, i, c.Name, string(c.Role), c.Email, i18n.Phone(c.Phone), c.Public)
	}
	return v
}

func setContact(v url.Values, i int, name, role, email, phone string, shown bool) {
	for part, value := range map[string]string{"navn": name, "rolle": role, "epost": email, "telefon": phone, "synlig": map[bool]string{true: "ja"}[shown]} {
		v.Set(organisation.ContactField(i, part), value)
	}
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// readDraft reads the form; staff have two fields more.
func readDraft(f *form.Form, staff bool) organisation.Draft {
	closeGaps(f.Values)
	d := organisation.Draft{Organisation: organisation.Organisation{
		Name: f.Line("navn", organisation.MaxName), Summary: f.Text("kort", organisation.MaxSummary), Description: f.Text("om", organisation.MaxDescription),
		HowToJoin: f.Text("bli_med", organisation.MaxHowToJoin), EmailPublic: f.Email("epost"), EmailPrivate: f.Email("epost_intern"),
		Phone: f.Phone("telefon"), Website: f.URL("nettsted"), Address: f.Line("adresse", 200), PostalCode: f.Line("postnummer", 10),
		Members: f.Int("medlemmer", 0, 1_000_000), MembersUnder20: f.Int("medlemmer_under_20", 0, 1_000_000), FoundedYear: f.Int("stiftet", 1700, 2200),
		TargetGroups: f.IDs("malgruppe"), LocalKinds: f.IDs("lagstype"), Areas: f.IDs("omrade"), ParentID: f.ID("overordnet"),
		Lang: i18n.Lang(f.OneOf("sprak", "nb", "nb", "nn", "en")),
	}}
	d.Version, _ = strconv.Atoi(f.Raw("versjon"))
	if code, ok := i18n.ParsePostalCode(d.PostalCode); ok {
		d.PostalCode = code
	}
	for _, name := range []string{"icnpo1", "icnpo2", "icnpo3"} {
		if code := f.Raw(name); code != "" {
			d.ICNPO = append(d.ICNPO, code)
		}
	}
	if staff {
		d.Kind, d.OrgNr = organisation.Kind(f.Raw("type")), readOrgNr(f)
	}
	for i := range organisation.MaxContacts {
		if c, ok := readContact(f, i); ok {
			d.Contacts = append(d.Contacts, c)
		}
	}
	return d
}

func readOrgNr(f *form.Form) string {
	if strings.TrimSpace(f.Raw("orgnr")) == "" {
		return ""
	}
	digits, err := i18n.ParseOrgNr(f.Raw("orgnr"))
	if err != nil {
		f.Errs = append(f.Errs, fault.Field{Name: "orgnr", Msg: err.Error()})
	}
	return digits
}

// closeGaps moves contact persons up where a row above is empty, so that errors stand on the right row.
func closeGaps(v url.Values) {
	next := 0
	for i := range organisation.MaxContacts {
		get := func(part string) string { return v.Get(organisation.ContactField(i, part)) }
		if strings.TrimSpace(get("navn")+get("epost")+get("telefon")) == "" {
			continue
		}
		if next != i {
			setContact(v, next, get("navn"), get("rolle"), get("epost"), get("telefon"), get("synlig") != "")
			setContact(v, i, "", "", "", "", false)
		}
		next++
	}
}

func readContact(f *form.Form, i int) (organisation.Contact, bool) {
	field := func(part string) string { return organisation.ContactField(i, part) }
	if strings.TrimSpace(f.Raw(field("navn"))+f.Raw(field("epost"))+f.Raw(field("telefon"))) == "" {
		return organisation.Contact{}, false
	}
	role := f.Raw(field("rolle"))
	if role == "" {
		role = "contact"
	}
	return organisation.Contact{
		Name: f.Line(field("navn"), 120), Role: organisation.ContactRole(role), Email: f.Email(field("epost")), Phone: f.Phone(field("telefon")),
		Public: f.Checked(field("synlig")),
	}, true
}

// Confirm says "opplysningene stemmer", for a lag's own administrator.
func (h *Handler) Confirm(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	if err := h.portal.Organisations.Confirm(r.Context(), e.Actor, e.Actor.OrganisationID); err != nil {
		return err
	}
	return page.Redirect(w, r, "/lag", e.T("Takk! Nå står det på siden at opplysningene er bekreftet."))
}
