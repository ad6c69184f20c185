// Package letters are the e-mails about a registration and the calendar file that
// goes with them: what each says, who is told of changed dates, who is reminded.
package letters

import (
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
)

// SignUp is what a letter must know of the registration that it is about.
type SignUp struct {
	ID              int64
	SlotID          int64
	Version         int
	PartySize       int
	Name            string
	Email           string // "": nobody is written to
	Lang            i18n.Lang
	GuardianName    string
	GuardianEmail   string
	GuardianKnows   bool // she has confirmed, and is told what the person is told
	GuardianAwaited bool // she must confirm and has not
	HoldExpiresAt   *time.Time
	OfferExpiresAt  *time.Time
	Confirmed       bool
	HasPlace        bool // also a held or an offered one
	Queued          bool // waits, or has an offer

	Several   []Dated     `db:"-"` // the dates of the form that it came with; nil: one
	Meanwhile []Meanwhile `db:"-"` // for Confirm
	Full      bool        `db:"-"` // for Confirm: without a place because there is none
}

// Meanwhile is what the person of the name is signed up for at the same time.
type Meanwhile struct {
	Title            string
	StartsAt, EndsAt time.Time
	AllDay           bool
	Same             bool // it is the very same date
}

// text tells of it.
func (m Meanwhile) text(l i18n.Lang, name string) string {
	if m.Same {
		return l.T("%s er påmeldt her fra før, eller venter på å bli det. Er det samme person, trenger du ikke å bekrefte en gang til.", name)
	}
	return l.T("%s er også påmeldt «%s», som er på samme tid: %s.", name, m.Title, dated(l, m.StartsAt, m.EndsAt, m.AllDay))
}

// SignUpColumns are those of a SignUp, r.
const SignUpColumns = `r.id, r.slot_id, r.version, r.party_size, r.name, r.email, r.lang, r.guardian_name, r.guardian_email,
       r.guardian_email <> '' and r.guardian_confirmed_at is not null as guardian_knows,
       r.guardian_needed and r.guardian_confirmed_at is null as guardian_awaited,
       r.hold_expires_at, r.offer_expires_at, r.status = 'confirmed' as confirmed, r.holds = 'place' as has_place,
       r.status in ('waiting', 'offered') as queued`

const signUpSQL = `-- letters.signUp
select ` + SignUpColumns + ` from registration r where r.id = @id`

// reached says whether anybody can be written to.
func (r SignUp) reached() bool { return r.Email != "" || r.GuardianKnows }

// Template is what an e-mail says about a registration. Its button opens the person's own page.
type Template struct {
	Kind     kind.Kind
	calendar bool // carries the dates
	all      bool // its button opens all that the person is signed up for
	say      func(l i18n.Lang, a About, r SignUp) (subject string, body mail.Body)
}

func button(text string) mail.Button { return mail.Button{Text: text} }

// Confirm asks the person to confirm that the sign-up is hers.
var Confirm = Template{kind.SignUpConfirm, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
	body := mail.Body{
		Paragraphs: []string{l.T("Du har meldt på %d til «%s». Påmeldingen gjelder når du har bekreftet den.", r.PartySize, a.Title)},
		Button:     button(l.T("Bekreft påmeldingen")),
		After:      []string{l.T("Er det ikke du som har meldt deg på? Da trenger du ikke å gjøre noe. Påmeldingen blir slettet.")},
	}
	if r.GuardianAwaited {
		body.Paragraphs[0] = l.T("Du har meldt på %d til «%s». Når du har bekreftet, spør vi %s, som er oppgitt som foresatt. Påmeldingen gjelder når begge har bekreftet den.", r.PartySize, a.Title, r.GuardianName)
	}
	if n := len(r.Several); n > 1 {
		body.Paragraphs = append(body.Paragraphs, l.T("Du bekrefter alle %d datoene på én gang.", n))
	}
	if r.HoldExpiresAt != nil { // a place or the waiting list: the letter is written before that is known
		body.Paragraphs = append(body.Paragraphs, l.T("Bekreft innen %s, ellers blir den slettet.", dated(l, *r.HoldExpiresAt, *r.HoldExpiresAt, false)))
	}
	switch {
	case waited(r.Several) > 0 && waited(r.Several) < len(r.Several):
		body.Paragraphs = append(body.Paragraphs, l.T("Vi holder ikke av plass på alle datoene nå. Når du bekrefter, får du plass der det er ledig. Ellers står du på ventelisten."))
	case r.HasPlace:
	case r.Full:
		body.Paragraphs = append(body.Paragraphs, l.T("Det er fullt nå. Når du bekrefter, står du på ventelisten. Blir det ledig før det, får du plass."))
	default:
		body.Paragraphs = append(body.Paragraphs, l.T("Vi holder ikke av plass til deg nå. Når du bekrefter, får du plass hvis det er ledig. Ellers står du på ventelisten."))
	}
	for _, m := range r.Meanwhile {
		body.Paragraphs = append(body.Paragraphs, m.text(l, r.Name))
	}
	return l.T("Bekreft påmeldingen til %s", a.Title), body
}}

