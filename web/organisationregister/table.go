// The register as table and as file.

package organisationregister

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

type tableView struct {
	Words      string
	Query      string        // of the address without the place in the list, with ? when there is one
	Form       page.FormView // the filters
	Posted     page.FormView // a form on the table that was refused
	Statuses   []ui.Option
	Kinds      []ui.Option
	LocalKinds []ui.Option
	Shows      []ui.Option
	Sort       string
	Chips      []filter.Chip
	Rows       []tableRow
	Sorts      map[string]ui.SortArgs
	Views      tables.ViewsRow
	Prev, Next string
	Undo       *tables.Undo
	MayManage  bool
	MayExport  bool
	MayImport  bool
}

type tableRow struct {
	ID                                                                 int64
	Name, URL, OrgNr, Kind, Contact, Email, People, Confirmed, Created string
	Tags                                                               []tables.Tag
}

var showNames = map[orglist.Show]string{
	orglist.ShowWaiting: i18n.Mark("Venter på svar"),
	orglist.ShowStale:   i18n.Mark("Ikke bekreftet det siste året"),
	orglist.ShowAlone:   i18n.Mark("Ingen kan logge inn"),
	orglist.ShowTrouble: i18n.Mark("Konkurs, under avvikling eller slettet"),
}

// Table is the municipality's register.
func (h *Handler) Table(w http.ResponseWriter, r *http.Request) error {
	return h.table(w, r, http.StatusOK, form.Query(r), nil)
}

// table shows the register as f narrows it; posted is a form on it that was refused.
func (h *Handler) table(w http.ResponseWriter, r *http.Request, status int, f, posted *form.Form) error {
	e := page.From(r)
	params, q, chips := readTable(e, f)
	v := tableView{
		Words: params.Words, Query: page.Query(q), Form: e.Form(f), Posted: e.Form(posted), Sort: q.Get(tables.SortField), Chips: chips,
		MayManage: e.Actor.May(account.ManageOrganisation), MayExport: e.Actor.May(account.Export),
		MayImport: e.Actor.May(account.ImportAll),
	}
	v.Sorts = tables.Headers(e, organisations.TablePath, string(params.Sort), string(orglist.ByName), q,
		tables.Column{Name: string(orglist.ByName), Label: e.T("Navn")},
		tables.Column{Name: string(orglist.ByConfirmed), Label: e.T("Bekreftet")},
		tables.Column{Name: string(orglist.ByCreated), Label: e.T("Registrert")})
	if err := postgres.Together(r.Context(), h.portal.Pool, func(ctx context.Context) error {
		found, err := h.portal.OrgLists.All(ctx, e.Actor, params)
		v.Rows = tableRows(e, found.Rows)
		v.Prev, v.Next = e.Beside(organisations.TablePath, q, found.Prev, found.Next)
		return err
	}, func(ctx context.Context) (err error) {
		v.Views, err = h.staffTable().Row(ctx, e, v.Query, v.Posted)
		return err
	}, func(ctx context.Context) (err error) {
		v.Undo, err = tables.UndoOf(ctx, e, h.portal.BulkChanges, bulkchange.Organisations)
		return err
	}); err != nil {
		return err
	}
	v.addChoices(e)
	p := e.Page(r, e.T("Organisasjoner"))
	p.Active, p.HasErrors = "organisasjoner", v.Posted.Failed()
	return page.RenderStatus(w, r, status, tablePage(p, v))
}

func (v *tableView) addChoices(e *page.Env) {
	for _, s := range organisation.Statuses {
		v.Statuses = append(v.Statuses, ui.Option{Value: string(s), Label: e.T(s.Name())})
	}
	for _, k := range organisation.Kinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Label: e.T(k.Name())})
	}
	v.LocalKinds = organisations.CodeOptions(e, municipality.LocalKinds, true)
	for _, s := range orglist.Shows[1:] {
		v.Shows = append(v.Shows, ui.Option{Value: string(s), Label: e.T(showNames[s])})
	}
}

