// Reports as staff see them: the list, and one with what can be done about it.

package pagereports

import (
	"net/http"
	"slices"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/staffnote"
	"frivilligsentral/web/auditlog"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/staffnotes"
	"frivilligsentral/web/ui"
)

type tag struct{ Kind, Text string }

type listView struct {
	State, Reason   string
	States, Reasons []ui.Option
	Filtered        bool
	Rows            []listRow
	Prev, Next      string
}

type listRow struct {
	URL, Subject, Reason, When string
	Tag                        tag
}

// states are how an address writes them, with their names.
var states = []struct {
	Written string
	State   pagereport.State
	Name    string
}{
	{"ubesvart", pagereport.Unanswered, i18n.Mark("Åpne uten svar")},
	{"besvart", pagereport.Answered, i18n.Mark("Åpne som er besvart")},
	{"avsluttet", pagereport.Closed, i18n.Mark("Avsluttede")},
	{"alle", pagereport.All, i18n.Mark("Alle")},
}

// Filters are what the list can be narrowed by. Without any, it has those that are open.
var Filters = filter.Set[pagereport.Filter]{
	{Name: "status", Read: func(e *page.Env, q *form.Form, f *pagereport.Filter) filter.Value {
		for _, s := range states {
			if s.Written == q.Raw("status") {
				f.State = s.State
				return filter.Value{Written: s.Written, Label: e.T(s.Name)}
			}
		}
		return filter.Value{}
	}},
	{Name: "hva", Read: func(e *page.Env, q *form.Form, f *pagereport.Filter) filter.Value {
		if r := pagereport.Reason(q.Raw("hva")); slices.Contains(pagereport.Reasons, r) {
			f.Reason = r
			return filter.Value{Written: string(r), Label: e.T(r.Name())}
		}
		return filter.Value{}
	}},
}

// List is the reports.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	f, on := Filters.Read(e, q)
	f.After, f.Before = q.Raw("etter"), q.Raw("for")
	found, err := h.portal.PageReports.List(r.Context(), e.Actor, f)
	if err != nil {
		return err
	}
	keep := filter.Write(on)
	v := listView{State: keep.Get("status"), Reason: keep.Get("hva"), Filtered: len(on) > 0}
	for _, s := range states {
		v.States = append(v.States, ui.Option{Value: s.Written, Label: e.T(s.Name)})
	}
	for _, x := range pagereport.Reasons {
		v.Reasons = append(v.Reasons, ui.Option{Value: string(x), Label: e.T(x.Name())})
	}
	for _, x := range found.Rows {
		v.Rows = append(v.Rows, listRow{URL: e.URL(StaffPath(x.ID)), Subject: Subject(e, x), Reason: e.T(x.Reason.Name()), When: e.Lang.Ago(x.CreatedAt, e.Now), Tag: tagOf(e, x)})
	}
	v.Prev, v.Next = e.Beside(ListPath, keep, found.Prev, found.Next)
	p := e.Page(r, e.T("Meldinger om sider"))
	p.Active = "arbeidsliste"
	return page.Render(w, r, listPage(p, v))
}

func tagOf(e *page.Env, r pagereport.Report) tag {
	switch {
	case !r.Open():
		return tag{"neutral", e.T(r.Outcome.Name())}
	case r.AnsweredAt != nil:
		return tag{"info", e.T("Besvart")}
	}
	return tag{"warning", e.T("Åpen")}
}

type showView struct {
	pagereport.View
	Subject  string // what it is about, in few words
	Tag      tag
	Reason   string
	When     string
	PageURL  string
	Thing    string // the thing's name, "" when there is none
	ThingURL string
	Answers  []answerView
	Outcomes []ui.Option

	ClosingHelp string // what to think of before it is closed
	Form        page.FormView
	Problem     string // why an answer could not be sent
	Notes       staffnotes.View
	History     []historyLine
}

type answerView struct{ Author, When, Body string }

type historyLine struct{ When, Who, What string }

// thingPaths are where staff see what a report is about.
var thingPaths = map[pagereport.Thing]string{
	pagereport.Activity: "/ansatt/aktiviteter/", pagereport.Organisation: "/ansatt/organisasjoner/", pagereport.Venue: "/ansatt/steder/", pagereport.Contact: "/ansatt/kontakter/",
	pagereport.Article: "/ansatt/nyheter/",
}

