// One import: its rows before they are stored, and what became of them.

package imports

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/imports"
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
	Storing    *progressView
	Error      string
	Questions  *questionsView
	Remarked   int    // rows that were stored with something said of them, at which nobody has looked yet
	RemarkedAt string // address of those alone
	CanDraft   bool   // new ones can be stored as drafts
	Worth      bool   // storing would change something
	Tiles      []tileView
	Filter     string // of the outcome that is shown alone, "" for all
	All        string // address without filter
	Rows       []rowView
	Choosing   bool        // rows can be left out
	Place      [][2]string // where in the list the page is, to come back to
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
	Choosable      bool // can be left out, or is
	LeftOut        bool
	Remarks        []string
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
	if b.State == imports.Previewed {
		asked, err := h.portal.Imports.Asked(r.Context(), e.Actor, id)
		if err != nil {
			return err
		}
		v.Questions = questionsOf(e, asked)
	}
	p := e.Page(r, e.T(kindTexts[b.Kind].title))
	p.Active, v.Crumbs = active(e), crumbs(e, b.FileName)
	return page.Render(w, r, showPage(p, v))
}

// remarkedOnly is the filter for rows of which something is said.
const remarkedOnly = "merknad"

func rowParams(f *form.Form) imports.RowParams {
	p := imports.RowParams{Outcome: imports.Outcome(f.Raw("vis")), Remarked: f.Raw("vis") == remarkedOnly, Limit: rowsPerPage}
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
	if b.State == imports.Storing {
		v.Storing = progressOf(e, b)
	}
	v.CanDraft = b.Kind == imports.Activities && b.Counts[imports.New] > 0
	if v.RemarkedAt = e.URL(page.WithQuery(rowsPath(e, b.ID), page.Plus(nil, "vis", remarkedOnly))); b.ReviewedAt == nil {
		v.Remarked = b.Remarked
	}
	v.All = v.Action
	for _, o := range imports.Outcomes {
		t := tileView{Label: e.T(outcomeTexts[o].many), Value: e.Lang.Number(b.Counts[o])}
		if b.Counts[o] > 0 {
			t.URL = e.URL(page.WithQuery(rowsPath(e, b.ID), outcomeQuery(o)))
		}
		v.Tiles = append(v.Tiles, t)
	}
	query := outcomeQuery(params.Outcome)
	switch {
	case params.Remarked:
		v.Filter, query = e.T("Rader med merknad"), page.Plus(nil, "vis", remarkedOnly)
	case params.Outcome != "":
		v.Filter = e.T(outcomeTexts[params.Outcome].many)
	}
	v.Prev, v.Next = e.Beside(rowsPath(e, b.ID), query, number(rows.Prev), number(rows.Next))
	for _, row := range rows.Rows {
		r := rowOf(e, b, row)
		v.Rows, v.Choosing = append(v.Rows, r), v.Choosing || r.Choosable
	}
	if params.Outcome != "" {
		v.Place = append(v.Place, [2]string{"vis", string(params.Outcome)})
	}
	for _, at := range []struct {
		name   string
		number int
	}{{"etter", params.After}, {"for", params.Before}} {
		if at.number > 0 {
			v.Place = append(v.Place, [2]string{at.name, number(at.number)})
		}
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
	}
	for _, p := range row.Remarks {
		v.Remarks = append(v.Remarks, p.In(e.Lang))
	}
	v.LeftOut = row.Outcome == imports.Refused && slices.Contains(b.Choices.LeaveOut, row.Number)
	v.Choosable = b.State == imports.Previewed && (v.LeftOut || row.Outcome == imports.New || row.Outcome == imports.Changed)
	if row.Outcome == imports.Unchanged && row.ObjectID == nil {
		v.Outcome = e.T("Hele filen") // a remark that is not about one row
	}
	if row.Outcome != imports.Refused {
		v.URL = objectURL(e, b.Kind, row.ObjectID)
	}
	for _, c := range row.Changes {
		v.Changes = append(v.Changes, c.In(e.Lang))
	}
	return v
}

// Store does what the preview said, at once or by a job. Sent twice, the second is told so.
func (h *Handler) Store(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	// All rows are stored or none: that goes on when the browser leaves.
	b, err := h.portal.Imports.Store(context.WithoutCancel(r.Context()), e.Actor, id, f.Checked("utkast"))
	if fault.Is(err, fault.Conflict) {
		return h.already(w, r, id)
	}
	if err != nil {
		return err
	}
	if b.State == imports.Storing {
		return page.Redirect(w, r, batchPath(e, id))
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
	switch b.State {
	case imports.Stored:
		text = e.T("Importen var allerede lagret. Ingenting er lagret to ganger.")
	case imports.Storing:
		text = e.T("Importen blir lagret nå.")
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
