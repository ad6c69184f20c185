// The way to changing many rows, and back from it.

package tables

import (
	"context"

	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Counted is how many records of a noun, in words.
func Counted(l i18n.Lang, noun bulkchange.Noun, n int) string {
	switch noun {
	case bulkchange.Activities:
		return l.N("én aktivitet", "%d aktiviteter", n)
	case bulkchange.Organisations:
		return l.N("én organisasjon", "%d organisasjoner", n)
	}
	return l.N("én kontakt", "%d kontakter", n)
}

// Undo is the reader's own last change of many rows, while it can be taken back; nil when there is none.
type Undo struct {
	Text      string
	URL, Undo string // of the change, and where taking it back is posted
}

// UndoOf reads it for the table of a noun.
func UndoOf(ctx context.Context, e *page.Env, changes *bulkchange.Service, noun bulkchange.Noun) (*Undo, error) {
	c, err := changes.Latest(ctx, e.Actor, noun)
	if err != nil || c == nil {
		return nil, err
	}
	url := e.URL("/ansatt/endringer/" + ui.Itoa(c.ID))
	return &Undo{Text: e.T("Du endret %s %s.", Counted(e.Lang, noun, c.Touched()), e.Lang.Ago(*c.StoredAt, e.Now)), URL: url, Undo: url + "/angre"}, nil
}
