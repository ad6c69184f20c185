// Package articles is what the municipality writes itself: news, pages and questions
// with answers, as residents read them and as staff write them.
package articles

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"frivilligsentral/internal/article"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"
)

// Addresses, without language prefix.
const (
	NewsPath      = "/nyheter"
	PagesPath     = "/sider"
	QuestionsPath = "/sporsmal-og-svar"
)

// Path is where residents read an article. A question stands among the others.
func Path(kind article.Kind, slug string) string {
	switch kind {
	case article.News:
		return NewsPath + "/" + slug
	case article.Page:
		return PagesPath + "/" + slug
	}
	return QuestionsPath + "#" + slug
}

// Handler has the pages.
type Handler struct {
	portal   *portal.Portal
	synonyms *search.SynonymCache
}

// New makes the handler.
func New(p *portal.Portal) *Handler {
	return &Handler{portal: p, synonyms: search.NewSynonymCache(p.Now)}
}

// Card is an article in a list, in the page's language or in one that there is.
type Card struct {
	Title, Lead, URL, Lang string
	When                   string
	At                     time.Time
}

// CardOf makes the view of an article in a list.
func CardOf(e *page.Env, a article.Article) Card {
	t, l := a.Texts.In(e.Lang)
	c := Card{Title: t.Title, Lead: t.Lead, URL: e.URL(Path(a.Kind, a.Slug)), Lang: e.Foreign(l)}
	if a.ShownAt != nil {
		c.At, c.When = *a.ShownAt, e.Lang.Date(*a.ShownAt)
	}
	return c
}

// Cards makes the views of a list.
func Cards(e *page.Env, all []article.Article) []Card {
	var out []Card
	for _, a := range all {
		out = append(out, CardOf(e, a))
	}
	return out
}

type newsView struct {
	Cards      []Card
	Prev, Next string
}

const newsLength = 20

// News is the list of news, the newest first.
func (h *Handler) News(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	found, err := h.portal.Articles.PublicNews(r.Context(), e.Site.ID, keyset.Params{After: q.Raw("etter"), Before: q.Raw("for"), Limit: newsLength})
	if err != nil {
		return err
	}
	v := newsView{Cards: Cards(e, found.Rows)}
	v.Prev, v.Next = e.Beside(NewsPath, nil, found.Prev, found.Next)
	p := e.Page(r, e.T("Nyheter"))
	p.Description = e.T("Nytt fra %s.", e.Site.Centre().Name)
	return page.Render(w, r, newsPage(p, v))
}

// reading is a text as it is read.
type reading struct {
	Title, Lead string
	Body        string // safe HTML
	Lang        string // "" when it is the page's
	Fallback    string // says that the text is in another language, "" otherwise
	When        string
	At          time.Time
}

func readingOf(e *page.Env, a article.Article) reading {
	t, l := a.Texts.In(e.Lang)
	v := reading{Title: t.Title, Lead: t.Lead, Body: markdown.HTML(t.Body), Lang: e.Foreign(l)}
	if v.Lang != "" {
		v.Fallback = e.T("Teksten finnes ikke på dette språket ennå. Her står den på et annet: %s.", l.Name())
	}
	if a.ShownAt != nil {
		v.At, v.When = *a.ShownAt, e.Lang.Date(*a.ShownAt)
	}
	return v
}

type articleView struct {
	reading
	Crumb  string // of the list that it stands in, "" for pages
	Up     string
	Linked templ.Component
}

// OneNews is a piece of news.
func (h *Handler) OneNews(w http.ResponseWriter, r *http.Request) error {
	return h.one(w, r, article.News)
}

// OnePage is a page.
func (h *Handler) OnePage(w http.ResponseWriter, r *http.Request) error {
	return h.one(w, r, article.Page)
}

func (h *Handler) one(w http.ResponseWriter, r *http.Request, kind article.Kind) error {
	e := page.From(r)
	a, err := h.portal.Articles.PublicShow(r.Context(), e.Site.ID, kind, chi.URLParam(r, "slug"))
	if fault.Is(err, fault.NotFound) {
		return h.moved(w, r, kind)
	}
	if err != nil {
		return err
	}
	v := articleView{reading: readingOf(e, a), Linked: templ.NopComponent}
	t, _ := a.Texts.In(e.Lang)
	v.Body = markdown.Page(t.Body)
	if kind == article.News {
		v.Crumb, v.Up, v.Linked = e.T("Nyheter"), e.URL(NewsPath), linked(newsData(e, a))
	}
	p := e.Page(r, v.Title)
	p.Description = v.Lead
	return page.Render(w, r, articlePage(p, v))
}

