// The list as a calendar to subscribe to.

package activitylist

import (
	"net/http"
	"strings"

	"frivilligsentral/internal/ical"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
)

// feedMonths is how far the list reaches as a calendar: enough to plan by.
const feedMonths = 6

// ListICS is the list, filtered as its address says, as a calendar.
func (h *Handler) ListICS(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	q := read(e, r.URL.Query()).firstPage()
	p := q.params(e.Site.ID, e.Now)
	if end := e.Now.AddDate(0, feedMonths, 0); p.To.IsZero() || p.To.After(end) {
		p.To = end
	}
	feed, err := h.portal.ActivityLists.PublicCalendarList(r.Context(), activitycards.CalendarSite(e), p)
	if err != nil {
		return err
	}
	c := ical.Calendar{
		Name: e.T("Aktiviteter i %s", e.Site.Name), URL: e.Absolute(q.at(activitycards.ListPath)), RefreshHours: activitycards.CalendarRefresh,
		Description: e.T("De neste %d månedene. Nye datoer og avlysninger kommer av seg selv.", feedMonths), Events: feed.Events,
	}
	if !feed.Until.IsZero() {
		c.Description = e.T("Til og med %s. Nye datoer og avlysninger kommer av seg selv.", e.Lang.ShortDate(feed.Until))
	}
	if on := chipTexts(q.chips(e, activitycards.ListPath, nil)); on != "" {
		c.Name += ": " + on
	}
	return activitycards.SendCalendar(w, r, "aktiviteter", c)
}

func chipTexts(chips []chip) string {
	var all []string
	for _, c := range chips {
		all = append(all, c.Text)
	}
	return strings.Join(all, ", ")
}
