// Package page is what every screen shares: who asks, where, in which language
// (Env), and how a finished page is sent. Screens are functions that return an
// error; web answers it.
package page

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/session"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

// Handler is one screen or action. A returned error becomes the page that fits it.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Env is what a request brings: its municipality, language and actor. Middleware
// of web makes it; From reads it.
type Env struct {
	Site             *municipality.Site
	Lang             i18n.Lang
	Door             account.Door // which door's pages these are; NoDoor for public ones
	Actor            account.Actor
	Session          *session.Manager // the door's sessions; nil on public pages
	Path             string           // without language prefix, with query
	BaseURL          string           // scheme and host, for absolute links
	RequestID        string
	IP               string
	Demo             bool
	Now              time.Time // the moment of the request
	OrganisationName string    // of a group's person
	Pending          int       // rows on the staff work list, for the menu
	Secret           bool      // the address is a secret link
}

type envKey struct{}

// With returns r carrying e.
func With(r *http.Request, e *Env) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), envKey{}, e))
}

// From is the request's Env. Requests that did not pass the middleware get an empty one.
func From(r *http.Request) *Env {
	if e, ok := r.Context().Value(envKey{}).(*Env); ok {
		return e
	}
	return &Env{Lang: i18n.NB, Site: &municipality.Site{}, Now: time.Now()}
}

// T translates a bokmål text to the request's language.
func (e *Env) T(msg string, args ...any) string { return e.Lang.T(msg, args...) }

// URL is the path with the language prefix.
func (e *Env) URL(path string) string {
	if path == "/" && e.Lang.Prefix() != "" {
		return e.Lang.Prefix()
	}
	return e.Lang.Prefix() + path
}

// Foreign is the language of a text when it is not the page's, "" otherwise.
func (e *Env) Foreign(text i18n.Lang) string {
	if text == e.Lang {
		return ""
	}
	return string(text)
}

// Absolute is the full address of a path, for e-mails and calendar files.
func (e *Env) Absolute(path string) string { return e.BaseURL + e.URL(path) }

// Page begins a page with the title; the rest (site, menu, user, flash) is filled in.
func (e *Env) Page(r *http.Request, title string) ui.Page {
	p := ui.Page{
		Lang: e.Lang, OwnLang: e.Foreign(e.Site.DefaultLang), Title: title, Path: e.Path, BaseURL: e.BaseURL, Site: e.uiSite(),
		Door: string(e.Door), RequestID: e.RequestID, Demo: e.Demo,
	}
	if e.Door == account.NoDoor {
		p.Door, p.Alternates = ui.DoorPublic, true
		p.CanonicalURL = e.Absolute(pathOnly(e.Path))
		p.ReportURL = e.TellURL()
		return p
	}
	p.NoIndex = true
	if !e.Actor.LoggedIn() {
		return p
	}
	p.User = &ui.User{Name: e.Actor.Name, Email: e.Actor.Email, OrganisationName: e.OrganisationName, RoleName: e.T(e.Actor.Role.Name())}
	p.Nav = e.nav()
	if e.Actor.TermsDue && pathOnly(e.Path) != TermsPath {
		p.Asks = &ui.Asks{Text: e.T("Du må godta vilkårene for arrangører før du kan legge ut eller endre noe."), URL: e.URL(TermsPath), Label: e.T("Les og godta vilkårene")}
	}
	if e.Session != nil {
		if kind, text := e.Session.TakeFlash(r.Context()); text != "" {
			p.Flash = &ui.Flash{Kind: kind, Text: text}
		}
	}
	return p
}

// TermsPath is where a group's person accepts the terms for organisers.
const TermsPath = "/lag/vilkar"

// TellPath is where residents tell that something on a page is wrong, without language prefix.
const TellPath = "/meld-fra"

// longestTold is how long an address may be to be told of by a link; with more, it is told without its query.
const longestTold = 400

// TellURL is where one tells of the page of the request. A secret address is not passed on.
func (e *Env) TellURL() string {
	if e.Secret {
		return e.URL(TellPath)
	}
	path := e.Path
	if len(path) > longestTold {
		path = pathOnly(path)
	}
	return e.URL(TellPath + Query(url.Values{"side": {path}}))
}

func pathOnly(p string) string {
	path, _, _ := strings.Cut(p, "?")
	return path
}

func (e *Env) uiSite() ui.Site {
	c := e.Site.Centre()
	return ui.Site{
		Name: c.Name, MunicipalityName: e.Site.Name, Theme: e.Site.Theme, Phone: i18n.Phone(c.Phone), Email: c.Email,
		Address: e.address(c), OpeningHours: e.openingHours(c), OpeningNote: c.OpeningNote, AccessibilityStatementURL: e.Site.AccessibilityURL,
	}
}

// ID is a numeric part of the path; anything else is NotFound, as an unknown id is.
func ID(r *http.Request, name string) (int64, error) {
	n, err := strconv.ParseInt(chi.URLParam(r, name), 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
	}
	return n, nil
}

// NoSite stands in until the municipality is known, and on error pages when it cannot be.
var NoSite = &municipality.Site{}