// moved leads from an address that an article had before to the one that it has.
func (h *Handler) moved(w http.ResponseWriter, r *http.Request, kind article.Kind) error {
	e := page.From(r)
	slug, err := h.portal.Articles.PublicMoved(r.Context(), e.Site.ID, kind, chi.URLParam(r, "slug"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", page.PublicCache)
	http.Redirect(w, r, e.URL(Path(kind, slug)), http.StatusMovedPermanently)
	return nil
}

// linked is data of schema.org for search engines.
func linked(data map[string]any) templ.Component {
	b, err := json.Marshal(data)
	if err != nil {
		return templ.NopComponent
	}
	return ui.LinkedData(string(b))
}

// newsData is a piece of news for search engines (schema.org NewsArticle).
func newsData(e *page.Env, a article.Article) map[string]any {
	t, l := a.Texts.In(e.Lang)
	data := map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": t.Title, "inLanguage": string(l), "url": e.Absolute(Path(a.Kind, a.Slug)),
		"datePublished": a.ShownAt.In(i18n.Oslo).Format(time.RFC3339), "dateModified": a.UpdatedAt.In(i18n.Oslo).Format(time.RFC3339),
		"publisher": map[string]any{"@type": "Organization", "name": e.Site.Centre().Name, "url": e.BaseURL},
	}
	if t.Lead != "" {
		data["description"] = t.Lead
	}
	return data
}

type questionsView struct {
	Words  string // that the questions have, "" for all of them
	Groups []questionGroup
	Else   string // where the words are looked for in everything
	Linked templ.Component
}

type questionGroup struct {
	Title, ID string
	Questions []question
}

type question struct {
	Slug   string
	Former []string // addresses that it had before, which links may still have
	reading
}

// Questions is all questions with answers, group by group, or those that have the words.
func (h *Handler) Questions(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	words := form.Query(r).Words(filter.SearchField)
	all, err := h.questions(r.Context(), e, words)
	if err != nil {
		return err
	}
	former, err := h.portal.Articles.PublicFormer(r.Context(), e.Site.ID, article.Question)
	if err != nil {
		return err
	}
	v := questionsView{Words: words, Groups: groupsOf(e, all, former), Linked: templ.NopComponent}
	v.Else = e.URL(page.WithQuery("/sok", url.Values{filter.SearchField: {words}}))
	if len(all) > 0 && words == "" {
		v.Linked = linked(questionData(e, all))
	}
	p := e.Page(r, e.T("Spørsmål og svar"))
	p.NoIndex = words != ""
	p.Description = e.T("Det folk ofte spør %s om.", e.Site.Centre().Name)
	return page.Render(w, r, questionsPage(p, v))
}

// questions are those that have the words, all of them without any.
func (h *Handler) questions(ctx context.Context, e *page.Env, words string) ([]article.Article, error) {
	if words == "" {
		return h.portal.Articles.PublicAll(ctx, e.Site.ID, article.Question)
	}
	synonyms, err := h.synonyms.Get(ctx, h.portal.Pool, e.Site.ID)
	if err != nil {
		return nil, err
	}
	return h.portal.Articles.PublicFound(ctx, e.Site.ID, article.Question, words, synonyms)
}

// groupsOf are the questions in the order of their groups; those without one come last.
func groupsOf(e *page.Env, all []article.Article, former map[int64][]string) []questionGroup {
	taken := map[string]bool{}
	for _, a := range all {
		taken[a.Slug] = true
	}
	in := map[int64][]question{}
	known := map[int64]bool{}
	for _, c := range e.Site.ActiveCodes(municipality.QuestionGroups) {
		known[c.ID] = true
	}
	for _, a := range all {
		id := a.GroupID
		if !known[id] {
			id = 0
		}
		before := slices.DeleteFunc(former[a.ID], func(slug string) bool { return taken[slug] })
		in[id] = append(in[id], question{a.Slug, before, readingOf(e, a)})
	}
	var groups []questionGroup
	for _, c := range e.Site.ActiveCodes(municipality.QuestionGroups) {
		if len(in[c.ID]) > 0 {
			groups = append(groups, questionGroup{c.Name(e.Lang), "om-" + c.Slug, in[c.ID]})
		}
	}
	if len(in[0]) > 0 {
		title := e.T("Annet")
		if len(groups) == 0 {
			title = e.T("Ofte spurt")
		}
		groups = append(groups, questionGroup{title, "om-annet", in[0]})
	}
	return groups
}

// questionData is the questions for search engines (schema.org FAQPage).
func questionData(e *page.Env, all []article.Article) map[string]any {
	var entities []map[string]any
	for _, a := range all {
		t, _ := a.Texts.In(e.Lang)
		entities = append(entities, map[string]any{
			"@type": "Question", "name": t.Title, "acceptedAnswer": map[string]any{"@type": "Answer", "text": markdown.HTML(t.Body)},
		})
	}
	return map[string]any{"@context": "https://schema.org", "@type": "FAQPage", "inLanguage": string(e.Lang), "mainEntity": entities}
}

// More are the municipality's own pages, for those who look for them.
func More(ctx context.Context, p *portal.Portal, e *page.Env) ([]Card, error) {
	all, err := p.Articles.PublicAll(ctx, e.Site.ID, article.Page)
	return Cards(e, all), err
}
