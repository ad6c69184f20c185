// Areas of the municipality.

package setup

import (
	"net/http"
	"net/url"
	"strconv"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const areasPath = root + "/omrader"

type areaRow struct {
	municipality.Area
	Kind, Parent string
}

type areaView struct {
	F       page.FormView
	Action  string
	Kinds   []ui.Option
	Parents []ui.Option
	Stored  string
	Made    bool // the address can no longer be changed without breaking links
}

// Areas is the list of areas.
func (h *Handler) Areas(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	var rows []areaRow
	for _, a := range e.Site.Areas {
		row := areaRow{Area: a, Kind: e.T(kindText(a.Kind))}
		if a.ParentID != nil {
			parent, _ := e.Site.AreaByID(*a.ParentID)
			row.Parent = parent.Name
		}
		rows = append(rows, row)
	}
	return page.Render(w, r, areasPage(begin(r, e.T("Områder")), rows))
}

func kindText(code string) string {
	for _, k := range municipality.AreaKinds {
		if k.Code == code {
			return k.Text
		}
	}
	return code
}

// NewArea is the empty form.
func (h *Handler) NewArea(w http.ResponseWriter, r *http.Request) error {
	return h.areaForm(w, r, http.StatusOK, municipality.Area{}, &form.Form{Values: url.Values{"aktiv": {"ja"}}}, "")
}

// EditArea is the form of an area.
func (h *Handler) EditArea(w http.ResponseWriter, r *http.Request) error {
	a, err := areaOf(r)
	if err != nil {
		return err
	}
	return h.areaForm(w, r, http.StatusOK, a, &form.Form{Values: areaValues(a)}, "")
}

func areaOf(r *http.Request) (municipality.Area, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return municipality.Area{}, err
	}
	a, ok := page.From(r).Site.AreaByID(id)
	if !ok {
		return a, fault.Missing(i18n.Mark("Vi finner ikke området."))
	}
	return a, nil
}

// CreateArea stores a new area.
func (h *Handler) CreateArea(w http.ResponseWriter, r *http.Request) error {
	return h.saveArea(w, r, municipality.Area{})
}

// UpdateArea stores the changes of an area.
func (h *Handler) UpdateArea(w http.ResponseWriter, r *http.Request) error {
	a, err := areaOf(r)
	if err != nil {
		return err
	}
	return h.saveArea(w, r, a)
}

func (h *Handler) saveArea(w http.ResponseWriter, r *http.Request, old municipality.Area) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	a := municipality.Area{
		ID: old.ID, Name: f.Line("navn", 80), Slug: f.Line("adresse", 60), Kind: f.Raw("type"), Active: f.Checked("aktiv"), Sort: number(f, "rekkefolge"),
	}
	if id := f.ID("over"); id != 0 {
		a.ParentID = &id
	}
	a.Version, _ = strconv.Atoi(f.Raw("versjon"))
	f.Also(a.Check())
	if f.Err() == nil {
		_, err = h.portal.Municipalities.SaveArea(r.Context(), e.Actor, a)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		site, err := h.fresh(r)
		if err != nil {
			return err
		}
		stored, _ := site.AreaByID(a.ID)
		f.Values.Set("versjon", strconv.Itoa(stored.Version))
		return h.areaForm(w, r, http.StatusConflict, old, f, stored.Name)
	case f.Merge(err) || f.Err() != nil:
		return h.areaForm(w, r, http.StatusUnprocessableEntity, old, f, "")
	case err != nil:
		return err
	}
	return page.Redirect(w, r, areasPath, e.T("%s er lagret.", a.Name))
}

// fresh reads the municipality again, past what is kept in memory.
func (h *Handler) fresh(r *http.Request) (*municipality.Site, error) {
	id := page.From(r).Site.ID
	h.portal.Municipalities.Forget(id)
	return h.portal.Municipalities.Site(r.Context(), id)
}

func number(f *form.Form, name string) int {
	if n := f.Int(name, 0, 9999); n != nil {
		return *n
	}
	return 0
}

func (h *Handler) areaForm(w http.ResponseWriter, r *http.Request, status int, a municipality.Area, f *form.Form, stored string) error {
	e := page.From(r)
	v := areaView{F: e.Form(f), Action: areasPath + "/ny", Stored: stored, Made: a.ID != 0}
	title := e.T("Nytt område")
	if a.ID != 0 {
		title, v.Action = e.T("Rediger %s", a.Name), areasPath+"/"+ui.Itoa(a.ID)
	}
	for _, k := range municipality.AreaKinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: k.Code, Label: e.T(k.Text)})
	}
	for _, x := range e.Site.ActiveAreas() {
		if x.ID != a.ID {
			v.Parents = append(v.Parents, ui.Option{Value: ui.Itoa(x.ID), Label: x.Name})
		}
	}
	p := begin(r, title)
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, areaPage(p, v))
}

func areaValues(a municipality.Area) url.Values {
	v := url.Values{
		"navn": {a.Name}, "adresse": {a.Slug}, "type": {a.Kind}, "rekkefolge": {strconv.Itoa(a.Sort)}, "versjon": {strconv.Itoa(a.Version)},
	}
	if a.ParentID != nil {
		v.Set("over", ui.Itoa(*a.ParentID))
	}
	if a.Active {
		v.Set("aktiv", "ja")
	}
	return v
}
