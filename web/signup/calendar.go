// What one is signed up for, as a calendar file.

package signup

import (
	"bytes"
	"net/http"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/ical"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
)

// Calendar is what she is signed up for as a calendar file.
func (h *Handler) Calendar(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e, ctx := page.From(r), r.Context()
	o, events, err := h.portal.Registrations.CalendarByToken(ctx, e.Actor, token(r), activitycards.CalendarSite(e))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	return send(w, r, ical.Calendar{Name: o.ActivityTitle, URL: e.Absolute(activitycards.NumberPath(o.ActivityID)), Events: events})
}

func send(w http.ResponseWriter, r *http.Request, c ical.Calendar) error {
	var b bytes.Buffer
	if err := ical.Write(&b, c); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ical.ContentType)
	h.Set("Content-Disposition", `attachment; filename="pamelding.ics"`)
	return page.Send(w, r, http.StatusOK, b.Bytes())
}
