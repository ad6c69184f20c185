// What stands over a list or a month: title, quick choices and other ways to see the same.

package activitylist

import (
	"slices"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/page"
)

// header is what stands over a list or a month: the title with the number of
// hits, the quick choices of days, and the other ways to see the same.
type header struct {
	Title    string
	spans    []spanLink
	list     string // "" for the one that is shown
	byDate   string
	month    string
	program  string
	download string
	webcal   string
	icsPath  string
	allDates bool // the calendar has full dates too, which the list leaves out
}

type spanLink struct {
	Text, URL string
	Active    bool
}

func (h *Handler) header(e *page.Env, q query, n total, f filters) header {
	q = q.firstPage()
	v := header{Title: title(e, q, n)}
	for _, name := range []string{today, weekend, week, nextWeek} {
		on := q.When == name
		to := q.withSpan(name, e.Now)
		if on {
			to = q.withSpan("", e.Now)
		}
		v.spans = append(v.spans, spanLink{spanName(e.Lang, name), e.URL(to.at(activitycards.ListPath)), on})
	}
	if q.View != viewByNext {
		v.list = e.URL(q.withView(viewByNext).at(activitycards.ListPath))
	}
	if !q.byDate() {
		v.byDate = e.URL(q.withView(viewByDate).at(activitycards.ListPath))
	}
	v.month = e.URL(monthAddress(q, monthOf(q.From, e.Now)))
	if q.View != viewProgram {
		v.program = e.URL(q.withView(viewProgram).at(activitycards.ListPath))
	}
	v.allDates = q.AsksPlaces()
	v.icsPath = q.withView(viewByNext).withoutPlaces().at("/aktiviteter.ics")
	v.download = e.URL(v.icsPath)
	v.webcal = activitycards.Webcal(e.Absolute(v.icsPath))
	return v
}

// withoutPlaces is for calendars: what becomes full or is called off must not vanish from them.
func (q query) withoutPlaces() query {
	if q.AsksPlaces() {
		q.Joining = nil
		q.on = slices.DeleteFunc(slices.Clone(q.on), func(c filter.Chosen) bool { return c.Name == "pamelding" })
	}
	return q
}

func monthOf(day, now time.Time) time.Time {
	if day.IsZero() {
		day = now
	}
	day = i18n.Midnight(day)
	return day.AddDate(0, 0, 1-day.Day())
}

// title says how many there are, in words.
func title(e *page.Env, q query, n total) string {
	place := e.Site.Name
	if len(q.Areas) == 1 {
		place = q.on[slices.IndexFunc(q.on, func(c filter.Chosen) bool { return c.Name == "omrade" })].Label
	}
	text := ""
	switch {
	case n.capped:
		text = e.T("Over %s treff i %s", e.Lang.Number(n.n), place)
	case n.n < 0:
		text = e.T("Aktiviteter i %s", place)
	case q.byDate() && n.n == 0, n.n == 0:
		text = e.T("Ingen treff i %s", place)
	case q.byDate():
		text = e.Lang.N("%s treff i %s", "%s treff i %s", n.n, e.Lang.Number(n.n), place)
	default:
		text = e.Lang.N("%s aktivitet i %s", "%s aktiviteter i %s", n.n, e.Lang.Number(n.n), place)
	}
	if q.When != "" {
		text += " " + i18n.Uncapital(spanName(e.Lang, q.When))
	}
	return text
}
