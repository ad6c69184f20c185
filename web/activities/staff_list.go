package activities

import (
	"io"
	"iter"
	"net/http"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/tabular"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type staffListView struct {
	Page       ui.Page
	Params     activity.RowParams
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
}

// staffParams reads the address of the staff list.
func staffParams(q *form.Form) activity.RowParams {
	p := activity.RowParams{
		Words: shorten(q.Line("q", maxSearch*10), maxSearch), CategoryID: q.ID("kategori"), OrganisationID: q.ID("organisasjon"),
		After: q.Raw("etter"), Before: q.Raw("for"),
	}
	if s := activity.Status(q.Raw("status")); slices.Contains(activity.Statuses, s) {
		p.Status = s
	}
	return p
}

// StaffList is every activity of the municipality, with search and filters.
func (h *Handler) StaffList(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	p := staffParams(q)
	rows, err := h.portal.Activities.StaffList(r.Context(), e.Actor, p)
	if err != nil {
		return err
	}
	waiting, err := h.portal.Activities.QueueLength(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	path := base(e)
	v := staffListView{
		Params: p, Waiting: waiting, WaitingURL: e.URL(path + "?status=submitted"), ClearURL: e.URL(path),
		Statuses: statusOptions(e.Page(r, ""), p.Status, activity.Statuses), Categories: codeOptions(e, municipality.Categories, q.All("kategori")),
		Narrowed: p.Words != "" || p.Status != "" || p.CategoryID != 0 || p.OrganisationID != 0,
	}
	if e.Actor.May(account.ManageActivities) {
		v.NewURL = e.URL(path + "/ny")
	}
	if e.Actor.May(account.Export) {
		v.CSVURL, v.XLSXURL = rowsURL(e, path+".csv", q.Values), rowsURL(e, path+".xlsx", q.Values)
	}
	for _, row := range rows.Rows {
		v.Rows = append(v.Rows, rowOf(e, row))
	}
	v.Prev, v.Next = pagerURLs(e, path, q, rows)
	v.Page = e.Page(r, e.T("Aktiviteter"))
	v.Page.Active = "aktiviteter"
	return page.Render(w, r, staffListPage(v))
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
	header, rows, err := h.portal.Activities.Export(r.Context(), e.Actor, e.Lang, staffParams(form.Query(r)))
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
