// The first step: what is to be changed, and of which records.

package bulkchange

import (
	"net/http"
	"slices"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

type askView struct {
	Form   page.FormView
	Action string
	Back   string
	Search string
	Crumbs []ui.Crumb
	Chosen []record
	Which  []ui.Option // the ticked ones, or all that the search finds
	Only   string      // when there is nothing to choose: how many it is about
	Over   string      // why all cannot be chosen
	Fields []fieldView
}

// fieldView is one thing that can be changed.
type fieldView struct {
	bulkchange.Field
	Help    string
	Options []ui.Option
	How     []ui.Option // of a field that has several values
}

// open says whether the field has something in it, or something wrong with it.
func (x fieldView) open(f page.FormView) bool {
	return f.Value(howName(x.Name)) != "" || f.Err(howName(x.Name)) != "" || f.Err(x.Name) != ""
}

// now is what is seen of the field before it is opened.
func (x fieldView) now(p ui.Page, f page.FormView) string {
	for _, o := range x.How {
		if o.Value == f.Value(howName(x.Name)) {
			return o.Label
		}
	}
	return p.T("Ikke endre")
}

// Whom a change is of.
const (
	ticked = "valgte"
	all    = "alle"
)

// none is what a choice says that takes a field's value away.
const none = "0"

// ask shows the form as f has it.
func (h *Handler) ask(w http.ResponseWriter, r *http.Request, n bulkchange.Noun, status int, f *form.Form) error {
	e, t := page.From(r), registers[n]
	back := t.back(f)
	v := askView{Form: e.Form(f), Action: e.URL(t.path + "/endre"), Back: e.URL(page.WithQuery(t.path, back)), Search: page.Query(back)}
	v.Crumbs = t.crumbs(e, back, e.T(t.title))
	var err error
	if ids := f.IDs("id"); len(ids) > 0 {
		if v.Chosen, err = t.chosen(h, r.Context(), e, ids); err != nil {
			return err
		}
	}
	found, err := t.found(h, r.Context(), e, &form.Form{Values: back})
	if err != nil {
		return err
	}
	v.offer(e, n, len(found), narrowed(back))
	if v.Fields, err = h.fields(r, e, n, f); err != nil {
		return err
	}
	p := e.Page(r, e.T(t.title))
	p.Active, p.HasErrors = t.active, v.Form.Failed()
	return page.RenderStatus(w, r, status, askPage(p, v))
}

// offer says which records the change can be of.
func (v *askView) offer(e *page.Env, n bulkchange.Noun, found int, narrowed bool) {
	everything := e.T("Alle som passer søket: %s", tables.Counted(e.Lang, n, found))
	if !narrowed {
		everything = e.T("Alle i listen: %s", tables.Counted(e.Lang, n, found))
	}
	if found > bulkchange.Most {
		v.Over = e.T("Mer enn %s passer søket. Snevre det inn hvis alle skal endres.", e.Lang.Number(bulkchange.Most))
	}
	switch {
	case len(v.Chosen) == 0 && (found == 0 || v.Over != ""):
		return
	case len(v.Chosen) == 0:
		v.Only = everything
	case v.Over != "" || found == 0:
		v.Only = e.T("De du har krysset av: %s", tables.Counted(e.Lang, n, len(v.Chosen)))
	default:
		which := v.Form.Value("hvilke")
		v.Which = []ui.Option{
			{Value: ticked, Label: e.T("De du har krysset av: %s", tables.Counted(e.Lang, n, len(v.Chosen))), Selected: which != all},
			{Value: all, Label: everything, Selected: which == all},
		}
	}
}

// howText is one of the things that can be done with the values of a field.
type howText struct {
	how        bulkchange.How
	slug, text string
}

var hows = []howText{
	{bulkchange.Add, "til", i18n.Mark("Legg til")}, {bulkchange.Remove, "fra", i18n.Mark("Ta bort")}, {bulkchange.Replace, "bytt", i18n.Mark("Bytt ut alle med")},
}

func (h *Handler) fields(r *http.Request, e *page.Env, n bulkchange.Noun, f *form.Form) ([]fieldView, error) {
	var out []fieldView
	for _, fd := range bulkchange.Fields(n) {
		v := fieldView{Field: fd}
		options, err := h.options(r, e, fd)
		if err != nil {
			return nil, err
		}
		if fd.Many {
			for _, how := range hows {
				v.How = append(v.How, ui.Option{Value: how.slug, Label: e.T(how.text)})
			}
		} else if fd.Empty {
			options = append([]ui.Option{{Value: none, Label: e.T("Ingen")}}, options...)
		}
		if v.Options = ui.Choose(options, f.All(fd.Name)...); n == bulkchange.Contacts && fd.Ref == bulkchange.Area {
			v.Help = e.T("Uten områder svarer kontakten for hele kommunen.")
		}
		out = append(out, v)
	}
	return out, nil
}

// options are the values that a field can be given.
func (h *Handler) options(r *http.Request, e *page.Env, fd bulkchange.Field) (out []ui.Option, err error) {
	add := func(id int64, label string) { out = append(out, ui.Option{Value: ui.Itoa(id), Label: label}) }
	switch fd.Ref {
	case bulkchange.Topic, bulkchange.Category, bulkchange.LocalKind:
		for _, c := range e.Site.ActiveCodes(municipality.List(fd.Ref)) {
			add(c.ID, c.Name(e.Lang))
		}
	case bulkchange.Area:
		for _, a := range e.Site.ActiveAreas() {
			add(a.ID, a.Name)
		}
	case bulkchange.Unit:
		units, err := h.portal.Contacts.PublicUnits(r.Context(), e.Site.ID)
		for _, u := range contact.Tree(units) {
			if u.Active {
				add(u.ID, u.Name)
			}
		}
		return out, err
	case bulkchange.Person:
		people, err := h.portal.Contacts.Choices(r.Context(), e.Actor, false)
		for _, c := range people {
			label := c.Name
			if c.UnitName != "" {
				label += ", " + c.UnitName
			}
			add(c.ID, label)
		}
		return out, err
	case bulkchange.OrgKind:
		for _, k := range organisation.Kinds {
			out = append(out, ui.Option{Value: string(k), Label: e.T(k.Name())})
		}
	}
	return out, nil
}

// Preview reads the form and shows what would become of each record.
func (h *Handler) Preview(n bulkchange.Noun) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		e, t := page.From(r), registers[n]
		f, err := form.Read(w, r)
		if err != nil {
			return err
		}
		back := t.back(f)
		ids := f.IDs("id")
		if f.Raw("hvilke") == all {
			found, err := t.found(h, r.Context(), e, &form.Form{Values: back})
			if err != nil {
				return err
			}
			ids = idsOf(found)
		} else if len(ids) > 0 { // what is another's is not there
			chosen, err := t.chosen(h, r.Context(), e, ids)
			if err != nil {
				return err
			}
			ids = idsOf(chosen)
		}
		edits := readEdits(f, n)
		if len(f.Errs) > 0 {
			return h.ask(w, r, n, http.StatusUnprocessableEntity, f)
		}
		id, err := h.portal.BulkChanges.Preview(r.Context(), e.Actor, n, ids, edits, back.Encode())
		if f.Merge(err) {
			return h.ask(w, r, n, http.StatusUnprocessableEntity, f)
		}
		if err != nil {
			return err
		}
		return page.Redirect(w, r, changePath(id))
	}
}

