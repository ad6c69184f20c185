// One contact person with her party, and what is done with them.

package participants

import (
	"net/http"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/auditlog"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// personView is one contact person with her party and what has happened.
type personView struct {
	Page    ui.Page
	F       page.FormView
	Desk    roster.Desk
	Crumbs  []ui.Crumb
	Row     row
	P       roster.Person
	Date    string
	History []historyLine
	MoveTo  []ui.Option
	Calls   []callView // she must be rung: one or none

	Moving, Removing, Correcting bool // the fold is open
	Source                       string
	Base                         string // address of the person's page
	BackURL                      string
}

// emailTyped is the address in its field: what was sent, else what is stored.
func (v personView) emailTyped() string {
	if v.Correcting {
		return v.F.Value("epost")
	}
	return v.P.Email
}

type historyLine struct{ What, Who, When string }

// open reads the person that the address names; one of another activity is not there.
func (h *Handler) open(r *http.Request) (roster.Desk, roster.Person, error) {
	d, err := h.stored(r)
	if err != nil {
		return d, roster.Person{}, err
	}
	id, err := page.ID(r, "nr")
	if err != nil {
		return d, roster.Person{}, err
	}
	p, err := h.portal.Rosters.PersonOf(r.Context(), page.From(r).Actor, id)
	if err == nil && p.ActivityID != d.ActivityID {
		err = fault.Missing(i18n.Mark("Vi finner ikke påmeldingen."))
	}
	return d, p, err
}

// Person is one sign-up.
func (h *Handler) Person(w http.ResponseWriter, r *http.Request) error {
	return h.showPerson(w, r, nil)
}

func (h *Handler) showPerson(w http.ResponseWriter, r *http.Request, f *form.Form) error {
	d, p, err := h.open(r)
	if err != nil {
		return err
	}
	e := page.From(r)
	v := personView{
		F: e.Form(f), Desk: d, P: p, Base: e.URL(Path(e, d.ActivityID, "/"+ui.Itoa(p.ID))), BackURL: e.URL(At(e, d.ActivityID, p.OccurrenceID, "")),
		Date: e.T("Hele serien"),
	}
	rows, err := h.rows(r, d, []registration.Registration{p.Registration})
	if err != nil {
		return err
	}
	v.Row, v.Moving, v.Removing = rows[0], v.F.Err("til") != "" || v.F.Err("fullt") != "", v.F.Err("hvorfor") != "" || v.F.Err("begrunnelse") != ""
	v.Correcting = v.F.Err("epost") != ""
	calls, err := h.portal.Rosters.Calls(r.Context(), e.Actor, d.ActivityID)
	if err != nil {
		return err
	}
	for _, c := range calls {
		if c.RegistrationID == p.ID {
			v.Calls = append(v.Calls, callOf(e, d.ActivityID, c))
		}
	}
	if p.OccurrenceID != 0 {
		v.Date = e.Lang.When(p.StartsAt, p.EndsAt, p.AllDay, e.Now)
		if v.MoveTo, err = h.others(r, d, p); err != nil {
			return err
		}
	}
	v.Source = e.T(map[registration.Source]string{
		registration.ByWeb: i18n.Mark("Meldte seg på selv"), registration.ByDesk: i18n.Mark("Meldt på av arrangøren"), registration.ByStaff: i18n.Mark("Meldt på av kommunen"),
	}[p.Source])
	for _, line := range p.History {
		v.History = append(v.History, historyLine{What: auditlog.Sentence(e, line), Who: line.ActorName, When: e.Lang.When(line.At, line.At, false, e.Now)})
	}
	v.Page = NewPage(r, p.Name, v.F)
	v.Crumbs = Crumbs(v.Page, e, d, p.Name)
	return page.RenderStatus(w, r, v.F.Status(), personPage(v))
}

// listed is the sign-up that the address names, when it is of the activity.
func (h *Handler) listed(r *http.Request, d roster.Desk) (int64, error) {
	id, err := page.ID(r, "nr")
	if err != nil {
		return 0, err
	}
	return id, h.portal.Rosters.OnList(r.Context(), page.From(r).Actor, d.ActivityID, id)
}

// act does something to one person and goes back to her page; a refusal is shown there.
// Do gives what to tell the organiser.
func (h *Handler) act(w http.ResponseWriter, r *http.Request, do func(f *form.Form, d roster.Desk, id int64) (done string, err error)) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	id, err := h.listed(r, d)
	if err != nil {
		return err
	}
	done, err := do(f, d, id)
	if fault.Is(err, fault.Conflict) {
		err = asInvalid(err)
	}
	if err != nil {
		if f.Merge(err) {
			return h.showPerson(w, r, f)
		}
		return err
	}
	return page.Redirect(w, r, Path(page.From(r), d.ActivityID, "/"+ui.Itoa(id)), done)
}

