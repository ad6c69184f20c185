// What the address of a list asks for.

package activitylist

import (
	"frivilligsentral/internal/activity/listing"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/web/activitycards"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/venue"
)

// Views of the list.
const (
	viewByNext  = ""        // one card per activity, by its next date
	viewByDate  = "dato"    // one card per date
	viewProgram = "program" // one line per date, for paper
)

// Spans of days that have a name.
const (
	today    = "idag"
	tomorrow = "imorgen"
	weekend  = "helga"
	week     = "uka"
	nextWeek = "nesteuke"
)

const (
	pageCards = 24  // fills rows of two and of three
	maxWords  = 100 // characters of a search
	maxValues = 30  // of one filter
	oldestAge = 120
)

// query is what the address of a list asks for. Whatever the address holds,
// read makes something meaningful of it: what cannot be understood is left out.
type query struct {
	Words        string
	When         string    // one of the spans, "" otherwise
	From, To     time.Time // days, To included; zero: open
	Categories   []municipality.Code
	TargetGroups []municipality.Code
	Areas        []municipality.Area
	Age          *int
	Weekdays     []int    // 1 Monday … 7 Sunday
	Times        []string // search.Morning …
	Free         bool
	JustCome     bool // without sign-up
	Language     string
	Access       []string // venue.AccessibilityFlags
	Organiser    int64
	View         string
	After        search.Cursor
	Before       search.Cursor
}

var (
	spans        = []string{today, tomorrow, weekend, week, nextWeek}
	weekdayCodes = []string{"man", "tir", "ons", "tor", "fre", "lor", "son"}
	timeCodes    = []struct{ code, value string }{
		{"formiddag", search.Morning}, {"ettermiddag", search.Afternoon}, {"kveld", search.Evening},
	}
)

// read understands an address.
func read(v url.Values, site *municipality.Site, now time.Time) query {
	q := query{
		Words: line(v.Get("q"), maxWords), Free: v.Get("gratis") != "", JustCome: v.Get("pamelding") == "uten",
		After: search.ParseCursor(v.Get("etter")), Before: search.ParseCursor(v.Get("for")),
	}
	q.readDays(v, now)
	for _, slug := range values(v, "kategori") {
		if c, ok := site.CodeBySlug(municipality.Categories, slug); ok {
			q.Categories = append(q.Categories, c)
		}
	}
	for _, slug := range values(v, "malgruppe") {
		if c, ok := site.CodeBySlug(municipality.TargetGroups, slug); ok {
			q.TargetGroups = append(q.TargetGroups, c)
		}
	}
	for _, slug := range values(v, "omrade") {
		if a, ok := site.AreaBySlug(slug); ok {
			q.Areas = append(q.Areas, a)
		}
	}
	q.readPeople(v)
	q.readHours(v)
	if view := v.Get("visning"); view == viewByDate || view == viewProgram {
		q.View = view
	}
	return q
}

// readDays prefers days that are written: the form sends a span along with them.
func (q *query) readDays(v url.Values, now time.Time) {
	q.From, q.To = day(v.Get("fra"), now), day(v.Get("til"), now)
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		q.From, q.To = q.To, q.From
	}
	if when := v.Get("naar"); q.From.IsZero() && q.To.IsZero() && slices.Contains(spans, when) {
		q.When = when
		q.From, q.To = span(when, now)
	}
}

func (q *query) readPeople(v url.Values) {
	if age, err := strconv.Atoi(strings.TrimSpace(v.Get("alder"))); err == nil && age >= 0 && age <= oldestAge {
		q.Age = &age
	}
	if tag := v.Get("sprak"); activitycards.LanguageName(i18n.NB, tag) != "" {
		q.Language = tag
	}
	for _, code := range values(v, "tilgjengelig") {
		if slices.ContainsFunc(venue.AccessibilityFlags, func(n venue.Name) bool { return n.Code == code }) {
			q.Access = append(q.Access, code)
		}
	}
	if id, err := strconv.ParseInt(v.Get("lag"), 10, 64); err == nil && id > 0 {
		q.Organiser = id
	}
}

