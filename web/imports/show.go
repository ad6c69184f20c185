// One import: its rows before they are stored, and what became of them.

package imports

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/intake"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const rowsPerPage = 50

type showView struct {
	Batch      batchView
	Step       int
	Previewed  bool
	Stored     bool
	Failed     bool
	Discarded  bool
	Error      string
	Worth      bool // storing would change something
	Tiles      []tileView
	Filter     string // of the outcome that is shown alone, "" for all
	All        string // address without filter
	Rows       []rowView
	Prev, Next string
	Action     string // the batch's address
	Again      string // where to send another file
	Crumbs     []ui.Crumb
}

type tileView struct{ Label, Value, URL string }

type rowView struct {
	Number         int
	Color, Outcome string
	Label, URL     string
	Message        string
	Changes        []imports.Change
}

// Show is the second step, what each row would do, and the third, what it did.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	b, err := h.portal.Imports.Batch(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	params := rowParams(form.Query(r))
	rows, err := h.portal.Imports.Rows(r.Context(), e.Actor, id, params)
	if err != nil {
		return err
	}
	v := viewOf(e, b, params, rows)
	p := e.Page(r, e.T(kindTexts[b.Kind].title))
	p.Active, v.Crumbs = active(e), crumbs(e, b.FileName)
	return page.Render(w, r, showPage(p, v))
}

func rowParams(f *form.Form) imports.RowParams {
	p := imports.RowParams{Outcome: imports.Outcome(f.Raw("vis")), Limit: rowsPerPage}
	if _, known := outcomeTexts[p.Outcome]; !known {
		p.Outcome = ""
	}
	if n, err := strconv.ParseInt(f.Raw("for"), 10, 32); err == nil && n > 0 {
		p.Before = int(n)
	} else if n, err := strconv.ParseInt(f.Raw("etter"), 10, 32); err == nil && n > 0 {
		p.After = int(n)
	}
	return p
}

func viewOf(e *page.Env, b imports.Batch, params imports.RowParams, rows imports.RowPage) showView {
	v := showView{
		Batch: batchOf(e, b), Step: 2, Previewed: b.State == imports.Previewed, Stored: b.State == imports.Stored,
		Failed: b.State == imports.Failed, Discarded: b.State == imports.Discarded, Error: e.T(b.Error),
		Worth: b.Counts[imports.New]+b.Counts[imports.Changed] > 0, Action: e.URL(batchPath(e, b.ID)), Again: e.URL(base(e)),
	}
	if e.Door != account.GroupDoor {
		v.Again = e.URL(base(e) + "/" + kindTexts[b.Kind].slug)
	}
	if v.Stored {
		v.Step = 4 // all steps are done
	}
	v.All = v.Action
	for _, o := range imports.Outcomes {
		t := tileView{Label: e.T(outcomeTexts[o].many), Value: e.Lang.Number(b.Counts[o])}
		if b.Counts[o] > 0 {
			t.URL = e.URL(page.WithQuery(rowsPath(e, b.ID), outcomeQuery(o)))
		}
		v.Tiles = append(v.Tiles, t)
	}
	if params.Outcome != "" {
		v.Filter = e.T(outcomeTexts[params.Outcome].many)
	}
	v.Prev, v.Next = e.Beside(rowsPath(e, b.ID), outcomeQuery(params.Outcome), number(rows.Prev), number(rows.Next))
	for _, row := range rows.Rows {
		v.Rows = append(v.Rows, rowOf(e, b, row))
	}
	return v
}

// rowsPath is where the rows of a batch stand on its page.
func rowsPath(e *page.Env, batchID int64) string { return batchPath(e, batchID) + "#rader" }

func outcomeQuery(o imports.Outcome) url.Values { return page.Plus(nil, "vis", string(o)) }

// number is a row's number in an address, "" for none.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func rowOf(e *page.Env, b imports.Batch, row imports.Row) rowView {
	v := rowView{
		Number: row.Number, Color: outcomeTexts[row.Outcome].color, Outcome: e.T(outcomeTexts[row.Outcome].one), Label: row.Label,
		Message: intake.MessageIn(e.Lang, row.Message),
	}
	if row.Outcome != imports.Refused {
		v.URL = objectURL(e, b.Kind, row.ObjectID)
	}
	for _, c := range row.Changes {
		v.Changes = append(v.Changes, c.In(e.Lang))
	}
	return v
}

// Store does what the preview said. Sent twice, the second is told so.
func (h *Handler) Store(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	// The rows of a file are bounded, and all are stored or none: that goes on when the browser leaves, and takes the
	// time that it needs.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	b, err := h.portal.Imports.Store(context.WithoutCancel(r.Context()), e.Actor, id)
	if fault.Is(err, fault.Conflict) {
		return h.already(w, r, id)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, batchPath(e, id), e.T("Lagret: %s.", countsText(e, b.Counts)))
}

// already tells somebody who pressed twice, or came after somebody else.
func (h *Handler) already(w http.ResponseWriter, r *http.Request, id int64) error {
	e := page.From(r)
	b, err := h.portal.Imports.Batch(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	text := e.T("Importen var allerede forkastet.")
	if b.State == imports.Stored {
		text = e.T("Importen var allerede lagret. Ingenting er lagret to ganger.")
	}
	e.Session.Flash(r.Context(), "info", text)
	return page.Redirect(w, r, batchPath(e, id))
}

// Discard gives the file up.
func (h *Handler) Discard(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	err = h.portal.Imports.Discard(r.Context(), e.Actor, id)
	if fault.Is(err, fault.Conflict) {
		return h.already(w, r, id)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, base(e), e.T("Filen er forkastet. Ingenting er lagret."))
}
