// One change: what it would do to each record, what it did, and taking it back; and the changes of the last day.

package bulkchange

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

const (
	rowsPerPage    = 50
	changesPerPage = 20
)

type showView struct {
	Crumbs     []ui.Crumb
	State      bulkchange.State
	Lead       string
	Error      string
	What       []string // what is changed, in words
	Worth      bool     // storing would change something
	Undoable   string   // until when it can be taken back, "" when it cannot
	Left       bool     // something was not taken back
	Counted    string   // how many it changes, or has changed
	Outcomes   []tileView
	Filter     string
	All        string
	Rows       []rowView
	Prev, Next string
	Action     string
	Back       string
	Progress   *progressView
}

type tileView struct{ Label, Value, URL string }

type rowView struct {
	Label, URL, Outcome, Color string
	Remarks                    []string
	Changes                    []intake.Change
}

type progressView struct {
	Text, URL, Again string
	Done, Total      int
}

// outcomeText is an outcome in words, before and after storing, with its colour.
type outcomeText struct{ before, after, color string }

var outcomeTexts = map[bulkchange.Outcome]outcomeText{
	bulkchange.Changed:   {i18n.Mark("Endres"), i18n.Mark("Endret"), "info"},
	bulkchange.Unchanged: {i18n.Mark("Er slik allerede"), i18n.Mark("Var slik allerede"), "neutral"},
	bulkchange.Refused:   {i18n.Mark("Kan ikke endres"), i18n.Mark("Ble ikke endret"), "danger"},
	bulkchange.Undone:    {"", i18n.Mark("Angret"), "success"},
	bulkchange.Left:      {"", i18n.Mark("Ikke angret"), "warning"},
}

func outcomeName(e *page.Env, c bulkchange.Change, o bulkchange.Outcome) string {
	if c.State == bulkchange.Previewed || c.State == bulkchange.Storing {
		return e.T(outcomeTexts[o].before)
	}
	return e.T(outcomeTexts[o].after)
}

// Show is one change with its records.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e, c, err := h.change(r)
	if err != nil {
		return err
	}
	q, t := form.Query(r), registers[c.Noun]
	params := bulkchange.RowParams{Outcome: bulkchange.Outcome(q.Raw("vis")), Limit: rowsPerPage}
	if !slices.Contains(bulkchange.Outcomes, params.Outcome) {
		params.Outcome = ""
	}
	params.Before = int(min(q.ID("for"), bulkchange.Most+1))
	if params.Before == 0 {
		params.After = int(min(q.ID("etter"), bulkchange.Most+1))
	}
	rows, err := h.portal.BulkChanges.Rows(r.Context(), e.Actor, c.ID, params)
	if err != nil {
		return err
	}
	words, err := h.words(r.Context(), e, c, rows.Rows)
	if err != nil {
		return err
	}
	back, err := url.ParseQuery(c.Search)
	if err != nil {
		back = nil
	}
	v := viewOf(e, c, back)
	v.addRows(e, c, params, rows, words)
	p := e.Page(r, e.T(t.title))
	p.Active = t.active
	return page.Render(w, r, showPage(p, v))
}

func (h *Handler) change(r *http.Request) (*page.Env, bulkchange.Change, error) {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return e, bulkchange.Change{}, err
	}
	c, err := h.portal.BulkChanges.Get(r.Context(), e.Actor, id)
	return e, c, err
}

func viewOf(e *page.Env, c bulkchange.Change, back url.Values) showView {
	t := registers[c.Noun]
	v := showView{
		Crumbs: t.crumbs(e, back, e.T(t.title)), State: c.State, Error: e.T(c.Error), Worth: c.Counts[bulkchange.Changed] > 0, Left: c.Counts[bulkchange.Left] > 0,
		Action: e.URL(changePath(c.ID)), Back: e.URL(page.WithQuery(t.path, back)), Counted: tables.Counted(e.Lang, c.Noun, c.Touched()),
	}
	if c.MayBeUndone(e.Now) {
		v.Undoable = e.Lang.When(c.Until(), c.Until(), false, e.Now)
	}
	if c.StoredAt != nil {
		v.Lead = e.T("Gjort av %s %s", byName(e, c), e.Lang.Ago(*c.StoredAt, e.Now))
	}
	if c.State == bulkchange.Storing || c.State == bulkchange.Undoing {
		v.Progress = progressOf(e, c)
	}
	for _, o := range bulkchange.Outcomes {
		if c.Counts[o] > 0 {
			v.Outcomes = append(v.Outcomes, tileView{outcomeName(e, c, o), e.Lang.Number(c.Counts[o]), e.URL(page.WithQuery(changePath(c.ID)+"#rader", page.Plus(nil, "vis", string(o))))})
		}
	}
	return v
}

