// One event of a file, and reading its properties.

package ical

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// Status is the STATUS of an event.
type Status string

// The statuses of RFC 5545. Anything else is read as Confirmed.
const (
	Confirmed Status = "CONFIRMED"
	Cancelled Status = "CANCELLED"
	Tentative Status = "TENTATIVE"
)

// Person is an ORGANIZER. Either field may be empty.
type Person struct{ Name, Email string }

// Event is one VEVENT that was read: a single date, or a rule with its
// exceptions. Texts are free of control characters but otherwise as written, so
// they must be escaped like anything a stranger typed.
type Event struct {
	// Index counts the events of the file from 1.
	Index int
	// UID is the event's own, or a hash of start and title when it has none.
	UID      string
	Sequence int
	// RecurrenceID is set for a changed date whose series is not in the file.
	RecurrenceID time.Time

	Summary, Description, Location string
	// URL is http or https, or empty.
	URL        string
	Organizer  Person
	Categories []string

	// Start and End are in Zone; all-day ones are midnight in Oslo, End
	// exclusive. End equals Start when the file gives none.
	Start, End time.Time
	AllDay     bool
	Status     Status

	// RRule is canonical (see package recurrence), or empty.
	RRule           string
	RDates, ExDates []time.Time
	Overrides       []Override

	// Private is what must not be shown to others (CLASS is not PUBLIC).
	Private bool
	// Notes say what is in the file and not in the fields above; see Missed too.
	Notes []i18n.Phrase

	LastModified time.Time
	// TZID is as written in the file, Zone what it was taken to mean.
	TZID string
	Zone *time.Location
}

// Override is one date of a series that was changed. Empty texts mean those of
// the series.
type Override struct {
	// RecurrenceID is when the rule had put the date.
	RecurrenceID      time.Time
	Start, End        time.Time
	Summary, Location string
	Description       string
	Status            Status
	Sequence          int
}

// The reasons for refusing an event. They are in bokmål, for i18n's T.
var (
	errOpen       = errors.New(i18n.Mark("Hendelsen er ikke avsluttet i filen."))
	errNoStart    = errors.New(i18n.Mark("Hendelsen mangler starttid."))
	errBadTime    = errors.New(i18n.Mark("Vi forstår ikke tidspunktet."))
	errEndBefore  = errors.New(i18n.Mark("Slutten er før starten."))
	errManyRules  = errors.New(i18n.Mark("Hendelsen har flere regler for gjentakelse. Vi kan bare lese én."))
	errDuplicate  = errors.New(i18n.Mark("Samme hendelse står flere ganger i filen. Vi bruker den nyeste."))
	errUnreadable = errors.New(i18n.Mark("Vi klarte ikke å lese hendelsen."))
	errNoEvent    = errors.New(i18n.Mark("Dette er en oppgave eller et notat i kalenderen. Vi leser bare hendelser."))
	errTooMany    = errors.New(i18n.Mark("Filen har flere hendelser enn vi kan lese på én gang. Resten er ikke med."))
)

// event makes an Event of a VEVENT; any panic on the way is its own refusal.
func (z *zones) event(c *component) (e Event, err error) {
	defer func() {
		if recover() != nil {
			err = errUnreadable
		}
	}()
	e = Event{
		UID: c.text("UID"), Summary: c.text("SUMMARY"), Description: c.text("DESCRIPTION"), Location: c.text("LOCATION"),
		URL: webAddress(c.text("URL")), Organizer: organizer(c), Categories: categories(c), Status: status(c.text("STATUS")),
	}
	e.Sequence, _ = strconv.Atoi(c.text("SEQUENCE")) // Zero is what a missing one means.
	class := strings.ToUpper(c.text("CLASS"))
	e.Private = class != "" && class != "PUBLIC"
	for _, styled := range []string{"X-ALT-DESC", "STYLED-DESCRIPTION"} {
		if e.Description == "" {
			e.Description = c.text(styled)
		}
	}
	e.Notes = notTaken(c)
	z.met = nil
	defer func() { e.Notes = append(e.Notes, z.strangers()...) }()
	if c.open {
		return e, errOpen
	}
	if err := z.setTimes(&e, c); err != nil {
		return e, err
	}
	if e.UID == "" {
		sum := sha256.Sum256([]byte(e.Start.UTC().Format(time.RFC3339) + e.Summary))
		e.UID = fmt.Sprintf("%x", sum[:12])
	}
	return e, z.setRule(&e, c)
}

func (z *zones) setTimes(e *Event, c *component) error {
	p, ok := c.get("DTSTART")
	if !ok {
		return errNoStart
	}
	start, ok := z.moment(p)
	if !ok {
		return errBadTime
	}
	e.Start, e.AllDay, e.Zone, e.TZID = start.Time, start.allDay, start.zone, p.params["TZID"]
	if err := z.setEnd(e, c); err != nil {
		return err
	}
	if e.End.Before(e.Start) {
		return errEndBefore
	}
	if e.AllDay && !e.End.After(e.Start) {
		e.End = addDays(e.Start, 1) // DTEND equal to DTSTART is a common mistake.
	}
	if p, ok := c.get("RECURRENCE-ID"); ok {
		id, ok := z.moment(p)
		if !ok {
			return errBadTime
		}
		e.RecurrenceID = id.Time
	}
	if p, ok := c.get("LAST-MODIFIED"); ok {
		modified, _ := z.moment(p)
		e.LastModified = modified.Time
	}
	return nil
}

