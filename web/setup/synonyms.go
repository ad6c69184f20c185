// Synonyms of the search, and what people search for.

package setup

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/search/searchlog"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/jackc/pgx/v5"
)

const synonymsPath = root + "/synonymer"

type synonymsView struct {
	F            page.FormView
	Own, Default []search.Synonym
}

// Synonyms is the list of words that are searched for together.
func (h *Handler) Synonyms(w http.ResponseWriter, r *http.Request) error {
	f := &form.Form{Values: url.Values{"ord": {form.Query(r).Line("ord", 60)}, "begge": {"ja"}}}
	return h.synonymsForm(w, r, http.StatusOK, f)
}

func (h *Handler) synonymsForm(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	e := page.From(r)
	all, err := search.ListSynonyms(r.Context(), h.portal.Pool, e.Site.ID)
	if err != nil {
		return err
	}
	v := synonymsView{F: e.Form(f)}
	for _, s := range all {
		if s.Everywhere {
			v.Default = append(v.Default, s)
		} else {
			v.Own = append(v.Own, s)
		}
	}
	p := begin(r, e.T("Ord som betyr det samme"))
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, synonymsPage(p, v))
}

// AddSynonym stores a word and its alternatives, both ways when asked to.
func (h *Handler) AddSynonym(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	if err := e.Actor.Require(account.ManageCodes); err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	term, alternatives := f.Line("ord", 60), splitWords(f.Line("betyr", 400))
	f.Also(search.CheckSynonym(term, alternatives))
	if f.Err() == nil {
		err = postgres.InTx(r.Context(), h.portal.Pool, func(ctx context.Context, tx pgx.Tx) error {
			return addSynonyms(ctx, tx, e, term, alternatives, f.Checked("begge"))
		})
	}
	if f.Merge(err) || f.Err() != nil {
		return h.synonymsForm(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, synonymsPath, e.T("Ordet er lagt til. Søket bruker det om et minutt."))
}

func splitWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '/' })
}

func addSynonyms(ctx context.Context, tx pgx.Tx, e *page.Env, term string, alternatives []string, both bool) error {
	id, err := search.PutSynonym(ctx, tx, e.Site.ID, term, alternatives, !both)
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, e.Now, e.Actor.Audit(), audit.Event{Action: "synonym.add", Object: "synonym", ObjectID: id, Detail: map[string]any{"word": term}})
}

// RemoveSynonym removes one of the municipality's own words.
func (h *Handler) RemoveSynonym(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	if err := e.Actor.Require(account.ManageCodes); err != nil {
		return err
	}
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	err = postgres.InTx(r.Context(), h.portal.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := search.DeleteSynonym(ctx, tx, e.Site.ID, id); err != nil {
			return err
		}
		return audit.Record(ctx, tx, e.Now, e.Actor.Audit(), audit.Event{Action: "synonym.remove", Object: "synonym", ObjectID: id})
	})
	if err != nil {
		return err
	}
	return page.Redirect(w, r, synonymsPath, e.T("Ordet er fjernet."))
}

const searchedPath = root + "/soketreff"

type searchedView struct {
	Spans         []ui.ChipArgs
	Unfound, Most []searchlog.Word
}

// foreign is the language of a word that is not of the page's language.
func foreign(p ui.Page, s search.Synonym) string {
	if s.Lang == p.Lang {
		return ""
	}
	return string(s.Lang)
}

// spans are how far back the counts can go.
var spans = []struct {
	slug string
	days int
	text string
}{
	{"", 30, i18n.Mark("Siste 30 dager")}, {"kvartal", 90, i18n.Mark("Siste tre måneder")}, {"ar", 365, i18n.Mark("Siste år")},
}

// Searched is what residents look for, and what they do not find.
func (h *Handler) Searched(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	chosen, days := form.Query(r).Raw("tid"), spans[0].days
	v := searchedView{}
	for _, s := range spans {
		url := searchedPath
		if s.slug != "" {
			url += "?tid=" + s.slug
		}
		if s.slug == chosen {
			days = s.days
		}
		v.Spans = append(v.Spans, ui.ChipArgs{Label: e.T(s.text), URL: e.URL(url), Active: s.slug == chosen})
	}
	today := e.Now.In(i18n.Oslo)
	to := time.Date(today.Year(), today.Month(), today.Day()+1, 0, 0, 0, 0, time.UTC)
	var err error
	if v.Unfound, err = searchlog.Searched(r.Context(), h.portal.Pool, e.Site.ID, to.AddDate(0, 0, -days), to, true, 50); err != nil {
		return err
	}
	if v.Most, err = searchlog.Searched(r.Context(), h.portal.Pool, e.Site.ID, to.AddDate(0, 0, -days), to, false, 50); err != nil {
		return err
	}
	return page.Render(w, r, searchedPage(begin(r, e.T("Hva folk søker etter")), v))
}
