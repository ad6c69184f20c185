package participants

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

type listView struct {
	Page     ui.Page
	F        page.FormView
	Desk     registration.Desk
	Crumbs   []ui.Crumb
	Dates    []date
	Date     date
	Series   bool
	List     registration.List
	Words    string
	Status   string
	Rows     []row
	NextURL  string
	FirstURL string // back to the start, "" there
	Attend   bool   // the date has come: ticking off is possible
	Link     func(rest string) string
	Filtered bool
}

// row is one contact person with her party.
type row struct {
	registration.Registration
	Tag    string
	Note   string // until when an offer stands, and such
	Phone  string
	URL    string
	People []person
}

type person struct {
	ID    int64
	Name  string
	Age   string
	State registration.Attendance
}

// filter is how the address narrows the list.
func filter(q *form.Form, d registration.Desk, chosen date) registration.ListParams {
	p := registration.ListParams{ActivityID: d.ActivityID, OccurrenceID: chosen.ID, Words: q.Line("q", 100), Limit: 50}
	p.AfterNumber, _ = strconv.Atoi(q.Raw("etter"))
	if p.AfterNumber < 0 || p.AfterNumber > 1<<30 {
		p.AfterNumber = 0
	}
	if s := registration.Status(q.Raw("status")); slices.Contains(registration.Statuses, s) {
		p.Statuses = []registration.Status{s}
	}
	return p
}

// List is who has signed up for a date.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	return h.list(w, r, form.Query(r), nil)
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request, q, posted *form.Form) error {
	e := page.From(r)
	d, err := h.desk(r)
	if err != nil {
		return err
	}
	v := listView{F: e.Form(posted), Desk: d, Crumbs: nil, Words: q.Line("q", 100), Status: q.Raw("status"), Series: d.Form.Scope == registration.WholeSeries}
	v.Page = newPage(r, e.T("Påmelding til %s", d.Title), v.F)
	v.Crumbs = crumbs(v.Page, e, d, "")
	v.Link = func(rest string) string { return e.URL(at(e, d.ActivityID, v.Date.ID, rest)) }
	if d.Form.Version == 0 {
		return page.Render(w, r, noFormPage(v))
	}
	if v.Dates, v.Date, err = h.dates(r, d, q); err != nil {
		return err
	}
	if v.Date.ID == 0 {
		return page.Render(w, r, noFormPage(v))
	}
	p := filter(q, d, v.Date)
	if v.List, err = h.portal.Registrations.List(r.Context(), e.Actor, p); err != nil {
		return err
	}
	v.Filtered = p.Words != "" || p.Statuses != nil
	v.Attend = !e.Now.Before(startOfDay(v.Date.Starts))
	v.Rows = rowsOf(e, d, v.List)
	v.links(e, p)
	return page.RenderStatus(w, r, statusOf(v.F), listPage(v))
}

// links are the ways to the next part and back to the first.
func (v *listView) links(e *page.Env, p registration.ListParams) {
	keep := url.Values{"dato": {itoa(v.Date.ID)}}
	for name, value := range map[string]string{"q": v.Words, "status": v.Status} {
		if value != "" {
			keep.Set(name, value)
		}
	}
	path := e.URL(own(e, v.Desk.ActivityID, ""))
	if p.AfterNumber > 0 {
		v.FirstURL = path + tables.Query(keep)
	}
	if v.List.Next > 0 {
		keep.Set("etter", strconv.Itoa(v.List.Next))
		v.NextURL = path + tables.Query(keep)
	}
}

func startOfDay(t time.Time) time.Time {
	t = t.In(i18n.Oslo)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, i18n.Oslo)
}

var statusColours = map[registration.Status]string{
	registration.Confirmed: "success", registration.Unconfirmed: "warning", registration.Waiting: "info", registration.Offered: "warning",
	registration.ExpiredOffer: "neutral", registration.Cancelled: "neutral", registration.CancelledByOrganiser: "neutral",
}

func rowsOf(e *page.Env, d registration.Desk, list registration.List) []row {
	var out []row
	for _, r := range list.Rows {
		out = append(out, row{
			Registration: r, Tag: statusColours[r.Status], Phone: i18n.Phone(r.Phone), Note: noteOf(e, r),
			URL: e.URL(own(e, d.ActivityID, "/"+itoa(r.ID))), People: peopleOf(e, r),
		})
	}
	return out
}

