// The register of contact persons, as table and as file.

package contacts

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

// TablePath is the register's address, and the name under which its saved views are kept.
const TablePath = "/ansatt/kontakter"

type listView struct {
	Query      string // of the address, with ? when there is one; without the place in the list
	Words      string
	Topic      string // slug
	Area       string // slug
	Unit       string // id
	State      string
	Topics     []ui.Option
	Areas      []ui.Option
	Units      []ui.Option
	States     []ui.Option
	Chips      []filter.Chip
	Rows       []listRow
	Total      int
	Prev, Next string
	Views      tables.ViewsRow
	Sorts      map[string]ui.SortArgs
	Sort       string // "" the usual one
	Doubles    []contact.Double
	Undo       *tables.Undo
	MayManage  bool
	MayExport  bool
	F          page.FormView
}

type listRow struct {
	ID                                             int64
	Name, Title, Unit, Topics, Areas, Phone, Email string
	Substitute, Confirmed                          string
	Public                                         bool
	States                                         []tables.Tag
}

// states are the choices of the filter "status", in the order that they are offered.
var states = []struct {
	slug  string
	state contact.State
	text  string
}{
	{"gyldig", contact.Valid, i18n.Mark("Gjelder nå")},
	{"bekreft", contact.StaleOnes, i18n.Mark("Må bekreftes")},
	{"slutter", contact.Ending, i18n.Mark("Slutter innen 30 dager")},
	{"uten-vikar", contact.Uncovered, i18n.Mark("Slutter uten at noen tar over")},
	{"sluttet", contact.Ended, i18n.Mark("Har sluttet")},
	{"intern", contact.Internal, i18n.Mark("Bare for ansatte")},
}

// Filters are what the register can be narrowed by. The name of a unit is
// known first when the units are read.
var Filters = filter.Set[contact.Filter]{
	filter.Search(func(f *contact.Filter) *string { return &f.Words }),
	filter.Code("tema", municipality.Topics, func(f *contact.Filter) *int64 { return &f.Topic }),
	filter.Area("omrade", func(f *contact.Filter) *int64 { return &f.Area }),
	{Name: "enhet", Read: func(_ *page.Env, q *form.Form, f *contact.Filter) filter.Value {
		if f.Unit = q.ID("enhet"); f.Unit == 0 {
			return filter.Value{}
		}
		return filter.Value{Written: ui.Itoa(f.Unit), Label: ui.Itoa(f.Unit)}
	}},
	{Name: "status", Read: func(e *page.Env, q *form.Form, f *contact.Filter) filter.Value {
		for _, s := range states {
			if s.slug == q.Raw("status") {
				f.State = s.state
				return filter.Value{Written: s.slug, Label: e.T(s.text)}
			}
		}
		return filter.Value{}
	}},
}

// readFilter reads the filters of the address; keep are those that say something.
func readFilter(e *page.Env, q *form.Form) (f contact.Filter, keep url.Values, on []filter.Chosen) {
	f, on = Filters.Read(e, q)
	keep = filter.Write(on)
	if f.Sort = contact.Sort(q.Raw(tables.SortField)).Known(); f.Sort != contact.ByName {
		keep.Set(tables.SortField, string(f.Sort))
	}
	return f, keep, on
}

// List is the register.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	return h.list(w, r, http.StatusOK, form.Query(r), nil)
}

// list shows the register as q narrows it; posted is a form on it that was refused.
func (h *Handler) list(w http.ResponseWriter, r *http.Request, status int, q, posted *form.Form) error {
	e := page.From(r)
	f, keep, on := readFilter(e, q)
	f.After, f.Before = q.Raw("etter"), q.Raw("for")
	v := listView{
		Query: page.Query(keep), Words: f.Words, Topic: keep.Get("tema"), Area: keep.Get("omrade"), Unit: keep.Get("enhet"), State: keep.Get("status"),
		MayManage: e.Actor.May(account.ManageContacts), MayExport: e.Actor.May(account.Export), F: e.Form(posted),
	}
	if err := postgres.Together(r.Context(), h.portal.Pool, append(h.around(e, f, &v), func(ctx context.Context) error {
		found, err := h.portal.Contacts.List(ctx, e.Actor, f)
		v.Rows = listRows(e, found.Rows)
		v.Prev, v.Next = e.Beside(TablePath, keep, found.Prev, found.Next)
		return err
	})...); err != nil {
		return err
	}
	v.Sort = keep.Get(tables.SortField)
	v.Sorts = tables.Headers(e, TablePath, string(f.Sort), string(contact.ByName), keep, tables.Column{Name: string(contact.ByName), Label: e.T("Navn")},
		tables.Column{Name: string(contact.ByUnit), Label: e.T("Enhet")}, tables.Column{Name: string(contact.ByConfirmed), Label: e.T("Bekreftet")})
	v.Chips = filterChips(e, v, keep, on)
	p := e.Page(r, e.T("Kontakter"))
	p.Active, p.HasErrors = "kontakter", v.F.Failed()
	return page.RenderStatus(w, r, status, listPage(p, v))
}

