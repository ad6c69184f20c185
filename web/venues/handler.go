// Package venues is the places where things happen: a page for residents about
// how to get there and get in, and the register that staff keep.
package venues

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/venue"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/hours"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Handler has the pages about venues.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

const listPath = "/ansatt/steder"

// Path is the address of a venue that residents see, without language prefix.
func Path(id int64) string { return "/steder/" + ui.Itoa(id) }

func idPtr(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// accessIcons are the drawings of the accessibility flags.
var accessIcons = map[string]string{
	"step_free": "step-free", "lift": "lift", "wheelchair": "wheelchair", "accessible_toilet": "toilet", "hearing_loop": "hearing-loop",
	"low_vision_marking": "light", "disabled_parking": "parking", "sign_language": "hand", "quiet_room": "quiet",
	"companion_free": "people", "transport_possible": "bus",
}

type fact struct{ Icon, Text string }

type showView struct {
	venue.Venue
	Kind, Area, Place string // in words; Place is postal code and town
	Access            []fact
	MapURL            string // norgeskart.no
	Activities        []activitycards.CardView
	Hours             *hours.View // nil: not known
	LinkedData        string      // for search engines; "" for what is no longer in use
}

// Show is a venue for residents. One that is no longer in use keeps its page: old
// activities lead to it.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	v := showView{}
	if v.Venue, err = h.portal.Venues.PublicShow(r.Context(), e.Site.ID, id); err != nil {
		return err
	}
	v.fill(e)
	coming, err := h.portal.ActivityLists.PublicAtVenue(r.Context(), e.Site.ID, id, 12)
	if err != nil {
		return err
	}
	v.Activities = activitycards.Cards(e, coming)
	if err := activitycards.AddPlaces(r.Context(), h.portal.SignupForms, e, v.Activities); err != nil {
		return err
	}
	p := e.Page(r, v.Name)
	p.Description = strings.TrimSpace(v.Kind + ". " + v.Address + " " + v.Place)
	return page.Render(w, r, showPage(p, v))
}

func (v *showView) fill(e *page.Env) {
	v.Kind = e.T(venue.Text(venue.Kinds, v.Venue.Kind))
	if v.AreaID != nil {
		v.Area = e.Site.AreaName(*v.AreaID)
	}
	v.Place = codelist.Town(v.PostalCode, e.Site.Name)
	for _, flag := range v.Accessibility {
		v.Access = append(v.Access, fact{accessIcons[flag], e.T(venue.Text(venue.AccessibilityFlags, flag))})
	}
	if v.Active {
		v.Hours, v.LinkedData = hours.Of(e, v.Opening), linkedData(e, v.Venue)
	}
	v.MapURL = ui.MapURL(v.Latitude, v.Longitude, searchable(v.Address, e.Site.Name))
}

// searchable is an address as a map finds it: with the municipality behind it.
func searchable(address, municipality string) string {
	if address == "" {
		return ""
	}
	return address + ", " + municipality
}

type listView struct {
	Words, Kind, Area string
	Kinds, Areas      []ui.Option
	Rows              []listRow
	Filtered          bool
	Prev, Next        string
	MayManage         bool
}

type listRow struct {
	ID                        int64
	Name, Kind, Area, Address string
	Access                    int
	Active                    bool
}

// Filters are what the register can be narrowed by.
var Filters = filter.Set[venue.Filter]{
	filter.Search(func(f *venue.Filter) *string { return &f.Words }),
	{Name: "type", Read: func(e *page.Env, q *form.Form, f *venue.Filter) filter.Value {
		for _, k := range venue.Kinds {
			if k.Code == q.Raw("type") {
				f.Kind = k.Code
				return filter.Value{Written: k.Code, Label: e.T(k.Text)}
			}
		}
		return filter.Value{}
	}},
	filter.Area("omrade", func(f *venue.Filter) *int64 { return &f.Area }),
}

