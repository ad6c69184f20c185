// The list of lag og foreninger.

package organisations

import (
	"net/http"
	"net/url"
	"strings"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// ListPath is the address of the list that residents see.
const ListPath = "/organisasjoner"

type listView struct {
	Title        string
	Words        string
	ICNPO        []ui.Option
	TargetGroups []ui.Option
	LocalKinds   []ui.Option
	Areas        []ui.Option
	Chips        []filter.Chip
	Narrowed     bool
	Explain      string // why the hits are not quite what was asked for
	Corrections  []filter.Chip
	Cards        []cardView
	Prev, Next   string
	Form         page.FormView
}

type cardView struct {
	Name, URL, Lang, Summary, Pictogram, Kicker, Where string
	For                                                []string
}

// List is what residents find: all lag og foreninger, narrowed by words and filters.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	e, f := page.From(r), form.Query(r)
	p, q, chips := readList(e, f)
	found, err := h.portal.OrgLists.PublicList(r.Context(), p)
	if err != nil {
		return err
	}
	v := listView{
		Title: listTitle(e, found, len(chips) > 0), Words: p.Words, ICNPO: IcnpoOptions(e, true),
		TargetGroups: CodeOptions(e, municipality.TargetGroups, true), LocalKinds: CodeOptions(e, municipality.LocalKinds, true), Areas: AreaOptions(e, true),
		Chips: chips, Narrowed: len(chips) > 0, Cards: cards(e, found.Cards), Form: e.Form(f),
	}
	if found.Alike {
		v.Explain = filter.ExplainAlike(e.Lang, p.Words, found.Without, e.T("Ingen lag har akkurat disse ordene. Her er de som ligner mest."))
	}
	for _, word := range found.Corrections {
		v.Corrections = append(v.Corrections, filter.Chip{Text: word, URL: e.URL(page.WithQuery(ListPath, url.Values{filter.SearchField: {word}}))})
	}
	v.Prev, v.Next = e.Beside(ListPath, q, found.Prev.String(), found.Next.String())
	up := e.Page(r, e.T("Lag og foreninger"))
	up.Active = "lag"
	up.Description = e.T("Finn lag, foreninger og grupper i %s: hva de gjør, hvem de er for, og hvordan du blir med.", e.Site.Name)
	up.CanonicalURL = e.Absolute(page.WithQuery(ListPath, q))
	return page.Render(w, r, listPage(up, v))
}

// Filters are what residents can narrow the list by.
var Filters = filter.Set[orglist.ListParams]{
	filter.Search(func(p *orglist.ListParams) *string { return &p.Words }),
	{Name: "icnpo", Read: func(e *page.Env, f *form.Form, p *orglist.ListParams) filter.Value {
		c, ok := codelist.ICNPOByCode(f.Raw("icnpo"))
		if !ok {
			return filter.Value{}
		}
		p.ICNPO = c.Code
		return filter.Value{Written: c.Code, Label: c.Name(string(e.Lang))}
	}},
	filter.Code("lagstype", municipality.LocalKinds, func(p *orglist.ListParams) *int64 { return &p.LocalKind }),
	filter.Code("malgruppe", municipality.TargetGroups, func(p *orglist.ListParams) *int64 { return &p.TargetGroup }),
	filter.Area("omrade", func(p *orglist.ListParams) *int64 { return &p.Area }),
}

// readList reads the filters of the address. q is the address without the place in the list.
func readList(e *page.Env, f *form.Form) (p orglist.ListParams, q url.Values, chips []filter.Chip) {
	p, on := Filters.Read(e, f)
	p.MunicipalityID, p.After, p.Before, p.Limit = e.Site.ID, search.ParseCursor(f.Raw("etter")), search.ParseCursor(f.Raw("for")), 24
	q = filter.Write(on)
	return p, q, filter.Chips(e, ListPath, q, on)
}

// listTitle says how many there are, where that is known.
func listTitle(e *page.Env, found orglist.ListPage, narrowed bool) string {
	switch {
	case found.Capped:
		return e.T("Over %d lag og foreninger", search.MaxTotal)
	case found.Total > 0 && narrowed:
		return e.Lang.N("Ett lag passer", "%s lag passer", found.Total, e.Lang.Number(found.Total))
	case found.Total > 0:
		return e.Lang.N("Ett lag i %[2]s", "%[1]s lag og foreninger i %[2]s", found.Total, e.Lang.Number(found.Total), e.Site.Name)
	}
	return e.T("Lag og foreninger")
}

func cards(e *page.Env, list []orglist.Card) []cardView {
	out := make([]cardView, len(list))
	for i, c := range list {
		v := cardView{
			Name: c.Name, URL: e.URL(Path(c.ID, c.Name)), Lang: e.Foreign(c.Lang), Summary: c.Summary, Pictogram: pictogram(c.ICNPO),
			Where: strings.Join(short(e, e.Site.AreaNames(c.Areas...), 3), ", "), For: short(e, e.Site.CodeNames(e.Lang, c.TargetGroups...), 3),
		}
		if kinds := e.Site.CodeNames(e.Lang, c.LocalKinds...); len(kinds) > 0 {
			v.Kicker = strings.Join(short(e, kinds, 2), ", ")
		} else if len(c.ICNPO) > 0 {
			v.Kicker = icnpoName(e.Lang, c.ICNPO[0])
		}
		out[i] = v
	}
	return out
}

// short keeps the first names and says how many more there are.
func short(e *page.Env, names []string, most int) []string {
	if len(names) <= most {
		return names
	}
	return append(names[:most:most], e.T("og %d til", len(names)-most))
}
