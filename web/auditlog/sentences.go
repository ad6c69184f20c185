// What each action in the log is in words.

package auditlog

import (
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/web/page"
)

// sentences say what an action in the log is, in bokmål. A test finds actions
// that lack one.
var sentences = map[string]string{
	"login.ok":    i18n.Mark("Logget inn"),
	"login.demo":  i18n.Mark("Logget inn i prøven"),
	"login.fail":  i18n.Mark("Mislykket innlogging"),
	"login.limit": i18n.Mark("Stoppet: for mange forsøk på å logge inn"),
	"logout":      i18n.Mark("Logget ut"),
	"logout.all":  i18n.Mark("Logget ut overalt"),
	"session.end": i18n.Mark("Avsluttet en av sine innlogginger"),

	"session.end_all":     i18n.Mark("Logget en bruker ut overalt"),
	"account.change":      i18n.Mark("Endret opplysninger om seg selv"),
	"account.email":       i18n.Mark("Byttet e-postadresse"),
	"account.notice_stop": i18n.Mark("Slo av e-posten om det som venter, fra en e-post"),
	"account.feed":        i18n.Mark("Fikk en adresse til kalenderen sin"),
	"account.feed_end":    i18n.Mark("Avsluttet kalenderen sin"),
	"account.notice":      i18n.Mark("Valgte hvor ofte portalen skriver om det som venter"),
	"account.end":         i18n.Mark("Avsluttet sin egen konto"),
	"invitation.send":     i18n.Mark("Sendte en invitasjon"),
	"invitation.resend":   i18n.Mark("Sendte en invitasjon på nytt"),
	"invitation.withdraw": i18n.Mark("Trakk tilbake en invitasjon"),
	"invitation.accept":   i18n.Mark("Tok imot en invitasjon"),
	"user.role":           i18n.Mark("Endret rollen til en bruker"),
	"user.end":            i18n.Mark("Avsluttet tilgangen til en bruker"),
	"member.grant":        i18n.Mark("Ga en person tilgang til et lag"),
	"member.role":         i18n.Mark("Endret rollen til en person i et lag"),
	"member.remove":       i18n.Mark("Fjernet en person fra et lag"),

	"activity.create":        i18n.Mark("La inn en aktivitet"),
	"activity.update":        i18n.Mark("Endret en aktivitet"),
	"activity.submit":        i18n.Mark("Sendte inn en aktivitet"),
	"activity.publish":       i18n.Mark("Publiserte en aktivitet"),
	"activity.approve":       i18n.Mark("Godkjente en aktivitet"),
	"activity.offer":         i18n.Mark("Endret hva slags tilbud en aktivitet er"),
	"activity.refuse":        i18n.Mark("Avslo en aktivitet"),
	"activity.cancel":        i18n.Mark("Avlyste en aktivitet"),
	"activity.restore":       i18n.Mark("Tok tilbake avlysningen av en aktivitet"),
	"activity.cancel_date":   i18n.Mark("Avlyste én dato for en aktivitet"),
	"activity.postpone_date": i18n.Mark("Utsatte én dato for en aktivitet"),
	"activity.restore_date":  i18n.Mark("Lot én dato gå som planlagt likevel"),
	"activity.change_date":   i18n.Mark("Endret én dato for en aktivitet"),
	"activity.archive":       i18n.Mark("Arkiverte en aktivitet"),
	"activity.unarchive":     i18n.Mark("Tok en aktivitet ut av arkivet igjen"),
	"activity.withdraw":      i18n.Mark("Trakk tilbake en aktivitet"),
	"activity.export":        i18n.Mark("Hentet aktivitetene som fil"),
	"activity.note":          i18n.Mark("Skrev et internt notat om en aktivitet"),

	"registration.form":           i18n.Mark("Endret oppsettet av påmeldingen"),
	"registration.stop":           i18n.Mark("Slo av påmeldingen i portalen"),
	"registration.capacity":       i18n.Mark("Endret antall plasser på én dato"),
	"registration.close":          i18n.Mark("Stengte eller åpnet påmeldingen"),
	"registration.substitute":     i18n.Mark("Ga en vikar tilgang til deltakerlisten"),
	"registration.substitute_end": i18n.Mark("Tok tilgangen til deltakerlisten fra en vikar"),
	"registration.look":           i18n.Mark("Så på hvem som er påmeldt"),
	"registration.export":         i18n.Mark("Hentet deltakerlisten som fil"),
	"registration.message":        i18n.Mark("Sendte en melding til påmeldte"),
	"registration.attend":         i18n.Mark("Noterte om noen møtte opp"),
	"registration.attend_rest":    i18n.Mark("Noterte at resten møtte opp"),
	"registration.template":       i18n.Mark("Lagret en mal for påmelding"),
	"registration.template_end":   i18n.Mark("Slettet en mal for påmelding"),
	"registration.sign_up":        i18n.Mark("Påmelding kom inn"),
	"registration.confirm":        i18n.Mark("Påmelding ble bekreftet"),
	"registration.change":         i18n.Mark("Påmelding ble endret"),
	"registration.feed":           i18n.Mark("Laget en egen kalender"),
	"registration.feed_end":       i18n.Mark("Avsluttet den egne kalenderen"),
	"registration.address":        i18n.Mark("E-postadressen til en påmelding ble byttet"),
	"registration.cancel":         i18n.Mark("Meldte seg av"),
	"registration.remove":         i18n.Mark("Tok noen av deltakerlisten"),
	"registration.accept":         i18n.Mark("Takket ja til en ledig plass"),
	"registration.decline":        i18n.Mark("Takket nei til en ledig plass"),
	"registration.let_in":         i18n.Mark("Ga plass til noen på ventelisten"),
	"registration.called":         i18n.Mark("Ringte og ga beskjed"),
	"registration.move":           i18n.Mark("Flyttet noen til en annen dato"),
	"registration.anonymise":      i18n.Mark("Slettet navn og svar fra gamle påmeldinger"),
	"registration.forget":         i18n.Mark("Slettet opplysninger om en person"),
	"registration.offer":          i18n.Mark("Fikk tilbud om ledig plass"),
	"registration.offer_expired":  i18n.Mark("Fristen for å svare på tilbudet gikk ut"),
	"registration.release":        i18n.Mark("Slapp en plass som ikke ble bekreftet"),
	"registration.notice":         i18n.Mark("Sendte beskjed om endring til påmeldte"),

	"calendar.create": i18n.Mark("La inn noe i kommunens kalender"),
	"calendar.update": i18n.Mark("Endret noe i kommunens kalender"),
	"calendar.remove": i18n.Mark("Tok noe ut av kommunens kalender"),

	"owndata.erase": i18n.Mark("Slettet egne opplysninger"),
	"audit.forget":  i18n.Mark("Slettet gamle linjer i loggen"),

	"terms.accept":  i18n.Mark("Godtok vilkårene for arrangører"),
	"terms.draft":   i18n.Mark("Endret utkastet til vilkår for arrangører"),
	"terms.publish": i18n.Mark("Publiserte nye vilkår for arrangører"),

	"organisation.register":     i18n.Mark("Registrerte en organisasjon"),
	"organisation.create":       i18n.Mark("La inn en organisasjon"),
	"organisation.update":       i18n.Mark("Endret en organisasjon"),
	"organisation.approve":      i18n.Mark("Godkjente en organisasjon"),
	"organisation.refuse":       i18n.Mark("Avslo en organisasjon"),
	"organisation.confirm":      i18n.Mark("Bekreftet at opplysningene om en organisasjon er riktige"),
	"organisation.merge":        i18n.Mark("Slo sammen to organisasjoner"),
	"organisation.unmerge":      i18n.Mark("Skilte to organisasjoner fra hverandre igjen"),
	"organisation.unmerged":     i18n.Mark("Skilte en organisasjon fra en annen igjen"),
	"organisation.roles_fetch":  i18n.Mark("Hentet rollene i en organisasjon fra Enhetsregisteret"),
	"organisation.role_accept":  i18n.Mark("Godtok forslag om roller fra Enhetsregisteret"),
	"organisation.role_decline": i18n.Mark("Avslo forslag om roller fra Enhetsregisteret"),
	"organisation.end":          i18n.Mark("Avsluttet en organisasjon"),
	"organisation.note":         i18n.Mark("Skrev et internt notat om en organisasjon"),

	"organisation.crowded":     i18n.Mark("Stoppet: for mange venter på svar om samme organisasjonsnummer"),
	"organisation.claim":       i18n.Mark("Ba om tilgang til en organisasjon"),
	"organisation.reopen":      i18n.Mark("Åpnet en organisasjon igjen"),
	"organisation.merged_away": i18n.Mark("Slo en organisasjon sammen med en annen"),
	"organisation.export":      i18n.Mark("Hentet organisasjonene som fil"),

	"article.create":  i18n.Mark("La inn en nyhet, en side eller et svar"),
	"article.update":  i18n.Mark("Endret en nyhet, en side eller et svar"),
	"article.publish": i18n.Mark("Publiserte en nyhet, en side eller et svar"),
	"article.delete":  i18n.Mark("Slettet et utkast til en nyhet, en side eller et svar"),
	"article.end":     i18n.Mark("Avsluttet en nyhet, en side eller et svar"),

	"page_report.receive": i18n.Mark("Meldte fra om en side"),
	"page_report.answer":  i18n.Mark("Svarte på en melding om en side"),
	"page_report.close":   i18n.Mark("Avsluttet en melding om en side"),
	"page_report.reopen":  i18n.Mark("Åpnet en melding om en side igjen"),
	"page_report.note":    i18n.Mark("Skrev et internt notat om en melding om en side"),

	"contact.create":     i18n.Mark("La inn en kontakt"),
	"contact.update":     i18n.Mark("Endret en kontakt"),
	"contact.confirm":    i18n.Mark("Bekreftet en kontakt"),
	"contact.end":        i18n.Mark("Avsluttet en kontakt"),
	"contact.merge":      i18n.Mark("Slo sammen to kontakter"),
	"contact.unmerge":    i18n.Mark("Skilte to kontakter fra hverandre igjen"),
	"contact.substitute": i18n.Mark("Satte en vikar"),
	"contact.take_over":  i18n.Mark("Lot vikaren ta over"),
	"contact.export":     i18n.Mark("Hentet kontaktene som fil"),
	"unit.create":        i18n.Mark("La inn en enhet"),
	"unit.update":        i18n.Mark("Endret en enhet"),

	"venue.create": i18n.Mark("La inn et sted"),
	"venue.update": i18n.Mark("Endret et sted"),

	"synonym.add":    i18n.Mark("La til ord i søket"),
	"synonym.remove": i18n.Mark("Fjernet et ord fra søket"),
	"mail.retry":     i18n.Mark("Sendte en e-post på nytt"),
	"mail.dismiss":   i18n.Mark("Tok en e-post av arbeidslisten"),
	"mail.held":      i18n.Mark("Stoppet: for mange e-poster til samme adresse på en time"),

	"municipality.host":   i18n.Mark("Ga kommunen en ny adresse på nettet"),
	"municipality.update": i18n.Mark("Endret innstillingene for kommunen"),
	"centre.create":       i18n.Mark("La inn en frivilligsentral"),
	"centre.update":       i18n.Mark("Endret opplysningene om frivilligsentralen"),
	"area.create":         i18n.Mark("La inn et område"),
	"area.update":         i18n.Mark("Endret et område"),
	"code.create":         i18n.Mark("La inn en verdi i en kodeliste"),
	"code.update":         i18n.Mark("Endret en verdi i en kodeliste"),

	"import.preview": i18n.Mark("Leste inn en fil til forhåndsvisning"),
	"import.choose":  i18n.Mark("Valgte kolonner, ord eller rader i en import"),
	"import.begin":   i18n.Mark("Begynte å lagre en import"),
	"import.store":   i18n.Mark("Lagret en import"),
	"import.review":  i18n.Mark("Gikk gjennom merknadene til en import"),
	"import.discard": i18n.Mark("Forkastet en import"),
	"import.failed":  i18n.Mark("En import gikk ikke"),

	"bulk.preview": i18n.Mark("Forberedte en endring av flere"),
	"bulk.begin":   i18n.Mark("Begynte på en endring av flere"),
	"bulk.store":   i18n.Mark("Endret flere på én gang"),
	"bulk.undo":    i18n.Mark("Angret en endring av flere"),
	"bulk.discard": i18n.Mark("Forkastet en endring av flere"),
}

