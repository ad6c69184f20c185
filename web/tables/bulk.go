// Doing one thing with many ticked rows.

package tables

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Chosen is a row that was ticked.
type Chosen struct {
	ID      int64
	Name    string
	Note    string // what stands beside the name, such as the status
	Version int    // sent along when above zero, so that only what was seen is acted on
}

// Bulk is one action for several rows of a table. Its strings are bokmål source texts.
type Bulk struct {
	Table
	Active string // the menu's key
	Action string // path below the table's: "/godkjenn"
	None   string // what to do when nothing was ticked
	// Question asks and Done answers, for how many; Explain says what happens then.
	Question, Done  func(l i18n.Lang, n int) string
	Explain, Button string
	// Read are the rows of the ids that are the actor's to see.
	Read func(ctx context.Context, ids []int64) ([]Chosen, error)
	// Do acts on one row; its refusals are told about, the rest goes on.
	Do func(ctx context.Context, row Chosen) error
}

type askView struct {
	Rows    []Chosen
	Confirm ui.ConfirmArgs
}

type answerView struct {
	Done    string // "" when none
	Heading string
	Refused []refusal
	Back    string
}

type refusal struct{ Name, Why string }

// Ask is the question, with the rows it is about.
func (b Bulk) Ask(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	back := b.back(q)
	ids := q.IDs("id")
	if len(ids) == 0 {
		q.Errs.Add("id", b.None)
		return b.Show(w, r, http.StatusUnprocessableEntity, &form.Form{Values: back}, q)
	}
	rows, err := b.Read(r.Context(), ids)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
	}
	v := askView{Rows: rows, Confirm: ui.ConfirmArgs{
		Title: b.Question(e.Lang, len(rows)), Text: e.T(b.Explain), Action: e.URL(b.Path + b.Action), Button: e.T(b.Button),
		CancelURL: e.URL(page.WithQuery(b.Path, back)), Hidden: [][2]string{{"sok", page.Query(back)}},
	}}
	for _, row := range rows {
		v.Confirm.Hidden = append(v.Confirm.Hidden, [2]string{"id", ui.Itoa(row.ID)}, [2]string{versionField(row.ID), strconv.Itoa(row.Version)})
	}
	p := e.Page(r, v.Confirm.Title)
	p.Active = b.Active
	return page.Render(w, r, askPage(p, v))
}

func versionField(id int64) string { return "versjon-" + ui.Itoa(id) }

// Act does it to each row by itself and says how many it was, and which were
// refused and why.
func (b Bulk) Act(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	back, ids := b.back(f), f.IDs("id")
	if len(ids) == 0 {
		f.Errs.Add("id", b.None)
		return b.Show(w, r, http.StatusUnprocessableEntity, &form.Form{Values: back}, f)
	}
	known, err := b.Read(r.Context(), ids)
	if err != nil {
		return err
	}
	names := map[int64]string{}
	for _, row := range known {
		names[row.ID] = row.Name
	}
	v, done := answerView{Back: e.URL(page.WithQuery(b.Path, back))}, 0
	for _, id := range ids {
		row := Chosen{ID: id, Name: names[id], Version: int(f.ID(versionField(id)))}
		err := b.Do(r.Context(), row)
		switch {
		case err == nil:
			done++
		case refused(err):
			v.Refused = append(v.Refused, refusal{Name: nameOr(e, row), Why: why(e, err)})
		default:
			return err
		}
	}
	if done > 0 {
		v.Done = b.Done(e.Lang, done)
	}
	if len(v.Refused) == 0 {
		return page.Redirect(w, r, page.WithQuery(b.Path, back), v.Done)
	}
	v.Heading = e.Lang.N("Én gikk ikke", "%d gikk ikke", len(v.Refused))
	p := e.Page(r, e.T("Slik gikk det"))
	p.Active = b.Active
	return page.Render(w, r, answerPage(p, v))
}

func nameOr(e *page.Env, row Chosen) string {
	if row.Name == "" {
		return e.T("Nummer %s", ui.Itoa(row.ID))
	}
	return row.Name
}

// refused says whether an error is a row's own: no right, gone, changed or not fit.
func refused(err error) bool {
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Forbidden, fault.Invalid, fault.Conflict:
		return true
	}
	return false
}

func why(e *page.Env, err error) string {
	for _, f := range fault.FieldsOf(err) {
		return e.T(f.Msg, f.Args...)
	}
	var x *fault.Error
	if errors.As(err, &x) && x.Msg != "" {
		return e.T(x.Msg, x.Args...)
	}
	return e.T("Det kan ikke gjøres nå.")
}
