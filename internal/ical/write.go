// Writing a calendar.

package ical

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
)

// ContentType is the media type of what Write makes.
const ContentType = "text/calendar; charset=utf-8"

// Calendar is a feed or a single event to be downloaded.
type Calendar struct {
	// Name and Description are what a calendar program shows in its list.
	Name, Description string
	// ProdID names the program; empty gives our own.
	ProdID string
	// URL is the page or feed that the calendar comes from.
	URL string
	// RefreshHours is how often programs should ask again; 0 leaves it out.
	RefreshHours int
	Events       []OutEvent
}

// OutEvent is one date, or a series of like ones. Each has a UID of its own that
// never changes. A date that is cancelled is written with Status Cancelled for
// some weeks; one that only disappears stays in the calendars of subscribers.
type OutEvent struct {
	UID string
	// Sequence counts the changes that matter to those who come.
	Sequence int
	// Start and End are written in Europe/Oslo. All-day events are from midnight
	// to midnight, End exclusive; a zero End is left out.
	Start, End time.Time
	AllDay     bool
	// RRule makes it a series: the value of an RFC 5545 RRULE, by the clock of Oslo. Except are starts that fall out.
	RRule                          string
	Except                         []time.Time
	Summary, Description, Location string
	URL                            string
	Organizer                      Person
	Categories                     []string
	// Status is Confirmed when empty.
	Status Status
	// Free takes nobody's time: TRANSP is TRANSPARENT.
	Free                  bool
	Created, LastModified time.Time
	// Place is left out when nil.
	Place *Geo
}

// Geo is a point in WGS 84 degrees.
type Geo struct{ Lat, Lon float64 }

// Write writes the calendar with METHOD:PUBLISH. The same calendar gives the
// same bytes: DTSTAMP is LastModified, so that an ETag holds until something
// changes.
func Write(w io.Writer, c Calendar) error {
	out := &writer{w: bufio.NewWriter(w)}
	out.calendar(c)
	if out.err == nil {
		out.err = out.w.Flush()
	}
	if out.err != nil {
		return fmt.Errorf("write calendar: %w", out.err)
	}
	return nil
}

const defaultProdID = "-//Frivilligsentral//Frivilligportal//NO"

// osloZone is the VTIMEZONE of Europe/Oslo: the EU rules, in force since 1996.
const osloZone = `BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE`

type writer struct {
	w   *bufio.Writer
	err error
}

func (w *writer) calendar(c Calendar) {
	w.raw("BEGIN", "VCALENDAR")
	w.raw("VERSION", "2.0")
	prodID := c.ProdID
	if prodID == "" {
		prodID = defaultProdID
	}
	w.text("PRODID", prodID)
	w.raw("CALSCALE", "GREGORIAN")
	w.raw("METHOD", "PUBLISH")
	w.text("NAME", c.Name)
	w.text("X-WR-CALNAME", c.Name)
	w.text("DESCRIPTION", c.Description)
	w.text("X-WR-CALDESC", c.Description)
	w.raw("X-WR-TIMEZONE", "Europe/Oslo")
	if c.RefreshHours > 0 {
		w.raw("REFRESH-INTERVAL;VALUE=DURATION", "PT"+strconv.Itoa(c.RefreshHours)+"H")
		w.raw("X-PUBLISHED-TTL", "PT"+strconv.Itoa(c.RefreshHours)+"H")
	}
	w.raw("URL", uri(c.URL))
	for line := range strings.SplitSeq(osloZone, "\n") {
		w.line(line)
	}
	for _, e := range c.Events {
		w.event(e)
	}
	w.raw("END", "VCALENDAR")
}

func (w *writer) event(e OutEvent) {
	w.raw("BEGIN", "VEVENT")
	w.text("UID", e.UID)
	w.utc("DTSTAMP", firstSet(e.LastModified, e.Created, e.Start))
	w.utc("CREATED", e.Created)
	w.utc("LAST-MODIFIED", e.LastModified)
	w.raw("SEQUENCE", strconv.Itoa(max(0, e.Sequence)))
	w.when("DTSTART", e.Start, e.AllDay)
	if e.End.After(e.Start) {
		w.when("DTEND", e.End, e.AllDay)
	}
	w.raw("RRULE", e.RRule)
	for _, start := range e.Except {
		w.when("EXDATE", start, e.AllDay)
	}
	w.text("SUMMARY", e.Summary)
	w.text("DESCRIPTION", e.Description)
	w.text("LOCATION", e.Location)
	if e.Place != nil {
		w.raw("GEO", fmt.Sprintf("%.6f;%.6f", e.Place.Lat, e.Place.Lon))
	}
	w.raw("URL", uri(e.URL))
	w.categories(e.Categories)
	w.organizer(e.Organizer)
	w.raw("STATUS", string(status(string(e.Status))))
	if e.Free {
		w.raw("TRANSP", "TRANSPARENT")
	} else {
		w.raw("TRANSP", "OPAQUE")
	}
	w.raw("CLASS", "PUBLIC")
	w.raw("END", "VEVENT")
}

func firstSet(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

func (w *writer) utc(name string, t time.Time) {
	if !t.IsZero() {
		w.raw(name, t.UTC().Format("20060102T150405Z"))
	}
}

func (w *writer) when(name string, t time.Time, allDay bool) {
	if allDay {
		w.raw(name+";VALUE=DATE", t.In(i18n.Oslo).Format("20060102"))
		return
	}
	if second(t) {
		w.utc(name, t)
		return
	}
	w.raw(name+";TZID=Europe/Oslo", t.In(i18n.Oslo).Format("20060102T150405"))
}

// second tells the later of two equal clock readings in an October night, which
// only UTC can express.
func second(t time.Time) bool {
	earlier := t.Add(-time.Hour)
	return t.In(i18n.Oslo).Format("02T1504") == earlier.In(i18n.Oslo).Format("02T1504")
}

func (w *writer) categories(names []string) {
	var escaped []string
	for _, name := range names {
		if name = clean(name); name != "" {
			escaped = append(escaped, escape(name))
		}
	}
	w.raw("CATEGORIES", strings.Join(escaped, ","))
}

// organizer is written only with an address: RFC 5545 demands one.
func (w *writer) organizer(p Person) {
	email := uri(p.Email)
	if !strings.Contains(email, "@") {
		return
	}
	name := strings.NewReplacer(`"`, "'", "\n", " ").Replace(clean(p.Name))
	if name == "" {
		w.raw("ORGANIZER", "mailto:"+email)
		return
	}
	w.raw(`ORGANIZER;CN="`+name+`"`, "mailto:"+email)
}
