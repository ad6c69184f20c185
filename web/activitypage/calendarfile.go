// One activity, or one date of it, as a calendar file.

package activitypage

import (
	"net/http"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

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
	events, err := h.portal.ActivityLists.PublicCalendar(r.Context(), activitycards.CalendarSite(e), e.Site.ID, id)
	if err != nil {
		return err
	}
	if key := r.URL.Query().Get("dato"); key != "" {
		if events = withKey(events, ui.Itoa(id)+"-"+key+"@"); len(events) == 0 {
			return fault.Missing(i18n.Mark("Vi finner ikke datoen. Den kan være flyttet eller over."))
		}
	}
	c := ical.Calendar{Name: e.Site.Centre().Name, URL: e.Absolute(activitycards.NumberPath(id)), RefreshHours: activitycards.CalendarRefresh, Events: events}
	name := "aktivitet"
	if len(events) > 0 {
		c.Name = strings.TrimPrefix(events[0].Summary, e.T("Avlyst: %s", ""))
		name = activitycards.Slug(c.Name)
	}
	return activitycards.SendCalendar(w, r, name, c)
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