func (z *zones) setEnd(e *Event, c *component) error {
	e.End = e.Start
	if p, ok := c.get("DTEND"); ok {
		end, ok := z.moment(p)
		if !ok {
			return errBadTime
		}
		e.End = end.Time
		if midnight := startOfDay(end.Time); e.AllDay && !end.Equal(midnight) {
			e.End = addDays(midnight, 1)
		}
		return nil
	}
	if p, ok := c.get("DURATION"); ok {
		days, rest, ok := parseDuration(p.value)
		if !ok {
			return errBadTime
		}
		e.End = addDays(e.Start, days).Add(rest)
	}
	return nil
}

func addDays(t time.Time, n int) time.Time {
	return recurrence.InZone(t.AddDate(0, 0, n), t.Location())
}

func startOfDay(t time.Time) time.Time {
	y, m, d := t.In(i18n.Oslo).Date()
	return recurrence.InZone(time.Date(y, m, d, 0, 0, 0, 0, time.UTC), nil)
}

func (z *zones) setRule(e *Event, c *component) error {
	rules := c.every("RRULE")
	if len(rules) > 1 {
		return errManyRules
	}
	e.sayLengths(c.every("RDATE"), z)
	for _, date := range z.moments(c.every("RDATE"), e) {
		e.RDates = append(e.RDates, e.likeStart(date))
	}
	for _, date := range z.moments(c.every("EXDATE"), e) {
		e.ExDates = append(e.ExDates, e.likeStart(date))
	}
	if len(rules) == 0 {
		return nil
	}
	rule, err := recurrence.Canonical(rules[0].value, e.Zone)
	e.RRule = rule
	for _, known := range []error{recurrence.ErrSyntax, recurrence.ErrTooOften, recurrence.ErrTooLarge} {
		if errors.Is(err, known) {
			return known // Without the library's words, which are not for users.
		}
	}
	return err
}

// sayLengths says which extra dates have a length of their own: here all are as long.
func (e *Event) sayLengths(props []property, z *zones) {
	for _, p := range props {
		for value := range strings.SplitSeq(p.value, ",") {
			from, to, period := strings.Cut(value, "/")
			start, ok := z.parseMoment(from, p.params["TZID"])
			if !period || !ok {
				continue
			}
			end, ok := z.parseMoment(to, p.params["TZID"])
			if days, rest, is := parseDuration(to); is {
				end.Time, ok = addDays(start.Time, days).Add(rest), true
			}
			if ok && end.Sub(start.Time) != e.End.Sub(e.Start) {
				e.say(i18n.Mark("Datoen %s har en egen varighet. Her varer den like lenge som de andre."), start.Time)
			}
		}
	}
}

// likeStart gives a date that is written in another form the form of the event: plain
// dates for an event with a time mean that time on those dates, and times for an
// all-day event mean their day as it is written, in whatever zone; in UTC, which a
// calendar writes of a midnight of its own, the day that it is in Oslo then.
func (e Event) likeStart(m moment) time.Time {
	if m.allDay == e.AllDay {
		return m.Time
	}
	zone := m.zone
	if e.AllDay && zone == time.UTC {
		zone = i18n.Oslo
	}
	y, month, d := m.In(zone).Date()
	if e.AllDay {
		return recurrence.InZone(time.Date(y, month, d, 0, 0, 0, 0, time.UTC), nil)
	}
	h, min, s := e.Start.In(e.Zone).Clock()
	return recurrence.InZone(time.Date(y, month, d, h, min, s, 0, time.UTC), e.Zone)
}

func status(s string) Status {
	switch Status(strings.ToUpper(s)) {
	case Cancelled:
		return Cancelled
	case Tentative:
		return Tentative
	}
	return Confirmed
}

func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return s
}

func organizer(c *component) Person {
	p, _ := c.get("ORGANIZER")
	email := p.value
	if len(email) >= 7 && strings.EqualFold(email[:7], "mailto:") {
		email = email[7:]
	}
	if !strings.Contains(email, "@") {
		email = ""
	}
	return Person{Name: clean(p.params["CN"]), Email: clean(email)}
}

func categories(c *component) []string {
	var all []string
	for _, p := range c.every("CATEGORIES") {
		for _, name := range splitList(p.value) {
			if name = clean(name); name != "" && len(all) < 50 {
				all = append(all, name)
			}
		}
	}
	return all
}

// splitList splits at commas that are not escaped, and unescapes the parts.
func splitList(s string) []string {
	var parts []string
	var part strings.Builder
	escaped := false
	for _, r := range s {
		switch {
		case escaped && (r == 'n' || r == 'N'):
			part.WriteByte(' ')
		case escaped:
			part.WriteRune(r)
		case r == '\\':
			escaped = true
			continue
		case r == ',':
			parts = append(parts, part.String())
			part.Reset()
		default:
			part.WriteRune(r)
		}
		escaped = false
	}
	return append(parts, part.String())
}
