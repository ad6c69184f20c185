// The page where the organiser decides about signing up.

package signupsetup

import (
	"net/http"
	"net/url"
	"strconv"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants"
	"frivilligsentral/web/ui"
)

// setupView is the page where the organiser decides about signing up.
type setupView struct {
	Page        ui.Page
	F           page.FormView
	Desk        roster.Desk
	Crumbs      []ui.Crumb
	Questions   int  // rows shown
	Adding      bool // a question was just added
	Templates   []signupform.Template
	Substitutes []string // addresses
	Action      string
	BackURL     string
}

// editor is the activity that the address names, for somebody who may change its form.
func (h *Handler) editor(r *http.Request) (roster.Desk, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return roster.Desk{}, err
	}
	d, err := h.portal.Rosters.DeskOf(r.Context(), page.From(r).Actor, id)
	if err == nil && !d.MayEdit {
		err = fault.Denied(i18n.Mark("Du har ikke tilgang til dette."))
	}
	return d, err
}

// Setup is the form as it is stored, or as a template in the address has it.
func (h *Handler) Setup(w http.ResponseWriter, r *http.Request) error {
	d, err := h.editor(r)
	if err != nil {
		return err
	}
	from := d.Form
	if id := form.Query(r).ID("mal"); id != 0 {
		templates, err := h.portal.SignupForms.Templates(r.Context(), page.From(r).Actor, d.OrganisationID)
		if err != nil {
			return err
		}
		for _, t := range templates {
			if t.ID == id {
				from, d.Mode = t.Form, activity.HereSignup
				from.Version, from.OpensAt = d.Form.Version, d.Form.OpensAt
			}
		}
	}
	return h.showSetup(w, r, d, &form.Form{Values: valuesOf(d, from)})
}

func (h *Handler) showSetup(w http.ResponseWriter, r *http.Request, d roster.Desk, f *form.Form) error {
	return h.showSetupStatus(w, r, 0, d, f)
}

func (h *Handler) showSetupStatus(w http.ResponseWriter, r *http.Request, status int, d roster.Desk, f *form.Form) error {
	e := page.From(r)
	v := setupView{F: e.Form(f), Desk: d, Questions: questionRows(f.Values), Adding: f.Raw("gjor") == "sporsmal", Action: e.URL(participants.Path(e, d.ActivityID, "/oppsett")), BackURL: e.URL(participants.Path(e, d.ActivityID, ""))}
	var err error
	if v.Templates, err = h.portal.SignupForms.Templates(r.Context(), e.Actor, d.OrganisationID); err != nil {
		return err
	}
	if v.Substitutes, err = h.portal.Rosters.Substitutes(r.Context(), e.Actor, d.ActivityID); err != nil {
		return err
	}
	v.Page = participants.NewPage(r, e.T("Oppsett av påmelding"), v.F)
	v.Crumbs = participants.Crumbs(v.Page, e, d, v.Page.Title)
	if status == 0 {
		status = v.F.Status()
	}
	return page.RenderStatus(w, r, status, setupPage(v))
}

// SaveSetup stores the form, or does what one of its other buttons says.
func (h *Handler) SaveSetup(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	d, err := h.editor(r)
	if err != nil {
		return err
	}
	compact(f.Values)
	if f.Raw("gjor") == "sporsmal" {
		if n := questionRows(f.Values); n < questionnaire.MaxQuestions {
			f.Values.Set(form.Numbered("sporsmal_type", n), string(questionnaire.Text))
		}
		return h.showSetup(w, r, d, f)
	}
	asTemplate := f.Raw("gjor") == "mal"
	switch mode := activity.SignupMode(f.Raw("pamelding")); {
	case asTemplate:
		f.Required("mal_navn", signupform.MaxName, i18n.Mark("Skriv hva malen skal hete."))
	case mode == activity.NoSignup, mode == activity.LinkSignup:
		return h.stop(w, r, d, f, mode)
	case mode != activity.HereSignup:
		f.Errs.Add("pamelding", i18n.Mark("Velg ett av valgene."))
	}
	settings := read(f, d)
	if len(f.Errs) > 0 {
		_, err := settings.After(d.Form)
		f.Also(err)
		return h.showSetup(w, r, d, f)
	}
	return h.store(w, r, d, f, settings)
}

func (h *Handler) store(w http.ResponseWriter, r *http.Request, d roster.Desk, f *form.Form, settings signupform.Form) error {
	e := page.From(r)
	if f.Raw("gjor") == "mal" {
		id, err := h.portal.SignupForms.SaveTemplate(r.Context(), e.Actor, d.OrganisationID, f.Raw("mal_navn"), settings)
		if err == nil {
			text := e.T("Malen «%s» er lagret. Feltene er fylt ut fra den, men oppsettet er ikke lagret ennå.", f.Raw("mal_navn"))
			return page.Redirect(w, r, participants.Path(e, d.ActivityID, "/oppsett")+"?mal="+ui.Itoa(id), text)
		}
		if !f.Merge(err) {
			return err
		}
		return h.showSetup(w, r, d, f)
	}
	version, _ := strconv.Atoi(f.Raw("versjon"))
	err := h.portal.Registrations.SaveForm(r.Context(), e.Actor, d.ActivityID, version, settings)
	switch {
	case fault.Is(err, fault.Conflict):
		f.Values.Set("versjon", strconv.Itoa(d.Form.Version))
		f.Errs.Add("", i18n.Mark("Noen andre har endret påmeldingen i mellomtiden. Det du skrev, står her. Lagrer du nå, er det det som gjelder."))
		return h.showSetupStatus(w, r, http.StatusConflict, d, f)
	case err != nil && f.Merge(err):
		return h.showSetup(w, r, d, f)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, participants.Path(e, d.ActivityID, ""), e.T("Oppsettet er lagret. Folk kan melde seg på når aktiviteten er publisert."))
}

