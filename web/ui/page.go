// What every component knows of the page it stands on.

package ui

import (
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/static"
)

// Doors into the site; each logged-in door has its own session and navigation.
const (
	// DoorPublic is the open site.
	DoorPublic = "public"
	// DoorGroup is for lag og foreninger.
	DoorGroup = "lag"
	// DoorStaff is for municipal staff.
	DoorStaff = "ansatt"
)

// Page is what the frame around every screen needs to know. It holds no
// services and nothing of a feature, so a screen can be rendered in a test
// from a literal. The zero value is a public page in bokmål.
type Page struct {
	// Lang is the language of the page's own texts.
	Lang i18n.Lang
	// OwnLang is the language that the municipality writes in, when it is not the page's.
	OwnLang string
	// Title is the screen's title without the site's name.
	Title string
	// Description is one or two sentences for search engines and shared links.
	Description string
	// Path is the address without language prefix, with query.
	Path string
	// CanonicalURL is the absolute address that search engines should keep;
	// empty means none.
	CanonicalURL string
	// BaseURL is scheme and host, without a slash at the end.
	BaseURL string
	// ImageURL is an absolute address of a picture for shared links; empty gives the site's mark.
	ImageURL string
	// Site is the municipality's own names, colours and contact points.
	Site Site
	// Door is DoorPublic, DoorGroup or DoorStaff; empty means public.
	Door string
	// User is who is logged in through this door, or nil.
	User *User
	// Nav replaces the public links when not empty.
	Nav []NavItem
	// Active is the Key of the navigation item that the page belongs to.
	Active string
	// Flash is the message carried over from the last POST, or nil.
	Flash *Flash
	// Asks is what must be done before one can go on changing things, or nil.
	Asks *Asks
	// HasErrors is set when a failed form is shown again; the title says so.
	HasErrors bool
	// NoIndex keeps the page out of search engines.
	NoIndex bool
	// ICSURL is a calendar with the same content as the page.
	ICSURL string
	// Alternates is set when the page exists in all languages at the same path.
	Alternates bool
	// HideSearch leaves out the search field in the header, for pages that
	// have a search field of their own.
	HideSearch bool
	// ReportURL is where one tells that something on the page is wrong; empty leaves the link out.
	ReportURL string
	// Demo shows that names and numbers are made up.
	Demo bool
	// RequestID is quoted on error pages.
	RequestID string
}

// Site is what one municipality shows of itself on every page.
type Site struct {
	// Name is the centre's name and MunicipalityName the municipality's.
	Name, MunicipalityName string
	// Theme names the built colour theme: "kommune" (default) or "kommune2".
	Theme string
	// Phone is shown as written; Email, Address and OpeningHours likewise.
	// Address and OpeningHours may have several lines.
	Phone, Email, Address, OpeningHours string
	// OpeningNote is what the municipality adds to the hours, in its own language.
	OpeningNote string
	// AccessibilityStatementURL is the statement at uustatus.no; when empty
	// the footer links to the site's own page /tilgjengelighet.
	AccessibilityStatementURL string
	// Logo is the address of the municipality's own mark; empty gives the drawn one.
	Logo string
}

// User is the logged-in person as the header shows them.
type User struct {
	Name, Email, OrganisationName, RoleName string
}

// NavItem is one link in the main menu.
type NavItem struct {
	// Key is compared with Page.Active.
	Key string
	// Label is translated and URL finished.
	Label, URL string
	// Icon is a name for Icon; may be empty.
	Icon string
	// Count is shown in a badge when above zero.
	Count int
}

// Flash is a message shown once. Kind is "info", "success", "warning" or "danger".
type Flash struct {
	Kind, Text string
}

// T translates msg, with fmt verbs, to the page's language.
func (p Page) T(msg string, args ...any) string { return p.Lang.T(msg, args...) }

// N translates by number; args default to n.
func (p Page) N(one, many string, n int, args ...any) string {
	return p.Lang.N(one, many, n, args...)
}

// URL is the path with the prefix of the page's language.
func (p Page) URL(path string) string { return p.urlIn(p.Lang, path) }

func (p Page) urlIn(l i18n.Lang, path string) string {
	prefix := l.Prefix()
	if prefix != "" && path == "/" {
		return prefix
	}
	return prefix + path
}

// IsPublic tells whether the page is on the open site.
func (p Page) IsPublic() bool { return p.Door == "" || p.Door == DoorPublic }

// DocumentTitle is the text of the title element.
func (p Page) DocumentTitle() string {
	parts := make([]string, 0, 2)
	for _, s := range []string{p.Title, p.Site.Name} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	title := strings.Join(parts, " – ")
	if p.HasErrors {
		return p.T("Feil: %s", title)
	}
	return title
}

// sharedTitle is what a shared link is called: the front page has no title of its own.
func (p Page) sharedTitle() string {
	if p.Title == "" {
		return p.Site.Name
	}
	return p.Title
}

// sharedImage is the picture of a shared link: the page's own, or the site's mark.
func (p Page) sharedImage() string {
	if p.ImageURL != "" {
		return p.ImageURL
	}
	return p.BaseURL + static.Path("share.png")
}

// HTMLLang is the language code for the html element.
func (p Page) HTMLLang() string {
	if p.Lang == "" {
		return "nb"
	}
	return string(p.Lang)
}

func (p Page) homeURL() string {
	switch p.Door {
	case DoorGroup, DoorStaff:
		return p.URL("/" + p.Door)
	}
	return p.URL("/")
}

// DoorURL is the URL of what has a page behind both doors, at the page's own.
func (p Page) DoorURL(rest string) string { return p.URL("/" + p.Door + rest) }

func (p Page) accountURL() string { return p.DoorURL("/konto") }

func (p Page) logoutURL() string { return p.DoorURL("/logg-ut") }

func (p Page) stylesheet() string {
	if p.Site.Theme != "" && p.Site.Theme != "kommune" {
		if path, ok := static.Lookup("app-" + p.Site.Theme + ".css"); ok {
			return path
		}
	}
	return static.Path("app.css")
}

func (p Page) navItems() []NavItem {
	if len(p.Nav) > 0 || !p.IsPublic() {
		return p.Nav
	}
	return []NavItem{
		{Key: "aktiviteter", Label: p.T("Aktiviteter"), URL: p.URL("/aktiviteter")},
		{Key: "lag", Label: p.T("Lag og foreninger"), URL: p.URL("/organisasjoner")},
		{Key: "kommunen", Label: p.T("Kommunen"), URL: p.URL("/kommunen")},
	}
}

var languages = []i18n.Lang{i18n.NB, i18n.NN, i18n.EN}

func lines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
}

func telURL(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r == '+' || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, phone)
	if len(digits) == 8 {
		digits = "+47" + digits
	}
	return "tel:" + digits
}

// Asks is a message that stands on every page until it is answered, with the way to do so.
type Asks struct {
	Text, URL, Label string
}
