// The next date for search engines.

package activitypage

import (
	"encoding/json"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
)

// jsonLD is the next date as a schema.org Event, for search engines. It is ""
// when nothing is coming. encoding/json writes < as \u003c, so that no title can
// end the script element that it stands in. Available says whether there are places,
// "" when nobody knows.
func jsonLD(e *page.Env, a listing.PageView, available map[int64]string) string {
	if len(a.Dates) == 0 {
		return ""
	}
	o := a.Dates[0]
	if next := a.NextDate(); next != nil {
		o = *next
	}
	event := map[string]any{
		"@context": "https://schema.org", "@type": "Event", "name": a.Title, "url": e.Absolute(activitycards.Path(a.ID, a.Title)),
		"startDate": moment(o.StartsAt, o.AllDay), "endDate": lastMoment(o), "inLanguage": a.HeldIn,
		"eventStatus": eventStatus(a, o), "eventAttendanceMode": attendance(o.Where), "location": location(e, o.Where),
		"organizer": map[string]any{"@type": "Organization", "name": a.Organiser.Name, "url": e.BaseURL + organisationLink(e, a.Organiser).URL},
	}
	if a.Summary != "" {
		event["description"] = a.Summary
	}
	if o.OriginalStart != nil {
		event["previousStartDate"] = moment(*o.OriginalStart, o.AllDay)
	}
	if a.Offer == activity.Commercial {
		event["isAccessibleForFree"] = false
	}
	if a.PriceOre != nil {
		event["isAccessibleForFree"] = *a.PriceOre == 0
		offer := map[string]any{
			"@type": "Offer", "price": float64(*a.PriceOre) / 100, "priceCurrency": "NOK", "url": or(a.SignupURL, e.Absolute(activitycards.Path(a.ID, a.Title))),
		}
		if known := or(available[o.ID], available[0]); known != "" {
			offer["availability"] = "https://schema.org/" + known
		}
		event["offers"] = offer
	}
	b, err := json.Marshal(event)
	if err != nil {
		return ""
	}
	return string(b)
}

func moment(t time.Time, allDay bool) string {
	t = t.In(i18n.Oslo)
	if allDay {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// lastMoment is the end; that of an all-day event is its last day, which schema.org counts in.
func lastMoment(o activity.Occurrence) string {
	if o.AllDay {
		return moment(o.EndsAt.Add(-time.Second), true)
	}
	return moment(o.EndsAt, false)
}

func eventStatus(a listing.PageView, o activity.Occurrence) string {
	switch {
	case a.Cancelled() || o.Cancelled():
		return "https://schema.org/EventCancelled"
	case o.Postponed():
		return "https://schema.org/EventPostponed"
	case o.OriginalStart != nil:
		return "https://schema.org/EventRescheduled"
	}
	return "https://schema.org/EventScheduled"
}

func attendance(at place.Where) string {
	switch {
	case at.OnlineURL != "" && at.VenueID == 0:
		return "https://schema.org/OnlineEventAttendanceMode"
	case at.OnlineURL != "":
		return "https://schema.org/MixedEventAttendanceMode"
	}
	return "https://schema.org/OfflineEventAttendanceMode"
}

func location(e *page.Env, at place.Where) map[string]any {
	if at.VenueID == 0 && at.OnlineURL != "" {
		return map[string]any{"@type": "VirtualLocation", "url": at.OnlineURL}
	}
	postal := map[string]any{"@type": "PostalAddress", "addressCountry": "NO", "addressLocality": e.Site.Name}
	place := map[string]any{"@type": "Place", "name": or(at.VenueName, or(at.PlaceNote, e.Site.Name)), "address": postal}
	if at.Address != "" {
		postal["streetAddress"] = at.Address
	}
	if at.PostalCode != "" {
		postal["postalCode"] = at.PostalCode
		if town, ok := codelist.PostalPlace(at.PostalCode); ok {
			postal["addressLocality"] = town
		}
	}
	if at.Latitude != nil && at.Longitude != nil {
		place["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": *at.Latitude, "longitude": *at.Longitude}
	}
	return place
}
