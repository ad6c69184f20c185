// When a venue is open, for search engines.

package venues

import (
	"encoding/json"
	"time"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/opening"
	"frivilligsentral/internal/venue"
	"frivilligsentral/web/page"
)

// yearDays is how far ahead search engines are told of exceptions.
const yearDays = 365

// linkedData is the venue as a schema.org Place, with its hours.
func linkedData(e *page.Env, v venue.Venue) string {
	postal := map[string]any{"@type": "PostalAddress", "addressCountry": "NO", "addressLocality": e.Site.Name}
	if v.Address != "" {
		postal["streetAddress"] = v.Address
	}
	if v.PostalCode != "" {
		postal["postalCode"] = v.PostalCode
		if town, ok := codelist.PostalPlace(v.PostalCode); ok {
			postal["addressLocality"] = town
		}
	}
	place := map[string]any{"@context": "https://schema.org", "@type": "Place", "name": v.Name, "url": e.Absolute(Path(v.ID)), "address": postal}
	if v.Latitude != nil && v.Longitude != nil {
		place["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": *v.Latitude, "longitude": *v.Longitude}
	}
	if v.Capacity != nil {
		place["maximumAttendeeCapacity"] = *v.Capacity
	}
	var week, special []map[string]any
	for i, day := range v.Opening.Week {
		for _, o := range day {
			s := specification(o)
			s["dayOfWeek"] = "https://schema.org/" + time.Weekday((i+1)%7).String()
			week = append(week, s)
		}
	}
	for _, x := range v.Opening.Specials(e.Now, yearDays) {
		open := x.Open
		if len(open) == 0 {
			open = []opening.Interval{{From: "00:00", To: "00:00"}} // as schema.org writes closed
		}
		for _, o := range open {
			s := specification(o)
			s["validFrom"], s["validThrough"] = x.From.Format(time.DateOnly), x.To.Format(time.DateOnly)
			special = append(special, s)
		}
	}
	if len(week) > 0 {
		place["openingHoursSpecification"] = week
	}
	if v.Opening.Known() && len(special) > 0 {
		place["specialOpeningHoursSpecification"] = special
	}
	b, err := json.Marshal(place)
	if err != nil {
		return ""
	}
	return string(b)
}

func specification(o opening.Interval) map[string]any {
	closes := o.To
	if closes == "24:00" {
		closes = "23:59"
	}
	return map[string]any{"@type": "OpeningHoursSpecification", "opens": o.From, "closes": closes}
}
