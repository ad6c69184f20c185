// All that somebody is signed up for, behind the link in any letter to her, and her own calendar.

package signup

import (
	"net/http"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/mine"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// feedPath is the address of a person's own calendar.
func feedPath(secret string) string { return "/pamelding/kalender/" + secret }

type allView struct {
	Coming, Over []allItem
	More         bool
	Email        string
	HasFeed      bool
	FeedSince    string // the day when she got it
	Feed         string // its address, right after it was made
	Webcal       string
	Base         string // the page's own address
	Own          string // the sign-up of the link
	Ended        bool   // her calendar, just now
}

// allItem is one sign-up.
type allItem struct {
	Title, Lang  string
	URL          string
	When, Where  string
	State, Color string
	Do           string // what the link leads to
	Who          string // the name and how many, where that is not plain
	Organiser    string
}

// All is all that the owner of a link is signed up for, with what she can do.
func (h *Handler) All(w http.ResponseWriter, r *http.Request) error { return h.all(w, r, "") }

func (h *Handler) all(w http.ResponseWriter, r *http.Request, feed string) error {
	page.Private(w)
	e := page.From(r)
	l, err := h.portal.Mine.AllByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	own := letters.OwnPath(token(r))
	v := allView{More: l.More, Email: l.Email, HasFeed: l.Feed != nil, Base: letters.AllPath(token(r)), Own: own, Ended: l.Feed == nil && r.URL.Query().Has("avsluttet")}
	if l.Feed != nil {
		v.FeedSince = e.Lang.Date(*l.Feed)
	}
	if feed != "" {
		v.Feed = e.Absolute(feedPath(feed))
		v.Webcal = activitycards.Webcal(v.Feed)
	}
	for _, i := range l.Items {
		item := itemOf(e, i)
		item.URL = e.URL(letters.OtherPath(token(r), i.ID))
		if i.Over {
			v.Over = append(v.Over, item)
		} else {
			v.Coming = append(v.Coming, item)
		}
	}
	return page.Render(w, r, allPage(quiet(r, e.T("Alt du er påmeldt")), v))
}

func itemOf(e *page.Env, i mine.Item) allItem {
	a := allItem{Title: i.Title, Lang: e.Foreign(i.Lang), Where: i.Place, Organiser: i.Organiser, Do: e.T("Se, endre eller meld av")}
	a.When = i18n.Capital(e.Lang.When(i.StartsAt, i.EndsAt, i.AllDay, e.Now))
	if i.Scope == signupform.WholeSeries && i.Dates > 1 {
		a.When = e.Lang.N("%d dato fra %s", "%d datoer fra %s", i.Dates, i.Dates, e.Lang.DateWeekday(i.StartsAt, e.Now))
	}
	a.Who = e.Lang.N("%s, %d person", "%s, %d personer", i.PartySize, i.Name, i.PartySize)
	a.State, a.Color = e.T(i.Status.Name()), "success"
	switch {
	case i.Active() && i.Postponed:
		a.State, a.Color = e.T("Utsatt"), "warning"
	case i.Cancelled:
		a.State, a.Color, a.Do = e.T("Avlyst"), "danger", e.T("Se påmeldingen")
	case !i.Active():
		a.Color, a.Do = "neutral", e.T("Se påmeldingen")
	case i.Over:
		a.Color, a.Do = "neutral", e.T("Se påmeldingen")
	case i.Status == registration.Unconfirmed:
		a.Color, a.Do = "warning", e.T("Se og bekreft")
	case i.Status == registration.Offered:
		a.Color, a.Do = "warning", e.T("Svar på tilbudet")
	case i.Holds == registration.HoldsQueue:
		a.Color = "info"
	}
	return a
}

// NewFeed makes her calendar, or gives it another address, which is shown this once.
func (h *Handler) NewFeed(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e := page.From(r)
	secret, err := h.portal.Mine.NewFeedByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	return h.all(w, r, secret)
}

// EndFeed ends her calendar.
func (h *Handler) EndFeed(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e := page.From(r)
	err := h.portal.Mine.EndFeedByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, letters.AllPath(token(r))+"?avsluttet")
}

// AllBack leads from the address of something that was done to the page.
func (h *Handler) AllBack(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	return page.Redirect(w, r, letters.AllPath(token(r)))
}

// Feed is the calendar of a secret address.
func (h *Handler) Feed(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e := page.From(r)
	events, err := h.portal.Mine.PublicFeed(r.Context(), e.Site.ID, strings.TrimSuffix(token(r), ".ics"), activitycards.CalendarSite(e))
	if err != nil {
		return err
	}
	return send(w, r, ical.Calendar{Name: e.T("Mine påmeldinger – %s", e.Site.Name), RefreshHours: 4, Events: events})
}

// together says that the sign-up came with others, or may have others of the same address.
func (v ownView) together() bool { return v.Together != nil || v.Email != "" }

func (v allView) lead(p ui.Page) string {
	if v.Email == "" {
		return p.T("Dette meldte du deg på samtidig.")
	}
	return p.T("Alt som er påmeldt med %s.", v.Email)
}