func byName(e *page.Env, c bulkchange.Change) string {
	if c.CreatedByName == "" {
		return e.T("en som ikke lenger har konto")
	}
	return c.CreatedByName
}

func progressOf(e *page.Env, c bulkchange.Change) *progressView {
	total := c.Total()
	done := min(c.Done, total)
	return &progressView{
		Text: e.T("%s av %s er gått gjennom.", e.Lang.Number(done), e.Lang.Number(total)), Done: done, Total: total,
		URL: e.URL(changePath(c.ID) + "/framdrift"), Again: e.URL(changePath(c.ID)),
	}
}

func (v *showView) addRows(e *page.Env, c bulkchange.Change, params bulkchange.RowParams, rows bulkchange.RowPage, words names) {
	path, q := changePath(c.ID)+"#rader", url.Values{}
	if v.All = v.Action; params.Outcome != "" {
		v.Filter, q = outcomeName(e, c, params.Outcome), page.Plus(nil, "vis", string(params.Outcome))
	}
	v.Prev, v.Next = e.Beside(path, q, number(rows.Prev), number(rows.Next))
	fields := bulkchange.Fields(c.Noun)
	for _, fd := range fields {
		for _, edit := range c.Edits {
			if edit.Field == fd.Name {
				v.What = append(v.What, words.edit(fd, edit))
			}
		}
	}
	for _, row := range rows.Rows {
		x := rowView{Label: row.Label, URL: e.URL(registers[c.Noun].path + "/" + ui.Itoa(row.ObjectID)), Outcome: outcomeName(e, c, row.Outcome), Color: outcomeTexts[row.Outcome].color}
		if x.Label == "" {
			x.Label, x.URL = e.T("Nummer %s", ui.Itoa(row.ObjectID)), ""
		}
		for _, remark := range row.Remarks {
			x.Remarks = append(x.Remarks, remark.In(e.Lang))
		}
		for _, fd := range fields {
			if before, ok := row.Before[fd.Name]; ok {
				change := intake.Change{Field: e.T(fd.Label), Old: words.of(fd, before), New: words.of(fd, row.After[fd.Name])}
				if row.Outcome == bulkchange.Undone {
					change.Old, change.New = change.New, change.Old
				}
				x.Changes = append(x.Changes, change)
			}
		}
		v.Rows = append(v.Rows, x)
	}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// names turn values of fields into words.
type names struct {
	e      *page.Env
	noun   bulkchange.Noun
	units  map[int64]string
	people map[int64]string
}

// words reads what the values of the change and of these rows are called.
func (h *Handler) words(ctx context.Context, e *page.Env, c bulkchange.Change, rows []bulkchange.Row) (names, error) {
	w := names{e: e, noun: c.Noun, units: map[int64]string{}, people: map[int64]string{}}
	if c.Noun != bulkchange.Contacts {
		return w, nil
	}
	units, err := h.portal.Contacts.PublicUnits(ctx, e.Site.ID)
	if err != nil {
		return w, err
	}
	for _, u := range units {
		w.units[u.ID] = u.Name
	}
	var people []int64
	for _, fd := range bulkchange.Fields(c.Noun) {
		if fd.Ref != bulkchange.Person {
			continue
		}
		for _, row := range rows {
			people = append(append(people, idsIn(row.Before[fd.Name])...), idsIn(row.After[fd.Name])...)
		}
		for _, edit := range c.Edits {
			if edit.Field == fd.Name {
				people = append(people, idsIn(edit.Values)...)
			}
		}
	}
	chosen, err := h.portal.Contacts.Chosen(ctx, e.Actor, people)
	for _, p := range chosen {
		w.people[p.ID] = p.Name
	}
	return w, err
}

func idsIn(values []string) []int64 {
	var out []int64
	for _, v := range values {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			out = append(out, id)
		}
	}
	return out
}

// of are values of a field in words, "" for none.
func (w names) of(fd bulkchange.Field, values []string) string {
	ids := idsIn(values)
	switch fd.Ref {
	case bulkchange.Topic, bulkchange.Category, bulkchange.LocalKind:
		return strings.Join(w.e.Site.CodeNames(w.e.Lang, ids...), ", ")
	case bulkchange.Area:
		if len(ids) == 0 && w.noun == bulkchange.Contacts {
			return w.e.T("Hele kommunen")
		}
		return strings.Join(w.e.Site.AreaNames(ids...), ", ")
	case bulkchange.Unit, bulkchange.Person:
		known := w.units
		if fd.Ref == bulkchange.Person {
			known = w.people
		}
		var out []string
		for _, id := range ids {
			out = append(out, known[id])
		}
		return strings.Join(out, ", ")
	case bulkchange.OrgKind:
		return w.e.T(organisation.Kind(strings.Join(values, "")).Name())
	case bulkchange.Status:
		if len(values) > 0 {
			return w.e.T(activity.Status(values[0]).Name())
		}
	}
	filled := slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == "" })
	return strings.Join(filled, ", ")
}

