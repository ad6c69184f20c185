package activity

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/recurrence"

	"github.com/microcosm-cc/bluemonday"
)

// longestUID is what an index of Postgres takes with room to spare.
const longestUID = 300

// importUID is what an event is recognised by the next time.
func importUID(e ical.Event) string {
	if key := e.Key(); len(key) <= longestUID {
		return key
	}
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(e.Key())))
}

// importHash is over what the file says of the event, and nothing of when it was
// written or read: two exports of the same calendar give the same.
func importHash(e ical.Event) string {
	e.Index, e.LastModified, e.Sequence, e.Zone, e.Organizer = 0, time.Time{}, 0, nil, ical.Person{}
	e.Start, e.End, e.RecurrenceID = e.Start.UTC(), e.End.UTC(), e.RecurrenceID.UTC()
	e.RDates, e.ExDates = inUTC(e.RDates), inUTC(e.ExDates)
	e.Overrides = slices.Clone(e.Overrides)
	for i := range e.Overrides {
		o := &e.Overrides[i]
		o.Sequence, o.Start, o.End, o.RecurrenceID = 0, o.Start.UTC(), o.End.UTC(), o.RecurrenceID.UTC()
	}
	text, err := json.Marshal(e)
	if err != nil { // years beyond 9999, which no schedule passes anyway
		text = fmt.Appendf(nil, "%+v", e)
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

var (
	errImportPast   = fault.Refuse(i18n.Mark("Alle datoene var over for mer enn 30 dager siden."))
	errImportEmpty  = fault.Refuse(i18n.Mark("Det blir ingen datoer av regelen i hendelsen."))
	errImportRule   = fault.Refuse(i18n.Mark("Regelen for gjentakelse er for omfattende."))
	errImportZone   = fault.Refuse(i18n.Mark("Gjentakelsen følger en annen tidssone enn den norske og gir for mange datoer."))
	errImportTooFar = fault.Refuse(i18n.Mark("Hendelsen er mer enn tre år fram i tid."))
)

// scheduleOf is an event's schedule from some days back on. A rule whose dates
// follow another clock than the Norwegian one becomes single dates.
func scheduleOf(e ical.Event, now time.Time) (Schedule, error) {
	oldestEnd := now.AddDate(0, 0, -importDays)
	rule := e.Rule()
	minutes := int(rule.Duration / time.Minute)
	if minutes < 0 || minutes > maxMinutes {
		return Schedule{}, fault.Refuse(i18n.Mark("En dato kan vare i høyst 14 dager."))
	}
	from := oldestEnd.Add(-rule.Duration)
	dates, err := rule.Expand(from, importEnd(e, now), maxDates)
	switch {
	case err != nil:
		return Schedule{}, errImportRule
	case len(dates) == 0 && e.Start.After(now.AddDate(newest, 0, 0)):
		return Schedule{}, errImportTooFar
	case len(dates) == 0 && e.End.Before(oldestEnd):
		return Schedule{}, errImportPast
	case len(dates) == 0:
		return Schedule{}, errImportEmpty
	}
	s := Schedule{StartsAt: dates[0].Start, DurationMinutes: minutes, AllDay: e.AllDay}
	if e.RRule == "" {
		for _, d := range dates[1:] {
			s.ExtraDates = append(s.ExtraDates, d.Start)
		}
		return s, nil
	}
	return s.repeat(e, rule, dates, from, now)
}

// importEnd is how far ahead the dates of an event are looked at.
func importEnd(e ical.Event, now time.Time) time.Time {
	if e.RRule == "" || strings.Contains(e.RRule, "COUNT=") || strings.Contains(e.RRule, "UNTIL=") {
		return now.AddDate(newest, 0, 0)
	}
	return horizon(now)
}

// repeat takes over the rule when it gives the same dates here.
func (s Schedule) repeat(e ical.Event, rule recurrence.Rule, dates []recurrence.Occurrence, from, now time.Time) (Schedule, error) {
	ruled := s
	var err error
	if ruled.StartsAt, ruled.RRule, err = ruleFrom(rule, from, now); err != nil {
		return s, err
	}
	for _, t := range rule.Dates {
		if !t.Before(from) {
			ruled.ExtraDates = append(ruled.ExtraDates, t)
		}
	}
	for _, t := range rule.Except {
		if !t.Before(from) {
			ruled.ExceptDates = append(ruled.ExceptDates, t)
		}
	}
	here, err := ruled.Rule().Expand(from, importEnd(e, now), maxDates)
	if err == nil && sameDates(here, dates) {
		return ruled, nil
	}
	if len(dates) > maxExtraDates {
		return s, errImportZone
	}
	for _, d := range dates[1:] {
		s.ExtraDates = append(s.ExtraDates, d.Start)
	}
	return s, nil
}

var countPattern = regexp.MustCompile(`COUNT=\d+`)

// ruleFrom is the rule with its start moved to the first date from a day on: a
// series may have begun many years ago. A count becomes what is left of it.
func ruleFrom(rule recurrence.Rule, from, now time.Time) (time.Time, string, error) {
	rule.Dates, rule.Except = nil, nil
	next, err := rule.Expand(from, now.AddDate(newest, 0, 0), 1)
	if err != nil || len(next) == 0 {
		return rule.Start, rule.RRule, err // Only extra dates are left, or the rule begins later.
	}
	count := countPattern.FindString(rule.RRule)
	if count == "" || !rule.Start.Before(next[0].Start) {
		return next[0].Start, rule.RRule, nil
	}
	before, err := rule.Expand(rule.Start, next[0].Start, recurrence.Limit)
	total, _ := strconv.Atoi(count[len("COUNT="):]) // The pattern has digits only; a huge number leaves a huge rest.
	if err != nil || len(before) == recurrence.Limit || total <= len(before) {
		return time.Time{}, "", errImportRule
	}
	return next[0].Start, strings.Replace(rule.RRule, count, fmt.Sprintf("COUNT=%d", total-len(before)), 1), nil
}

func sameDates(a, b []recurrence.Occurrence) bool {
	return slices.EqualFunc(a, b, func(x, y recurrence.Occurrence) bool { return x.Start.Equal(y.Start) && x.End.Equal(y.End) })
}

// sameFrom says whether two schedules mean the same from now on.
func (s Schedule) sameFrom(other Schedule, now time.Time) bool {
	if countPattern.ReplaceAllString(s.RRule, "") != countPattern.ReplaceAllString(other.RRule, "") || s.AllDay != other.AllDay {
		return false
	}
	a, errA := s.Rule().Expand(now, s.end(now), maxDates)
	b, errB := other.Rule().Expand(now, other.end(now), maxDates)
	if len(a) == 0 && len(b) == 0 {
		return s.StartsAt.Equal(other.StartsAt) && s.DurationMinutes == other.DurationMinutes
	}
	return errors.Join(errA, errB) == nil && sameDates(a, b)
}

// inWords tells a schedule with its first coming dates, so that any change shows.
func (s Schedule) inWords(now time.Time) string {
	words := s.Words(i18n.NB, now)
	if s.RRule != "" || !s.Repeats() {
		return words
	}
	dates, err := s.Rule().Expand(now, s.end(now), 6)
	if err != nil || len(dates) == 0 {
		return words
	}
	var days []string
	for _, d := range dates {
		days = append(days, d.Start.In(i18n.Oslo).Format("02.01.2006 15.04"))
	}
	return words + " (" + strings.Join(days, ", ") + ")"
}

// describe puts the event's texts, place and category into a draft. A summary that
// somebody wrote here stays; the file has none of its own.
func (l importLookup) describe(d *Draft, e ical.Event) {
	ours := d.Summary != "" && d.Summary != summaryOf(d.Description, d.Title)
	d.Title = cut(e.Summary, MaxTitle)
	text := cut(plainText(e.Description), MaxDescription)
	d.Description = withLink(text, e.URL)
	if !ours {
		d.Summary = summaryOf(d.Description, d.Title)
	}
	l.locate(d, strings.Join(strings.Fields(e.Location), " "))
	if id, ok := l.category(e.Categories); ok {
		d.CategoryID = id
	}
}

func summaryOf(description, title string) string {
	return cut(firstNonEmpty(firstSentence(description), title), MaxSummary)
}

// locate finds the venue by its name, alone or before a comma; else the text says where.
func (l importLookup) locate(d *Draft, location string) {
	if location == "" {
		return // what is known of the place stays
	}
	d.VenueID, d.PlaceNote, d.OnlineURL = 0, "", ""
	if u, err := url.Parse(location); err == nil && strings.HasPrefix(u.Scheme, "http") && isURL(location) {
		d.OnlineURL = location
		return
	}
	name, rest, _ := strings.Cut(location, ",")
	if id, ok := l.venues[foldName(location)]; ok {
		d.VenueID = id
		return
	}
	if id, ok := l.venues[foldName(name)]; ok {
		d.VenueID, d.PlaceNote = id, cut(strings.TrimSpace(rest), MaxPlaceNote)
		return
	}
	d.PlaceNote = cut(location, MaxPlaceNote)
}

func (l importLookup) category(names []string) (int64, bool) {
	for _, name := range names {
		if id, ok := l.categories[foldName(name)]; ok {
			return id, true
		}
	}
	return 0, false
}

var (
	htmlTag   = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	htmlBreak = regexp.MustCompile(`(?i)<br\s*/?>|</p>|</li>|</div>`)
	strict    = bluemonday.StrictPolicy()
)

// plainText takes away the HTML that some calendars write into descriptions.
func plainText(s string) string {
	if htmlTag.MatchString(s) {
		s = html.UnescapeString(strict.Sanitize(htmlBreak.ReplaceAllString(s, "$0\n")))
	}
	return strings.TrimSpace(s)
}

func withLink(text, link string) string {
	if link == "" || strings.Contains(text, link) || utf8.RuneCountInString(text)+len(link) > MaxDescription-2 {
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

// cut shortens a text to so many characters, and shows that it did.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:most-1])) + "…"
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
