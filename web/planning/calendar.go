// The municipality's calendar, which staff keep.

package planning

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/recurrence"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/planning/around"
	"frivilligsentral/web/ui"
)

type calendarView struct {
	Rows       []entryRow
	Past       bool
	Prev, Next string
	NewURL     string // "" for those who only read
	ImportURL  string
	MonthURL   string
}

type entryRow struct{ URL, Title, Kind, When string }

// Calendar is the municipality's calendar.
func (h *Handler) Calendar(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	params := planning.EntryParams{Past: q.Checked("over"), After: q.Raw("etter"), Before: q.Raw("for")}
	found, err := h.portal.Planning.Entries(r.Context(), e.Actor, params)
	if err != nil {
		return err
	}
	v := calendarView{Past: params.Past, MonthURL: e.URL(around.MonthPath(e))}
	may := e.Actor.May(account.ManageActivities)
	for _, x := range found.Rows {
		row := entryRow{Title: x.Title, Kind: e.T(x.Kind.Name()), When: around.When(e, x)}
		if may {
			row.URL = e.URL(calendarPath + "/" + ui.Itoa(x.ID))
		}
		v.Rows = append(v.Rows, row)
	}
	keep := url.Values{}
	if params.Past {
		keep.Set("over", "ja")
	}
	v.Prev, v.Next = e.Beside(calendarPath, keep, found.Prev, found.Next)
	if may {
		v.NewURL = e.URL(calendarPath + "/ny")
	}
	if e.Actor.May(account.ImportAll) {
		v.ImportURL = e.URL("/ansatt/import/kalender")
	}
	p := e.Page(r, e.T("Kalenderen vår"))
	p.Active = active(e)
	return page.Render(w, r, calendarPage(p, v))
}

type entryView struct {
	F        page.FormView
	Kinds    []ui.Option
	Action   string
	Remove   string // "" for a new one
	Stored   string // what somebody else saved meanwhile
	Imported bool
}

// New is the empty form of an entry.
func (h *Handler) New(w http.ResponseWriter, r *http.Request) error {
	return h.showEntry(w, r, http.StatusOK, planning.Entry{}, &form.Form{Values: url.Values{"heldag": {"ja"}}}, "")
}

// Edit is the form of an entry.
func (h *Handler) Edit(w http.ResponseWriter, r *http.Request) error {
	x, err := h.entry(r)
	if err != nil {
		return err
	}
	return h.showEntry(w, r, http.StatusOK, x, &form.Form{Values: entryValues(x)}, "")
}

func (h *Handler) entry(r *http.Request) (planning.Entry, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return planning.Entry{}, err
	}
	return h.portal.Planning.Entry(r.Context(), page.From(r).Actor, id)
}

// Create puts an entry into the calendar.
func (h *Handler) Create(w http.ResponseWriter, r *http.Request) error {
	return h.save(w, r, planning.Entry{})
}

// Update stores the changes of an entry.
func (h *Handler) Update(w http.ResponseWriter, r *http.Request) error {
	x, err := h.entry(r)
	if err != nil {
		return err
	}
	return h.save(w, r, x)
}

func (h *Handler) save(w http.ResponseWriter, r *http.Request, old planning.Entry) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	x := readEntry(f)
	x.ID = old.ID
	if f.Err() != nil {
		also(f, x.Check())
		return h.showEntry(w, r, http.StatusUnprocessableEntity, old, f, "")
	}
	if x.ID == 0 {
		_, err = h.portal.Planning.Create(r.Context(), e.Actor, x)
	} else {
		err = h.portal.Planning.Update(r.Context(), e.Actor, x)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		stored, err := h.entry(r)
		if err != nil {
			return err
		}
		f.Values.Set("versjon", strconv.Itoa(stored.Version))
		return h.showEntry(w, r, http.StatusConflict, stored, f, stored.Title+", "+around.When(e, stored))
	case f.Merge(err):
		return h.showEntry(w, r, http.StatusUnprocessableEntity, old, f, "")
	case err != nil:
		return err
	}
	return page.Redirect(w, r, calendarPath, e.T("%s er lagret.", x.Title))
}

