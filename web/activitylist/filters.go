// What a list can be narrowed by: each filter described once.

package activitylist

import (
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/venue"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

// asked is what the filters ask search for.
type asked struct {
	Words string
	search.Filter
}

// listFilters are in the order of their chips; those that are boxes to tick stand in
// the form in the same order.
var listFilters = filter.Set[asked]{
	filter.Search(func(a *asked) *string { return &a.Words }),
	codes("kategori", i18n.Mark("Hva"), municipality.Categories, func(f *search.Filter, ids []int64) { f.Categories = ids }),
	codes("malgruppe", i18n.Mark("For hvem"), municipality.TargetGroups, func(f *search.Filter, ids []int64) { f.TargetGroups = ids }),
	{Name: "alder", Read: readAge},
	filter.Several("omrade", i18n.Mark("Område"), areas, func(a *asked, ids []int64) { a.Areas = ids }),
	filter.Several("ukedag", i18n.Mark("Ukedag"), weekdays, func(a *asked, days []int) { a.Weekdays = days }),
	filter.Several("tid", i18n.Mark("Tid på dagen"), times, func(a *asked, times []string) { a.TimesOfDay = times }),
	{Name: "gratis", Read: func(e *page.Env, f *form.Form, a *asked) filter.Value {
		a.Free = f.Raw("gratis") != ""
		return only(a.Free, "ja", e.T("Gratis"))
	}},
	filter.Several("tilbud", i18n.Mark("Type tilbud"), offers, func(a *asked, offers []string) { a.Offers = offers }),
	filter.Several("pamelding", i18n.Mark("Påmelding"), joining, func(a *asked, ways []search.Joining) { a.Joining = ways }),
	{Name: "sprak", Read: readLanguage},
	filter.Several("tilgjengelig", i18n.Mark("Tilgjengelighet"), access, func(a *asked, codes []string) { a.Accessibility = codes }),
	{Name: "lag", Read: readOrganiser},
}

// codes is a filter by a list of the municipality. Without ask, what is chosen is one
// group of search.Filter.Codes.
func codes(name, label string, list municipality.List, ask func(f *search.Filter, ids []int64)) filter.Filter[asked] {
	if ask == nil {
		ask = func(f *search.Filter, ids []int64) { f.Codes = append(f.Codes, ids) }
	}
	return filter.Several(name, label, func(e *page.Env) (all []filter.Choice[int64]) {
		for _, c := range e.Site.Codes(list) {
			all = append(all, filter.Choice[int64]{Value: filter.Value{Written: c.Slug, Label: c.Name(e.Lang)}, Key: c.ID, Off: !c.Active})
		}
		return all
	}, func(a *asked, ids []int64) { ask(&a.Filter, ids) })
}

func areas(e *page.Env) (all []filter.Choice[int64]) {
	for _, a := range e.Site.Areas {
		all = append(all, filter.Choice[int64]{Value: filter.Value{Written: a.Slug, Label: a.Name}, Key: a.ID, Off: !a.Active})
	}
	return all
}

var weekdayCodes = []string{"man", "tir", "ons", "tor", "fre", "lor", "son"}

func weekdays(e *page.Env) (all []filter.Choice[int]) {
	for i, code := range weekdayCodes {
		all = append(all, filter.Choice[int]{Value: filter.Value{Written: code, Label: weekdayName(e.Lang, i+1)}, Key: i + 1})
	}
	return all
}

func times(e *page.Env) []filter.Choice[string] {
	return []filter.Choice[string]{
		{Value: filter.Value{Written: "formiddag", Label: e.T("Formiddag")}, Key: search.Morning},
		{Value: filter.Value{Written: "ettermiddag", Label: e.T("Ettermiddag")}, Key: search.Afternoon},
		{Value: filter.Value{Written: "kveld", Label: e.T("Kveld")}, Key: search.Evening},
	}
}

func joining(e *page.Env) []filter.Choice[search.Joining] {
	return []filter.Choice[search.Joining]{
		{Value: filter.Value{Written: "ledig", Label: e.T("Ledige plasser")}, Key: search.Places},
		{Value: filter.Value{Written: "venteliste", Label: e.T("Åpen venteliste")}, Key: search.WaitingList},
		{Value: filter.Value{Written: "uten", Label: e.T("Uten påmelding")}, Key: search.JustCome},
	}
}

func offers(e *page.Env) []filter.Choice[string] {
	return []filter.Choice[string]{
		{Value: filter.Value{Written: "frivillig", Label: e.T("Frivillige aktiviteter")}, Key: string(activity.Voluntary)},
		{Value: filter.Value{Written: "kommersielt", Label: e.T("Kommersielle tilbud")}, Key: string(activity.Commercial)},
	}
}

func access(e *page.Env) (all []filter.Choice[string]) {
	for _, n := range venue.AccessibilityFlags {
		all = append(all, filter.Choice[string]{Value: filter.Value{Written: n.Code, Label: e.T(n.Text)}, Key: n.Code})
	}
	return all
}

// only is the value of a box that stands alone.
func only(on bool, written, label string) filter.Value {
	if !on {
		return filter.Value{}
	}
	return filter.Value{Written: written, Label: label}
}

func readAge(e *page.Env, f *form.Form, a *asked) filter.Value {
	age, err := strconv.Atoi(strings.TrimSpace(f.Raw("alder")))
	if err != nil || age < 0 || age > oldestAge {
		return filter.Value{}
	}
	a.Age = &age
	return filter.Value{Written: strconv.Itoa(age), Label: e.T("%d år", age)}
}

func readLanguage(e *page.Env, f *form.Form, a *asked) filter.Value {
	tag := f.Raw("sprak")
	if activitycards.LanguageName(i18n.NB, tag) == "" {
		return filter.Value{}
	}
	a.Language = tag
	return filter.Value{Written: tag, Label: e.T("På %s", activitycards.LanguageName(e.Lang, tag))}
}

// readOrganiser does not know the name; see query.named.
func readOrganiser(e *page.Env, f *form.Form, a *asked) filter.Value {
	id, err := strconv.ParseInt(f.Raw("lag"), 10, 64)
	if err != nil || id <= 0 {
		return filter.Value{}
	}
	a.Organisation = id
	return filter.Value{Written: strconv.FormatInt(id, 10), Label: e.T("valgt arrangør")}
}

// named has the organiser's name where it is known.
func (q query) named(organiser string) query {
	q.on = slices.Clone(q.on)
	for i := range q.on {
		if q.on[i].Name == "lag" && organiser != "" {
			q.on[i].Label = organiser
		}
	}
	return q
}

// withWords searches for other words.
func (q query) withWords(e *page.Env, words string) query {
	q.Words, q.on = words, slices.Clone(q.on)
	for i := range q.on {
		if q.on[i].Name == filter.SearchField {
			q.on[i].Value = filter.Words(e, words)
		}
	}
	return q
}
