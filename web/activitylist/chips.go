// The filters that are on as chips, each with the way to be without it.

package activitylist

import (
	"slices"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/page"
)

// chip is one filter that is on, with the address of the list without it.
type chip struct {
	filter.Chip
	days bool // it is the chosen days
}

// chips are the filters that are on, in the order of the form: the days stand after
// the words. Extra values go along.
func (q query) chips(e *page.Env, path string, extra [][2]string) []chip {
	q = q.firstPage()
	var all []chip
	for _, c := range filter.Chips(e, path, withExtra(q, extra), q.on) {
		all = append(all, chip{Chip: c})
	}
	if days := q.days(e); days != "" {
		without := e.URL(page.WithQuery(path, withExtra(q.withSpan("", e.Now), extra)))
		after := 0
		if q.Words != "" {
			after = 1
		}
		all = slices.Insert(all, after, chip{filter.Chip{Text: days, URL: without}, true})
	}
	return all
}

// days are the chosen days in words, "" when there are none.
func (q query) days(e *page.Env) string {
	switch {
	case q.When != "":
		return spanName(e.Lang, q.When)
	case q.From.IsZero() && q.To.IsZero():
		return ""
	case q.To.IsZero():
		return e.T("fra %s", e.Lang.DateRange(q.From, q.From, e.Now))
	case q.From.IsZero():
		return e.T("til %s", e.Lang.DateRange(q.To, q.To, e.Now))
	}
	return e.Lang.DateRange(q.From, q.To, e.Now)
}

func spanName(l i18n.Lang, name string) string {
	switch name {
	case today:
		return l.T("I dag")
	case tomorrow:
		return l.T("I morgen")
	case weekend:
		return l.T("I helgen")
	case week:
		return l.T("Denne uken")
	case nextWeek:
		return l.T("Neste uke")
	}
	return ""
}

// weekdayName is ISO weekday 1 to 7 with a capital.
func weekdayName(l i18n.Lang, n int) string {
	return i18n.Capital(l.WeekdayName(weekdayOf(n)))
}