// Filters are what the register can be narrowed by.
var Filters = filter.Set[orglist.RegisterParams]{
	filter.Search(func(p *orglist.RegisterParams) *string { return &p.Words }),
	{Name: "status", Read: func(e *page.Env, f *form.Form, p *orglist.RegisterParams) filter.Value {
		if s := organisation.Status(f.Raw("status")); slices.Contains(organisation.Statuses, s) {
			p.Status = s
			return filter.Value{Written: string(s), Label: e.T(s.Name())}
		}
		return filter.Value{}
	}},
	{Name: "type", Read: func(e *page.Env, f *form.Form, p *orglist.RegisterParams) filter.Value {
		if k := organisation.Kind(f.Raw("type")); slices.Contains(organisation.Kinds, k) {
			p.Kind = k
			return filter.Value{Written: string(k), Label: e.T(k.Name())}
		}
		return filter.Value{}
	}},
	filter.Code("lagstype", municipality.LocalKinds, func(p *orglist.RegisterParams) *int64 { return &p.LocalKind }),
	{Name: "vis", Read: func(e *page.Env, f *form.Form, p *orglist.RegisterParams) filter.Value {
		if show := orglist.Show(f.Raw("vis")); showNames[show] != "" {
			p.Show = show
			return filter.Value{Written: string(show), Label: e.T(showNames[show])}
		}
		return filter.Value{}
	}},
}

// readTable reads the filters of the address; q is the address without the place in the list.
func readTable(e *page.Env, f *form.Form) (p orglist.RegisterParams, q url.Values, chips []filter.Chip) {
	p, on := Filters.Read(e, f)
	p.After, p.Before, p.Sort = f.Raw("etter"), f.Raw("for"), orglist.Sort(f.Raw(tables.SortField)).Known()
	q = filter.Write(on)
	if p.Sort != orglist.ByName {
		q.Set(tables.SortField, string(p.Sort))
	}
	return p, q, filter.Chips(e, organisations.TablePath, q, on)
}

func tableRows(e *page.Env, rows []orglist.Row) []tableRow {
	out := make([]tableRow, len(rows))
	for i, r := range rows {
		v := tableRow{
			ID: r.ID, Name: r.Name, URL: e.URL(organisations.StaffPath(r.ID, "")), OrgNr: i18n.OrgNr(r.OrgNr), Kind: e.T(r.Kind.Name()), Contact: r.Contact, Email: r.Email,
			People: e.T("Ingen"), Confirmed: e.T("Aldri"), Created: e.Lang.ShortDate(r.CreatedAt), Tags: rowTags(e, r),
		}
		if r.People > 0 {
			v.People = e.Lang.N("Én person", "%d personer", r.People)
		}
		if r.ConfirmedAt != nil {
			v.Confirmed = e.Lang.ShortDate(*r.ConfirmedAt)
		}
		out[i] = v
	}
	return out
}

func rowTags(e *page.Env, r orglist.Row) []tables.Tag {
	var out []tables.Tag
	switch {
	case r.Status == organisation.Pending:
		out = append(out, tables.Tag{Kind: "warning", Text: e.T("Venter på godkjenning")})
	case r.Status != organisation.Approved:
		out = append(out, tables.Tag{Kind: "neutral", Text: e.T(r.Status.Name())})
	case r.ApplicantName != "":
		out = append(out, tables.Tag{Kind: "warning", Text: e.T("Noen ber om tilgang")})
	}
	if r.Contested() {
		out = append(out, tables.Tag{Kind: "danger", Text: contested(e)})
	}
	if r.BrregStatus == organisation.Bankrupt || r.BrregStatus == organisation.Dissolving || r.BrregStatus == organisation.Deleted {
		out = append(out, tables.Tag{Kind: "danger", Text: e.T(r.BrregStatus.Name())})
	}
	if r.Stale(e.Now) {
		out = append(out, tables.Tag{Kind: "info", Text: e.T("Ikke bekreftet på et år")})
	}
	if len(out) == 0 {
		out = append(out, tables.Tag{Kind: "success", Text: e.T("I orden")})
	}
	return out
}

func contested(e *page.Env) string { return e.T("Flere venter på svar om samme nummer") }

// ExportCSV sends what the table shows, all of it, as CSV.
func (h *Handler) ExportCSV(w http.ResponseWriter, r *http.Request) error {
	return h.export(w, r, tables.CSV)
}

// ExportXLSX sends what the table shows, all of it, as a workbook.
func (h *Handler) ExportXLSX(w http.ResponseWriter, r *http.Request) error {
	return h.export(w, r, tables.XLSX)
}

func (h *Handler) export(w http.ResponseWriter, r *http.Request, as tables.File) error {
	e := page.From(r)
	params, _, _ := readTable(e, form.Query(r))
	header, rows, err := h.portal.OrgLists.Export(r.Context(), e.Actor, e.Lang, params)
	if err != nil {
		return err
	}
	name := "organisasjoner-" + e.Now.In(i18n.Oslo).Format(time.DateOnly)
	return as.Send(w, tables.Export{Name: name, Sheet: e.T("Organisasjoner"), Header: header, Rows: rows})
}
