// The list on paper and as a file.

package participants

import (
	"net/http"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

// printView is the list on paper, as it lies by the door.
type printView struct {
	Page    ui.Page
	Crumbs  []ui.Crumb
	Title   string
	When    string // with the day, the month and the year: paper does not know what day it is
	Rows    []row  // those with a place
	Queue   []row
	People  int
	Ages    bool // some are known
	Answers bool
	BackURL string
}

// Print is the list for paper: one row for each person with a place, and those who wait.
func (h *Handler) Print(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	d, err := h.stored(r)
	if err != nil {
		return err
	}
	_, chosen, err := h.dates(r, d, form.Query(r))
	if err != nil {
		return err
	}
	list, err := h.portal.Rosters.List(r.Context(), e.Actor, roster.ListParams{
		ActivityID: d.ActivityID, OccurrenceID: chosen.ID, Statuses: []registration.Status{registration.Confirmed, registration.Waiting}, Limit: roster.MaxListed,
	})
	if err != nil {
		return err
	}
	rows, err := h.rows(r, d, list.Rows)
	if err != nil {
		return err
	}
	v := printView{Title: d.Title, BackURL: e.URL(At(e, d.ActivityID, chosen.ID, "")), When: i18n.Capital(dated(e.Lang, chosen))}
	for _, x := range rows {
		v.add(x)
	}
	v.Page = NewPage(r, e.T("Liste til utskrift"), e.Form(nil))
	v.Crumbs = Crumbs(v.Page, e, d, v.Page.Title)
	return page.Render(w, r, printPage(v))
}

func (v *printView) add(x row) {
	if x.Status == registration.Waiting {
		v.Queue = append(v.Queue, x)
		return
	}
	v.Rows = append(v.Rows, x)
	v.People += len(x.People)
	v.Answers = v.Answers || len(x.Answers) > 0
	for _, p := range x.People {
		v.Ages = v.Ages || p.Age != ""
	}
}

// dated is a date with its weekday and year, never "i dag".
func dated(l i18n.Lang, d date) string { return l.When(d.Starts, d.Ends, d.AllDay, time.Time{}) }

// queueWords is one who waits: the name, how many, and the phone.
func queueWords(p ui.Page, r row) string {
	text := r.Name + ", " + p.N("én person", "%d personer", r.PartySize)
	if r.Phone != "" {
		text += ", " + r.Phone
	}
	return text
}

// ExportCSV sends the list as CSV, in order of signing up.
func (h *Handler) ExportCSV(w http.ResponseWriter, r *http.Request) error {
	return h.export(w, r, tables.CSV)
}

// ExportXLSX sends the list as a workbook, in order of signing up.
func (h *Handler) ExportXLSX(w http.ResponseWriter, r *http.Request) error {
	return h.export(w, r, tables.XLSX)
}

func (h *Handler) export(w http.ResponseWriter, r *http.Request, as tables.File) error {
	e := page.From(r)
	d, err := h.stored(r)
	if err != nil {
		return err
	}
	_, chosen, err := h.dates(r, d, form.Query(r))
	if err != nil {
		return err
	}
	p, _ := Filters.Read(e, form.Query(r))
	p.ActivityID, p.OccurrenceID = d.ActivityID, chosen.ID
	header, rows, err := h.portal.Rosters.Export(r.Context(), e.Actor, e.Lang, p)
	if err != nil {
		return err
	}
	name := "pameldte-" + chosen.Starts.In(i18n.Oslo).Format(time.DateOnly)
	return as.Send(w, tables.Export{Name: name, Sheet: e.T("Påmeldte"), Header: header, Rows: rows})
}