func (q *query) readHours(v url.Values) {
	for i, code := range weekdayCodes {
		if slices.Contains(v["ukedag"], code) {
			q.Weekdays = append(q.Weekdays, i+1)
		}
	}
	for _, t := range timeCodes {
		if slices.Contains(v["tid"], t.code) {
			q.Times = append(q.Times, t.value)
		}
	}
}

// values are the different values of a filter that may have several.
func values(v url.Values, name string) []string {
	var all []string
	for _, s := range v[name] {
		if s != "" && len(all) < maxValues && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// line is valid text on one line, cut to a number of characters.
func line(s string, most int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", " "), "")), " ")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most])
	}
	return s
}

// day reads a date within reason.
func day(s string, now time.Time) time.Time {
	t, ok := i18n.ParseDate(s)
	if !ok || t.Before(now.AddDate(-2, 0, 0)) || t.After(now.AddDate(5, 0, 0)) {
		return time.Time{}
	}
	return t
}

// span is the first and last day of one that has a name. The weekend is this
// one until Sunday is over; the week goes on from today.
func span(name string, now time.Time) (from, to time.Time) {
	first := i18n.Midnight(now)
	toSunday := (7 - int(first.Weekday())) % 7
	switch name {
	case tomorrow:
		return first.AddDate(0, 0, 1), first.AddDate(0, 0, 1)
	case weekend:
		sunday := first.AddDate(0, 0, toSunday)
		if friday := sunday.AddDate(0, 0, -2); friday.After(first) {
			first = friday
		}
		return first, sunday
	case week:
		return first, first.AddDate(0, 0, toSunday)
	case nextWeek:
		monday := first.AddDate(0, 0, toSunday+1)
		return monday, monday.AddDate(0, 0, 6)
	}
	return first, first
}

// filter is the part of the question that search calls filter.
func (q query) filter(municipalityID int64) search.Filter {
	f := search.Filter{
		Municipality: municipalityID, Organisation: q.Organiser, Free: q.Free, JustCome: q.JustCome, Language: q.Language, Accessibility: q.Access,
		Weekdays: q.Weekdays, TimesOfDay: q.Times, Age: q.Age,
	}
	for _, c := range q.Categories {
		f.Categories = append(f.Categories, c.ID)
	}
	for _, c := range q.TargetGroups {
		f.TargetGroups = append(f.TargetGroups, c.ID)
	}
	for _, a := range q.Areas {
		f.Areas = append(f.Areas, a.ID)
	}
	return f
}

// params are the whole question as the list asks it.
func (q query) params(municipalityID int64, now time.Time) listing.Params {
	p := listing.Params{Words: q.Words, Filter: q.filter(municipalityID), From: q.From, After: q.After, Before: q.Before, Limit: pageCards}
	if !q.To.IsZero() {
		p.To = q.To.AddDate(0, 0, 1)
	}
	if p.From.IsZero() && (q.View != viewByNext || !p.To.IsZero()) {
		p.From = i18n.Midnight(now)
	}
	return p
}

// byDate says whether the list has a card for each date.
func (q query) byDate() bool { return q.View != viewByNext || !q.From.IsZero() || !q.To.IsZero() }

// narrowed says whether anything is chosen.
func (q query) narrowed() bool { return q.withView(viewByNext).values().Encode() != "" }

func (q query) firstPage() query { q.After, q.Before = search.Cursor{}, search.Cursor{}; return q }

func (q query) withView(view string) query { q = q.firstPage(); q.View = view; return q }

func (q query) withSpan(name string, now time.Time) query {
	q = q.firstPage()
	q.When, q.From, q.To = name, time.Time{}, time.Time{}
	if name != "" {
		q.From, q.To = span(name, now)
	}
	return q
}
