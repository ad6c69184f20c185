// Package pagereports is where residents tell that something on a page is wrong, and
// where staff see to it.
package pagereports

import (
	"net/url"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// ListPath is the staff's list, without language prefix.
const ListPath = "/ansatt/sidemeldinger"

// StaffPath is the staff's page of a report.
func StaffPath(id int64) string { return ListPath + "/" + ui.Itoa(id) }

// Handler has the pages. known says whether the portal has an open page at a path
// without language, whose address is no secret.
type Handler struct {
	portal *portal.Portal
	known  func(path string) bool
}

// New makes the handler.
func New(p *portal.Portal, known func(path string) bool) *Handler {
	return &Handler{portal: p, known: known}
}

// Pages are the names of the pages that are about no one thing, by their address.
var Pages = map[string]string{
	"/": i18n.Mark("Forsiden"), "/aktiviteter": i18n.Mark("Aktiviteter"), "/aktiviteter.ics": i18n.Mark("Aktiviteter"), "/aktiviteter/kalender": i18n.Mark("Kalender"),
	"/organisasjoner": i18n.Mark("Lag og foreninger"), "/registrer": i18n.Mark("Registrer laget ditt"), "/registrer/mottatt": i18n.Mark("Registrer laget ditt"),
	"/sok": i18n.Mark("Søk"), "/sok/forslag": i18n.Mark("Søk"), "/personvern/mine": i18n.Mark("Personvern"), "/personvern/mine/sendt": i18n.Mark("Personvern"),
	"/pamelding/finn": i18n.Mark("Finn påmeldingen din"), "/kommunen": i18n.Mark("Kontakt i kommunen"), "/om": i18n.Mark("Om frivilligsentralen"), "/nyheter": i18n.Mark("Nyheter"),
	"/sporsmal-og-svar": i18n.Mark("Spørsmål og svar"), "/tilgjengelighet": i18n.Mark("Tilgjengelighet"), "/personvern": i18n.Mark("Personvern"),
	"/informasjonskapsler": i18n.Mark("Informasjonskapsler"), "/vilkar": i18n.Mark("Vilkår for arrangører"),
}

// Subject is what a report is about, in few words: the name of the thing or of the page, or else its address.
func Subject(e *page.Env, r pagereport.Report) string {
	if r.Title != "" {
		return r.Title
	}
	path, _, _ := strings.Cut(r.Page, "?")
	if name := Pages[path]; name != "" {
		return e.T(name)
	}
	return r.Page
}

// pageOf is the page that an address means, as reports keep it: without host, language
// and what stands after "#". It is false where this municipality has no such page. A
// query that makes the address too long is left out.
func (h *Handler) pageOf(e *page.Env, typed string) (string, bool) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return "", false
	}
	if !strings.HasPrefix(typed, "/") && !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil || u.Host != "" && u.Hostname() != hostname(e) {
		return "", false
	}
	_, path := i18n.SplitPath(u.Path)
	if path == "" {
		path = "/"
	}
	if form.Clean(path) != path || strings.HasPrefix(path, "//") || !h.known(path) || len(path) > pagereport.MaxPage {
		return "", false
	}
	if query := form.Clean(u.Query().Encode()); query != "" && len(path)+1+len(query) <= pagereport.MaxPage {
		return path + "?" + query, true
	}
	return path, true
}

// hostname is the host of the municipality's own pages, without a port.
func hostname(e *page.Env) string {
	u, err := url.Parse(e.BaseURL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
