// All activities of the municipality, as table and as file.

package activitytables

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/activityeditor"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

type staffListView struct {
	Page       ui.Page
	Params     listing.RowParams
	Statuses   []ui.Option
	Categories []ui.Option
	Rows       []rowView
	Prev, Next string
	Waiting    int
	WaitingURL string
	NewURL     string
	CSVURL     string
	XLSXURL    string
	ClearURL   string
	Narrowed   bool
	Posted     page.FormView // a form on the table that was refused
	Query      string
	Sort       string // "" the usual one
	Sorts      map[string]ui.SortArgs
	Views      tables.ViewsRow
	ApproveURL string // "" for those who may only read
	ChangeURL  string
	Undo       *tables.Undo
}

// organisationField narrows the list to one organiser.
const organisationField = "organisasjon"

// Filters are what the list can be narrowed by.
var Filters = filter.Set[listing.RowParams]{
	filter.Search(func(p *listing.RowParams) *string { return &p.Words }),
	{Name: "status", Read: func(e *page.Env, f *form.Form, p *listing.RowParams) filter.Value {
		if s := activity.Status(f.Raw("status")); slices.Contains(activity.Statuses, s) {
			p.Status = s
			return filter.Value{Written: string(s), Label: e.T(s.Name())}
		}
		return filter.Value{}
	}},
	{Name: "kategori", Read: func(e *page.Env, f *form.Form, p *listing.RowParams) filter.Value {
		for _, c := range e.Site.Codes(municipality.Categories) {
			if c.ID == f.ID("kategori") {
				p.CategoryID = c.ID
				return filter.Value{Written: ui.Itoa(c.ID), Label: c.Name(e.Lang)}
			}
		}
		return filter.Value{}
	}},
	{Name: organisationField, Read: func(_ *page.Env, f *form.Form, p *listing.RowParams) filter.Value {
		if p.OrganisationID = f.ID(organisationField); p.OrganisationID == 0 {
			return filter.Value{}
		}
		return filter.Value{Written: ui.Itoa(p.OrganisationID), Label: ui.Itoa(p.OrganisationID)}
	}},
}

// readStaff reads the filters of the address; q is the address without the place in
// the list. An organisation that the municipality does not have is no filter.
func (h *Handler) readStaff(r *http.Request, f *form.Form) (p listing.RowParams, q url.Values, narrowed bool, err error) {
	e := page.From(r)
	p, on := Filters.Read(e, f)
	if p.OrganisationID != 0 {
		known, err := h.portal.OrgLists.Chosen(r.Context(), e.Actor, []int64{p.OrganisationID})
		if err != nil {
			return p, nil, false, err
		}
		if len(known) == 0 {
			p.OrganisationID = 0
			on = slices.DeleteFunc(on, func(c filter.Chosen) bool { return c.Name == organisationField })
		}
	}
	p.After, p.Before, p.Sort = f.Raw("etter"), f.Raw("for"), listing.Sort(f.Raw(tables.SortField)).Known()
	q = filter.Write(on)
	if p.Sort != listing.LastUpdated {
		q.Set(tables.SortField, string(p.Sort))
	}
	return p, q, len(on) > 0, nil
}

// StaffList is every activity of the municipality, with search and filters.
func (h *Handler) StaffList(w http.ResponseWriter, r *http.Request) error {
	return h.staffList(w, r, http.StatusOK, form.Query(r), nil)
}