// edit is what is done with a field, in words.
func (w names) edit(fd bulkchange.Field, edit bulkchange.Edit) string {
	label, values := w.e.T(fd.Label), w.of(fd, edit.Values)
	if values == "" {
		values = w.e.T("Ingen")
	}
	switch edit.How {
	case bulkchange.Add:
		return w.e.T("%s: legg til %s", label, values)
	case bulkchange.Remove:
		return w.e.T("%s: ta bort %s", label, values)
	}
	return w.e.T("%s: bytt til %s", label, values)
}

// Store does what the preview said. Sent twice, the second is told so.
func (h *Handler) Store(w http.ResponseWriter, r *http.Request) error {
	return h.begin(w, r, h.portal.BulkChanges.Store)
}

// Undo takes the change back.
func (h *Handler) Undo(w http.ResponseWriter, r *http.Request) error {
	return h.begin(w, r, h.portal.BulkChanges.Undo)
}

func (h *Handler) begin(w http.ResponseWriter, r *http.Request, do func(context.Context, account.Actor, int64) (bulkchange.State, error)) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	// All is changed or nothing: that goes on when the browser leaves.
	_, err = do(context.WithoutCancel(r.Context()), e.Actor, id)
	if fault.Is(err, fault.Conflict) {
		e.Session.Flash(r.Context(), "info", e.Refusal(err))
		return page.Redirect(w, r, changePath(id))
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, changePath(id))
}

// Discard gives the change up before it is stored, and leads back to the table.
func (h *Handler) Discard(w http.ResponseWriter, r *http.Request) error {
	e, c, err := h.change(r)
	if err != nil {
		return err
	}
	if err := h.portal.BulkChanges.Discard(r.Context(), e.Actor, c.ID); err != nil {
		return err
	}
	back, err := url.ParseQuery(c.Search)
	if err != nil {
		back = nil
	}
	return page.Redirect(w, r, page.WithQuery(registers[c.Noun].path, back), e.T("Ingenting er endret."))
}

// Progress is how far a change has come, for the page that shows it: its text, empty when
// there is more to see than that.
func (h *Handler) Progress(w http.ResponseWriter, r *http.Request) error {
	e, c, err := h.change(r)
	if err != nil {
		return err
	}
	var answer struct {
		Text string `json:"text"`
		Done int    `json:"done"`
	}
	if c.State == bulkchange.Storing || c.State == bulkchange.Undoing {
		v := progressOf(e, c)
		answer.Text, answer.Done = v.Text, v.Done
	}
	return page.JSON(w, r, answer)
}

type listView struct {
	Changes []changeView
	Next    string
}

type changeView struct {
	URL, What, By, When, State, Color, Counted string
	UndoURL                                    string // "" when it cannot be taken back
}

var stateTexts = map[bulkchange.State][2]string{
	bulkchange.Storing: {i18n.Mark("Blir gjort nå"), "info"}, bulkchange.Stored: {i18n.Mark("Gjort"), "success"},
	bulkchange.Undoing: {i18n.Mark("Blir angret nå"), "info"}, bulkchange.Taken: {i18n.Mark("Angret"), "neutral"},
}

// List is what was changed within a day, of the kinds that the actor may change.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	changes, err := h.portal.BulkChanges.List(r.Context(), e.Actor, form.Query(r).ID("for"), changesPerPage+1)
	if err != nil {
		return err
	}
	v := listView{}
	if len(changes) > changesPerPage {
		changes = changes[:changesPerPage]
		v.Next = e.URL(page.WithQuery(Path, page.Plus(nil, "for", ui.Itoa(changes[len(changes)-1].ID))))
	}
	for _, c := range changes {
		words, err := h.words(r.Context(), e, c, nil)
		if err != nil {
			return err
		}
		x := changeView{
			URL: e.URL(changePath(c.ID)), By: byName(e, c), When: e.Lang.Ago(c.CreatedAt, e.Now), State: e.T(stateTexts[c.State][0]), Color: stateTexts[c.State][1],
			Counted: tables.Counted(e.Lang, c.Noun, c.Touched()),
		}
		var what []string
		for _, fd := range bulkchange.Fields(c.Noun) {
			for _, edit := range c.Edits {
				if edit.Field == fd.Name {
					what = append(what, words.edit(fd, edit))
				}
			}
		}
		if x.What = strings.Join(what, "; "); c.MayBeUndone(e.Now) {
			x.UndoURL = x.URL + "/angre"
		}
		v.Changes = append(v.Changes, x)
	}
	p := e.Page(r, e.T("Endringer av flere"))
	return page.Render(w, r, listPage(p, v))
}