// told says whether an e-mail tells the person, or somebody has to ring her.
func (h *Handler) told(r *http.Request, d roster.Desk, id int64) (string, error) {
	e := page.From(r)
	p, err := h.portal.Rosters.One(r.Context(), e.Actor, id)
	if err != nil {
		return "", err
	}
	rows, err := h.rows(r, d, []registration.Registration{p})
	if err != nil {
		return "", err
	}
	switch {
	case p.Email != "" && !rows[0].Refused:
		return e.T("Personen får beskjed på e-post."), nil
	case p.Phone != "":
		return e.T("Personen får ikke e-post, så du må ringe %s.", i18n.Phone(p.Phone)), nil
	}
	return e.T("Personen får ikke e-post, så du må selv si fra."), nil
}

// LetIn gives somebody who waits a place; beyond the places only when asked once more.
func (h *Handler) LetIn(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	id, err := h.listed(r, d)
	if err != nil {
		return err
	}
	e := page.From(r)
	err = h.portal.Registrations.LetIn(r.Context(), e.Actor, id, f.Raw("likevel") == "1")
	if fault.Is(err, fault.Conflict) && f.Raw("likevel") != "1" {
		return h.askOverbook(w, r)
	}
	if err != nil {
		return err
	}
	told, err := h.told(r, d, id)
	if err != nil {
		return err
	}
	return page.Redirect(w, r, Path(e, d.ActivityID, "/"+ui.Itoa(id)), e.T("Personen har fått plass.")+" "+told)
}

func (h *Handler) askOverbook(w http.ResponseWriter, r *http.Request) error {
	d, p, err := h.open(r)
	if err != nil {
		return err
	}
	if p.Status != registration.Waiting {
		return fault.Clash(i18n.Mark("Personen står ikke på ventelisten lenger."))
	}
	e := page.From(r)
	v := personView{Desk: d, P: p, Base: e.URL(Path(e, d.ActivityID, "/"+ui.Itoa(p.ID)))}
	v.Page = NewPage(r, e.T("Vil du gi %s plass selv om det er fullt?", p.Name), e.Form(nil))
	v.Crumbs = Crumbs(v.Page, e, d, p.Name)
	return page.RenderStatus(w, r, http.StatusConflict, overbookPage(v))
}

// Remove takes somebody off the list, with a word to her when one is written.
func (h *Handler) Remove(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, func(f *form.Form, d roster.Desk, id int64) (string, error) {
		e, why := page.From(r), f.Raw("hvorfor")
		f.Errs.Check(why == "selv" || why == "vi", "hvorfor", i18n.Mark("Velg hvorfor personen tas av listen."))
		f.Text("begrunnelse", roster.MaxMessage)
		if err := f.Err(); err != nil {
			f.Errs = nil
			return "", err
		}
		p, err := h.portal.Rosters.PersonOf(r.Context(), e.Actor, id)
		if err != nil {
			return "", err
		}
		told, err := h.told(r, d, id)
		if err != nil {
			return "", err
		}
		if text := strings.TrimSpace(f.Raw("begrunnelse")); text != "" && p.Email != "" && p.Active() {
			subject := e.T("Du er tatt av listen: %s", clip(d.Title))
			if _, err := h.portal.Rosters.MessageTo(r.Context(), e.Actor, d.ActivityID, p.OccurrenceID, []int64{id}, subject, text); err != nil {
				return "", err
			}
		}
		if err := h.portal.Registrations.Remove(r.Context(), e.Actor, id, why == "selv"); err != nil {
			return "", err
		}
		offers, err := h.portal.Rosters.OfferedSince(r.Context(), e.Actor, d.ActivityID, p.SlotID, e.Now)
		done := e.T("Tatt av listen.") + " " + told
		if offers > 0 {
			done += " " + e.T("Den neste på ventelisten har fått tilbud om plassen.")
		}
		return done, err
	})
}

// clip keeps a subject within what a message takes.
func clip(title string) string {
	if runes := []rune(title); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return title
}

// Answer answers an offer for somebody who has rung.
func (h *Handler) Answer(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, func(f *form.Form, _ roster.Desk, id int64) (string, error) {
		e := page.From(r)
		return e.T("Svaret er lagret."), h.portal.Registrations.AnswerOffer(r.Context(), e.Actor, id, f.Raw("svar") == "ja")
	})
}

// Address gives somebody the e-mail address that is hers.
func (h *Handler) Address(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, func(f *form.Form, _ roster.Desk, id int64) (string, error) {
		e := page.From(r)
		email := f.Email("epost")
		if err := f.Err(); err != nil {
			f.Errs = nil
			return "", err
		}
		return e.T("E-postadressen er rettet, og vi har sendt en lenke dit."), h.portal.Registrations.CorrectAddressFor(r.Context(), e.Actor, id, email)
	})
}

// Confirm confirms for somebody whose e-mail does not arrive.
func (h *Handler) Confirm(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, func(_ *form.Form, _ roster.Desk, id int64) (string, error) {
		e := page.From(r)
		return e.T("Påmeldingen er bekreftet."), h.portal.Registrations.ConfirmFor(r.Context(), e.Actor, id)
	})
}
