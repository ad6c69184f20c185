// The form of an activity: shown, checked, stored, and when two have changed it at once.

package activityeditor

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/planning/around"
	"frivilligsentral/web/ui"
)

// What the form's buttons do (field "gjor").
const (
	doPreview = "datoer"
	doSave    = "lagre"
	doSend    = "send"
)

type editView struct {
	Page      ui.Page
	Form      page.FormView
	View      *activity.View // nil for a new one
	Action    string
	Version   int
	Send      string // the primary button when it is not out yet, "" when it is
	PauseRows []string
	Partners  []string // ids of co-organisers, one select each
	OwnRule   string   // in words, "" when there is none
	Choices   choices
	Preview   *previewView
	Falling   []fallingLine // dates that saving takes away and that people are signed up for
	Conflict  *conflictView
	Side      *sideView
}

// choices are what the form can choose among.
type choices struct {
	Codes                             map[string][]ui.Option // of fields that choose from a list of the municipality, by name
	Areas, Venues, Languages, Written []ui.Option
	Others                            []ui.Option // organisations, for co-organisers
	Organisations                     []ui.Option // whose it is: staff, for a new one
}

// Path is an address under one activity.
func Path(e *page.Env, id int64, rest string) string {
	return e.DoorPath("/aktiviteter") + "/" + IdValue(id) + rest
}

// editPath is where one activity is edited.
func editPath(e *page.Env, id int64) string {
	if e.Door == account.StaffDoor {
		return Path(e, id, "/rediger")
	}
	return Path(e, id, "")
}

// New is the empty form. "dato" in the address is the first date.
func (h *Handler) New(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	v := valuesOf(activity.Draft{Lang: i18n.NB, HeldIn: []string{"nb"}, SignupMode: activity.NoSignup, Kind: activity.Regular})
	for _, name := range []string{"dato", "fra"} {
		v.Del(name)
	}
	for _, name := range []string{"dato", "organisasjon"} {
		if given := form.Query(r).Line(name, 20); given != "" {
			v.Set(name, given)
		}
	}
	v.Set("gjentas", once)
	f := &form.Form{Values: v}
	organiser := f.ID("organisasjon")
	if e.Door == account.GroupDoor {
		organiser = e.Actor.OrganisationID
	}
	offer, err := h.portal.ActivityLists.OfferAtFirst(r.Context(), e.Actor, organiser)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	v.Set("tilbud", string(offer))
	return h.showForm(w, r, e, f, editView{})
}

// Create reads the form of a new activity: shows its dates, saves it, or saves it
// and sends it in.
func (h *Handler) Create(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	chooseDay(f)
	d := readDraft(f)
	organisationID := e.Actor.OrganisationID
	if e.Door == account.StaffDoor {
		organisationID = f.ID("organisasjon")
		f.Errs.Check(organisationID != 0, "organisasjon", i18n.Mark("Velg hvem som arrangerer."))
	}
	if h.check(f, d, e, f.Raw("gjor")); len(f.Errs) > 0 || f.Raw("gjor") == doPreview {
		return h.showPreview(w, r, f, d, editView{})
	}
	saved, err := h.portal.Activities.Create(r.Context(), e.Actor, organisationID, d)
	if err != nil {
		if f.Merge(err) {
			return h.showPreview(w, r, f, d, editView{})
		}
		return err
	}
	return h.saved(w, r, f, saved)
}

// chooseDay puts a free day that was chosen into the form, and asks for its preview.
func chooseDay(f *form.Form) {
	day, err := time.Parse(time.DateOnly, f.Raw(around.DayField))
	if err != nil {
		return
	}
	if first, last := f.Date("dato"), f.Date("til_dato"); first != nil && last != nil {
		f.Values.Set("til_dato", day.AddDate(0, 0, daysFrom(*first, *last)).Format(time.DateOnly))
	}
	f.Errs = nil // they are found again
	f.Values.Set("dato", day.Format(time.DateOnly))
	f.Values.Set("gjor", doPreview)
}

// check finds what is wrong before anything is stored: with the fields, and with
// sending in. Errors stand in the order of the form.
func (h *Handler) check(f *form.Form, d activity.Draft, e *page.Env, do string) {
	d = d.Normal()
	if do == doPreview {
		// Only the dates are asked for; the rest may be empty yet.
		f.Errs = slices.DeleteFunc(f.Errs, func(x fault.Field) bool { return !aboutWhen(x.Name) })
		if len(f.Errs) == 0 {
			addMissing(f, onlyWhen(fault.FieldsOf(d.Validate(e.Now))))
		}
	} else {
		addMissing(f, fault.FieldsOf(d.Validate(e.Now)))
		if do == doSend {
			addMissing(f, fault.FieldsOf(d.Complete(e.Now)))
		}
	}
	slices.SortStableFunc(f.Errs, func(a, b fault.Field) int { return activity.FormOrder(a.Name) - activity.FormOrder(b.Name) })
}

