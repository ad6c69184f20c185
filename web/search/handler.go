// Package search is the page that searches everything: activities, groups,
// topics of the municipality and those who answer, and venues.
package search

import (
	"context"
	"net/http"
	"net/url"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/searchlog"
)

// sectionIDs are the sections in the order of the page.
var sectionIDs = []string{"aktiviteter", "lag", "temaer", "kommunen", "steder", "artikler"}

const (
	firstHits   = 6 // of each kind
	suggestions = 8
)

// Handler has the search page and its suggestions.
type Handler struct {
	portal   *portal.Portal
	log      *searchlog.Log
	synonyms *search.SynonymCache
}

// New makes the handler. What people search for is counted in log.
func New(p *portal.Portal, log *searchlog.Log) *Handler {
	return &Handler{portal: p, log: log, synonyms: search.NewSynonymCache(p.Now)}
}

// Show is the search page; without words it helps to begin.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	v := view{words: form.Query(r).Words(filter.SearchField)}
	title := e.T("Søk")
	if search.Searchable(v.words) {
		if err := h.fill(r, &v); err != nil {
			return err
		}
		title = e.T("Søk: %s", v.words)
		h.log.Add(r, v.words, v.total())
	}
	v.chips = start(e)
	p := e.Page(r, title)
	p.NoIndex, p.CanonicalURL, p.HideSearch = true, "", true
	return page.Render(w, r, showPage(p, v))
}

// fill looks for all kinds by all the words, and only when nothing at all has them for what comes closest.
func (h *Handler) fill(r *http.Request, v *view) error {
	v.exact = true
	if err := h.find(r, v); err != nil || len(v.sections) > 0 {
		return err
	}
	v.exact = false
	return h.find(r, v)
}

func (h *Handler) find(r *http.Request, v *view) error {
	e := page.From(r)
	var parts []func(context.Context) error
	for _, one := range []func(context.Context, *page.Env, *view) error{h.activities, h.organisations, h.topics, h.contacts, h.venues, h.articles} {
		parts = append(parts, func(ctx context.Context) error { return one(ctx, e, v) })
	}
	if err := postgres.Together(r.Context(), h.portal.Pool, parts...); err != nil {
		return err
	}
	v.order()
	v.settle()
	return nil
}

func (h *Handler) activities(ctx context.Context, e *page.Env, v *view) error {
	found, err := h.portal.ActivityLists.PublicList(ctx, listing.Params{
		Words: v.words, Filter: search.Filter{Municipality: e.Site.ID}, Order: listing.ByRelevance, Limit: firstHits, Count: true, Exact: v.exact,
	})
	v.activities = activitycards.Cards(e, found.Cards)
	if err == nil {
		err = activitycards.AddPlaces(ctx, h.portal.SignupForms, e, v.activities)
	}
	v.add(section{
		id: "aktiviteter", title: e.T("Aktiviteter"), page: found.Page, shown: len(found.Cards),
		all: e.URL(page.WithQuery(activitycards.ListPath, url.Values{filter.SearchField: {v.words}})),
	})
	return err
}

func (h *Handler) documents(ctx context.Context, e *page.Env, v *view, kind string) (search.Page, []int64, error) {
	synonyms, err := h.synonyms.Get(ctx, h.portal.Pool, e.Site.ID)
	if err != nil {
		return search.Page{}, nil, err
	}
	found, err := search.Documents(ctx, h.portal.Pool, search.Params{
		Words: v.words, Filter: search.Filter{Municipality: e.Site.ID}, Synonyms: synonyms, Order: search.ByTitle,
		Limit: firstHits, Count: true, Exact: v.exact, Kinds: []string{kind},
	})
	ids := make([]int64, len(found.Items))
	for i, hit := range found.Items {
		ids[i] = hit.ID
	}
	return found.Page, ids, err
}

// Suggest answers ?q= with words to search for, as a JSON list.
func (h *Handler) Suggest(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	found, err := search.Suggest(r.Context(), h.portal.Pool, e.Site.ID, form.Query(r).Words(filter.SearchField), suggestions)
	if err != nil {
		return err
	}
	if found == nil {
		found = []string{}
	}
	w.Header().Set("Cache-Control", page.PublicCache)
	return page.JSON(w, r, found)
}
