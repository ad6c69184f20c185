// Links to a map.

package ui

import (
	"net/url"
	"strconv"
)

// MapURL is a link to the national map, which needs no key and sets no cookie of
// ours: at the position when it is known, otherwise a search for the address, ""
// when neither is. An address alone is found best with its post town or municipality.
func MapURL(latitude, longitude *float64, address string) string {
	const national = "https://norgeskart.no/#!?project=norgeskart&layers=1002"
	switch {
	case latitude != nil && longitude != nil:
		lat, lon := degrees(*latitude), degrees(*longitude)
		return national + "&zoom=15&lat=" + lat + "&lon=" + lon + "&markerLat=" + lat + "&markerLon=" + lon
	case address != "":
		return national + "&sok=" + url.QueryEscape(address)
	}
	return ""
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', 6, 64) }
