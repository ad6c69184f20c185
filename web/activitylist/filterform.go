// The form with all that a list can be narrowed by.

package activitylist

import (
	"net/url"
	"strconv"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// filters is the form with all that a list can be narrowed by, as it is now.
type filters struct {
	action    string
	hidden    [][2]string
	words     string
	from, til string
	age       string
	free      bool
	groups    []filterGroup
	language  []ui.Option
	organiser organiser
	chips     []chip
	clearURL  string
	allOffers string // with commercial offers too, "" where they are not left out
}

// filterGroup is a list of boxes to tick, folded unless something is ticked.
type filterGroup struct {
	filter.Group
	Open bool
}

// filtersAt is the form for the list or the month; extra values go along.
func filtersAt(e *page.Env, q query, who organiser, action string, extra [][2]string) filters {
	f := filters{
		organiser: who,
		action:    e.URL(action), hidden: extra, words: q.Words, free: q.Free, groups: groups(e, q),
		language: languageOptions(e.Lang, q.Language), clearURL: e.URL(page.WithQuery(action, withExtra(query{}, extra))),
	}
	if q.hides {
		with := withExtra(q.firstPage(), extra)
		with["tilbud"] = []string{"frivillig", "kommersielt"}
		f.allOffers = e.URL(page.WithQuery(action, with))
	}
	if q.When == "" {
		f.from, f.til = isoDay(q.From), isoDay(q.To)
	}
	if q.Age != nil {
		f.age = strconv.Itoa(*q.Age)
	}
	if q.When != "" {
		f.hidden = append(f.hidden, [2]string{"naar", q.When})
	}
	if q.View != viewByNext {
		f.hidden = append(f.hidden, [2]string{"visning", q.View})
	}
	f.chips = q.named(who.text).chips(e, action, extra)
	return f
}

// withExtra is the query as an address has it, with more.
func withExtra(q query, extra [][2]string) url.Values {
	v := q.values()
	for _, x := range extra {
		v.Set(x[0], x[1])
	}
	return v
}

// groups are the boxes to tick; what it is about is always open.
func groups(e *page.Env, q query) []filterGroup {
	var all []filterGroup
	for _, g := range listFilters.Groups(e, q.on) {
		all = append(all, filterGroup{g, g.Count > 0 || g.Name == "kategori"})
	}
	return all
}

func languageOptions(l i18n.Lang, on string) []ui.Option {
	var all []ui.Option
	for _, x := range activitycards.Languages() {
		all = append(all, ui.Option{Value: x.Tag, Label: l.T(x.Name), Selected: x.Tag == on})
	}
	return all
}

// weekdayOf turns ISO weekday 1 to 7 into Go's.
func weekdayOf(n int) time.Weekday { return time.Weekday(n % 7) }
