// The public pages for search engines.

package home

import (
	"encoding/xml"
	"net/http"
	"time"

	"frivilligsentral/internal/article"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
)

// sitemapLimit keeps the file under the 50,000 addresses that the protocol allows.
const sitemapLimit = 20_000

// sitemapNews is how many of the newest news it has.
const sitemapNews = 1000

type sitemap struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc        string        `xml:"loc"`
	LastMod    string        `xml:"lastmod,omitempty"`
	Alternates []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel      string `xml:"rel,attr"`
	Hreflang string `xml:"hreflang,attr"`
	Href     string `xml:"href,attr"`
}

var sitemapPages = []string{"/", activitycards.ListPath, activitycards.ListPath + "/kalender", organisations.ListPath, "/kommunen", articles.NewsPath, articles.QuestionsPath}

// Sitemap lists the public pages for search engines, each in all languages.
func (h *Handler) Sitemap(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	m := sitemap{NS: "http://www.sitemaps.org/schemas/sitemap/0.9", XHTML: "http://www.w3.org/1999/xhtml"}
	for _, path := range sitemapPages {
		m.add(e, path, time.Time{})
	}
	all, err := h.portal.ActivityLists.PublicSitemap(r.Context(), e.Site.ID, 0, sitemapLimit)
	if err != nil {
		return err
	}
	for _, a := range all {
		m.add(e, activitycards.Path(a.ID, a.Title), a.UpdatedAt)
	}
	groups, err := h.portal.Organisations.PublicChoices(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	for _, o := range groups {
		m.add(e, organisations.Path(o.ID, o.Name), time.Time{})
	}
	news, err := h.portal.Articles.PublicNews(r.Context(), e.Site.ID, keyset.Params{Limit: sitemapNews})
	if err != nil {
		return err
	}
	pages, err := h.portal.Articles.PublicAll(r.Context(), e.Site.ID, article.Page)
	if err != nil {
		return err
	}
	for _, a := range append(news.Rows, pages...) {
		m.add(e, articles.Path(a.Kind, a.Slug), a.UpdatedAt)
	}
	body, err := xml.Marshal(m)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	w.Header().Set("Cache-Control", page.FeedCache)
	return page.Send(w, r, http.StatusOK, append([]byte(xml.Header), body...))
}

func (m *sitemap) add(e *page.Env, path string, changed time.Time) {
	u := sitemapURL{Loc: e.BaseURL + path}
	if !changed.IsZero() {
		u.LastMod = changed.In(i18n.Oslo).Format(time.DateOnly)
	}
	for _, l := range i18n.Langs {
		u.Alternates = append(u.Alternates, sitemapLink{"alternate", string(l), e.BaseURL + inLanguage(l, path)})
	}
	m.URLs = append(m.URLs, u)
}

func inLanguage(l i18n.Lang, path string) string {
	if path == "/" && l.Prefix() != "" {
		return l.Prefix()
	}
	return l.Prefix() + path
}
