// The form with all that a list can be narrowed by.

package activitylist

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/web/activitycards"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/venue"
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
	justCome  bool
	groups    []filterGroup
	language  []ui.Option
	organiser []ui.Option
	chips     []filterChip
	clearURL  string
}

// filterGroup is a list of boxes to tick, folded unless something is ticked.
type filterGroup struct {
	Name, Label string
	Options     []ui.Option
	Open        bool
	Count       int
}

type filterChip struct {
	Text, URL string
	days      bool
}

func (h *Handler) filters(r *http.Request, q query) (filters, error) {
	return h.filtersAt(r, q, activitycards.ListPath, nil)
}

// filtersAt is the form for the list or the month; extra values go along.
func (h *Handler) filtersAt(r *http.Request, q query, action string, extra [][2]string) (filters, error) {
	e := page.From(r)
	organisers, err := h.organisers(r.Context(), e.Site.ID)
	if err != nil {
		return filters{}, err
	}
	f := filters{
		action: e.URL(action), hidden: extra, words: q.Words, free: q.Free, justCome: q.JustCome, groups: groups(e, q),
		language: languageOptions(e.Lang, q.Language), clearURL: e.URL(withHidden(action, extra)),
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
	name := e.T("valgt arrangør")
	for _, o := range organisers {
		f.organiser = append(f.organiser, ui.Option{Value: strconv.FormatInt(o.ID, 10), Label: o.Name, Selected: o.ID == q.Organiser})
		if o.ID == q.Organiser {
			name = o.Name
		}
	}
	for _, c := range q.chips(e, name) {
		f.chips = append(f.chips, filterChip{c.text, e.URL(withExtra(c.without, action, extra)), c.days})
	}
	return f, nil
}

func withExtra(q query, path string, extra [][2]string) string {
	v := q.values()
	for _, x := range extra {
		v.Set(x[0], x[1])
	}
	return page.WithQuery(path, v)
}

func withHidden(path string, extra [][2]string) string { return withExtra(query{}, path, extra) }

func groups(e *page.Env, q query) []filterGroup {
	all := []filterGroup{
		{Name: "kategori", Label: e.T("Hva"), Options: codeOptions(e, municipality.Categories, q.Categories), Open: true},
		{Name: "malgruppe", Label: e.T("For hvem"), Options: codeOptions(e, municipality.TargetGroups, q.TargetGroups)},
		{Name: "omrade", Label: e.T("Område"), Options: areaOptions(e, q.Areas)},
		{Name: "ukedag", Label: e.T("Ukedag"), Options: weekdayOptions(e.Lang, q.Weekdays)},
		{Name: "tid", Label: e.T("Tid på dagen"), Options: timeOptions(e.Lang, q.Times)},
		{Name: "tilgjengelig", Label: e.T("Tilgjengelighet"), Options: accessOptions(e.Lang, q.Access)},
	}
	for i := range all {
		for _, o := range all[i].Options {
			if o.Selected {
				all[i].Count++
				all[i].Open = true
			}
		}
	}
	return slices.DeleteFunc(all, func(g filterGroup) bool { return len(g.Options) == 0 })
}

func codeOptions(e *page.Env, list municipality.List, on []municipality.Code) []ui.Option {
	var all []ui.Option
	for _, c := range e.Site.ActiveCodes(list) {
		chosen := slices.ContainsFunc(on, func(x municipality.Code) bool { return x.ID == c.ID })
		all = append(all, ui.Option{Value: c.Slug, Label: c.Name(e.Lang), Selected: chosen})
	}
	return all
}

func areaOptions(e *page.Env, on []municipality.Area) []ui.Option {
	var all []ui.Option
	for _, a := range e.Site.ActiveAreas() {
		chosen := slices.ContainsFunc(on, func(x municipality.Area) bool { return x.ID == a.ID })
		all = append(all, ui.Option{Value: a.Slug, Label: a.Name, Selected: chosen})
	}
	return all
}

func weekdayOptions(l i18n.Lang, on []int) []ui.Option {
	var all []ui.Option
	for i, code := range weekdayCodes {
		all = append(all, ui.Option{Value: code, Label: weekdayName(l, i+1), Selected: slices.Contains(on, i+1)})
	}
	return all
}

func timeOptions(l i18n.Lang, on []string) []ui.Option {
	var all []ui.Option
	for _, t := range timeCodes {
		all = append(all, ui.Option{Value: t.code, Label: timeName(l, t.value), Selected: slices.Contains(on, t.value)})
	}
	return all
}

func accessOptions(l i18n.Lang, on []string) []ui.Option {
	var all []ui.Option
	for _, n := range venue.AccessibilityFlags {
		all = append(all, ui.Option{Value: n.Code, Label: l.T(n.Text), Selected: slices.Contains(on, n.Code)})
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
