// Package sheet shows the components of web/ui together, with made-up content:
// a front page, a list, an activity, a form with errors and a staff table. It
// exists for the tests, and for looking at the design without a database.
package sheet

import (
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/ui"

	"github.com/a-h/templ"
)

// Pages are the mock pages by name.
func Pages(lang i18n.Lang) map[string]templ.Component {
	return map[string]templ.Component{
		"forside":   frontPage(public(lang, "Sammen i Solvik", "/")),
		"liste":     listPage(public(lang, "Aktiviteter", "/aktiviteter")),
		"aktivitet": activityPage(public(lang, "Strikkekafé", "/aktiviteter/12/strikkekafe")),
		"skjema":    formPage(group(lang)),
		"arbeid":    staffPage(staff(lang)),
		"deler":     partsPage(public(lang, "Deler", "/deler")),
		"slett":     confirmPage(group(lang)),
	}
}

func public(lang i18n.Lang, title, path string) ui.Page {
	return ui.Page{
		Lang: lang, Title: title, Path: path, Site: site, Alternates: true, Active: "aktiviteter",
		BaseURL: "https://solvik.example", CanonicalURL: "https://solvik.example" + path,
		Description: "Møteplasser, turer og kurs i Solvik.", HideSearch: path == "/", Demo: true,
	}
}

var site = ui.Site{
	Name: "Solvik frivilligsentral", MunicipalityName: "Solvik kommune", Phone: "22 33 44 55", Email: "hei@solvik.example",
	Address: "Strandgata 4\n1234 Solvik", OpeningHours: "mandag–fredag kl. 9–15\ntorsdag kl. 9–20",
}

func group(lang i18n.Lang) ui.Page {
	p := public(lang, "Ny aktivitet", "/lag/aktivitet/ny")
	p.Door, p.HasErrors, p.Demo = ui.DoorGroup, true, false
	p.User = &ui.User{Name: "Kari Nordmann", OrganisationName: "Solvik sanitetsforening", RoleName: "leder"}
	p.Nav = []ui.NavItem{
		{Key: "oversikt", Label: "Oversikt", URL: "/lag", Icon: "home"},
		{Key: "aktiviteter", Label: "Aktiviteter", URL: "/lag/aktiviteter", Icon: "calendar"},
		{Key: "pameldte", Label: "Påmeldte", URL: "/lag/pameldte", Icon: "people", Count: 3},
	}
	return p
}

func staff(lang i18n.Lang) ui.Page {
	p := group(lang)
	p.Door, p.HasErrors, p.Title = ui.DoorStaff, false, "Dette venter på deg"
	p.User = &ui.User{Name: "Ola Hansen", OrganisationName: "Solvik kommune", RoleName: "koordinator"}
	p.Flash = &ui.Flash{Kind: "success", Text: "Strikkekafé er publisert."}
	return p
}

type mockCard struct {
	title, category, when, where, tag, tagKind string
}

var cards = []mockCard{
	{"Strikkekafé med kaffe og kanelboller", "handverk-hobby-musikk", "i dag kl. 18.00–20.00", "Frivilligsentralen, Sentrum", "Ledige plasser", "success"},
	{"Åpen lunsj", "sosiale-moteplasser", "i dag kl. 11.30", "Storstua, Nordbyen", "Uten påmelding", "info"},
	{"Søndagstur til Gråkollen", "fysisk-aktivitet", "søndag 16. mars kl. 11", "Parkeringsplassen ved Skauen", "3 plasser igjen", "warning"},
	{"Besøksvenn: bli kjent med noen nye", "en-til-en-hjelp", "når det passer deg", "Hele kommunen", "Trenger deg", "accent"},
	{"Språkkafé for alle", "inkludering", "onsdag 19. mars kl. 17.30", "Biblioteket", "Ledige plasser", "success"},
	{"Vårfest på torget", "arrangement", "lørdag 22. mars kl. 12", "Torget", "Avlyst", "danger"},
	{"Førstehjelpskurs", "kurs", "mandag 24. mars kl. 18", "Røde Kors-huset", "Venteliste", "warning"},
	{"Lån ski, sykkel og telt", "utlan-gjenbruk", "hver torsdag kl. 15–19", "BUA Solvik", "Gratis", "success"},
	{"Blomsterdag i parken", "annet", "lørdag 5. april kl. 10", "Bryggeparken", "Uten påmelding", "info"},
}

var today = time.Date(2026, 3, 12, 18, 0, 0, 0, i18n.Oslo)

var categories = [][2]string{
	{"sosiale-moteplasser", "Møteplasser"}, {"en-til-en-hjelp", "En-til-en-hjelp"}, {"fysisk-aktivitet", "Fysisk aktivitet"},
	{"inkludering", "Inkludering"}, {"arrangement", "Arrangementer"}, {"kurs", "Kurs"},
	{"handverk-hobby-musikk", "Håndverk, hobby og musikk"}, {"utlan-gjenbruk", "Utlån og gjenbruk"}, {"annet", "Annet"},
	{"oppdrag", "Oppdrag"}, {"lag", "Lag"}, {"kommunen", "Kommunen"}, {"hjem", "Hjem"}, {"ingen-treff", "Ingen treff"},
}
