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
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/owndata/records"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/hours"
	"frivilligsentral/web/page"
	"frivilligsentral/web/session"
	"frivilligsentral/web/ui"
)

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

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

type privacyView struct {
	Controller   string
	PrivacyEmail string
	Centre       municipality.Centre
	Kinds        []kindRow
	Receivers    []string
	SignUps      owndata.Promise
	CountedAt    time.Time // zero: not yet
	foreign      func(i18n.Lang) string
}

// Privacy is /personvern, made from the settings and from what the jobs delete.
func (h *Handler) Privacy(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	forms, err := h.portal.OwnData.PublicPromises(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	held, err := h.portal.OwnData.PublicHeld(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	v := privacyView{
		Controller: e.Site.Controller, PrivacyEmail: e.Site.PrivacyEmail, Centre: e.Site.Centre(), Receivers: h.receivers(e),
		SignUps: forms, foreign: e.Foreign,
	}
	v.Kinds, v.CountedAt = kindRows(e, forms, held)
	if v.Controller == "" {
		v.Controller = e.T("%s kommune", e.Site.Name)
	}
	return page.Render(w, r, privacyPage(e.Page(r, e.T("Personvern")), v))
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
		{session.CookieName("kjent", secure), e.T("Husker at nettleseren har vært logget inn, så ingen kan stenge deg ute ved å be om innlogging i ditt navn"), e.T("De som logger inn"), records.Span(e.Lang, account.KeepKnown)},
		{session.CookieName(string(account.GroupDoor), secure), e.T("Holder deg logget inn"), e.T("Lag og foreninger"), records.Span(e.Lang, session.GroupLifetime)},
		{session.CookieName(string(account.StaffDoor), secure), e.T("Holder deg logget inn"), e.T("Ansatte"), records.Span(e.Lang, session.StaffLifetime)},
	}
	return page.Render(w, r, cookiesPage(e.Page(r, e.T("Informasjonskapsler")), list))
}
