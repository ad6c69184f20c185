// What a search finds, as its page shows it.

package search

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"frivilligsentral/internal/article"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/venues"
)

// view is the search page.
type view struct {
	words         string
	sections      []section // those with hits, in the order of the page
	activities    []activitycards.CardView
	organisations []hit
	topics        []hit
	people        []hit
	places        []hit
	texts         []hit
	corrections   []string
	without       []string // words that hits had to be found without
	exact         bool     // whether only what has all the words is looked for
	chips         []ui.ChipArgs
}

// section is one kind of hits.
type section struct {
	id, title string
	page      search.Page
	shown     int
	all       string // where all of them are, "" when there is no such list
}

// hit is a line that is not an activity.
type hit struct{ Title, URL, Text, Lang, Phone, Email string }

func (v *view) add(s section) { v.sections = append(v.sections, s) }

// order puts the sections, which are read beside each other, in the order of the page.
func (v *view) order() {
	slices.SortStableFunc(v.sections, func(a, b section) int { return slices.Index(sectionIDs, a.id) - slices.Index(sectionIDs, b.id) })
}

// settle decides what of all that was found is worth showing: of what is only like the words, that which comes closest.
func (v *view) settle() {
	fewest := -1
	for _, s := range v.sections {
		if s.shown > 0 && (fewest < 0 || s.page.Missed() < fewest) {
			fewest = s.page.Missed()
		}
	}
	var kept []section
	for _, s := range v.sections {
		if len(s.page.Corrections) > 0 && len(v.corrections) == 0 {
			v.corrections = s.page.Corrections
		}
		if s.shown == 0 || s.page.Missed() > fewest {
			continue
		}
		kept = append(kept, s)
		for _, word := range s.page.Without {
			if !slices.Contains(v.without, word) {
				v.without = append(v.without, word)
			}
		}
	}
	v.sections = kept
}

// alike says whether nothing has the words, and the hits are only like them.
func (v *view) alike() bool {
	return slices.ContainsFunc(v.sections, func(s section) bool { return s.page.Alike })
}

func (v *view) total() int {
	n := 0
	for _, s := range v.sections {
		n += s.number()
	}
	return n
}

// number is how many there are, or at least how many are shown.
func (s section) number() int {
	if s.page.Alike {
		return s.shown
	}
	return max(s.page.Total, s.shown)
}

// heading is the kind with how many there are.
func (s section) heading(p ui.Page) string {
	n := p.Lang.Number(s.number())
	if s.page.Capped {
		n = p.T("over %s", n)
	}
	return s.title + " (" + n + ")"
}

func (s section) more() bool { return s.all != "" && !s.page.Next.IsZero() }

func (h *Handler) organisations(ctx context.Context, e *page.Env, v *view) error {
	found, ids, err := h.documents(ctx, e, v, "organisation")
	if err != nil {
		return err
	}
	cards, err := h.portal.OrgLists.PublicCards(ctx, ids)
	for _, c := range cards {
		v.organisations = append(v.organisations, hit{
			Title: c.Name, Text: c.Summary, URL: e.URL(organisations.Path(c.ID, c.Name)), Lang: e.Foreign(c.Lang),
		})
	}
	v.add(section{
		id: "lag", title: e.T("Lag og foreninger"), page: found, shown: len(v.organisations),
		all: e.URL(page.WithQuery(organisations.ListPath, url.Values{filter.SearchField: {v.words}})),
	})
	return err
}

// topics are what the municipality can be asked about.
func (h *Handler) topics(ctx context.Context, e *page.Env, v *view) error {
	synonyms, err := h.synonyms.Get(ctx, h.portal.Pool, e.Site.ID)
	if err != nil {
		return err
	}
	s := section{id: "temaer", title: e.T("Spør kommunen om"), page: search.Page{Alike: !v.exact}}
	for _, c := range e.Site.ActiveCodes(municipality.Topics) {
		found := search.Matches(search.Doc{Title: strings.Join([]string{c.Name(i18n.NB), c.Name(i18n.NN), c.Name(i18n.EN)}, " ")}, v.words, synonyms)
		if !found.All && (v.exact || !found.Some) {
			continue
		}
		v.topics = append(v.topics, hit{Title: c.Name(e.Lang), URL: e.URL("/kommunen?tema=" + c.Slug)})
		for _, word := range found.Without {
			if !slices.Contains(s.page.Without, word) {
				s.page.Without = append(s.page.Without, word)
			}
		}
	}
	s.shown = len(v.topics)
	s.page.Total = s.shown
	v.add(s)
	return nil
}

func (h *Handler) contacts(ctx context.Context, e *page.Env, v *view) error {
	found, ids, err := h.documents(ctx, e, v, "contact")
	if err != nil {
		return err
	}
	people, err := h.portal.Contacts.PublicByIDs(ctx, e.Site.ID, ids)
	for _, c := range people {
		v.people = append(v.people, hit{
			Title: c.Name, Text: joined(c.Title, c.UnitName), Lang: e.Foreign(e.Site.DefaultLang), Phone: i18n.Phone(c.Phone), Email: c.Email,
			URL: e.URL(page.WithQuery("/kommunen#alle", url.Values{filter.SearchField: {c.Name}})),
		})
	}
	v.add(section{
		id: "kommunen", title: e.T("Kontakter i kommunen"), page: found, shown: len(v.people),
		all: e.URL(page.WithQuery("/kommunen#alle", url.Values{filter.SearchField: {v.words}})),
	})
	return err
}

func (h *Handler) venues(ctx context.Context, e *page.Env, v *view) error {
	found, ids, err := h.documents(ctx, e, v, "venue")
	if err != nil {
		return err
	}
	places, err := h.portal.Venues.PublicByIDs(ctx, e.Site.ID, ids)
	for _, p := range places {
		area := ""
		if p.AreaID != nil {
			area = e.Site.AreaName(*p.AreaID)
		}
		v.places = append(v.places, hit{Title: p.Name, Text: joined(codelist.Address(p.Address, p.PostalCode, e.Site.Name), area), URL: e.URL(venues.Path(p.ID))})
	}
	v.add(section{id: "steder", title: e.T("Steder"), page: found, shown: len(v.places)})
	return err
}

// articles are what the municipality has written itself.
func (h *Handler) articles(ctx context.Context, e *page.Env, v *view) error {
	found, ids, err := h.documents(ctx, e, v, article.DocumentKind)
	if err != nil {
		return err
	}
	all, err := h.portal.Articles.PublicByIDs(ctx, e.Site.ID, ids)
	for _, c := range articles.Cards(e, all) {
		v.texts = append(v.texts, hit{Title: c.Title, Text: c.Lead, Lang: c.Lang, URL: c.URL})
	}
	v.add(section{id: "artikler", title: e.T("Nyheter, sider og svar"), page: found, shown: len(v.texts)})
	return err
}

// start is where to begin when one does not know what to search for.
func start(e *page.Env) []ui.ChipArgs {
	var all []ui.ChipArgs
	for _, c := range e.Site.ActiveCodes(municipality.Categories) {
		all = append(all, ui.ChipArgs{Label: c.Name(e.Lang), URL: e.URL(activitycards.ListPath + "?kategori=" + c.Slug)})
	}
	return all
}

func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}
