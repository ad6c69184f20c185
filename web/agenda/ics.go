package agenda

import (
	"bytes"
	"net/http"
	"strings"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// The list as a calendar: enough to plan by, and a file that a phone can read.
const (
	feedEvents  = 500
	feedMonths  = 6
	feedRefresh = 6 // hours
)

// feedCache lets calendar programs and caches keep the file for an hour.
const feedCache = "public, max-age=3600"

// ListICS is the list, filtered as its address says, as a calendar.
func (h *Handler) ListICS(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	q := read(r.URL.Query(), e.Site, e.Now).firstPage()
	p := q.params(e.Site.ID, e.Now)
	if end := e.Now.AddDate(0, feedMonths, 0); p.To.IsZero() || p.To.After(end) {
		p.To = end
	}
	events, err := h.portal.Activities.CalendarList(r.Context(), calendarSite(e), p)
	if err != nil {
		return err
	}
	c := ical.Calendar{
		Name: e.T("Aktiviteter i %s", e.Site.Name), URL: e.Absolute(q.at(listPath)), RefreshHours: feedRefresh,
		Description: e.T("De neste %d månedene, høyst %d datoer. Nye datoer og avlysninger kommer av seg selv.", feedMonths, feedEvents),
		Events:      events[:min(len(events), feedEvents)],
	}
	if on := chipTexts(q.chips(e, e.T("valgt arrangør"))); on != "" {
		c.Name += ": " + on
	}
	return send(w, r, "aktiviteter", c)
}

func chipTexts(chips []chip) string {
	var all []string
	for _, c := range chips {
		all = append(all, c.text)
	}
	return strings.Join(all, ", ")
}

// ICS is one activity as a calendar, or one date of it with ?dato=.
func (h *Handler) ICS(w http.ResponseWriter, r *http.Request) error {
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	return h.sendOne(w, r, id)
}

func (h *Handler) sendOne(w http.ResponseWriter, r *http.Request, id int64) error {
	e := page.From(r)
	events, err := h.portal.Activities.Calendar(r.Context(), calendarSite(e), e.Site.ID, id)
	if err != nil {
		return err
	}
	if key := r.URL.Query().Get("dato"); key != "" {
		if events = withKey(events, ui.Itoa(id)+"-"+key+"@"); len(events) == 0 {
			return fault.Missing(i18n.Mark("Vi finner ikke datoen. Den kan være flyttet eller over."))
		}
	}
	c := ical.Calendar{Name: e.Site.Centre().Name, URL: e.Absolute("/aktiviteter/" + ui.Itoa(id)), RefreshHours: feedRefresh, Events: events}
	name := "aktivitet"
	if len(events) > 0 {
		c.Name = strings.TrimPrefix(events[0].Summary, e.T("Avlyst: %s", ""))
		name = Slug(c.Name)
	}
	return send(w, r, name, c)
}

func withKey(events []ical.OutEvent, prefix string) []ical.OutEvent {
	var kept []ical.OutEvent
	for _, ev := range events {
		if strings.HasPrefix(ev.UID, prefix) {
			kept = append(kept, ev)
		}
	}
	return kept
}

func calendarSite(e *page.Env) activity.CalendarSite {
	host := e.Site.Host
	if host == "" {
		host = "frivilligsentral.invalid"
	}
	return activity.CalendarSite{Host: host, Lang: e.Lang, Absolute: e.Absolute}
}

func send(w http.ResponseWriter, r *http.Request, name string, c ical.Calendar) error {
	var b bytes.Buffer
	if err := ical.Write(&b, c); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ical.ContentType)
	h.Set("Content-Disposition", `inline; filename="`+name+`.ics"`)
	h.Set("Cache-Control", feedCache)
	return page.Send(w, r, http.StatusOK, b.Bytes())
}
