// An event's identity and its texts, place and category in a draft.

package activityimport

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/plaintext"
)

// longestUID is what an index of Postgres takes with room to spare.
const longestUID = 300

// eventUID is what an event is recognised by the next time.
func eventUID(e ical.Event) string {
	if key := e.Key(); len(key) <= longestUID {
		return key
	}
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(e.Key())))
}

// said is what a file says of an event as far as it is applied here. Its JSON is
// the event's stamp in the database: what stands empty was once part of that, and
// keeps what was imported then from looking changed.
type said struct {
	Index                          int
	UID                            string
	Sequence                       int
	RecurrenceID                   time.Time
	Summary, Description, Location string
	URL                            string
	Organizer                      struct{ Name, Email string }
	Categories                     []string
	Start, End                     time.Time
	AllDay                         bool
	Status                         ical.Status
	RRule                          string
	RDates, ExDates                []time.Time
	Overrides                      []saidDate
	LastModified                   time.Time
	TZID                           string
	Zone                           *struct{}
}

type saidDate struct {
	RecurrenceID      time.Time
	Start, End        time.Time
	Summary, Location string
	Status            ical.Status
	Sequence          int
}

// eventHash is over what the file says of the event, and nothing of when it was
// written or read: two exports of the same calendar give the same, and so does an
// event of which the reader has learnt to read more.
func eventHash(e ical.Event) string {
	s := said{
		UID: e.UID, RecurrenceID: e.RecurrenceID.UTC(), Summary: e.Summary, Description: e.Description, Location: e.Location, URL: e.URL,
		Categories: e.Categories, Start: e.Start.UTC(), End: e.End.UTC(), AllDay: e.AllDay, Status: e.Status, RRule: e.RRule,
		RDates: inUTC(e.RDates), ExDates: inUTC(e.ExDates), TZID: e.TZID,
	}
	if e.Overrides != nil {
		s.Overrides = []saidDate{}
	}
	for _, o := range e.Overrides {
		s.Overrides = append(s.Overrides, saidDate{
			RecurrenceID: o.RecurrenceID.UTC(), Start: o.Start.UTC(), End: o.End.UTC(), Summary: o.Summary, Location: o.Location, Status: o.Status,
		})
	}
	text, err := json.Marshal(s)
	if err != nil { // years beyond 9999, which no schedule passes anyway
		text = fmt.Appendf(nil, "%+v", s)
	}
	return fmt.Sprintf("%x", sha256.Sum256(text))
}

func inUTC(times []time.Time) []time.Time {
	out := make([]time.Time, len(times))
	for i, t := range times {
		out[i] = t.UTC()
	}
	return out
}

// describe puts the event's texts, place and category into a draft. A summary that
// somebody wrote here stays; the file has none of its own.
func (l lookup) describe(d *activity.Draft, e ical.Event, say func(string, ...any)) {
	ours := d.Summary != "" && d.Summary != summaryOf(d.Description, d.Title)
	d.Title = i18n.Cut(e.Summary, activity.MaxTitle)
	for _, long := range []struct {
		text string
		most int
		say  string
	}{
		{e.Summary, activity.MaxTitle, i18n.Mark("Tittelen er for lang og er kortet ned.")},
		{e.Description, activity.MaxDescription, i18n.Mark("Beskrivelsen er for lang og er kortet ned.")},
		{e.Location, activity.MaxPlaceNote, i18n.Mark("Stedet er for langt og er kortet ned.")},
	} {
		if utf8.RuneCountInString(long.text) > long.most {
			say(long.say)
		}
	}
	if d.Description = withLink(i18n.Cut(e.Description, activity.MaxDescription), e.URL); !strings.Contains(d.Description, e.URL) {
		say(i18n.Mark("Det er ikke plass til lenken %s under beskrivelsen, så den er ikke med."), i18n.Cut(e.URL, 100))
	}
	if !ours {
		d.Summary = summaryOf(d.Description, d.Title)
	}
	l.locate(d, strings.Join(strings.Fields(e.Location), " "))
	filed := map[string]bool{}
	for _, f := range activity.Fields {
		if !f.Filed {
			continue
		}
		if id, ok := l.code(f.List, e.Categories); ok {
			f.Choose(d, []int64{id})
		}
		for _, name := range e.Categories {
			if _, ok := l.code(f.List, []string{name}); ok {
				filed[name] = true
			}
		}
	}
	for _, name := range e.Categories {
		if !filed[name] {
			say(i18n.Mark("«%s» er ikke i kommunens lister, og er ikke med."), i18n.Cut(name, 60))
		}
	}
}

func summaryOf(description, title string) string {
	return i18n.Cut(firstNonEmpty(firstSentence(description), title), activity.MaxSummary)
}

// locate finds the venue by its name, alone or before a comma; else the text says where.
func (l lookup) locate(d *activity.Draft, location string) {
	if location == "" {
		return // what is known of the place stays
	}
	d.VenueID, d.PlaceNote, d.OnlineURL = 0, "", ""
	if u, err := url.Parse(location); err == nil && strings.HasPrefix(u.Scheme, "http") && activity.IsURL(location) {
		d.OnlineURL = location
		return
	}
	name, rest, _ := strings.Cut(location, ",")
	if id, ok := l.venues[foldName(location)]; ok {
		d.VenueID = id
		return
	}
	if id, ok := l.venues[foldName(name)]; ok {
		d.VenueID, d.PlaceNote = id, i18n.Cut(strings.TrimSpace(rest), activity.MaxPlaceNote)
		return
	}
	d.PlaceNote = i18n.Cut(location, activity.MaxPlaceNote)
}

func (l lookup) code(list municipality.List, names []string) (int64, bool) {
	for _, name := range names {
		if id, ok := l.codes[list][foldName(name)]; ok {
			return id, true
		}
	}
	return 0, false
}

func withLink(text, link string) string {
	if link == "" || strings.Contains(text, link) || utf8.RuneCountInString(text)+len(link) > activity.MaxDescription-2 {
		return text
	}
	return strings.TrimSpace(text + "\n\n" + link)
}

// firstSentence is the first line or sentence of a text.
func firstSentence(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if i := strings.Index(line, ". "); i > 20 {
		return line[:i+1]
	}
	return strings.TrimSpace(line)
}

func firstNonEmpty(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}

func foldName(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// readable is the event with the texts that people read of what is written as HTML.
func readable(e ical.Event) ical.Event {
	e.Summary, e.Location, e.Description = plaintext.Of(e.Summary), plaintext.Of(e.Location), plaintext.Of(e.Description)
	e.URL = plaintext.Of(e.URL)
	e.Categories = slices.Clone(e.Categories)
	for i, name := range e.Categories {
		e.Categories[i] = plaintext.Of(name)
	}
	e.Overrides = slices.Clone(e.Overrides)
	for i := range e.Overrides {
		o := &e.Overrides[i]
		o.Summary, o.Location, o.Description = plaintext.Of(o.Summary), plaintext.Of(o.Location), plaintext.Of(o.Description)
	}
	return e
}
