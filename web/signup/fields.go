// The sign-up form's fields.

package signup

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Names of fields that the use cases name too when something is wrong with them.
const (
	partyField = "antall"
	nameField  = "deltaker"
	ageField   = "alder"
	mailField  = "varsel"
)

func answerField(q questionnaire.Question) string { return "svar_" + q.ID }

// partyView is the part of a form that both signing up and changing have: how many,
// who, the organiser's questions and which e-mails.
type partyView struct {
	Form   page.FormView
	Setup  signupform.Form
	asked  string // the language of the organiser's questions, "" when it is the page's
	Rows   int    // people on the page
	Action string
	Bands  []ui.Option
	Young  int // under this age a guardian confirms; 0: nobody is asked
}

func partyOf(e *page.Env, f *form.Form, setup signupform.Form, asked, action string) partyView {
	v := partyView{Form: e.Form(f), Setup: setup, asked: asked, Rows: 1, Action: action, Bands: bands(e.Lang, setup)}
	if f != nil {
		v.Rows = rows(f, setup)
	}
	return v
}

// setYoung sets the age under which a guardian confirms. The ages below it are a
// group of their own, the first: the page asks about the guardian when one of them
// is chosen.
func (v *partyView) setYoung(l i18n.Lang, age int) {
	v.Young = age
	if age == 0 {
		return
	}
	for i := range v.Bands {
		v.Bands[i].Group = l.T("Uten foresatt")
		if b, _ := signupform.BandOf(v.Bands[i].Value); b.From < age {
			v.Bands[i].Group = l.T("Foresatt må bekrefte")
		}
	}
}

// byRow says whether each person has fields of her own.
func (v partyView) byRow() bool { return v.Setup.AsksAges() || v.asksNames() }

// asksNames is false for one alone: her name is the contact's.
func (v partyView) asksNames() bool { return v.Setup.AskNames && v.Setup.MaxParty > 1 }

func (v partyView) more() bool { return v.Rows < v.Setup.MaxParty }

// mails are the e-mails that can be declined.
func (v partyView) mails(p ui.Page) []ui.Option {
	var all []ui.Option
	add := func(kind, label string) {
		all = append(all, ui.Option{Value: kind, Label: label, Selected: v.Form.Checked(mailField, kind)})
	}
	switch v.Setup.Reminder {
	case signupform.DayBefore:
		add("reminder", p.T("Minn meg på det dagen før"))
	case signupform.HoursBefore:
		add("reminder", p.N("Minn meg på det %d time før", "Minn meg på det %d timer før", v.Setup.ReminderHours))
	}
	if v.Setup.Thanks {
		add("thanks", p.T("Send meg en takk etterpå"))
	}
	return all
}

// bands are the ages that somebody allowed may have.
func bands(l i18n.Lang, f signupform.Form) []ui.Option {
	var all []ui.Option
	for _, b := range signupform.Bands {
		if (f.AgeMin == nil || b.To >= *f.AgeMin) && (f.AgeMax == nil || b.From <= *f.AgeMax) {
			all = append(all, ui.Option{Value: b.Code, Label: b.Name(l)})
		}
	}
	return all
}

// rows is how many people the page shows, within what the form allows.
func rows(f *form.Form, setup signupform.Form) int {
	return max(1, min(positive(f.Raw(partyField)), setup.MaxParty))
}

// reshape adds or removes a person, and says whether that was what was asked for.
func reshape(f *form.Form, setup signupform.Form) bool {
	n := rows(f, setup)
	switch {
	case f.Has("flere"):
		n = min(n+1, setup.MaxParty)
		if first := form.Numbered(nameField, 0); strings.TrimSpace(f.Raw(first)) == "" {
			f.Values.Set(first, f.Raw("navn"))
		}
	case f.Has("fjern"):
		gone := positive(f.Raw("fjern"))
		if gone < 2 || gone > n {
			return true
		}
		for i := gone - 1; i < n-1; i++ {
			f.Values.Set(form.Numbered(nameField, i), f.Raw(form.Numbered(nameField, i+1)))
			f.Values.Set(form.Numbered(ageField, i), f.Raw(form.Numbered(ageField, i+1)))
		}
		f.Values.Del(form.Numbered(nameField, n-1))
		f.Values.Del(form.Numbered(ageField, n-1))
		n--
	default:
		return false
	}
	f.Values.Set(partyField, strconv.Itoa(n))
	return true
}

