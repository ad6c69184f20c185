// Package staffnotes is the part of a page where staff write to each other about the
// thing that the page is of.
package staffnotes

import (
	"context"

	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/staffnote"
	"frivilligsentral/web/page"
)

// Field is the name of the form's field.
const Field = "notat"

// View is the notes of a thing, and the form for a new one.
type View struct {
	Notes    []Note
	Action   string // where the form goes, without language prefix
	MayWrite bool
	Help     string
	Form     page.FormView
}

// Note is one of them, in words.
type Note struct{ Author, When, Body string }

// Of reads the notes about a thing.
func Of(ctx context.Context, p *portal.Portal, e *page.Env, about staffnote.Thing, id int64) ([]Note, error) {
	notes, err := p.StaffNotes.List(ctx, e.Actor, about, id)
	var out []Note
	for _, n := range notes {
		out = append(out, Note{Author: n.Author, When: e.Lang.Ago(n.CreatedAt, e.Now), Body: n.Body})
	}
	return out, err
}
