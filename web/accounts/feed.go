// The calendar of one who logs in: its address is made, shown once and ended on her own page.

package accounts

import (
	"bytes"
	"net/http"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/ownfeed"
	"frivilligsentral/internal/ical"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"

	"github.com/go-chi/chi/v5"
)

type feedView struct {
	Has         bool   // there can be something in it
	Since       string // the day when she got the address, "" when she has none
	URL, Webcal string // right after it was made
	Help        string
}

func (h *Handler) feedOf(r *http.Request, e *page.Env, secret string) (feedView, error) {
	v := feedView{Has: ownfeed.Has(e.Actor)}
	if !v.Has {
		return v, nil
	}
	v.Help = e.T("Abonner, så følger kalenderen på telefonen med på alt lagene dine har, også det som ikke er publisert.")
	if e.Door == account.StaffDoor {
		v.Help = e.T("Abonner, så følger kalenderen på telefonen med på alt frivilligsentralen selv har, også det som ikke er publisert.")
	}
	since, err := h.portal.OwnFeeds.FeedSince(r.Context(), e.Actor)
	if since != nil {
		v.Since = e.Lang.Date(*since)
	}
	if secret != "" {
		v.URL = e.Absolute("/konto/kalender/" + secret)
		v.Webcal = activitycards.Webcal(v.URL)
	}
	return v, err
}

// NewFeed makes her calendar, or gives it another address, which is shown this once.
func (h *Handler) NewFeed(w http.ResponseWriter, r *http.Request) error {
	if _, err := form.Read(w, r); err != nil {
		return err
	}
	secret, err := h.portal.OwnFeeds.NewFeed(r.Context(), page.From(r).Actor)
	if err != nil {
		return err
	}
	page.Private(w)
	return h.showOwn(w, r, ownForms{feed: secret}, false)
}

// EndFeed ends her calendar.
func (h *Handler) EndFeed(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	if err := h.portal.OwnFeeds.EndFeed(r.Context(), e.Actor); err != nil {
		return err
	}
	return page.Redirect(w, r, e.DoorPath("/konto")+"#kalenderen", e.T("Kalenderen er avsluttet. Adressen virker ikke lenger."))
}

// FeedBack leads from the address of something that was done to the page.
func (h *Handler) FeedBack(w http.ResponseWriter, r *http.Request) error {
	return page.Redirect(w, r, page.From(r).DoorPath("/konto")+"#kalenderen")
}

// Feed is the calendar of a secret address.
func (h *Handler) Feed(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e := page.From(r)
	events, err := h.portal.OwnFeeds.PublicOwnFeed(r.Context(), e.Site.ID, strings.TrimSuffix(chi.URLParam(r, "token"), ".ics"), activitycards.CalendarSite(e))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := ical.Write(&b, ical.Calendar{Name: e.T("Mine aktiviteter – %s", e.Site.Name), RefreshHours: 4, Events: events}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", ical.ContentType) // what is not published is in it: nobody keeps it but she
	w.Header().Set("Content-Disposition", `attachment; filename="kalender.ics"`)
	return page.Send(w, r, http.StatusOK, b.Bytes())
}
