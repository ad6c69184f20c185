// An activity to read, for staff and co-organisers, and the answer to one that waits.

package activityeditor

import (
	"net/http"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/internal/staffnote"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/auditlog"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/planning/around"
	"frivilligsentral/web/staffnotes"
	"frivilligsentral/web/ui"
)

// detailView is an activity to read: for staff, and for a co-organiser.
type detailView struct {
	Page        ui.Page
	Form        page.FormView
	View        activity.View
	Facts       []factLine
	Description string // safe HTML
	TextLang    string
	Decide      string // where the answer goes, "" when there is nothing to decide
	EditURL     string
	Side        *sideView
	History     []historyLine
	Outside     []dateLine
	Around      around.View
	Dates       []sideDate // the next ones, for those who may not change them
	Waiting     bool
	Notes       *staffnotes.View // for staff
}

type factLine struct{ Icon, Term, Text string }

type historyLine struct{ When, Who, What string }

// Show is an activity as staff read it, with the answer to one that waits.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	v, err := h.open(r)
	if err != nil {
		return err
	}
	return h.showDetail(w, r, v, nil)
}

func (h *Handler) showDetail(w http.ResponseWriter, r *http.Request, v activity.View, f *form.Form) error {
	e := page.From(r)
	d := detailView{
		Form: e.Form(f), View: v, Facts: h.facts(r, v), Description: markdown.HTML(v.Description), TextLang: e.Foreign(v.Lang),
		Waiting: v.Status == activity.Submitted,
	}
	if activity.MayEdit(e.Actor, v.Activity) {
		d.Side, d.EditURL = h.side(e, v), e.URL(editPath(e, v.ID))
		if d.Waiting && e.Actor.May(account.ManageActivities) {
			d.Decide = e.URL(Path(e, v.ID, ""))
		}
	}
	for _, o := range v.Next {
		d.Dates = append(d.Dates, dateOf(e, v.Activity, o))
	}
	if e.Door == account.StaffDoor {
		if err := h.addBackground(r, &d); err != nil {
			return err
		}
	}
	d.Page = e.Page(r, v.Title)
	d.Page.Active, d.Page.HasErrors = "aktiviteter", d.Form.Failed()
	status := http.StatusOK
	if d.Form.Failed() {
		status = http.StatusUnprocessableEntity
	}
	return page.RenderStatus(w, r, status, detailPage(d))
}

// addBackground is what a coordinator looks at before answering: what happened to
// the activity, and what else happens at the same time.
func (h *Handler) addBackground(r *http.Request, d *detailView) error {
	e := page.From(r)
	notes, err := staffnotes.Of(r, h.portal, staffnote.Activity, d.View.ID, Path(e, d.View.ID, ""))
	if err != nil {
		return err
	}
	notes.Action, notes.MayWrite, notes.Form = Path(e, d.View.ID, "/notat"), e.Actor.May(account.ManageActivities), d.Form
	notes.Help = e.T("Bare ansatte ser notatene. Arrangøren kan be om innsyn, så skriv saklig, og ikke om helse.")
	d.Notes = &notes
	rows, err := h.portal.Activities.History(r.Context(), e.Actor, d.View.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		d.History = append(d.History, historyLine{When: e.Lang.Ago(row.At, e.Now), Who: row.ActorName, What: auditlog.Sentence(e, row)})
	}
	if !d.Waiting {
		return nil
	}
	p, err := h.portal.Activities.Preview(r.Context(), e.Actor, 0, d.View.Draft, e.Lang)
	if err != nil {
		return nil //nolint:nilerr // a rule that cannot be expanded has no clashes to show
	}
	d.Outside = h.outside(r, d.View.Draft, p)
	d.Around, err = h.around(r, d.View.Draft, p, d.View.ID)
	return err
}

func (h *Handler) facts(r *http.Request, v activity.View) []factLine {
	e := page.From(r)
	place := v.Note
	if v.Place != nil {
		place = v.Place.Name
		if v.Note != "" {
			place += ", " + v.Note
		}
	}
	facts := []factLine{
		{"calendar", e.T("Når"), v.Words(e.Lang, e.Now)},
		{"pin", e.T("Hvor"), place},
		{"map", e.T("Område"), e.Site.AreaName(v.AreaID)},
		{"globe", e.T("På nett"), v.OnlineURL},
		{"people", e.T("Arrangør"), v.OrganisationName},
		{"people", e.T("Sammen med"), organiserNames(v.CoOrganisedWith)},
		{"list", e.T("Kategori"), e.Site.CodeName(e.Lang, v.CategoryID)},
		{"person", e.T("Målgruppe"), strings.Join(e.Site.CodeNames(e.Lang, v.TargetGroups...), ", ")},
		{"child", e.T("Alder"), activitycards.Ages(e.Lang, v.AgeMin, v.AgeMax)},
		{"info", e.T("Type tilbud"), e.T(v.Offer.Name())},
		{"money", e.T("Pris"), activitycards.Price(e.Lang, v.PriceOre, v.PriceNote)},
		{"language", e.T("Språk"), activitycards.LanguageNames(e.Lang, v.HeldIn)},
		{"check", e.T("Ta med"), v.Bring},
		{"ticket", e.T("Påmelding"), v.SignupURL},
		{"phone", e.T("Kontakt"), contactText(v)},
	}
	for _, f := range activitycards.CodeFacts(e, v.Draft) {
		facts = append(facts, factLine(f))
	}
	return facts
}

func organiserNames(list []activity.Organiser) string {
	text := ""
	for i, o := range list {
		if i > 0 {
			text += ", "
		}
		text += o.Name
	}
	return text
}

func contactText(v activity.View) string {
	text := v.ContactName
	for _, more := range []string{i18n.Phone(v.ContactPhone), v.ContactEmail} {
		if text != "" && more != "" {
			text += ", "
		}
		text += more
	}
	return text
}

// Approve publishes what a group has sent in.
func (h *Handler) Approve(w http.ResponseWriter, r *http.Request) error {
	return h.decide(w, r, i18n.Mark("Aktiviteten er publisert. Laget får e-post."), func(_ *form.Form, id int64, version int) error {
		return h.portal.Activities.Approve(r.Context(), page.From(r).Actor, id, version)
	})
}

// Refuse sends an activity back to its group, with a reason.
func (h *Handler) Refuse(w http.ResponseWriter, r *http.Request) error {
	return h.decide(w, r, i18n.Mark("Aktiviteten er sendt tilbake. Laget får e-post med grunnen."), func(f *form.Form, id int64, version int) error {
		return h.portal.Activities.Refuse(r.Context(), page.From(r).Actor, id, version, f.Raw("grunn"))
	})
}

func (h *Handler) decide(w http.ResponseWriter, r *http.Request, flash string, do func(*form.Form, int64, int) error) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := h.openToEdit(r)
	if err != nil {
		return err
	}
	version := f.ID("versjon")
	if err := do(f, v.ID, int(version)); err != nil {
		if f.Merge(err) {
			return h.showDetail(w, r, v, f)
		}
		return err
	}
	return page.Redirect(w, r, Path(e, v.ID, ""), e.T(flash))
}

// AddNote writes to other staff about an activity.
func (h *Handler) AddNote(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := h.open(r)
	if err != nil {
		return err
	}
	err = h.portal.StaffNotes.Add(r.Context(), e.Actor, staffnote.Activity, v.ID, f.Raw(staffnotes.Field))
	if f.Merge(err) {
		return h.showDetail(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, Path(e, v.ID, ""), e.T("Notatet er lagret."))
}