// noteOf says until when something stands.
func noteOf(e *page.Env, r registration.Registration) string {
	switch {
	case r.Status == registration.Offered && r.OfferExpiresAt != nil:
		return e.T("Tilbudet står til %s", e.Lang.When(*r.OfferExpiresAt, *r.OfferExpiresAt, false, e.Now))
	case r.Status == registration.Unconfirmed && r.HoldExpiresAt != nil:
		return e.T("Plassen holdes til %s", e.Lang.When(*r.HoldExpiresAt, *r.HoldExpiresAt, false, e.Now))
	case r.Overbooked:
		return e.T("Fikk plass selv om det var fullt")
	}
	return ""
}

func peopleOf(e *page.Env, r registration.Registration) []person {
	var out []person
	for i, p := range r.Participants {
		one := person{ID: p.ID, Name: p.Name, State: p.Attendance}
		if band, known := registration.BandOf(p.AgeBand); known {
			one.Age = band.Name(e.Lang)
		}
		if one.Name == "" {
			one.Name = e.T("Person %d", i+1)
		}
		out = append(out, one)
	}
	return out
}

func statusOptions(p ui.Page) []ui.Option {
	var out []ui.Option
	for _, s := range registration.Statuses {
		out = append(out, ui.Option{Value: string(s), Label: p.T(s.Name())})
	}
	return out
}

// freeText says how many places are left.
func freeText(p ui.Page, s registration.Slot) string {
	free, limited := s.Free()
	if !limited {
		return p.T("Ingen grense")
	}
	return strconv.Itoa(free)
}

// Close closes sign-up for new ones, or opens it again.
func (h *Handler) Close(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	e, closed := page.From(r), f.Raw("steng") == "1"
	if err := h.portal.Registrations.CloseSignUp(r.Context(), e.Actor, d.ActivityID, f.ID("gjelder_dato"), closed); err != nil {
		return err
	}
	text := i18n.Mark("Påmeldingen er åpnet igjen.")
	if closed {
		text = i18n.Mark("Påmeldingen er stengt. De som står på venteliste, får fortsatt plasser som blir ledige.")
	}
	return page.Redirect(w, r, at(e, d.ActivityID, f.ID("dato"), ""), e.T(text))
}

// Places gives one date another number of places than the rest.
func (h *Handler) Places(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	e, places := page.From(r), f.Int("plasser", 1, 10000)
	if len(f.Errs) == 0 {
		err = h.portal.Registrations.SetCapacity(r.Context(), e.Actor, d.ActivityID, slotDate(d, date{ID: f.ID("dato")}), places)
		if err != nil && !f.Merge(err) {
			return err
		}
	}
	if f.Err() != nil {
		return h.list(w, r, f, f)
	}
	return page.Redirect(w, r, at(e, d.ActivityID, f.ID("dato"), ""), e.T("Antall plasser er endret."))
}

// Attend ticks somebody off, or takes it back.
func (h *Handler) Attend(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	e := page.From(r)
	id, err := page.ID(r, "nr")
	if err != nil {
		return err
	}
	state := registration.Attendance(f.Raw("svar"))
	if !slices.Contains([]registration.Attendance{registration.Present, registration.Absent, registration.Unknown}, state) {
		return fault.Refuse(i18n.Mark("Velg ett av valgene."))
	}
	if err := h.portal.Registrations.SetAttendance(r.Context(), e.Actor, id, f.ID("deltaker"), f.ID("dato"), state); err != nil {
		return err
	}
	back := tables.Back(f.Raw("sok"), []string{"q", "status", "etter"})
	back.Set("dato", itoa(f.ID("dato")))
	return page.Redirect(w, r, own(e, d.ActivityID, "")+tables.Query(back)+"#p-"+itoa(id))
}

// off says that sign-up here has been turned off, though there is a list.
func (v listView) off() bool { return v.Desk.Mode != activity.HereSignup }

func (v listView) closed() bool { return v.Desk.Form.Closed || v.List.Slot.Closed }

// query is the filter as ticking off carries it.
func (v listView) query() string {
	return tables.Query(url.Values{"q": {v.Words}, "status": {v.Status}})
}