// List is the register.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	f, on := Filters.Read(e, q)
	f.After, f.Before = q.Raw("etter"), q.Raw("for")
	found, err := h.portal.Venues.List(r.Context(), e.Actor, f)
	if err != nil {
		return err
	}
	keep := filter.Write(on)
	v := listView{
		Words: f.Words, Kind: f.Kind, Area: keep.Get("omrade"), Kinds: names(e, venue.Kinds), MayManage: e.Actor.May(account.ManageVenues),
		Filtered: len(on) > 0,
	}
	for _, a := range e.Site.ActiveAreas() {
		v.Areas = append(v.Areas, ui.Option{Value: a.Slug, Label: a.Name})
	}
	v.Rows = listRows(e, found.Rows)
	v.Prev, v.Next = e.Beside(listPath, keep, found.Prev, found.Next)
	p := e.Page(r, e.T("Steder"))
	p.Active = "steder"
	return page.Render(w, r, listPage(p, v))
}

func listRows(e *page.Env, venues []venue.Venue) []listRow {
	var out []listRow
	for _, x := range venues {
		row := listRow{ID: x.ID, Name: x.Name, Kind: e.T(venue.Text(venue.Kinds, x.Kind)), Address: codelist.Address(x.Address, x.PostalCode, e.Site.Name), Access: len(x.Accessibility), Active: x.Active}
		if x.AreaID != nil {
			row.Area = e.Site.AreaName(*x.AreaID)
		}
		out = append(out, row)
	}
	return out
}

func names(e *page.Env, list []venue.Name) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, n := range list {
		out[i] = ui.Option{Value: n.Code, Label: e.T(n.Text)}
	}
	return out
}

type editView struct {
	F      page.FormView
	Kinds  []ui.Option
	Areas  []ui.Option
	Units  []ui.Option
	Access []ui.Option
	Action string
	Stored *venue.Venue // what somebody else saved meanwhile
	Hours  hours.FormView
}

// New is the empty form.
func (h *Handler) New(w http.ResponseWriter, r *http.Request) error {
	return h.editForm(w, r, http.StatusOK, venue.Venue{}, &form.Form{Values: url.Values{"aktiv": {"ja"}}}, nil)
}

// Create stores a new venue.
func (h *Handler) Create(w http.ResponseWriter, r *http.Request) error {
	return h.save(w, r, venue.Venue{})
}

// Edit is the form of a venue.
func (h *Handler) Edit(w http.ResponseWriter, r *http.Request) error {
	v, err := h.current(r)
	if err != nil {
		return err
	}
	return h.editForm(w, r, http.StatusOK, v, &form.Form{Values: valuesOf(page.From(r), v)}, nil)
}

// Update stores the changes of a venue.
func (h *Handler) Update(w http.ResponseWriter, r *http.Request) error {
	v, err := h.current(r)
	if err != nil {
		return err
	}
	return h.save(w, r, v)
}

func (h *Handler) current(r *http.Request) (venue.Venue, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return venue.Venue{}, err
	}
	return h.portal.Venues.PublicShow(r.Context(), page.From(r).Site.ID, id)
}

func (h *Handler) save(w http.ResponseWriter, r *http.Request, old venue.Venue) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v := readVenue(f)
	v.ID = old.ID
	f.Also(rules(f, v))
	if f.Err() == nil && v.ID == 0 {
		v.ID, err = h.portal.Venues.Create(r.Context(), e.Actor, v)
	} else if f.Err() == nil {
		err = h.portal.Venues.Update(r.Context(), e.Actor, v)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		stored, err := h.current(r)
		if err != nil {
			return err
		}
		f.Values.Set("versjon", strconv.Itoa(stored.Version))
		return h.editForm(w, r, http.StatusConflict, stored, f, &stored)
	case f.Merge(err) || f.Err() != nil:
		return h.editForm(w, r, http.StatusUnprocessableEntity, old, f, nil)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, listPath, e.T("%s er lagret.", v.Name))
}

