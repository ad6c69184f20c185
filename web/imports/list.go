// The imports so far.

package imports

import (
	"net/http"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/imports"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const batchesPerPage = 20

type listView struct {
	Kinds   []kindView
	Batches []batchView
	Next    string
}

// kindView is one kind of file that the actor may take in.
type kindView struct {
	Title, Text, Icon, URL string
}

// batchView is one batch in a list.
type batchView struct {
	URL, File, What, By, When string
	State, Color, Counts      string
}

// List shows the files that came in, and what can be taken in.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	v := listView{}
	for _, kind := range imports.Kinds {
		if t := kindTexts[kind]; e.Actor.May(kind.Permission()) {
			v.Kinds = append(v.Kinds, kindView{Title: e.T(t.title), Text: e.T(t.what), Icon: t.icon, URL: e.URL(base(e) + "/" + t.slug)})
		}
	}
	var err error
	if v.Batches, v.Next, err = h.batches(r, e); err != nil {
		return err
	}
	p := e.Page(r, e.T("Import"))
	p.Active = active(e)
	return page.Render(w, r, listPage(p, v))
}

// batches are one page of the actor's batches, with the address of the next.
func (h *Handler) batches(r *http.Request, e *page.Env) (views []batchView, next string, err error) {
	batches, err := h.portal.Imports.List(r.Context(), e.Actor, form.Query(r).ID("for"), batchesPerPage+1)
	if err != nil {
		return nil, "", err
	}
	if len(batches) > batchesPerPage {
		batches = batches[:batchesPerPage]
		next = e.URL(page.WithQuery(base(e), page.Plus(nil, "for", ui.Itoa(batches[len(batches)-1].ID))))
	}
	for _, b := range batches {
		views = append(views, batchOf(e, b))
	}
	return views, next, nil
}

func batchOf(e *page.Env, b imports.Batch) batchView {
	state, color := stateText(b.State)
	v := batchView{
		URL: e.URL(batchPath(e, b.ID)), File: b.FileName, What: e.T(kindTexts[b.Kind].name), By: b.CreatedByName,
		When: e.Lang.Ago(b.CreatedAt, e.Now), State: e.T(state), Color: color, Counts: countsText(e, b.Counts),
	}
	if b.OrganisationName != "" && e.Door != account.GroupDoor {
		v.What += ": " + b.OrganisationName
	}
	if v.By == "" {
		v.By = e.T("Kommandolinjen")
	}
	return v
}

// countsText is "3 nye, 1 endret, 2 ikke med"; what is zero is left out.
func countsText(e *page.Env, c imports.Counts) string {
	var parts []string
	add := func(n int, text string) {
		if n > 0 {
			parts = append(parts, text)
		}
	}
	l := e.Lang
	add(c[imports.New], l.N("%d ny", "%d nye", c[imports.New]))
	add(c[imports.Changed], l.N("%d endret", "%d endrede", c[imports.Changed]))
	add(c[imports.Unchanged], l.N("%d uendret", "%d uendrede", c[imports.Unchanged]))
	add(c[imports.Refused], l.T("%d ikke med", c[imports.Refused]))
	return strings.Join(parts, ", ")
}