// addMissing adds errors of fields that have none yet. Where the form could not
// read the time, what follows from that is not said again.
func addMissing(f *form.Form, fields fault.Fields) {
	timeless := slices.ContainsFunc(f.Errs, func(x fault.Field) bool { return aboutWhen(x.Name) })
	for _, x := range fields {
		if !f.Errs.Has(x.Name) && !(timeless && aboutWhen(x.Name)) {
			f.Errs = append(f.Errs, x)
		}
	}
}

func onlyWhen(fields fault.Fields) fault.Fields {
	return slices.DeleteFunc(fields, func(x fault.Field) bool { return !aboutWhen(x.Name) })
}

func aboutWhen(name string) bool {
	f, _ := activity.FieldOf(name)
	return f.Name == "dato"
}

// Edit is the form of a stored activity. A co-organiser gets to read it, and so does whoever must accept the terms first.
func (h *Handler) Edit(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	v, err := h.portal.Activities.Get(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	if !activity.MayEdit(e.Actor, v.Activity) || e.Actor.TermsDue {
		return h.showDetail(w, r, v, nil)
	}
	return h.showForm(w, r, e, &form.Form{Values: valuesOf(v.Draft)}, editView{View: &v, Version: v.Version})
}

// Save reads the form of a stored activity.
func (h *Handler) Save(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := h.portal.Activities.Get(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Raw("versjon"))
	shown := editView{View: &v, Version: version}
	chooseDay(f)
	d := readDraft(f)
	if h.check(f, d, e, f.Raw("gjor")); len(f.Errs) > 0 || f.Raw("gjor") == doPreview {
		return h.showPreview(w, r, f, d, shown)
	}
	saved, err := h.portal.Activities.Update(r.Context(), e.Actor, id, max(version, 1), d, readFalling(f))
	switch {
	case fault.Is(err, fault.Conflict):
		return h.showConflict(w, r, f, d, v)
	case err != nil && f.Merge(err):
		return h.showPreview(w, r, f, d, shown)
	case err != nil:
		return err
	}
	return h.saved(w, r, f, saved)
}

// saved sends in what was saved, when that was asked for, and goes on.
func (h *Handler) saved(w http.ResponseWriter, r *http.Request, f *form.Form, saved activity.Saved) error {
	e := page.From(r)
	flash := e.T("Utkastet er lagret.")
	if saved.Status == activity.Published {
		flash = e.T("Endringene er lagret, og alle kan se dem.")
	} else if saved.Status == activity.Submitted {
		flash = e.T("Endringene er lagret. Aktiviteten venter på godkjenning.")
	}
	if n := len(saved.Vanished); n > 0 {
		flash += " " + e.Lang.N("%d dato er tatt bort.", "%d datoer er tatt bort.", n)
	}
	if n := saved.Moved; n > 0 {
		flash += " " + e.Lang.N("%d påmeldt er flyttet til en ny dato, og får beskjed.", "%d påmeldte er flyttet til nye datoer, og får beskjed.", n)
	}
	if f.Raw("gjor") != doSend {
		flash += h.outsideWords(r, readDraft(f))
		to, err := editPath(e, saved.ID), error(nil)
		if saved.Status == activity.Published {
			if to, err = h.afterwards(r, saved.ID, to); err != nil {
				return err
			}
		}
		return page.Redirect(w, r, to, flash)
	}
	status, err := h.portal.Activities.Submit(r.Context(), e.Actor, saved.ID, saved.Version)
	if err != nil {
		return err
	}
	flash = e.T("Aktiviteten er sendt inn. Dere får e-post når kommunen har sett på den.")
	if status == activity.Published {
		flash = e.T("Aktiviteten er publisert. Nå kan alle finne den.")
	}
	return page.Redirect(w, r, Path(e, saved.ID, ""), flash+h.outsideWords(r, readDraft(f)))
}

// outsideWords tell whoever did not look at the dates first of those outside the opening hours.
func (h *Handler) outsideWords(r *http.Request, d activity.Draft) string {
	e := page.From(r)
	p, err := h.portal.Activities.Preview(r.Context(), e.Actor, 0, d, e.Lang)
	if n := len(h.outside(r, d, p)); err == nil && n > 0 {
		return " " + e.Lang.N("%d dato er utenfor åpningstidene til stedet.", "%d datoer er utenfor åpningstidene til stedet.", n)
	}
	return ""
}

// showForm fills in what all forms have, and sends the page.
func (h *Handler) showForm(w http.ResponseWriter, r *http.Request, e *page.Env, f *form.Form, v editView) error {
	var err error
	if v.Choices, err = h.choices(r.Context(), e, f, v.View); err != nil {
		return err
	}
	v.Form, v.PauseRows, v.Partners = e.Form(f), pauseRows(f), coOrganisers(f)
	title := e.T("Ny aktivitet")
	v.Action = e.URL(e.DoorPath("/aktiviteter") + "/ny")
	if v.View != nil {
		title, v.Action = v.View.Title, e.URL(editPath(e, v.View.ID))
		v.Side = h.side(e, *v.View)
	}
	if v.View == nil || v.View.Status == activity.Drafted || v.View.Status == activity.Refused {
		v.Send = e.T("Send inn")
		if e.Door == account.StaffDoor || !e.Site.ApproveActivities && f.Raw("tilbud") != string(activity.Commercial) {
			v.Send = e.T("Publiser")
		}
	}
	if f.Raw("egen_regel") != "" {
		s := activity.Schedule{RRule: f.Raw("egen_regel")}
		if v.View != nil {
			s = v.View.Schedule
		}
		v.OwnRule = s.Words(e.Lang, e.Now)
	}
	v.Page = e.Page(r, title)
	v.Page.Active, v.Page.HasErrors = "aktiviteter", v.Form.Failed()
	status := http.StatusOK
	switch {
	case v.Conflict != nil:
		status = http.StatusConflict
	case v.Form.Failed():
		status = http.StatusUnprocessableEntity
	}
	return page.RenderStatus(w, r, status, editPage(v))
}

func (h *Handler) choices(ctx context.Context, e *page.Env, f *form.Form, v *activity.View) (choices, error) {
	c := choices{Codes: map[string][]ui.Option{}}
	for _, field := range activity.Fields {
		if field.List != "" {
			c.Codes[field.Name] = CodeOptions(e, field.List, f.All(field.Name))
		}
	}
	for _, a := range e.Site.ActiveAreas() {
		c.Areas = append(c.Areas, ui.Option{Value: IdValue(a.ID), Label: a.Name})
	}
	for _, l := range activitycards.Languages() {
		c.Languages = append(c.Languages, ui.Option{Value: l.Tag, Label: e.T(l.Name), Selected: slices.Contains(f.All("holdes_pa"), l.Tag)})
	}
	for _, l := range i18n.Langs {
		c.Written = append(c.Written, ui.Option{Value: string(l), Label: l.Name()})
	}
	venues, err := h.portal.Venues.PublicChoices(ctx, e.Site.ID)
	if err != nil {
		return c, err
	}
	for _, x := range venues {
		c.Venues = append(c.Venues, ui.Option{Value: IdValue(x.ID), Label: x.Name})
	}
	organisations, err := h.portal.Organisations.PublicChoices(ctx, e.Site.ID)
	if err != nil {
		return c, err
	}
	organiser := e.Actor.OrganisationID
	if v != nil {
		organiser = v.OrganisationID
	}
	for _, o := range organisations {
		option := ui.Option{Value: IdValue(o.ID), Label: o.Name}
		if o.ID != organiser {
			c.Others = append(c.Others, option)
		}
		if e.Door == account.StaffDoor && v == nil {
			c.Organisations = append(c.Organisations, option)
		}
	}
	return c, nil
}

// CodeOptions are the active entries, and those that are chosen already.
func CodeOptions(e *page.Env, list municipality.List, chosen []string) []ui.Option {
	var all []ui.Option
	for _, c := range e.Site.Codes(list) {
		selected := slices.Contains(chosen, IdValue(c.ID))
		if c.Active || selected {
			all = append(all, ui.Option{Value: IdValue(c.ID), Label: c.Name(e.Lang), Selected: selected})
		}
	}
	return all
}

// coOrganisers are the selects of the form: those in use and one more, two at least.
func coOrganisers(f *form.Form) []string {
	chosen := slices.DeleteFunc(slices.Clone(f.All("medarrangor")), func(s string) bool { return s == "" })
	return append(chosen, make([]string, max(1, 2-len(chosen)))...)
}