// around are the parts that stand around the rows.
func (h *Handler) around(e *page.Env, f contact.Filter, v *listView) []func(context.Context) error {
	for _, c := range e.Site.ActiveCodes(municipality.Topics) {
		v.Topics = append(v.Topics, ui.Option{Value: c.Slug, Label: c.Name(e.Lang)})
	}
	for _, a := range e.Site.ActiveAreas() {
		v.Areas = append(v.Areas, ui.Option{Value: a.Slug, Label: a.Name})
	}
	for _, s := range states {
		v.States = append(v.States, ui.Option{Value: s.slug, Label: e.T(s.text)})
	}
	parts := []func(context.Context) error{func(ctx context.Context) error {
		units, err := h.portal.Contacts.PublicUnits(ctx, e.Site.ID)
		v.Units = unitOptions(units, 0)
		return err
	}, func(ctx context.Context) (err error) {
		v.Total, err = h.portal.Contacts.Count(ctx, e.Actor, f)
		return err
	}, func(ctx context.Context) (err error) {
		v.Views, err = h.table().Row(ctx, e, v.Query, v.F)
		return err
	}}
	if !v.MayManage {
		return parts
	}
	return append(parts, func(ctx context.Context) (err error) {
		v.Undo, err = tables.UndoOf(ctx, e, h.portal.BulkChanges, bulkchange.Contacts)
		return err
	}, func(ctx context.Context) (err error) {
		v.Doubles, err = h.portal.Contacts.Doubles(ctx, e.Actor)
		return err
	})
}

func filterChips(e *page.Env, v listView, keep url.Values, on []filter.Chosen) []filter.Chip {
	for i, c := range on {
		if c.Name == "enhet" {
			on[i].Label = strings.TrimLeft(labelOf(v.Units, v.Unit), "– ")
		}
	}
	return filter.Chips(e, TablePath, keep, on)
}

func labelOf(options []ui.Option, value string) string {
	i := slices.IndexFunc(options, func(o ui.Option) bool { return o.Value == value })
	if i < 0 {
		return value
	}
	return options[i].Label
}

func listRows(e *page.Env, contacts []contact.Listed) []listRow {
	var out []listRow
	for _, c := range contacts {
		row := listRow{
			ID: c.ID, Name: c.Name, Title: c.Title, Unit: c.UnitName, Phone: i18n.Phone(c.Phone), Email: c.Email, Substitute: c.SubstituteName,
			Public: c.Public, Topics: strings.Join(e.Site.CodeNames(e.Lang, c.Topics...), ", "), Areas: strings.Join(e.Site.AreaNames(c.Areas...), ", "),
			States: stateTags(e, c.Contact),
		}
		if row.Confirmed = e.T("Aldri"); c.ConfirmedAt != nil {
			row.Confirmed = e.Lang.ShortDate(*c.ConfirmedAt)
		}
		if row.Areas == "" {
			row.Areas = e.T("Hele kommunen")
		}
		out = append(out, row)
	}
	return out
}

// stateTags say in words what is special about a contact.
func stateTags(e *page.Env, c contact.Contact) []tables.Tag {
	var out []tables.Tag
	valid := c.ValidOn(e.Now)
	switch {
	case c.ValidTo != nil && !valid && c.ValidTo.Before(e.Now):
		out = append(out, tables.Tag{Kind: "neutral", Text: e.T("Sluttet %s", e.Lang.ShortDate(*c.ValidTo))})
	case !valid:
		out = append(out, tables.Tag{Kind: "info", Text: e.T("Begynner %s", e.Lang.ShortDate(c.ValidFrom))})
	case c.ValidTo != nil:
		out = append(out, tables.Tag{Kind: "warning", Text: e.T("Slutter %s", e.Lang.ShortDate(*c.ValidTo))})
	}
	if c.Stale(e.Now) {
		out = append(out, tables.Tag{Kind: "warning", Text: e.T("Må bekreftes")})
	}
	if !c.Public {
		out = append(out, tables.Tag{Kind: "neutral", Text: e.T("Bare for ansatte")})
	}
	return out
}

