// Package imports has the pages that take files in, for the municipality and for
// groups: choose a file, see what each row would do, store it or give it up, and
// keep the report. A handler serves both doors and asks the request which one it
// stands at; a group sees its own organisation's calendar files only.
package imports

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Handler has the screens.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// base is where the door's import pages begin.
func base(e *page.Env) string { return e.DoorPath("/import") }

func batchPath(e *page.Env, id int64) string { return base(e) + "/" + ui.Itoa(id) }

// kindText is what the pages say of one kind of file.
type kindText struct {
	slug   string // in addresses
	icon   string
	name   string
	title  string
	what   string // one line for the list of kinds
	accept string
	help   string // under the file field
}

var kindTexts = map[imports.Kind]kindText{
	imports.Contacts: {
		slug: "kontakter", name: i18n.Mark("Kontakter"), icon: "person", title: i18n.Mark("Hent inn kontakter"), what: i18n.Mark("Hvem som svarer for hva i kommunen. Fra Excel eller CSV."),
		accept: ".csv,.tsv,.txt,.xlsx", help: i18n.Mark("Excel (.xlsx) eller CSV, høyst 10 MB og 20 000 rader."),
	},
	imports.Organisations: {
		slug: "organisasjoner", name: i18n.Mark("Organisasjoner"), icon: "people", title: i18n.Mark("Hent inn lag og foreninger"), what: i18n.Mark("Fra Excel, CSV eller filer fra Brønnøysundregistrene."),
		accept: ".csv,.tsv,.txt,.xlsx,.json,.gz", help: i18n.Mark("Excel (.xlsx), CSV, eller JSON fra Enhetsregisteret eller Frivillighetsregisteret. Høyst 10 MB."),
	},
	imports.Activities: {
		slug: "aktiviteter", name: i18n.Mark("Aktiviteter"), icon: "calendar", title: i18n.Mark("Hent inn aktiviteter"), what: i18n.Mark("Fra kalenderen til et lag, som iCalendar-fil (.ics)."),
		accept: ".ics,.ical,.ifb,.icalendar,text/calendar", help: i18n.Mark("En kalenderfil (.ics) fra Google, Outlook, Apple eller lagets nettsted. Høyst 5 MB og 1000 hendelser."),
	},
	imports.Calendar: {
		slug: "kalender", name: i18n.Mark("Kalenderen vår"), icon: "calendar", title: i18n.Mark("Hent inn kommunens kalender"), what: i18n.Mark("Skoleferier og møter som arrangørene planlegger rundt, som iCalendar-fil (.ics)."),
		accept: ".ics,.ical,.ifb,.icalendar,text/calendar", help: i18n.Mark("En kalenderfil (.ics) med skoleruten eller møtekalenderen. Høyst 5 MB og 1000 hendelser."),
	},
}

// outcomeText is an outcome in words, with its colour.
type outcomeText struct{ one, many, color string }

var outcomeTexts = map[imports.Outcome]outcomeText{
	imports.New:       {i18n.Mark("Ny"), i18n.Mark("Nye"), "success"},
	imports.Changed:   {i18n.Mark("Endret"), i18n.Mark("Endret"), "info"},
	imports.Unchanged: {i18n.Mark("Uendret"), i18n.Mark("Uendret"), "neutral"},
	imports.Refused:   {i18n.Mark("Ikke med"), i18n.Mark("Ikke med"), "danger"},
}

// stateText is how far a batch has come, in words, with its colour.
func stateText(s imports.State) (text, color string) {
	switch s {
	case imports.Previewed:
		return i18n.Mark("Venter på at du lagrer"), "warning"
	case imports.Storing:
		return i18n.Mark("Lagres nå"), "info"
	case imports.Stored:
		return i18n.Mark("Lagret"), "success"
	case imports.Failed:
		return i18n.Mark("Kunne ikke leses"), "danger"
	}
	return i18n.Mark("Forkastet"), "neutral"
}

func crumbs(e *page.Env, last string) []ui.Crumb {
	root := ui.Crumb{Label: e.T("Import"), URL: e.URL(base(e))}
	if e.Door == account.GroupDoor {
		root = ui.Crumb{Label: e.T("Aktiviteter"), URL: e.URL(e.DoorPath("/aktiviteter"))}
	}
	return []ui.Crumb{root, {Label: last}}
}

func active(e *page.Env) string {
	if e.Door == account.GroupDoor {
		return "aktiviteter"
	}
	return "import"
}

// objectURL is the page of what a row made or changed, "" where there is none.
func objectURL(e *page.Env, kind imports.Kind, id *int64) string {
	if id == nil {
		return ""
	}
	return e.URL(e.DoorPath("/" + kindTexts[kind].slug + "/" + ui.Itoa(*id)))
}
