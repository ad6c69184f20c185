// What every calendar file of activities has in common.

package activitycards

import (
	"bytes"
	"net/http"
	"strings"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/ical"
	"frivilligsentral/web/page"
)

// CalendarRefresh is how often calendar programs should ask again, in hours.
const CalendarRefresh = 6

// CalendarSite is what the municipality gives to its calendar files.
func CalendarSite(e *page.Env) listing.CalendarSite {
	host := e.Site.Host
	if host == "" {
		host = "frivilligsentral.invalid"
	}
	return listing.CalendarSite{Host: host, Lang: e.Lang, Town: e.Site.Name, Absolute: e.Absolute}
}

// SendCalendar sends a calendar as a file, which caches may keep for an hour.
func SendCalendar(w http.ResponseWriter, r *http.Request, name string, c ical.Calendar) error {
	var b bytes.Buffer
	if err := ical.Write(&b, c); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ical.ContentType)
	h.Set("Content-Disposition", `inline; filename="`+name+`.ics"`)
	h.Set("Cache-Control", page.FeedCache)
	return page.Send(w, r, http.StatusOK, b.Bytes())
}

// Webcal makes calendar programs subscribe instead of importing once.
func Webcal(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		return "webcal://" + rest
	}
	return url
}
