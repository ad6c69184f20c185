// What stays after deletion, in words, and why.

package mydata

import (
	"strings"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/page"
)

// kept is something that stays after deletion, and why.
type kept struct{ What, Why string }

// keptOf lists what a person cannot delete by the link, and who can.
func keptOf(e *page.Env, d owndata.Data) []kept {
	var out []kept
	add := func(what, why string) { out = append(out, kept{what, why}) }
	for _, a := range d.Accounts {
		if a.StaffRole != "" {
			add(e.T("Tilgangen din som ansatt"), e.T("Den hører til jobben. En administrator i kommunen avslutter den."))
		}
		for _, name := range a.Organisations {
			add(e.T("Tilgangen din til %s", name), e.T("Andre er avhengige av den. Logg inn og avslutt den under Min konto. Navnet ditt slettes ett år etterpå."))
		}
	}
	for _, r := range first(d.Roles) {
		if r.Proposed {
			continue
		}
		add(e.T("Kontaktperson for %s", r.Organisation), e.T("Laget svarer for opplysningene. Be dem om å bytte kontaktperson."))
	}
	for _, a := range first(d.Activities) {
		add(e.T("Kontakt for aktiviteten %s", a.Title), e.T("%s svarer for aktiviteten. Be dem om å endre den.", a.Organisation))
	}
	if len(d.Contacts) > 0 {
		add(e.T("Kontakt i kommunen"), e.T("Den hører til jobben. Kommunen endrer den når en annen tar over."))
	}
	for _, a := range first(d.Applications) {
		add(e.T("Søknaden for %s", a.Organisation), e.T("Vi trenger adressen for å svare. Den slettes når søknaden er avgjort."))
	}
	if len(d.Accounts) > 0 {
		add(e.T("Loggen over det du har endret"), e.T("Kommunen må kunne vise hvem som har endret hva. Hver linje slettes etter %d dager.", int(audit.Kept/(24*time.Hour))))
	}
	return out
}

// copied is what is kept from before two records became one.
func copied(l i18n.Lang, c owndata.Copy) string {
	if c.What == merging.Organisation {
		return l.T("Kopi av opplysninger om et lag fra før det ble slått sammen med et annet %s. Slettes %s.", l.Date(c.MergedAt), l.Date(c.Until))
	}
	return l.T("Kopi av opplysninger om en kontakt fra før den ble slått sammen med en annen %s. Slettes %s.", l.Date(c.MergedAt), l.Date(c.Until))
}

// shownMost is how many of each list the page shows; the file has all.
const shownMost = 200

func first[T any](list []T) []T { return list[:min(len(list), shownMost)] }

// beyond is how many of lists of those sizes the page does not show.
func beyond(sizes []int) (n int) {
	for _, size := range sizes {
		n += max(0, size-shownMost)
	}
	return n
}

// wish is what somebody has asked for with the address.
func wish(l i18n.Lang, x owndata.Wish) string {
	switch x.What {
	case "links":
		return l.T("Bedt om lenkene på nytt")
	case "sign_up":
		return l.T("Bedt om å bruke adressen på en påmelding")
	}
	return l.T("Bedt om å bruke adressen til å logge inn")
}

func who(e i18n.Lang, kind string) string {
	if kind == "staff" {
		return e.T("En ansatt i kommunen")
	}
	return e.T("Arrangøren")
}

func what(l i18n.Lang, action string) string {
	switch action {
	case "registration.export":
		return l.T("Hentet påmeldingslisten som fil")
	case "registration.message":
		return l.T("Sendte melding til de påmeldte")
	}
	return l.T("Så på påmeldingslisten")
}

func mailStatus(l i18n.Lang, status string) string {
	switch status {
	case "sent":
		return l.T("Sendt")
	case "failed":
		return l.T("Ikke levert")
	case "bounced":
		return l.T("Avvist av mottakerens e-posttjener")
	}
	return l.T("Venter på å bli sendt")
}

// joined are the parts that are there.
func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

// people are the names and ages of a party.
func people(l i18n.Lang, s owndata.SignUp) string {
	var out []string
	for _, p := range s.Participants {
		if p.Name != "" || p.AgeBand != "" {
			out = append(out, joined(p.Name, age(l, p.AgeBand)))
		}
	}
	return strings.Join(out, "; ")
}

// attendance is who came when, in words.
func attendance(l i18n.Lang, s owndata.SignUp) []string {
	var out []string
	for _, p := range s.Participants {
		for _, c := range p.Attendance {
			state := l.T("Ikke møtt")
			if c.State == registration.Present {
				state = l.T("Møtt")
			}
			out = append(out, joined(p.Name, clocked(l, c.StartsAt), state))
		}
	}
	return out
}

func age(l i18n.Lang, code string) string {
	if b, ok := signupform.BandOf(code); ok {
		return b.Name(l)
	}
	return code
}

// moment is a date with its year and time of day.
func moment(l i18n.Lang, t time.Time) string { return l.When(t, t, false, time.Time{}) }

// clocked is shorter, for lists: "14. mai 2026 kl. 18.00".
func clocked(l i18n.Lang, t time.Time) string { return l.Date(t) + " " + l.Time(t) }

// answer is what was answered, yes and no as words of the language.
func answer(l i18n.Lang, s string) string {
	return questionnaire.Question{Kind: questionnaire.YesNo}.AnswerText(l, s)
}