// logTopics are the choices of the filter: prefix and name.
var logTopics = [][2]string{
	{"log", i18n.Mark("Innlogging")},
	{"user.", i18n.Mark("Brukere og roller")},
	{"invitation.", i18n.Mark("Invitasjoner")},
	{"member.", i18n.Mark("Personer i lag")},
	{"organisation.", i18n.Mark("Organisasjoner")},
	{"activity.", i18n.Mark("Aktiviteter")},
	{"registration.", i18n.Mark("Påmelding")},
	{"contact.", i18n.Mark("Kontakter")},
	{"unit.", i18n.Mark("Enheter")},
	{"venue.", i18n.Mark("Steder")},
	{"article.", i18n.Mark("Nyheter og sider")},
	{"page_report.", i18n.Mark("Meldinger om sider")},
	{"import.", i18n.Mark("Import")},
	{"bulk.", i18n.Mark("Endringer av flere")},
	{"mail.", i18n.Mark("E-post")},
}

// Sentence says what a row of the log tells, for pages with the history of one thing.
func Sentence(e *page.Env, r audit.Row) string { return sentence(e, r, "") }

// sentence says what a row tells, with the details that a reader can use.
func sentence(e *page.Env, r audit.Row, about string) string {
	s, ok := sentences[r.Action]
	if !ok {
		s = i18n.Mark("Gjorde noe som ikke lenger finnes i portalen")
	}
	out := e.T(s)
	if about != "" && !(r.Object == "account" && about == r.ActorName) {
		out += ": " + about
	}
	if d := details(e, r.Detail, about); d != "" {
		out += " (" + d + ")"
	}
	return out
}