func participants(f *form.Form, n int) []registration.Participant {
	all := make([]registration.Participant, max(0, min(n, 200)))
	for i := range all {
		all[i].Name, all[i].AgeBand = f.Raw(form.Numbered(nameField, i)), f.Raw(form.Numbered(ageField, i))
	}
	return all
}

func answers(f *form.Form, setup signupform.Form) map[string]string {
	all := map[string]string{}
	for _, q := range setup.Questions {
		all[q.ID] = f.Raw(answerField(q))
	}
	return all
}

// mailKinds are those ticked; none is an empty list, which is not the same as no choice.
func mailKinds(f *form.Form) []string {
	kinds := []string{}
	for _, k := range []string{"reminder", "thanks"} {
		if slices.Contains(f.All(mailField), k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// fromOwn fills the fields with what is stored.
func fromOwn(o registration.Own) *form.Form {
	f := &form.Form{Values: url.Values{
		partyField: {strconv.Itoa(o.PartySize)}, mailField: o.MailKinds, "navn": {o.Name}, "telefon": {i18n.Phone(o.Phone)},
	}}
	for i, p := range o.Participants {
		f.Values.Set(form.Numbered(nameField, i), p.Name)
		f.Values.Set(form.Numbered(ageField, i), p.AgeBand)
	}
	for _, q := range o.Form.Questions {
		f.Values.Set(answerField(q), o.Answers[q.ID])
	}
	age := youngUnder(o.Form, o.Settings)
	young := func(p registration.Participant) bool {
		b, known := signupform.BandOf(p.AgeBand)
		return known && b.From < age
	}
	switch {
	case o.GuardianNeeded:
		f.Values.Set("foresatt", "annen")
	case slices.ContainsFunc(o.Participants, young):
		f.Values.Set("foresatt", "meg")
	}
	return f
}

// purpose says why a question is asked, its Gap, and how long the answer is kept.
func purpose(p ui.Page, q questionnaire.Question) string {
	if q.KeepDays == 0 {
		return p.T("Hvorfor vi spør: %s", ui.Gap) + " " + p.T("Svaret slettes når siste dato er over.")
	}
	return p.T("Hvorfor vi spør: %s", ui.Gap) + " " +
		p.N("Svaret slettes %d dag etter siste dato.", "Svaret slettes %d dager etter siste dato.", q.KeepDays)
}

// sentence gives a text the full stop that its writer left out.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

func partyValue(v partyView) string {
	if s := v.Form.Value(partyField); s != "" {
		return s
	}
	return "1"
}

// partyHelp says that the one who signs up is not on the list by herself.
func (v partyView) partyHelp(p ui.Page) string {
	if !v.asksNames() {
		return ""
	}
	return p.T("Skriv deg selv her også, hvis du skal være med.") + " " + p.T("Er det bare deg, kan navnet stå tomt.")
}

// whoseAge names the person whose age it is, once her name is written.
func (v partyView) whoseAge(p ui.Page, i int) string {
	name := strings.TrimSpace(v.Form.Value(form.Numbered(nameField, i)))
	if name == "" || !v.asksNames() {
		return ""
	}
	return p.T("Alder for %s (person %d)", name, i+1)
}

func personLabel(p ui.Page, v partyView, i int, what string) string {
	if v.Setup.MaxParty == 1 {
		return what
	}
	return p.T("%s, person %d", what, i+1)
}