// ConfirmChosen confirms the contacts that were ticked.
func (h *Handler) ConfirmChosen(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	back := tables.Back(f.Raw("sok"), h.table().Names)
	ids := f.IDs("id")
	if len(ids) == 0 {
		f.Errs.Add("id", i18n.Mark("Kryss av for minst én kontakt."))
		return h.list(w, r, http.StatusUnprocessableEntity, &form.Form{Values: back}, f)
	}
	n, err := h.portal.Contacts.Confirm(r.Context(), e.Actor, ids)
	if err != nil {
		return err
	}
	return page.Redirect(w, r, page.WithQuery(TablePath, back), e.Lang.N("Én kontakt er bekreftet.", "%d kontakter er bekreftet.", n))
}

// endChosen ends contacts with today as their last day.
func (h *Handler) endChosen(e *page.Env) tables.Bulk {
	return tables.Bulk{
		Table: h.table(), Active: "kontakter", Action: "/avslutt", None: i18n.Mark("Kryss av for minst én kontakt."), Button: i18n.Mark("Ja, avslutt"),
		Explain: i18n.Mark("I dag blir siste dag. Har noen en vikar, tar vikaren over temaer og områder fra i morgen."),
		Question: func(l i18n.Lang, n int) string {
			return l.N("Vil du avslutte én kontakt?", "Vil du avslutte %d kontakter?", n)
		},
		Done: func(l i18n.Lang, n int) string {
			return l.N("Én kontakt er avsluttet.", "%d kontakter er avsluttet.", n)
		},
		Read: func(ctx context.Context, ids []int64) (out []tables.Chosen, err error) {
			rows, err := h.portal.Contacts.Chosen(ctx, e.Actor, ids)
			for _, c := range rows {
				out = append(out, tables.Chosen{ID: c.ID, Name: c.Name, Note: c.UnitName})
			}
			return out, err
		},
		Do: func(ctx context.Context, c tables.Chosen) error {
			_, err := h.portal.Contacts.End(ctx, e.Actor, c.ID, e.Now)
			return err
		},
	}
}

// AskEndChosen asks whether to end those that were ticked.
func (h *Handler) AskEndChosen(w http.ResponseWriter, r *http.Request) error {
	return h.endChosen(page.From(r)).Ask(w, r)
}

// EndChosen ends them, each by itself.
func (h *Handler) EndChosen(w http.ResponseWriter, r *http.Request) error {
	return h.endChosen(page.From(r)).Act(w, r)
}

func (h *Handler) table() tables.Table {
	return tables.Table{
		DB: h.portal.Pool, Path: TablePath, Names: append(Filters.Names(), tables.SortField), Show: h.list,
		Columns: []ui.Option{{Value: "tittel", Label: i18n.Mark("Tittel")}, {Value: "enhet", Label: i18n.Mark("Enhet")}, {Value: "tema", Label: i18n.Mark("Svarer om")}, {Value: "omrade", Label: i18n.Mark("Hvor")}, {Value: "telefon", Label: i18n.Mark("Telefon")}, {Value: "epost", Label: i18n.Mark("E-post")}, {Value: "status", Label: i18n.Mark("Status")}, {Value: "bekreftet", Label: i18n.Mark("Bekreftet")}},
	}
}

// SaveView keeps the search shown under a name.
func (h *Handler) SaveView(w http.ResponseWriter, r *http.Request) error {
	return h.table().SaveView(w, r)
}

// SaveLayout keeps which columns are shown, and how high the rows are.
func (h *Handler) SaveLayout(w http.ResponseWriter, r *http.Request) error {
	return h.table().SaveLayout(w, r)
}

// DeleteView forgets a saved search.
func (h *Handler) DeleteView(w http.ResponseWriter, r *http.Request) error {
	return h.table().DeleteView(w, r)
}

// ExportCSV sends what the list shows as CSV.
func (h *Handler) ExportCSV(w http.ResponseWriter, r *http.Request) error {
	return h.export(w, r, tables.CSV)
}

// ExportXLSX sends what the list shows as a workbook.
func (h *Handler) ExportXLSX(w http.ResponseWriter, r *http.Request) error {
	return h.export(w, r, tables.XLSX)
}

func (h *Handler) export(w http.ResponseWriter, r *http.Request, as tables.File) error {
	e := page.From(r)
	f, _, _ := readFilter(e, form.Query(r))
	names := contact.Names{Topic: func(id int64) string { return e.Site.CodeName(e.Lang, id) }, Area: func(id int64) string { return e.Site.AreaName(id) }}
	header, rows, err := h.portal.Contacts.Export(r.Context(), e.Actor, e.Lang, names, f)
	if err != nil {
		return err
	}
	name := "kontakter-" + e.Now.In(i18n.Oslo).Format(time.DateOnly)
	return as.Send(w, tables.Export{Name: name, Sheet: e.T("Kontakter"), Header: header, Rows: rows})
}