// Show is one report.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	return h.show(w, r, http.StatusOK, nil, "")
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request, status int, f *form.Form, problem string) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	v := showView{Form: e.Form(f), Problem: problem}
	if v.View, err = h.portal.PageReports.Show(r.Context(), e.Actor, id); err != nil {
		return err
	}
	v.Subject = Subject(e, v.Report)
	v.Tag, v.Reason, v.When, v.PageURL = tagOf(e, v.Report), e.T(v.View.Reason.Name()), e.Lang.ShortDate(v.CreatedAt)+" "+e.Lang.Time(v.CreatedAt), e.URL(v.Page)
	if v.Title != "" {
		v.Thing, v.ThingURL = v.Title, e.URL(thingPaths[v.About]+ui.Itoa(v.AboutID))
	}
	for _, a := range v.View.Answers {
		v.Answers = append(v.Answers, answerView{a.Author, e.Lang.Ago(a.CreatedAt, e.Now), a.Body})
	}
	if v.Email != "" && v.AnsweredAt == nil {
		v.ClosingHelp = e.T("Den som meldte fra, har bedt om svar og ikke fått det ennå.")
	}
	for _, o := range pagereport.Outcomes {
		v.Outcomes = append(v.Outcomes, ui.Option{Value: string(o), Label: e.T(o.Name())})
	}
	notes, err := staffnotes.Of(r, h.portal, staffnote.PageReport, id, StaffPath(id))
	if err != nil {
		return err
	}
	notes.Action, notes.MayWrite, notes.Help, notes.Form = StaffPath(id)+"/notat", e.Actor.May(account.ManageOrganisation), e.T("Bare ansatte ser notatene."), v.Form
	v.Notes = notes
	if err := h.addHistory(r, e, &v); err != nil {
		return err
	}
	p := e.Page(r, e.T("Melding: %s", v.Subject))
	p.Active, p.HasErrors = "arbeidsliste", v.Form.Failed()
	return page.RenderStatus(w, r, status, showPage(p, v))
}

func (h *Handler) addHistory(r *http.Request, e *page.Env, v *showView) error {
	rows, err := h.portal.PageReports.History(r.Context(), e.Actor, v.ID)
	for _, row := range rows {
		who := row.ActorName
		if row.ActorKind == "public" {
			who = e.T("Uten innlogging")
		}
		v.History = append(v.History, historyLine{When: e.Lang.Ago(row.At, e.Now), Who: who, What: auditlog.Sentence(e, row)})
	}
	return err
}

// act does something with a report: a refused form comes back on its page.
func (h *Handler) act(w http.ResponseWriter, r *http.Request, done string, do func(id int64, f *form.Form) error) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	err = do(id, f)
	switch {
	case err == nil:
		return page.Redirect(w, r, StaffPath(id), e.T(done))
	case fault.Is(err, fault.TooMany):
		return h.show(w, r, http.StatusTooManyRequests, f, e.Refusal(err))
	case fault.Is(err, fault.Conflict):
		return h.show(w, r, http.StatusConflict, f, e.Refusal(err))
	case f.Merge(err):
		return h.show(w, r, http.StatusUnprocessableEntity, f, "")
	}
	return err
}

// Answer writes to whoever told.
func (h *Handler) Answer(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, i18n.Mark("Svaret er sendt på e-post."), func(id int64, f *form.Form) error {
		return h.portal.PageReports.Answer(r.Context(), page.From(r).Actor, id, f.Raw("svar"))
	})
}

// Close notes what a report led to.
func (h *Handler) Close(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, i18n.Mark("Meldingen er avsluttet."), func(id int64, f *form.Form) error {
		return h.portal.PageReports.Close(r.Context(), page.From(r).Actor, id, pagereport.Outcome(f.Raw("utfall")))
	})
}

// Reopen takes back that a report was closed.
func (h *Handler) Reopen(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, i18n.Mark("Meldingen er åpnet igjen."), func(id int64, _ *form.Form) error {
		return h.portal.PageReports.Reopen(r.Context(), page.From(r).Actor, id)
	})
}

// AddNote writes to other staff.
func (h *Handler) AddNote(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, i18n.Mark("Notatet er lagret."), func(id int64, f *form.Form) error {
		return h.portal.StaffNotes.Add(r.Context(), page.From(r).Actor, staffnote.PageReport, id, f.Raw(staffnotes.Field))
	})
}