func idsOf(records []record) []int64 {
	out := make([]int64, len(records))
	for i, r := range records {
		out[i] = r.id
	}
	return out
}

// howName is the field that says what is done with the values of another.
func howName(field string) string { return field + "_hvordan" }

// readEdits is what the form says is to be changed.
func readEdits(f *form.Form, n bulkchange.Noun) []bulkchange.Edit {
	var out []bulkchange.Edit
	for _, fd := range bulkchange.Fields(n) {
		e := bulkchange.Edit{Field: fd.Name, How: bulkchange.Replace, Values: []string{}}
		values := slices.DeleteFunc(slices.Clone(f.All(fd.Name)), func(s string) bool { return s == "" })
		switch {
		case fd.Ref == bulkchange.Words:
			written := f.Raw(fd.Name+"_navn")+f.Raw(fd.Name+"_telefon")+f.Raw(fd.Name+"_epost") != ""
			away := f.Checked(fd.Name + "_bort")
			if written {
				e.Values = []string{f.Line(fd.Name+"_navn", 100), f.Phone(fd.Name + "_telefon"), f.Email(fd.Name + "_epost")}
				f.Errs.Check(!away, fd.Name+"_bort", i18n.Mark("Skriv en ny kontaktperson, eller ta bort den som står der. Du kan ikke gjøre begge deler."))
			} else if !away {
				continue
			}
		case fd.Ref == bulkchange.Status:
			if !f.Checked(fd.Name) {
				continue
			}
			e.Values = []string{string(activity.Archived), ""}
		case fd.Many:
			i := slices.IndexFunc(hows, func(h howText) bool { return h.slug == f.Raw(howName(fd.Name)) })
			if i < 0 {
				f.Errs.Check(len(values) == 0, howName(fd.Name), i18n.Mark("Velg hva som skal gjøres med det du har krysset av."))
				continue
			}
			e.How, e.Values = hows[i].how, append(e.Values, values...)
		case len(values) == 0:
			continue
		case values[0] != none:
			e.Values = values[:1]
		}
		out = append(out, e)
	}
	return out
}
