// Package about is what the portal says of itself: the centre, accessibility,
// privacy and cookies. What it promises is read from the settings and the code
// that keep the promise.
package about

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation/orgroles"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/registration/keeping"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/hours"
	"frivilligsentral/web/page"
	"frivilligsentral/web/session"
	"frivilligsentral/web/ui"
)

// Handler has the pages.
type Handler struct {
	portal *portal.Portal
	held   *cache.Cache[int64, []owndata.Held]
}

// How long the counts of what is kept are good for: they are of all that there is.
const (
	heldLife = time.Hour
	sites    = 1000 // more than there are municipalities
)

// New makes the handler.
func New(p *portal.Portal) *Handler {
	return &Handler{portal: p, held: cache.New(cache.Options[int64, []owndata.Held]{Life: heldLife, Most: sites, Now: p.Now})}
}

type centreView struct {
	municipality.Centre
	Place, PhoneText string
	Paragraphs       []string
	TextLang         string // when the text is not in the page's language
	Hours            *hours.View
	Owner            string
}

// Centre is /om: the centre, or all of them, with opening hours.
func (h *Handler) Centre(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	var views []centreView
	for _, c := range e.Site.Centres {
		views = append(views, newCentre(e, c))
	}
	if len(views) == 0 {
		views = append(views, newCentre(e, e.Site.Centre()))
	}
	pages, err := articles.More(r.Context(), h.portal, e)
	if err != nil {
		return err
	}
	p := e.Page(r, e.T("Om %s", views[0].Name))
	p.Description = e.T("Adresse, åpningstider og telefon til %s.", views[0].Name)
	return page.Render(w, r, centrePage(p, views, pages))
}

func newCentre(e *page.Env, c municipality.Centre) centreView {
	v := centreView{Centre: c, PhoneText: i18n.Phone(c.Phone), Owner: ownerText(e, c.OwnerForm)}
	v.Place = codelist.Town(c.PostalCode, e.Site.Name)
	text, lang := aboutText(c, e.Lang)
	if lang != e.Lang {
		v.TextLang = string(lang)
	}
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			v.Paragraphs = append(v.Paragraphs, part)
		}
	}
	if v.Hours = hours.Of(e, c.Opening); v.Hours != nil && c.ID != e.Site.Centre().ID {
		v.Hours.After = "-" + ui.Itoa(c.ID)
	}
	return v
}

// aboutText is the text in the language, or else in one that there is.
func aboutText(c municipality.Centre, l i18n.Lang) (string, i18n.Lang) {
	for _, try := range []i18n.Lang{l, i18n.NB, i18n.NN, i18n.EN} {
		if text := strings.TrimSpace(c.About[string(try)]); text != "" {
			return text, try
		}
	}
	return "", l
}

func ownerText(e *page.Env, code string) string {
	switch code {
	case "municipal":
		return e.T("Kommunen eier sentralen.")
	case "association":
		return e.T("En forening eier sentralen.")
	case "foundation":
		return e.T("En stiftelse eier sentralen.")
	case "cooperative":
		return e.T("Et samvirkeforetak eier sentralen.")
	case "company":
		return e.T("Et aksjeselskap eier sentralen.")
	}
	return ""
}

type accessView struct {
	StatementURL string
	Centre       municipality.Centre
}

// Accessibility is /tilgjengelighet.
func (h *Handler) Accessibility(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	p := e.Page(r, e.T("Tilgjengelighet"))
	return page.Render(w, r, accessPage(p, accessView{StatementURL: e.Site.AccessibilityURL, Centre: e.Site.Centre()}))
}

// purpose is one row of the table on the privacy page.
type purpose struct{ What, Why, Basis, Keep string }

// heldRow is how much is kept of one kind, in words.
type heldRow struct{ What, Kept, Due string }

type privacyView struct {
	Controller   string
	PrivacyEmail string
	Centre       municipality.Centre
	Purposes     []purpose
	Receivers    []string
	SignUps      owndata.Promise
	Held         []heldRow
	foreign      func(i18n.Lang) string
}

