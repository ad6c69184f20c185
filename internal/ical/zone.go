// Time zones by the names that programs use.

package ical

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
)

// candidates are tried, in order, for a zone that is only described by its two
// offsets.
var candidates = []string{"Europe/Oslo", "Europe/London", "Europe/Helsinki", "America/New_York", "America/Chicago",
	"America/Denver", "America/Los_Angeles", "Australia/Sydney"}

// zones finds the zone that a TZID means within one file.
type zones struct {
	defined  map[string]*component
	fallback *time.Location
	known    map[string]*time.Location
	strange  map[string]bool // names that nobody knows
	met      []string        // those of the event that is read
}

func newZones(root *component) *zones {
	z := &zones{defined: map[string]*component{}, known: map[string]*time.Location{}, strange: map[string]bool{}, fallback: i18n.Oslo}
	for _, c := range root.all("VTIMEZONE") {
		z.defined[c.text("TZID")] = c
	}
	for _, calendar := range root.all("VCALENDAR") {
		if zone := byName(calendar.text("X-WR-TIMEZONE")); zone != nil {
			z.fallback = zone
		}
	}
	return z
}

// find never fails: a TZID that nobody knows is the zone of the calendar, and
// that is Europe/Oslo unless the calendar says otherwise.
func (z *zones) find(tzid string) *time.Location {
	tzid = strings.Trim(tzid, `" `)
	if tzid == "" {
		return i18n.Oslo
	}
	if z.strange[tzid] && len(z.met) < maxNotes && !slices.Contains(z.met, tzid) {
		z.met = append(z.met, tzid)
	}
	if zone, ok := z.known[tzid]; ok {
		return zone
	}
	zone := byName(tzid)
	if c := z.defined[tzid]; zone == nil && c != nil {
		zone = byDefinition(tzid, c)
	}
	if zone != nil {
		z.known[tzid] = zone
		return zone
	}
	z.known[tzid], z.strange[tzid] = z.fallback, true
	return z.find(tzid)
}

// strangers says which zones of the event that has been read nobody knows.
func (z *zones) strangers() []i18n.Phrase {
	var all []i18n.Phrase
	for _, tzid := range z.met {
		all = append(all, i18n.Say(i18n.Mark("Vi kjenner ikke tidssonen «%s», og leser tidene som %s."), i18n.Cut(clean(tzid), 60), z.fallback.String()))
	}
	z.met = nil
	return all
}

// byName knows IANA names, also with a maker's prefix such as
// "/mozilla.org/20050126_1/Europe/Oslo", and Windows names.
func byName(name string) *time.Location {
	if iana, ok := windowsZones[strings.ToLower(name)]; ok {
		name = iana
	}
	parts := strings.Split(strings.Trim(name, "/"), "/")
	for len(parts) > 3 {
		parts = parts[1:]
	}
	for ; len(parts) > 0; parts = parts[1:] {
		name := strings.Join(parts, "/")
		if name == "" || strings.EqualFold(name, "local") || len(name) > 60 {
			continue // LoadLocation would take these for zones of the server.
		}
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return nil
}

// byDefinition reads a VTIMEZONE: by the name it says it stands for, else a
// zone with the same two offsets, else its standard offset all year.
func byDefinition(tzid string, c *component) *time.Location {
	for _, name := range []string{"X-LIC-LOCATION", "X-TZINFO"} {
		value, _, _ := strings.Cut(c.text(name), "[")
		if zone := byName(value); zone != nil {
			return zone
		}
	}
	standard, ok := latestOffset(c, "STANDARD")
	daylight, changes := latestOffset(c, "DAYLIGHT")
	switch {
	case !ok && !changes:
		return nil
	case !ok:
		return time.FixedZone(tzid, daylight)
	case changes && daylight != standard:
		if zone := byOffsets(standard, daylight); zone != nil {
			return zone
		}
	}
	return time.FixedZone(tzid, standard)
}

func byOffsets(standard, daylight int) *time.Location {
	for _, name := range candidates {
		zone := byName(name)
		if zone == nil {
			continue
		}
		_, january := time.Date(2026, 1, 1, 12, 0, 0, 0, zone).Zone()
		_, july := time.Date(2026, 7, 1, 12, 0, 0, 0, zone).Zone()
		if min(january, july) == standard && max(january, july) == daylight {
			return zone
		}
	}
	return nil
}

// latestOffset is the offset, in seconds, of the last begun period of a kind.
func latestOffset(zone *component, kind string) (seconds int, ok bool) {
	latest := ""
	for _, c := range zone.children {
		if c.name != kind || ok && c.text("DTSTART") < latest {
			continue
		}
		if offset, valid := parseOffset(c.text("TZOFFSETTO")); valid {
			seconds, ok, latest = offset, true, c.text("DTSTART")
		}
	}
	return seconds, ok
}

// parseOffset reads "+0100" or "-043000" as seconds.
func parseOffset(s string) (int, bool) {
	if len(s) != 5 && len(s) != 7 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, err := strconv.ParseUint((s[1:] + "00")[:6], 10, 32)
	if err != nil || n > 235959 {
		return 0, false
	}
	seconds := int(n/10000*3600 + n/100%100*60 + n%100)
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}