func details(e *page.Env, d map[string]any, about string) string {
	var parts []string
	for _, key := range []string{"name", "title", "file", "host", "reason"} {
		if s, ok := d[key].(string); ok && s != "" && s != about {
			parts = append(parts, reason(e, s))
		}
	}
	if name, ok := d["letter"].(string); ok {
		parts = append(parts, e.T(kind.Named(name).Title()))
	}
	if n, ok := d["changed"].(float64); ok {
		parts = append(parts, e.Lang.N("%d endret", "%d endrede", int(n)))
	}
	from, to := roleName(e, d["from"]), roleName(e, d["to"])
	switch {
	case from != "" && to != "":
		parts = append(parts, e.T("fra %s til %s", from, to))
	case from != "":
		parts = append(parts, from)
	case roleName(e, d["role"]) != "":
		parts = append(parts, roleName(e, d["role"]))
	}
	return strings.Join(parts, ", ")
}

func reason(e *page.Env, s string) string {
	switch s {
	case "link":
		return e.T("lenken virket ikke")
	case "code":
		return e.T("feil kode")
	}
	return s
}

func roleName(e *page.Env, v any) string {
	s, _ := v.(string)
	r := account.Role(s)
	if s == "" || r.Name() == s {
		return ""
	}
	return e.T(r.Name())
}
