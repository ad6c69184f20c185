// All activities of the municipality, as table and as file.

package activitytables

import (
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"time"

	"frivilligsentral/web/activityeditor"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/tabular"
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
}

// staffParams reads the address of the staff list.
func staffParams(q *form.Form) listing.RowParams {
	p := listing.RowParams{
		Words: activityeditor.Shorten(q.Line("q", maxSearch*10), maxSearch), CategoryID: q.ID("kategori"), OrganisationID: q.ID("organisasjon"),
		After: q.Raw("etter"), Before: q.Raw("for"), Sort: listing.Sort(q.Raw(tables.SortField)).Known(),
	}
	if s := activity.Status(q.Raw("status")); slices.Contains(activity.Statuses, s) {
		p.Status = s
	}
	return p
}

// staffQuery is the address of what p shows, without the place in the list.
func staffQuery(p listing.RowParams) url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	set("q", p.Words)
	set("status", string(p.Status))
	set("kategori", activityeditor.IdValue(p.CategoryID))
	set("organisasjon", activityeditor.IdValue(p.OrganisationID))
	if p.Sort != listing.LastUpdated {
		set(tables.SortField, string(p.Sort))
	}
	return q
}

// StaffList is every activity of the municipality, with search and filters.
func (h *Handler) StaffList(w http.ResponseWriter, r *http.Request) error {
	return h.staffList(w, r, http.StatusOK, form.Query(r), nil)
}

// staffList shows the list as q narrows it; posted is a form on it that was refused.
func (h *Handler) staffList(w http.ResponseWriter, r *http.Request, status int, q, posted *form.Form) error {
	e, p := page.From(r), staffParams(q)
	rows, err := h.portal.ActivityLists.StaffList(r.Context(), e.Actor, p)
	if err != nil {
		return err
	}
	v := staffListOf(e, p)
	v.Posted = e.Form(posted)
	if v.Waiting, err = h.portal.ActivityLists.QueueLength(r.Context(), e.Actor); err != nil {
		return err
	}
	if v.Views, err = h.staffTable().Row(r, v.Query, v.Posted); err != nil {
		return err
	}
	for _, row := range rows.Rows {
		v.Rows = append(v.Rows, rowOf(e, row))
	}
	v.Prev, v.Next = pagerURLs(e, activityeditor.StaffPath, &form.Form{Values: staffQuery(p)}, rows)
	v.Page = e.Page(r, e.T("Aktiviteter"))
	v.Page.Active, v.Page.HasErrors = "aktiviteter", v.Posted.Failed()
	return page.RenderStatus(w, r, status, staffListPage(v))
}

func staffListOf(e *page.Env, p listing.RowParams) staffListView {
	q := staffQuery(p)
	v := staffListView{
		Params: p, WaitingURL: e.URL(activityeditor.StaffPath + "?status=submitted"), ClearURL: e.URL(activityeditor.StaffPath), Query: tables.Query(q),
		Sort: q.Get(tables.SortField), Statuses: activityeditor.StatusOptions(ui.Page{Lang: e.Lang}, p.Status, activity.Statuses),
		Categories: activityeditor.CodeOptions(e, municipality.Categories, q["kategori"]),
		Narrowed:   p.Words != "" || p.Status != "" || p.CategoryID != 0 || p.OrganisationID != 0,
	}
	v.Sorts = tables.Headers(e, activityeditor.StaffPath, string(p.Sort), string(listing.LastUpdated), q,
		tables.Column{Name: string(listing.ByTitle), Label: e.T("Aktivitet")},
		tables.Column{Name: string(listing.ByNext), Label: e.T("Neste dato")},
		tables.Column{Name: string(listing.ByUpdated), Label: e.T("Sist endret")})
	if e.Actor.May(account.ManageActivities) {
		v.NewURL, v.ApproveURL = e.URL(activityeditor.StaffPath+"/ny"), e.URL(activityeditor.StaffPath+"/godkjenn")
	}
	if e.Actor.May(account.Export) {
		v.CSVURL, v.XLSXURL = e.URL(activityeditor.StaffPath+".csv"+v.Query), e.URL(activityeditor.StaffPath+".xlsx"+v.Query)
	}
	return v
}

// ExportCSV sends what the list shows as CSV.
func (h *Handler) ExportCSV(w http.ResponseWriter, r *http.Request) error {
	return h.export(w, r, "csv", "text/csv; charset=utf-8", tabular.WriteCSV)
}

// ExportXLSX sends what the list shows as a workbook.
func (h *Handler) ExportXLSX(w http.ResponseWriter, r *http.Request) error {
	sheet := page.From(r).T("Aktiviteter")
	return h.export(w, r, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		func(w io.Writer, header []string, rows iter.Seq[[]string]) error {
			return tabular.WriteXLSX(w, sheet, header, rows)
		})
}

func (h *Handler) export(w http.ResponseWriter, r *http.Request, ext, contentType string, write func(io.Writer, []string, iter.Seq[[]string]) error) error {
	e := page.From(r)
	header, rows, err := h.portal.ActivityLists.Export(r.Context(), e.Actor, e.Lang, staffParams(form.Query(r)))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="aktiviteter-`+e.Now.In(i18n.Oslo).Format(time.DateOnly)+`.`+ext+`"`)
	if err := write(w, header, rows); err != nil {
		return fault.Down(err)
	}
	return nil
}
