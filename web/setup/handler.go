// Package setup is where the municipality keeps its own lists and settings: areas,
// topics, categories, target groups, the centre with its opening hours, colours and
// language, and the words that residents search by.
package setup

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Handler has the set-up pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

const root = "/ansatt/oppsett"

// begin is a set-up page.
func begin(r *http.Request, title string) ui.Page {
	p := page.From(r).Page(r, title)
	p.Active = "oppsett"
	return p
}

// choice is one page of the overview with who may open it.
type choice struct {
	path, label, text, icon string
	needs                   account.Permission
}

var choices = []struct {
	title string
	pages []choice
}{
	{i18n.Mark("Lister"), lists()},
	{i18n.Mark("Søket"), []choice{
		{root + "/soketreff", i18n.Mark("Hva folk søker etter"), i18n.Mark("Og hva de ikke finner"), "chart", account.ManageCodes},
		{root + "/synonymer", i18n.Mark("Ord som betyr det samme"), i18n.Mark("Så søket skjønner hva folk mener"), "language", account.ManageCodes},
	}},
	{i18n.Mark("Nettstedet og folk"), []choice{
		{root + "/sentralen", i18n.Mark("Frivilligsentralen"), i18n.Mark("Åpningstider, adresse og tekst"), "home", account.ManageUsers},
		{"/ansatt/kalender", i18n.Mark("Kalenderen vår"), i18n.Mark("Skoleferier og møter som arrangørene planlegger rundt"), "calendar", account.ManageActivities},
		{root + "/innstillinger", i18n.Mark("Innstillinger"), i18n.Mark("Språk, farger, personvern og godkjenning"), "settings", account.ManageUsers},
		{termsPath, i18n.Mark("Vilkår for arrangører"), i18n.Mark("Det lag og foreninger må godta"), "check", account.ManageUsers},
		{"/ansatt/brukere", i18n.Mark("Brukere"), i18n.Mark("Hvem som kan logge inn, og hva de kan"), "person", account.ManageUsers},
		{"/ansatt/sidemeldinger", i18n.Mark("Meldinger om sider"), i18n.Mark("Det folk sier er feil på de åpne sidene"), "flag", account.ManageOrganisation},
		{"/ansatt/logg", i18n.Mark("Logg"), i18n.Mark("Hvem som har gjort hva"), "history", account.ReadAudit},
	}},
}

// lists are the areas, and the code lists in their order.
func lists() []choice {
	all := []choice{{root + "/omrader", i18n.Mark("Områder"), i18n.Mark("Bydeler, grender og skolekretser"), "map", account.ManageCodes}}
	for _, c := range municipality.CodeLists {
		all = append(all, choice{codesPath(c), c.Title, c.Hint, c.Icon, account.ManageCodes})
	}
	return all
}

type group struct {
	Title string
	Links []ui.ButtonArgs
}

// Overview is /ansatt/oppsett: what the role may set up.
func (h *Handler) Overview(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	var groups []group
	for _, c := range choices {
		g := group{Title: e.T(c.title)}
		for _, x := range c.pages {
			if e.Actor.May(x.needs) {
				g.Links = append(g.Links, ui.ButtonArgs{Label: e.T(x.label), Text: e.T(x.text), URL: e.URL(x.path), Icon: x.icon})
			}
		}
		if len(g.Links) > 0 {
			groups = append(groups, g)
		}
	}
	return page.Render(w, r, overviewPage(begin(r, e.T("Oppsett")), groups))
}
