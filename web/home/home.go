// Package home is the front page: what happens now, and the ways on from there.
package home

import (
	"context"
	"net/http"
	"strings"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/article"
	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const (
	nextDates    = 8
	newestGroups = 3
	newestNews   = 3
	turnGroups   = 3
	memoryLife   = time.Minute
	sites        = 1000 // more than there are municipalities
)

// Handler has the front page.
type Handler struct {
	portal *portal.Portal
	kept   *cache.Cache[int64, kept]
}

// kept is what the page does not ask for each time.
type kept struct {
	counts         map[int64]int // of activities, by category
	newest, inTurn []orglist.Card
	news           []article.Article
}

// New makes the handler.
func New(p *portal.Portal) *Handler {
	return &Handler{
		portal: p,
		kept:   cache.New(cache.Options[int64, kept]{Life: memoryLife, Most: sites, Now: p.Now}),
	}
}

// showView is the front page.
type showView struct {
	chips  []ui.ChipArgs
	days   []activitycards.Day
	tiles  []ui.TileArgs
	centre centreView
	topics []ui.Option
	inTurn []group // whose turn it is today
	newest []group
	news   []articles.Card
}

type group struct{ Name, URL, Summary, Lang string }

// Show is the front page.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	wanted := search.Filter{Municipality: e.Site.ID}
	if e.Site.HideCommercial {
		wanted.Offers = []string{string(activity.Voluntary)}
	}
	var days []activitycards.Day
	var k kept
	if err := postgres.Together(r.Context(), h.portal.Pool, func(ctx context.Context) error {
		now, err := h.portal.ActivityLists.PublicList(ctx, listing.Params{Filter: wanted, From: e.Now.Add(-time.Hour), Limit: nextDates})
		if err != nil {
			return err
		}
		days = activitycards.Days(e, now.Cards)
		return activitycards.AddPlacesTo(ctx, h.portal.SignupForms, e, days)
	}, func(ctx context.Context) (err error) {
		k, err = h.kept.Get(e.Site.ID, func() (kept, error) { return h.read(ctx, e) })
		return err
	}); err != nil {
		return err
	}
	v := showView{
		chips: chips(e), days: days, tiles: tiles(e, k.counts), topics: topics(e), newest: groups(e, k.newest), inTurn: groups(e, k.inTurn),
		news: articles.Cards(e, seen(k.news, e.Now)),
	}
	p := e.Page(r, "")
	v.centre = centreOf(e, p.Site.OpeningHours)
	p.HideSearch = true
	p.Description = e.T("Se hva som skjer i %s, finn et lag å bli med i, og finn rett person i kommunen.", e.Site.Name)
	p.ICSURL = e.Absolute(activitycards.ListPath + ".ics")
	return page.Render(w, r, showPage(p, v))
}

func (h *Handler) read(ctx context.Context, e *page.Env) (k kept, err error) {
	if k.counts, err = h.portal.ActivityLists.PublicCategoryCounts(ctx, e.Site.ID); err != nil {
		return k, err
	}
	if k.newest, err = h.portal.OrgLists.PublicNewest(ctx, e.Site.ID, newestGroups); err != nil {
		return k, err
	}
	news, err := h.portal.Articles.PublicNews(ctx, e.Site.ID, keyset.Params{Limit: newestNews})
	if err != nil {
		return k, err
	}
	k.news = news.Rows
	k.inTurn, err = h.portal.OrgLists.PublicInTurn(ctx, e.Site.ID, dayNumber(e.Now), turnGroups)
	return k, err
}

// seen are those that residents see now: some may be over since they were kept.
func seen(all []article.Article, now time.Time) (still []article.Article) {
	for _, a := range all {
		if a.Shown(now) {
			still = append(still, a)
		}
	}
	return still
}

// dayNumber counts the days in Oslo, each once.
func dayNumber(now time.Time) int {
	y, m, d := now.In(i18n.Oslo).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// chips are the quick choices under the search field; those for people exist
// only where the municipality has such a target group.
func chips(e *page.Env) []ui.ChipArgs {
	all := []ui.ChipArgs{
		{Label: e.T("I dag"), URL: e.URL(activitycards.ListPath + "?naar=idag")},
		{Label: e.T("I helgen"), URL: e.URL(activitycards.ListPath + "?naar=helga")},
		{Label: e.T("Gratis"), URL: e.URL(activitycards.ListPath + "?gratis=ja")},
	}
	if slugs := children(e.Site); len(slugs) > 0 {
		all = append(all, ui.ChipArgs{Label: e.T("For barn"), URL: e.URL(activitycards.ListPath + "?malgruppe=" + strings.Join(slugs, "&malgruppe="))})
	}
	for _, c := range e.Site.ActiveCodes(municipality.TargetGroups) {
		if c.Slug == "nye-i-norge" || c.Slug == "seniorer" {
			all = append(all, ui.ChipArgs{Label: c.Name(e.Lang), URL: e.URL(activitycards.ListPath + "?malgruppe=" + c.Slug)})
		}
	}
	return append(all, ui.ChipArgs{Label: e.T("Uten påmelding"), URL: e.URL(activitycards.ListPath + "?pamelding=uten")})
}

// children are the target groups of those under 13.
func children(site *municipality.Site) []string {
	var slugs []string
	for _, c := range site.ActiveCodes(municipality.TargetGroups) {
		if c.AgeMax != nil && *c.AgeMax > 0 && *c.AgeMax < 13 {
			slugs = append(slugs, c.Slug)
		}
	}
	return slugs
}

func tiles(e *page.Env, counts map[int64]int) []ui.TileArgs {
	var all []ui.TileArgs
	for _, c := range e.Site.ActiveCodes(municipality.Categories) {
		n := counts[c.ID]
		if n == 0 {
			continue
		}
		all = append(all, ui.TileArgs{
			Label: c.Name(e.Lang), URL: e.URL(activitycards.ListPath + "?kategori=" + c.Slug), Pictogram: activitycards.Pictogram(c),
			Text: e.Lang.N("%d aktivitet", "%d aktiviteter", n),
		})
	}
	return all
}

func topics(e *page.Env) []ui.Option {
	var all []ui.Option
	for _, c := range e.Site.ActiveCodes(municipality.Topics) {
		all = append(all, ui.Option{Value: c.Slug, Label: c.Name(e.Lang)})
	}
	return all
}

func groups(e *page.Env, cards []orglist.Card) []group {
	var all []group
	for _, c := range cards {
		all = append(all, group{Name: c.Name, Summary: c.Summary, URL: e.URL(organisations.Path(c.ID, c.Name)), Lang: e.Foreign(c.Lang)})
	}
	return all
}