// also adds what is wrong with the fields that could be read.
func also(f *form.Form, err error) {
	timeless := f.Errs.Has("fra_dato") || f.Errs.Has("fra") || f.Errs.Has("til") || f.Errs.Has("til_dato")
	for _, x := range fault.FieldsOf(err) {
		if !f.Errs.Has(x.Name) && !(timeless && (x.Name == "fra_dato" || x.Name == "til_dato" || x.Name == "til")) {
			f.Errs = append(f.Errs, x)
		}
	}
}

// Remove takes an entry out of the calendar.
func (h *Handler) Remove(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	x, err := h.entry(r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Raw("versjon"))
	if err := h.portal.Planning.Remove(r.Context(), e.Actor, x.ID, version); err != nil {
		return err
	}
	return page.Redirect(w, r, calendarPath, e.T("%s er fjernet.", x.Title))
}

// readEntry reads the form. All day it ends with its last day.
func readEntry(f *form.Form) planning.Entry {
	x := planning.Entry{Title: f.Line("tittel", planning.MaxTitle), Kind: planning.Kind(f.Raw("slag")), AllDay: f.Checked("heldag")}
	x.Version, _ = strconv.Atoi(f.Raw("versjon"))
	first, last := f.Date("fra_dato"), f.Date("til_dato")
	if first == nil {
		f.Errs.Check(f.Errs.Has("fra_dato"), "fra_dato", i18n.Mark("Velg en dato."))
		return x
	}
	if last == nil {
		last = first
	}
	f.Errs.Check(!last.Before(*first), "til_dato", i18n.Mark("Siste dag kan ikke være før første dag."))
	if x.AllDay {
		x.StartsAt, x.EndsAt = *first, last.AddDate(0, 0, 1)
		return x
	}
	from, to := f.Clock("fra"), f.Clock("til")
	f.Errs.Check(from != nil || f.Errs.Has("fra"), "fra", i18n.Mark("Skriv når det begynner, for eksempel 18.00."))
	f.Errs.Check(to != nil || f.Errs.Has("til"), "til", i18n.Mark("Skriv når det slutter, for eksempel 20.00."))
	if from != nil && to != nil {
		f.Errs.Check(!from.Skipped(*first), "fra", form.SkippedText)
		x.StartsAt, x.EndsAt = on(*first, *from), on(*last, *to)
	}
	return x
}

func on(day time.Time, c form.Clock) time.Time {
	return recurrence.InZone(time.Date(day.Year(), day.Month(), day.Day(), c.Hour, c.Minute, 0, 0, time.UTC), i18n.Oslo)
}

func entryValues(x planning.Entry) url.Values {
	from, last := x.StartsAt.In(i18n.Oslo), x.EndsAt.In(i18n.Oslo)
	v := url.Values{"tittel": {x.Title}, "slag": {string(x.Kind)}, "versjon": {strconv.Itoa(x.Version)}, "fra_dato": {from.Format(time.DateOnly)}}
	if x.AllDay {
		v.Set("heldag", "ja")
		last = last.AddDate(0, 0, -1)
	} else {
		v.Set("fra", from.Format("15:04"))
		v.Set("til", last.Format("15:04"))
	}
	if last.Format(time.DateOnly) != from.Format(time.DateOnly) {
		v.Set("til_dato", last.Format(time.DateOnly))
	}
	return v
}

func (h *Handler) showEntry(w http.ResponseWriter, r *http.Request, status int, x planning.Entry, f *form.Form, stored string) error {
	e := page.From(r)
	v := entryView{F: e.Form(f), Action: calendarPath + "/ny", Stored: stored, Imported: x.Imported}
	title := e.T("Ny i kalenderen")
	if x.ID != 0 {
		title, v.Action = e.T("Rediger %s", x.Title), calendarPath+"/"+ui.Itoa(x.ID)
		v.Remove = e.URL(v.Action + "/fjern")
	}
	v.Action = e.URL(v.Action)
	for _, k := range planning.Kinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Label: e.T(k.Name())})
	}
	p := e.Page(r, title)
	p.Active, p.HasErrors = active(e), v.F.Failed()
	return page.RenderStatus(w, r, status, entryPage(p, v))
}
