// Signing up somebody who stands there or rings.

package participants

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// deskView is the page where somebody is signed up who stands there or rings.
type deskView struct {
	Page     ui.Page
	F        page.FormView
	Desk     roster.Desk
	Crumbs   []ui.Crumb
	Date     date
	Series   bool
	Free     string
	Full     bool   // for a party of the size that stands in the form
	Closed   string // why nobody can be signed up, "" when one can
	Party    int
	Warnings []string
	Ask      bool // asks to be sent once more, past the warnings
	Action   string
	BackURL  string
}

// Desk is the empty page.
func (h *Handler) Desk(w http.ResponseWriter, r *http.Request) error {
	d, err := h.stored(r)
	if err != nil {
		return err
	}
	return h.showDesk(w, r, d, form.Query(r), nil)
}

func (h *Handler) showDesk(w http.ResponseWriter, r *http.Request, d roster.Desk, f *form.Form, warnings []string) error {
	e := page.From(r)
	_, chosen, err := h.dates(r, d, f)
	if err != nil {
		return err
	}
	slot, err := h.slot(r, d, chosen)
	if err != nil {
		return err
	}
	v := deskView{
		F: e.Form(f), Desk: d, Date: chosen, Series: d.Form.Scope == signupform.WholeSeries, Warnings: warnings, Ask: len(warnings) > 0,
		Party: party(f), Action: e.URL(Path(e, d.ActivityID, "/ny")), BackURL: e.URL(At(e, d.ActivityID, chosen.ID, "")),
	}
	v.Page = NewPage(r, e.T("Meld på noen"), v.F)
	v.Crumbs, v.Free, v.Full = Crumbs(v.Page, e, d, e.T("Meld på noen")), freeText(v.Page, slot), !slot.Fits(v.Party)
	switch {
	case slot.Cancelled || chosen.Off && !v.Series:
		v.Closed = e.T("Datoen er avlyst")
		if slot.Postponed {
			v.Closed = e.T(signupform.Later.Text())
		}
		if v.Series && !slot.Postponed {
			v.Closed = e.T("Hele serien er avlyst")
		}
	case !slot.EndsAt.After(e.Now):
		v.Closed = e.T("Datoen er over")
	}
	return page.RenderStatus(w, r, v.F.Status(), deskPage(v))
}

// whoseAge names the person whose age it is, once her name is written.
func (v deskView) whoseAge(i int) string {
	name := strings.TrimSpace(v.F.Value(form.Numbered("deltaker", i)))
	if name == "" || !v.Desk.Form.AskNames {
		return ""
	}
	return v.Page.T("Alder for %s (person %d)", name, i+1)
}

// slot counts the places of a date, or of the series.
func (h *Handler) slot(r *http.Request, d roster.Desk, chosen date) (signupform.Slot, error) {
	e := page.From(r)
	if chosen.ID == 0 {
		return signupform.Slot{}, fault.Clash(i18n.Mark("Aktiviteten har ingen datoer."))
	}
	from := chosen.Ends.Add(-1)
	slots, err := h.portal.SignupForms.Slots(r.Context(), e.Actor, d.ActivityID, from, 50)
	for _, s := range slots {
		if s.OccurrenceID == slotDate(d, chosen) {
			return s, err
		}
	}
	return signupform.Slot{}, err
}

// party is the size as typed, from 1 to what the pages take.
func party(f *form.Form) int {
	n, _ := strconv.Atoi(f.Raw("antall"))
	return min(max(n, 1), signupform.MaxPartyLimit)
}

func wishOf(f *form.Form, d roster.Desk, occurrenceID int64, lang i18n.Lang) registration.Wish {
	w := registration.Wish{
		ActivityID: d.ActivityID, OccurrenceID: occurrenceID, Name: f.Raw("navn"), Email: f.Raw("epost"), Phone: f.Raw("telefon"), Lang: lang,
		Party: party(f), Answers: map[string]string{}, Force: f.Raw("likevel") == "1",
	}
	for i := range w.Party {
		n := "_" + strconv.Itoa(i+1)
		w.Participants = append(w.Participants, registration.Participant{Name: f.Raw("deltaker" + n), AgeBand: f.Raw("alder" + n)})
	}
	for _, q := range d.Form.Questions {
		w.Answers[q.ID] = f.Raw("svar_" + q.ID)
	}
	return w
}

// SignUp signs somebody up. A double, and going beyond the places, is asked about
// once more before it is done.
func (h *Handler) SignUp(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	if f.Raw("gjor") == "antall" {
		return h.showDesk(w, r, d, f, nil)
	}
	if f.Int("antall", 1, signupform.MaxPartyLimit); len(f.Errs) > 0 {
		f.Also(wishOf(f, d, 0, i18n.NB).CheckAtDesk(d.Form, d.Settings))
		return h.showDesk(w, r, d, f, nil)
	}
	_, chosen, err := h.dates(r, d, f)
	if err != nil {
		return err
	}
	slot, err := h.slot(r, d, chosen)
	if err != nil {
		return err
	}
	e, wish, over := page.From(r), wishOf(f, d, slotDate(d, chosen), i18n.NB), f.Checked("overbook")
	if over && !wish.Force && !slot.Fits(wish.Party) {
		free, _ := slot.Free()
		return h.showDesk(w, r, d, f, []string{e.Lang.N("Da blir det én flere enn det er plass til.", "Da blir det %d flere enn det er plass til.", wish.Party-free)})
	}
	in, err := h.portal.Registrations.SignUpAtDesk(r.Context(), e.Actor, wish, over)
	if fault.Is(err, fault.Conflict) {
		err = asInvalid(err)
	}
	if err != nil {
		if f.Merge(err) {
			return h.showDesk(w, r, d, f, nil)
		}
		return err
	}
	if in.ID == 0 {
		return h.showDesk(w, r, d, f, []string{deskWarning(e, wish.Name, in)})
	}
	text := e.T("%s er påmeldt.", wish.Name)
	if in.Holds == registration.HoldsQueue {
		text = e.T("%s står som nummer %d på ventelisten.", wish.Name, in.Position)
	}
	return page.Redirect(w, r, At(e, d.ActivityID, chosen.ID, ""), text)
}

// deskWarning says what is alike, which is the organiser's own to know.
func deskWarning(e *page.Env, name string, in registration.SignedUp) string {
	var texts []string
	if slices.Contains(in.Warnings, registration.SameAgain) {
		texts = append(texts, e.T("Noen med samme navn er allerede påmeldt."))
	}
	for _, m := range in.Overlapping {
		texts = append(texts, e.T("%s er også påmeldt «%s», som er på samme tid: %s.", name, m.Title, e.Lang.When(m.StartsAt, m.EndsAt, m.AllDay, e.Now)))
	}
	return strings.Join(texts, " ")
}

// asInvalid makes a refusal for the page of one that would have taken the form away.
func asInvalid(err error) error {
	var refusal *fault.Error
	if errors.As(err, &refusal) && refusal.Msg != "" {
		return fault.Refuse(refusal.Msg, refusal.Args...)
	}
	return err
}

func bandOptions(p ui.Page) []ui.Option {
	var out []ui.Option
	for _, b := range signupform.Bands {
		out = append(out, ui.Option{Value: b.Code, Label: b.Name(p.Lang)})
	}
	return out
}

// fill gives a field what was typed and what is wrong with it.
func (v deskView) fill(f ui.FieldArgs) ui.FieldArgs {
	f.Value, f.Error = v.F.Value(f.Name), v.F.Err(f.Name)
	if f.Name == "antall" && f.Value == "" {
		f.Value = "1"
	}
	return f
}