// Confirmed tells that she is in.
var Confirmed = Template{kind.SignUpConfirmed, true, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
	body := mail.Body{
		Paragraphs: []string{l.N("Du er påmeldt. Vi har satt av %d plass.", "Dere er påmeldt. Vi har satt av %d plasser.", r.PartySize, r.PartySize)},
		Button:     button(l.T("Se, endre eller meld av")),
		After:      []string{l.T("Kan du ikke komme likevel? Meld av, så får noen andre plassen.")},
	}
	if a.Instructions != "" {
		body.Paragraphs = append(body.Paragraphs, a.Instructions)
	}
	return l.T("Du er påmeldt %s", a.Title), body
}}

// Waiting tells that she is on the waiting list.
var Waiting = Template{kind.SignUpWaiting, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
	full := l.T("Det er fullt nå, og du står på ventelisten. Vi skriver til deg når det blir en ledig plass.")
	if len(r.Several) > 1 {
		full = l.T("Det er fullt på alle datoene nå, og du står på ventelisten til hver av dem. Vi skriver til deg når det blir en ledig plass.")
	}
	return l.T("Du står på venteliste til %s", a.Title), mail.Body{
		Paragraphs: []string{full, l.T("Da får du en frist for å svare, så følg med på e-posten.")},
		Button:     button(l.T("Se plassen din i køen")),
	}
}}

// Offer offers a place that came free.
var Offer = Template{kind.SignUpOffer, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
	body := mail.Body{
		Paragraphs: []string{l.T("Det er blitt plass til dere %d på «%s». Vil du ha den?", r.PartySize, a.Title)},
		Button:     button(l.T("Svar på tilbudet")),
		After:      []string{l.T("Svarer du ikke innen fristen, går tilbudet til den neste på listen.")},
	}
	if r.PartySize == 1 {
		body.Paragraphs = []string{l.T("Det er blitt en plass ledig på «%s». Vil du ha den?", a.Title)}
	}
	if r.OfferExpiresAt != nil {
		body.Facts = []mail.Fact{{Label: l.T("Svar innen"), Value: dated(l, *r.OfferExpiresAt, *r.OfferExpiresAt, false)}}
	}
	return l.T("Det er plass til deg på %s", a.Title), body
}}

// Expired tells that an offer is no longer open.
var Expired = Template{kind.SignUpExpired, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
	return l.T("Tilbudet om plass på %s har gått ut", a.Title), mail.Body{
		Paragraphs: []string{l.T("Vi fikk ikke svar innen fristen, så plassen er tilbudt den neste. Vil du fortsatt være med, kan du melde deg på igjen.")},
		Button:     button(l.T("Se påmeldingen")),
	}
}}

// Link gives the link to her own page again.
var Link = Template{kind.SignUpLink, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
	return l.T("Lenken din til %s", a.Title), mail.Body{
		Paragraphs: []string{l.T("Her kan du se, endre eller melde av det du er påmeldt.")},
		Button:     button(l.T("Åpne påmeldingen")),
		After:      []string{l.T("Har du ikke bedt om dette? Da trenger du ikke å gjøre noe.")},
	}
}}

// Message is what those who keep the list write themselves.
func Message(subject, text string) Template {
	return Template{kind.SignUpMessage, false, false, func(l i18n.Lang, a About, _ SignUp) (string, mail.Body) {
		return subject, mail.Body{
			Paragraphs: append([]string{l.T("Melding fra %s om «%s»:", a.Organiser, a.Title)}, strings.Split(text, "\n")...),
			Button:     button(l.T("Se påmeldingen")),
		}
	}}
}
