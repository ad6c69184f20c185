// The filters that are on as chips, each with the way to be without it.

package activitylist

import (
	"slices"

	"frivilligsentral/web/activitycards"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/venue"
	"frivilligsentral/web/page"
)

// chip is one filter that is on: its name and the query without it.
type chip struct {
	text    string
	without query
	days    bool // it is the chosen days
}

// chips are the filters that are on, in the order of the form.
func (q query) chips(e *page.Env, organiser string) []chip {
	q = q.firstPage()
	var all []chip
	add := func(text string, change func(*query)) {
		without := q
		change(&without)
		all = append(all, chip{text: text, without: without})
	}
	if q.Words != "" {
		add("«"+q.Words+"»", func(n *query) { n.Words = "" })
	}
	if days := q.days(e); days != "" {
		all = append(all, chip{text: days, without: q.withSpan("", e.Now), days: true})
	}
	for _, c := range q.Categories {
		add(c.Name(e.Lang), func(n *query) { n.Categories = withoutCode(n.Categories, c.ID) })
	}
	for _, c := range q.TargetGroups {
		add(c.Name(e.Lang), func(n *query) { n.TargetGroups = withoutCode(n.TargetGroups, c.ID) })
	}
	if q.Age != nil {
		add(e.T("%d år", *q.Age), func(n *query) { n.Age = nil })
	}
	for _, a := range q.Areas {
		add(a.Name, func(n *query) {
			n.Areas = slices.DeleteFunc(slices.Clone(n.Areas), func(x municipality.Area) bool { return x.ID == a.ID })
		})
	}
	q.hourChips(e, add)
	q.lastChips(e, organiser, add)
	return all
}

func (q query) hourChips(e *page.Env, add func(string, func(*query))) {
	for _, d := range q.Weekdays {
		add(weekdayName(e.Lang, d), func(n *query) { n.Weekdays = without(n.Weekdays, d) })
	}
	for _, t := range q.Times {
		add(timeName(e.Lang, t), func(n *query) { n.Times = without(n.Times, t) })
	}
	if q.Free {
		add(e.T("Gratis"), func(n *query) { n.Free = false })
	}
	if q.JustCome {
		add(e.T("Uten påmelding"), func(n *query) { n.JustCome = false })
	}
}

func (q query) lastChips(e *page.Env, organiser string, add func(string, func(*query))) {
	if q.Language != "" {
		add(e.T("På %s", activitycards.LanguageName(e.Lang, q.Language)), func(n *query) { n.Language = "" })
	}
	for _, code := range q.Access {
		add(e.T(venue.Text(venue.AccessibilityFlags, code)), func(n *query) { n.Access = without(n.Access, code) })
	}
	if q.Organiser != 0 {
		add(organiser, func(n *query) { n.Organiser = 0 })
	}
}

func without[T comparable](list []T, v T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(x T) bool { return x == v })
}

func withoutCode(list []municipality.Code, id int64) []municipality.Code {
	return slices.DeleteFunc(slices.Clone(list), func(c municipality.Code) bool { return c.ID == id })
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
		return l.T("I helga")
	case week:
		return l.T("Denne uka")
	case nextWeek:
		return l.T("Neste uke")
	}
	return ""
}

func timeName(l i18n.Lang, value string) string {
	switch value {
	case timeCodes[0].value:
		return l.T("Formiddag")
	case timeCodes[1].value:
		return l.T("Ettermiddag")
	}
	return l.T("Kveld")
}

// weekdayName is ISO weekday 1 to 7 with a capital.
func weekdayName(l i18n.Lang, n int) string {
	return i18n.Capital(l.WeekdayName(weekdayOf(n)))
}