// Privacy is /personvern, made from the settings and from what the jobs delete.
func (h *Handler) Privacy(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	forms, err := h.portal.OwnData.PublicPromises(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	held, err := h.held.Get(e.Site.ID, func() ([]owndata.Held, error) { return h.portal.OwnData.PublicHeld(r.Context(), e.Site.ID) })
	if err != nil {
		return err
	}
	v := privacyView{
		Controller: e.Site.Controller, PrivacyEmail: e.Site.PrivacyEmail, Centre: e.Site.Centre(), Receivers: h.receivers(e),
		Purposes: append(signUpPurposes(e, forms), purposes(e)...), SignUps: forms, Held: heldRows(e, held), foreign: e.Foreign,
	}
	if v.Controller == "" {
		v.Controller = e.T("%s kommune", e.Site.Name)
	}
	return page.Render(w, r, privacyPage(e.Page(r, e.T("Personvern")), v))
}

// heldNames are what people call what is counted.
var heldNames = map[string]string{
	owndata.HeldSignUps: i18n.Mark("Påmeldinger med navn"), owndata.HeldAccounts: i18n.Mark("Folk som logger inn, eller har gjort det"),
	owndata.HeldContacts: i18n.Mark("Folk som svarer for kommunen, eller har gjort det"), owndata.HeldEmails: i18n.Mark("E-poster i loggen"),
	owndata.HeldTerms:   i18n.Mark("At noen har godtatt vilkårene for arrangører"),
	owndata.HeldLog:     i18n.Mark("Linjer i loggen over hvem som gjorde hva"),
	owndata.HeldBulk:    i18n.Mark("Kontaktpersoner fra før mange aktiviteter ble endret på én gang, så det kan angres"),
	owndata.HeldReports: i18n.Mark("Meldinger om sider, der noen vil ha svar"),
}

func heldRows(e *page.Env, held []owndata.Held) []heldRow {
	var all []heldRow
	for _, x := range held {
		all = append(all, heldRow{e.T(heldNames[x.What]), e.Lang.Number(x.Kept), e.Lang.Number(x.Due)})
	}
	return all
}

// span writes a duration in the largest whole unit: an hour, 30 days, a year.
func span(e *page.Env, d time.Duration) string {
	days := int(d / (24 * time.Hour))
	switch {
	case days >= 365 && days%365 == 0:
		return e.Lang.N("ett år", "%d år", days/365)
	case days > 0:
		return e.Lang.N("én dag", "%d dager", days)
	}
	return e.Lang.N("én time", "%d timer", int(d/time.Hour))
}

func contactShown(e *page.Env, days int) string {
	if days == 0 {
		return e.T("På den åpne siden til siste dato er over")
	}
	return e.Lang.N("På den åpne siden til %d dag etter siste dato", "På den åpne siden til %d dager etter siste dato", days)
}

func purposes(e *page.Env) []purpose {
	kept := account.Kept()
	public, security := e.T("Oppgave i allmenn interesse, personvernforordningen artikkel 6 nr. 1 e"), e.T("Sikkerhet, artikkel 6 nr. 1 e og artikkel 32")
	day := 24 * time.Hour
	return []purpose{
		{e.T("Navn, tittel, telefon og e-post til folk som svarer for kommunen"), e.T("Så du finner den rette å spørre"), public,
			e.T("Vises til personen slutter. Ansatte kan se hvem som hadde oppgaven før.")},
		{e.T("Navn og telefon eller e-post til den som svarer på spørsmål om en aktivitet"), e.T("Så du kan spørre"), public,
			contactShown(e, e.Site.ContactPublicDays)},
		{e.T("Hvem som var kontaktperson for en aktivitet før den ble endret sammen med mange andre"), e.T("Så endringen kan angres"), public,
			e.T("Slettes innen %s", span(e, 2*bulkchange.Undoable))},
		{e.T("Navn og telefon eller e-post til kontaktpersoner i lag og foreninger"), e.T("Så du når laget"), public,
			e.T("Til laget endrer det. Laget bekrefter opplysningene hvert år, og velger selv hva som vises.")},
		{e.T("Navn og rolle til folk som Enhetsregisteret oppgir i styret for et lag. Fødselsdatoen henter vi ikke."), e.T("Så laget eller kommunen kan si om det stemmer"), public,
			e.T("Navnet slettes når noen svarer nei, og ellers etter %s. Da har vi bare et avtrykk av det, så vi ikke foreslår det samme igjen. Andre ser ikke forslaget.", span(e, orgroles.KeepDays*day))},
		{e.T("Navn og e-post til folk som logger inn"), e.T("Så bare de som skal, kan endre noe"), public,
			e.T("%s etter at tilgangen er avsluttet", span(e, kept.Ended))},
		{e.T("Når noen logger inn, fra hvilken nettleser og nettverksadresse"), e.T("Så du kan se dine egne innlogginger, og vi kan stanse misbruk"), security,
			e.T("Hele nettverksadressen i %s, resten av forsøket i %s. Innlogginger i %s.", span(e, kept.FullIP), span(e, kept.Attempts), span(e, kept.LoginLog))},
		{e.T("At en nettleser har vært logget inn før. Vi lagrer en kode, ikke hvilken nettleser det er."), e.T("Så ingen kan stenge deg ute ved å be om innlogging i ditt navn"), security,
			e.T("%s etter siste innlogging", span(e, kept.Known))},
		{e.T("E-post som vi sender"), e.T("Så vi vet at den kom fram"), public,
			e.T("Innholdet slettes når e-posten er levert. At den er sendt, står i %s.", span(e, time.Duration(mail.KeptDays())*day))},
		{e.T("Hvor mange e-poster en adresse har fått den siste timen. Vi lagrer en kode, ikke adressen."), e.T("Så ingen kan fylle postkassen din med e-post herfra"), security,
			e.T("Slettes innen et døgn")},
		{e.T("E-postadressen til en vikar som ikke logger inn"), e.T("Så arrangøren ser hvem som er bedt om å holde listen"), public,
			span(e, keeping.KeepNobody)},
		{e.T("Det du skriver når du melder fra om en side, og e-postadressen hvis du vil ha svar"), e.T("Så vi kan rette det, og svare deg"), public,
			e.T("%s etter at meldingen er avsluttet. Bare ansatte ser den.", span(e, pagereport.Kept))},
		{e.T("Hvilken nettverksadresse en slik melding kom fra"), e.T("Så ingen kan drukne oss i meldinger"), security, e.T("Slettes innen %s", span(e, 2*pagereport.KeptNetwork))},
		{e.T("Invitasjoner til å logge inn"), e.T("Så rett person får tilgang"), public, e.T("%s etter at de er brukt eller gått ut", span(e, kept.Invitations))},
		{e.T("Hvem som har godtatt vilkårene for arrangører, hvilken versjon og når"), e.T("Så vi vet hva vi er enige om"), public, e.T("%s etter at tilgangen er avsluttet", span(e, kept.Ended))},
		{e.T("Hvem som har endret hva"), e.T("Så feil kan rettes, og ingen endrer noe uten spor"), security, span(e, audit.Kept)},
		{e.T("Filer som ansatte og lag henter inn"), e.T("Så de kan se over radene før de lagres"), public,
			e.T("Filen slettes når den er lagret eller forkastet, og alltid etter %s", span(e, 7*day))},
		{e.T("Hva to kontakter eller to lag var før de ble slått sammen"), e.T("Så en feil kan angres"), public, span(e, merging.Days*day)},
		{e.T("Ord som det søkes etter"), e.T("Så vi ser hva folk ikke finner"), e.T("Ikke personopplysninger: bare ordet og hvor mange ganger, aldri hvem"),
			e.T("Ord som er søkt etter færre enn tre ganger på en måned, slettes")},
	}
}

// receivers are who else gets to see something, as the installation is set up.
func (h *Handler) receivers(e *page.Env) []string {
	out := []string{
		e.T("Arrangøren ser hvem som er meldt på hos seg. Det gjør også medarrangører, vikarer og ansatte i kommunen. Hver gang noen ser på listen, står det i loggen."),
	}
	out = append(out, e.T("Den som drifter nettstedet for kommunen, ser det som må til for å holde det i gang."))
	if u, err := url.Parse(h.portal.Config.SMTPURL); err == nil && u.Hostname() != "" {
		out = append(out, e.T("E-post går gjennom %s.", u.Hostname()))
	}
	if h.portal.Config.BrregURL != "" {
		out = append(out, e.T("Vi slår opp organisasjonsnummer i Enhetsregisteret og Frivillighetsregisteret. Da sender vi bare nummeret."))
	}
	return out
}

// cookie is one row on the page about cookies.
type cookie struct{ Name, Why, Who, Life string }

// Cookies is /informasjonskapsler. Pages without login set none.
func (h *Handler) Cookies(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	secure := !h.portal.Config.InsecureCookies
	list := []cookie{
		{session.CookieName("innlogging", secure), e.T("Husker at det er du som ba om å logge inn"), e.T("De som logger inn"), e.Lang.N("ett minutt", "%d minutter", 10)},
		{session.CookieName("kjent", secure), e.T("Husker at nettleseren har vært logget inn, så ingen kan stenge deg ute ved å be om innlogging i ditt navn"), e.T("De som logger inn"), span(e, account.KeepKnown)},
		{session.CookieName(string(account.GroupDoor), secure), e.T("Holder deg logget inn"), e.T("Lag og foreninger"), span(e, session.GroupLifetime)},
		{session.CookieName(string(account.StaffDoor), secure), e.T("Holder deg logget inn"), e.T("Ansatte"), span(e, session.StaffLifetime)},
	}
	return page.Render(w, r, cookiesPage(e.Page(r, e.T("Informasjonskapsler")), list))
}