func (h *Handler) editForm(w http.ResponseWriter, r *http.Request, status int, x venue.Venue, f *form.Form, stored *venue.Venue) error {
	e := page.From(r)
	v := editView{F: e.Form(f), Kinds: names(e, venue.Kinds), Action: listPath + "/ny", Stored: stored}
	v.Hours = hours.Form(e, f, v.F)
	title := e.T("Nytt sted")
	if x.ID != 0 {
		title, v.Action = e.T("Rediger %s", x.Name), listPath+"/"+ui.Itoa(x.ID)
	}
	v.Access = ui.Choose(names(e, venue.AccessibilityFlags), f.All("tilgjengelighet")...)
	for _, a := range e.Site.ActiveAreas() {
		v.Areas = append(v.Areas, ui.Option{Value: ui.Itoa(a.ID), Label: a.Name})
	}
	units, err := h.portal.Contacts.PublicUnits(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	for _, u := range contact.Tree(units) {
		v.Units = append(v.Units, ui.Option{Value: ui.Itoa(u.ID), Label: strings.Repeat("– ", min(u.Depth, 6)) + u.Name})
	}
	p := e.Page(r, title)
	p.Active, p.HasErrors = "steder", v.F.Failed()
	return page.RenderStatus(w, r, status, editPage(p, v))
}

// rules are what holds for a place; half a position is none while the other half cannot be read.
func rules(f *form.Form, v venue.Venue) error {
	if f.Errs.Has("breddegrad") || f.Errs.Has("lengdegrad") {
		v.Latitude, v.Longitude = nil, nil
	}
	return v.Check()
}

func readVenue(f *form.Form) venue.Venue {
	v := venue.Venue{
		Name: f.Line("navn", 120), Kind: f.Raw("type"), AreaID: idPtr(f.ID("omrade")), UnitID: idPtr(f.ID("enhet")), Address: f.Line("adresse", 200),
		Capacity: f.Int("plass", 1, 100000), Accessibility: f.All("tilgjengelighet"), Equipment: f.Text("utstyr", 500),
		Description: f.Text("beskrivelse", 3000), Active: f.Checked("aktiv"),
		Latitude: degrees(f, "breddegrad"), Longitude: degrees(f, "lengdegrad"),
	}
	if code := f.Line("postnummer", 10); code != "" {
		var ok bool
		v.PostalCode, ok = i18n.ParsePostalCode(code)
		f.Errs.Check(ok, "postnummer", i18n.Mark("Postnummeret må ha fire siffer."))
	}
	v.Opening = hours.Read(f)
	v.Version, _ = strconv.Atoi(f.Raw("versjon"))
	return v
}

// degrees reads "59,9139" and "59.9139".
func degrees(f *form.Form, name string) *float64 {
	s := strings.ReplaceAll(strings.TrimSpace(f.Raw(name)), ",", ".")
	if s == "" {
		return nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x != x || x > 180 || x < -180 {
		f.Errs.Add(name, i18n.Mark("Skriv grader med desimaler, for eksempel 59,9139."))
		return nil
	}
	return &x
}

func valuesOf(e *page.Env, v venue.Venue) url.Values {
	out := url.Values{
		"navn": {v.Name}, "type": {v.Kind}, "adresse": {v.Address}, "postnummer": {v.PostalCode}, "utstyr": {v.Equipment},
		"beskrivelse": {v.Description}, "tilgjengelighet": v.Accessibility, "versjon": {strconv.Itoa(v.Version)},
	}
	if v.AreaID != nil {
		out.Set("omrade", ui.Itoa(*v.AreaID))
	}
	if v.UnitID != nil {
		out.Set("enhet", ui.Itoa(*v.UnitID))
	}
	if v.Capacity != nil {
		out.Set("plass", strconv.Itoa(*v.Capacity))
	}
	if v.Latitude != nil && v.Longitude != nil {
		out.Set("breddegrad", strings.Replace(strconv.FormatFloat(*v.Latitude, 'f', -1, 64), ".", ",", 1))
		out.Set("lengdegrad", strings.Replace(strconv.FormatFloat(*v.Longitude, 'f', -1, 64), ".", ",", 1))
	}
	if v.Active {
		out.Set("aktiv", "ja")
	}
	hours.Fill(e, out, v.Opening)
	return out
}