// stop is for no sign-up, and for sign-up on another site.
func (h *Handler) stop(w http.ResponseWriter, r *http.Request, d roster.Desk, f *form.Form, mode activity.SignupMode) error {
	link := ""
	if mode == activity.LinkSignup {
		link = f.URL("pamelding_url")
		f.Errs.Check(link != "" || f.Errs.Has("pamelding_url"), "pamelding_url", i18n.Mark("Skriv nettadressen der folk melder seg på."))
	}
	e := page.From(r)
	if len(f.Errs) == 0 {
		err := h.portal.SignupForms.StopSignUp(r.Context(), e.Actor, d.ActivityID, link)
		if err != nil && !f.Merge(err) {
			return err
		}
	}
	if len(f.Errs) > 0 {
		return h.showSetup(w, r, d, f)
	}
	return page.Redirect(w, r, participants.Path(e, d.ActivityID, "/oppsett"), e.T("Lagret."))
}

// DropTemplate forgets a template.
func (h *Handler) DropTemplate(w http.ResponseWriter, r *http.Request) error {
	return h.beside(w, r, i18n.Mark("Malen er slettet."), func(e *page.Env, f *form.Form, d roster.Desk) error {
		return h.portal.SignupForms.DeleteTemplate(r.Context(), e.Actor, d.OrganisationID, f.ID("mal"))
	})
}

// AddSubstitute gives somebody outside the organisation access to the list.
func (h *Handler) AddSubstitute(w http.ResponseWriter, r *http.Request) error {
	return h.beside(w, r, i18n.Mark("Adressen er lagt til. Logger noen inn med den, har hun fått tilgang og en e-post om det."), func(e *page.Env, f *form.Form, d roster.Desk) error {
		return h.portal.Rosters.AddSubstitute(r.Context(), e.Actor, d.ActivityID, f.Raw("epost"))
	})
}

// RemoveSubstitute takes the access back.
func (h *Handler) RemoveSubstitute(w http.ResponseWriter, r *http.Request) error {
	return h.beside(w, r, i18n.Mark("Tilgangen er tatt bort."), func(e *page.Env, f *form.Form, d roster.Desk) error {
		return h.portal.Rosters.RemoveSubstitute(r.Context(), e.Actor, d.ActivityID, f.Raw("vikar"))
	})
}

// beside does what the small forms beside the settings ask for.
func (h *Handler) beside(w http.ResponseWriter, r *http.Request, done string, do func(*page.Env, *form.Form, roster.Desk) error) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	d, err := h.editor(r)
	if err != nil {
		return err
	}
	e := page.From(r)
	if err := do(e, f, d); err != nil {
		if !f.Merge(err) {
			return err
		}
		shown := form.Form{Values: valuesOf(d, d.Form), Errs: f.Errs}
		shown.Values.Set("epost", f.Raw("epost"))
		return h.showSetup(w, r, d, &shown)
	}
	return page.Redirect(w, r, participants.Path(e, d.ActivityID, "/oppsett"), e.T(done))
}

// questionRows is how many questions the form holds.
func questionRows(v url.Values) int {
	n := 0
	for n < questionnaire.MaxQuestions && v.Has(form.Numbered("sporsmal_type", n)) {
		n++
	}
	return n
}

var questionFields = []string{"sporsmal", "sporsmal_id", "sporsmal_type", "sporsmal_valg", "sporsmal_formal", "sporsmal_lagres", "sporsmal_ma"}

// compact takes out the questions that are empty or to be removed, so that the
// numbers in the names run without gaps.
func compact(v url.Values) {
	var kept []url.Values
	for i := range questionnaire.MaxQuestions + 1 {
		one, text := url.Values{}, ""
		for _, name := range questionFields {
			from := form.Numbered(name, i)
			if v.Has(from) {
				one.Set(name, v.Get(from))
			}
			if name == "sporsmal" || name == "sporsmal_valg" || name == "sporsmal_formal" {
				text += v.Get(from)
			}
			v.Del(from)
		}
		if text != "" && v.Get(form.Numbered("sporsmal_bort", i)) == "" {
			kept = append(kept, one)
		}
		v.Del(form.Numbered("sporsmal_bort", i))
	}
	for i, one := range kept {
		for name, values := range one {
			v.Set(form.Numbered(name, i), values[0])
		}
		if !v.Has(form.Numbered("sporsmal_type", i)) {
			v.Set(form.Numbered("sporsmal_type", i), "")
		}
	}
}
