// Package staffnotes is the part of a page where staff write to each other about the
// thing that the page is of.
package staffnotes

import (
	"net/http"
	"net/url"

	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/staffnote"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

// Field is the name of the form's field.
const Field = "notat"

// View is the notes of a thing, and the form for a new one.
type View struct {
	Notes    []Note
	Newer    string // the notes after those shown, "" when there are none
	Older    string
	Action   string // where the form goes, without language prefix
	MayWrite bool
	Help     string
	Form     page.FormView
}

// Note is one of them, in words.
type Note struct{ Author, When, Body string }

// newer and older are where in the notes a page begins, as its address says it.
const (
	newer = "nyere_notater"
	older = "eldre_notater"
)

// Of reads the notes about a thing: those that the address asks for. path is the thing's page, without language.
func Of(r *http.Request, p *portal.Portal, about staffnote.Thing, id int64, path string) (View, error) {
	e, q := page.From(r), form.Query(r)
	found, err := p.StaffNotes.List(r.Context(), e.Actor, about, id, keyset.Params{Before: q.Raw(newer), After: q.Raw(older)})
	var v View
	for _, n := range found.Rows {
		v.Notes = append(v.Notes, Note{Author: n.Author, When: e.Lang.Ago(n.CreatedAt, e.Now), Body: n.Body})
	}
	if found.Prev != "" {
		v.Newer = e.URL(page.WithQuery(path+"#notater", url.Values{newer: {found.Prev}}))
	}
	if found.Next != "" {
		v.Older = e.URL(page.WithQuery(path+"#notater", url.Values{older: {found.Next}}))
	}
	return v, err
}
