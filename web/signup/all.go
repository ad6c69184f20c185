// All that somebody is signed up for, behind the link in any letter to her, and her own calendar.

package signup

import (
	"net/http"
	"slices"
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
	Base         string      // the page's own address
	Own          string      // the sign-up of the link
	Ended        bool        // her calendar, just now
	GivenBack    bool        // several dates, just now
	Forms        []ui.Option // what leads to giving back all the dates of a form: address and text
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
	v := allView{More: l.More, Email: l.Email, HasFeed: l.Feed != nil, Base: letters.AllPath(token(r)), Own: own, Ended: l.Feed == nil && r.URL.Query().Has("avsluttet"), GivenBack: r.URL.Query().Has("avmeldt"), Forms: formsOf(e, l.Items, token(r))}
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

// formsOf are the ways to give back all the dates of each form with several.
func formsOf(e *page.Env, items []mine.Item, token string) []ui.Option {
	count, title, first := map[int64]int{}, map[int64]string{}, map[int64]int64{}
	var order []int64
	for _, i := range items {
		if i.Together == nil || !i.Active() || i.Over {
			continue
		}
		if count[*i.Together]++; count[*i.Together] == 1 {
			order, title[*i.Together], first[*i.Together] = append(order, *i.Together), i.Title, i.ID
		}
	}
	var out []ui.Option
	for _, form := range order {
		if n := count[form]; n > 1 {
			out = append(out, ui.Option{Value: e.URL(letters.OtherPath(token, first[form]) + "/alle/meld-av"), Label: e.Lang.N("Meld av %d dato av %s", "Meld av alle %d datoene av %s", n, n, title[form])})
		}
	}
	return out
}

type cancelFormView struct {
	Confirm ui.ConfirmArgs
	Dates   []string // that are given back
	Late    []string // that stay, since their deadline is out
}

// AskCancelForm asks whether all the dates of a form are to be given back.
func (h *Handler) AskCancelForm(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e := page.From(r)
	all, err := h.portal.Registrations.FormByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b registration.Own) int { return a.Slot.StartsAt.Compare(b.Slot.StartsAt) })
	v := cancelFormView{}
	for _, o := range all {
		date := i18n.Capital(when(e.Lang, o.Slot, o.Starts, o.Ends, o.AllDay, e.Now))
		if o.CanCancel {
			v.Dates = append(v.Dates, date)
		} else {
			v.Late = append(v.Late, date)
		}
	}
	if len(v.Dates) == 0 {
		return page.Redirect(w, r, letters.AllPath(token(r)))
	}
	n := len(v.Dates)
	v.Confirm = ui.ConfirmArgs{
		Title: e.Lang.N("Vil du melde av %d dato?", "Vil du melde av %d datoer?", n, n), Text: e.T("Det gjelder «%s». Plassene kan gå til noen andre.", ui.Gap), Own: all[0].ActivityTitle, OwnLang: e.Foreign(all[0].ActivityLang),
		Action: e.URL(letters.AllPath(token(r)) + "/meld-av"), Button: e.T("Ja, meld av alle"), CancelURL: e.URL(letters.AllPath(token(r))), CancelText: e.T("Nei, behold plassene"), Danger: true,
	}
	return page.Render(w, r, cancelFormPage(quiet(r, v.Confirm.Title), v))
}

// CancelForm gives back all the dates of a form that can be given back.
func (h *Handler) CancelForm(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	err := h.portal.Registrations.CancelFormByToken(r.Context(), page.From(r).Actor, token(r))
	switch {
	case fault.Is(err, fault.NotFound):
		return lost(w, r, err)
	case fault.Is(err, fault.Conflict):
		return h.own(w, r, err)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, letters.AllPath(token(r))+"?avmeldt")
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
