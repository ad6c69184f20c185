// What the address of a list asks for.

package activitylist

import (
	"net/url"
	"slices"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
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
	pageCards = 24 // fills rows of two and of three
	oldestAge = 120
)

// query is what the address of a list asks for. Whatever the address holds,
// read makes something meaningful of it: what cannot be understood is left out.
type query struct {
	asked
	on       []filter.Chosen
	When     string    // one of the spans, "" otherwise
	From, To time.Time // days, To included; zero: open
	View     string
	After    search.Cursor
	Before   search.Cursor
	hides    bool // commercial offers are left out, since nobody has asked for them
}

var spans = []string{today, tomorrow, weekend, week, nextWeek}

// read understands an address.
func read(e *page.Env, v url.Values) query {
	q := query{After: search.ParseCursor(v.Get("etter")), Before: search.ParseCursor(v.Get("for"))}
	q.asked, q.on = listFilters.Read(e, &form.Form{Values: v})
	q.hides = e.Site.HideCommercial && len(q.Offers) == 0 && q.Organisation == 0
	q.readDays(v, e.Now)
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
	q.Municipality = municipalityID
	if q.hides {
		q.Offers = []string{string(activity.Voluntary)}
	}
	return q.Filter
}

// params are the whole question as the list asks it.
func (q query) params(municipalityID int64, now time.Time) listing.Params {
	p := listing.Params{Words: q.Words, Filter: q.filter(municipalityID), From: q.From, After: q.After, Before: q.Before, Limit: pageCards}
	if !q.To.IsZero() {
		p.To = q.To.AddDate(0, 0, 1)
	}
	if p.From.IsZero() && (q.byDate() || !p.To.IsZero()) {
		p.From = i18n.Midnight(now)
	}
	return p
}

// byDate says whether the list has a card for each date: also where places are asked
// for, which are those of a date.
func (q query) byDate() bool {
	return q.View != viewByNext || !q.From.IsZero() || !q.To.IsZero() || q.AsksPlaces()
}

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