// staffList shows the list as f narrows it; posted is a form on it that was refused.
func (h *Handler) staffList(w http.ResponseWriter, r *http.Request, status int, f, posted *form.Form) error {
	e := page.From(r)
	p, q, narrowed, err := h.readStaff(r, f)
	if err != nil {
		return err
	}
	v := staffListOf(e, p, q)
	v.Narrowed, v.Posted = narrowed, e.Form(posted)
	var rows listing.RowPage
	if err := postgres.Together(r.Context(), h.portal.Pool, func(ctx context.Context) (err error) {
		rows, err = h.portal.ActivityLists.StaffList(ctx, e.Actor, p)
		return err
	}, func(ctx context.Context) (err error) {
		v.Waiting, err = h.portal.ActivityLists.QueueLength(ctx, e.Actor)
		return err
	}, func(ctx context.Context) (err error) {
		v.Views, err = h.staffTable().Row(ctx, e, v.Query, v.Posted)
		return err
	}, func(ctx context.Context) (err error) {
		v.Undo, err = tables.UndoOf(ctx, e, h.portal.BulkChanges, bulkchange.Activities)
		return err
	}); err != nil {
		return err
	}
	for _, row := range rows.Rows {
		v.Rows = append(v.Rows, rowOf(e, row))
	}
	v.Prev, v.Next = e.Beside(activityeditor.StaffPath, q, rows.Prev, rows.Next)
	v.Page = e.Page(r, e.T("Aktiviteter"))
	v.Page.Active, v.Page.HasErrors = "aktiviteter", v.Posted.Failed()
	return page.RenderStatus(w, r, status, staffListPage(v))
}

func staffListOf(e *page.Env, p listing.RowParams, q url.Values) staffListView {
	v := staffListView{
		Params: p, WaitingURL: e.URL(activityeditor.StaffPath + "?status=submitted"), ClearURL: e.URL(activityeditor.StaffPath), Query: page.Query(q),
		Sort: q.Get(tables.SortField), Statuses: activitycards.StatusOptions(ui.Page{Lang: e.Lang}, p.Status, activity.Statuses),
		Categories: activityeditor.CodeOptions(e, municipality.Categories, q["kategori"]),
	}
	v.Sorts = tables.Headers(e, activityeditor.StaffPath, string(p.Sort), string(listing.LastUpdated), q,
		tables.Column{Name: string(listing.ByTitle), Label: e.T("Aktivitet")},
		tables.Column{Name: string(listing.ByNext), Label: e.T("Neste dato")},
		tables.Column{Name: string(listing.ByUpdated), Label: e.T("Sist endret")})
	if e.Actor.May(account.ManageActivities) {
		v.NewURL, v.ApproveURL, v.ChangeURL = e.URL(activityeditor.StaffPath+"/ny"), e.URL(activityeditor.StaffPath+"/godkjenn"), e.URL(activityeditor.StaffPath+"/endre")
	}
	if e.Actor.May(account.Export) {
		v.CSVURL, v.XLSXURL = e.URL(activityeditor.StaffPath+".csv"+v.Query), e.URL(activityeditor.StaffPath+".xlsx"+v.Query)
	}
	return v
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
	p, _, _, err := h.readStaff(r, form.Query(r))
	if err != nil {
		return err
	}
	header, rows, err := h.portal.ActivityLists.Export(r.Context(), e.Actor, e.Lang, p)
	if err != nil {
		return err
	}
	name := "aktiviteter-" + e.Now.In(i18n.Oslo).Format(time.DateOnly)
	return as.Send(w, tables.Export{Name: name, Sheet: e.T("Aktiviteter"), Header: header, Rows: rows})
}

func (h *Handler) staffTable() tables.Table {
	return tables.Table{
		DB: h.portal.Pool, Path: activityeditor.StaffPath, Names: append(Filters.Names(), tables.SortField), Show: h.staffList,
		Columns: []ui.Option{{Value: "arrangor", Label: i18n.Mark("Arrangør")}, {Value: "kategori", Label: i18n.Mark("Kategori")}, {Value: "neste", Label: i18n.Mark("Neste dato")}, {Value: "status", Label: i18n.Mark("Status")}, {Value: "endret", Label: i18n.Mark("Endret")}},
	}
}

// SaveView keeps the search shown under a name.
func (h *Handler) SaveView(w http.ResponseWriter, r *http.Request) error {
	return h.staffTable().SaveView(w, r)
}

// SaveLayout keeps which columns are shown, and how high the rows are.
func (h *Handler) SaveLayout(w http.ResponseWriter, r *http.Request) error {
	return h.staffTable().SaveLayout(w, r)
}

// DeleteView forgets a saved search.
func (h *Handler) DeleteView(w http.ResponseWriter, r *http.Request) error {
	return h.staffTable().DeleteView(w, r)
}
