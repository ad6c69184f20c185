package portal_test

// The use cases about what the municipality writes itself.

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/article"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/search"
)

func (w *world) wrote(x *town, kind article.Kind, title string) article.Article {
	id, err := w.Articles.Create(w.ctx(), x.people[system], article.Article{Kind: kind, Texts: article.Texts{i18n.NB: {Title: title, Body: "Tekst"}}})
	must(w.tb, err)
	a, err := w.Articles.Show(w.ctx(), x.people[system], id)
	must(w.tb, err)
	return a
}

// news is a published one.
func (w *world) news(x *town) article.Article {
	a := w.wrote(x, article.News, w.name("Nyhet "))
	must(w.tb, w.Articles.Publish(w.ctx(), x.people[system], a.ID))
	return a
}

var articleCases = map[string]useCase{
	"article.Create": {may: managers, also: true, logs: "article.create article", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Articles.Create(w.ctx(), by, article.Article{Kind: article.Page, Texts: article.Texts{i18n.NB: {Title: w.name("Side "), Body: "x"}}})
		}
	}},
	"article.Update": {may: managers, logs: "article.update article", make: func(w *world) call {
		a := w.wrote(w.here, article.News, w.name("Nyhet "))
		return func(by account.Actor) (any, error) { return a.ID, w.Articles.Update(w.ctx(), by, a) }
	}},
	"article.Publish": {may: managers, logs: "article.publish article", make: func(w *world) call {
		a := w.wrote(w.here, article.News, w.name("Nyhet "))
		return func(by account.Actor) (any, error) { return a.ID, w.Articles.Publish(w.ctx(), by, a.ID) }
	}},
	"article.End": {may: managers, logs: "article.end article", make: func(w *world) call {
		a := w.news(w.here)
		return func(by account.Actor) (any, error) { return a.ID, w.Articles.End(w.ctx(), by, a.ID) }
	}},
	"article.Delete": {may: managers, logs: "article.delete article title", make: func(w *world) call {
		a := w.wrote(w.here, article.News, w.name("Nyhet "))
		return func(by account.Actor) (any, error) { return a.ID, w.Articles.Delete(w.ctx(), by, a.ID) }
	}},
	"article.List": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Articles.List(w.ctx(), by, article.Filter{}) }
	}},
	"article.Show": {may: staff, make: func(w *world) call {
		a := w.news(w.here)
		return func(by account.Actor) (any, error) { return w.Articles.Show(w.ctx(), by, a.ID) }
	}},
	"article.History": {may: staff, make: func(w *world) call {
		a := w.news(w.here)
		return func(by account.Actor) (any, error) { return w.Articles.History(w.ctx(), by, a.ID) }
	}},
	"article.PublicShow": {make: func(w *world) call {
		a := w.news(w.here)
		return func(account.Actor) (any, error) {
			return w.Articles.PublicShow(w.ctx(), w.here.id, article.News, a.Slug)
		}
	}},
	"article.PublicMoved": {make: func(w *world) call {
		a := w.news(w.here)
		from := a.Slug
		a, err := w.Articles.Show(w.ctx(), w.here.people[system], a.ID)
		must(w.tb, err)
		a.Slug = from + "-flyttet"
		must(w.tb, w.Articles.Update(w.ctx(), w.here.people[system], a))
		return func(account.Actor) (any, error) {
			return w.Articles.PublicMoved(w.ctx(), w.here.id, article.News, from)
		}
	}},
	"article.PublicFormer": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Articles.PublicFormer(w.ctx(), w.here.id, article.Question)
		}
	}},
	"article.PublicNews": {make: func(w *world) call {
		w.news(w.here)
		return func(account.Actor) (any, error) {
			return w.Articles.PublicNews(w.ctx(), w.here.id, keyset.Params{})
		}
	}},
	"article.PublicAll": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Articles.PublicAll(w.ctx(), w.here.id, article.Page)
		}
	}},
	"article.PublicFound": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Articles.PublicFound(w.ctx(), w.here.id, article.News, "nyhet", search.Synonyms{})
		}
	}},
	"article.PublicByIDs": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Articles.PublicByIDs(w.ctx(), w.here.id, w.all("article")) }
	}},
}
