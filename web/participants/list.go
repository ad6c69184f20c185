// The list of a date, and what is done from it: closing sign-up, changing the places, ticking off.

package participants

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

type listView struct {
	Page     ui.Page
	F        page.FormView
	Desk     roster.Desk
	Crumbs   []ui.Crumb
	Dates    []date
	Date     date
	Series   bool
	List     roster.List
	Kept     url.Values // the date and the filters, as addresses carry them
	Rows     []row
	PrevURL  string
	NextURL  string
	Attend   bool // the date has come: ticking off is possible
	Open     bool // somebody can still be signed up
	Unticked bool // somebody shown has a place and no tick yet
	Link     func(rest string) string
	Filtered bool
	Choices  []ui.Option // the dates
	Earlier  string      // the address of the date before, "" for none
	Later    string
	Calls    []callView // who must be rung about this date
	Here     string     // the query of the page, for coming back to it
	Layout   tables.ViewsRow
}

// row is one contact person with her party.
type row struct {
	registration.Registration
	Tag      string
	Note     string // until when an offer stands, and such
	Phone    string
	URL      string
	People   []person
	Position int  // in the queue, 0 outside it
	Refused  bool // e-mail to her bounces
	Ring     bool // nobody has told her what has changed
	Answers  [][2]string
}

type person struct {
	ID    int64
	Name  string
	Age   string
	State registration.Attendance
}

// Filters are what the list of a date can be narrowed by.
var Filters = filter.Set[roster.ListParams]{
	filter.Search(func(p *roster.ListParams) *string { return &p.Words }),
	{Name: "status", Read: func(e *page.Env, q *form.Form, p *roster.ListParams) filter.Value {
		if s := registration.Status(q.Raw("status")); slices.Contains(registration.Statuses, s) {
			p.Statuses = []registration.Status{s}
			return filter.Value{Written: string(s), Label: e.T(s.Name())}
		}
		return filter.Value{}
	}},
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
	p, on := Filters.Read(e, q)
	v := listView{F: e.Form(posted), Desk: d, Kept: filter.Write(on), Filtered: len(on) > 0, Series: d.Form.Scope == signupform.WholeSeries}
	v.Page = NewPage(r, e.T("Påmelding til %s", d.Title), v.F)
	v.Crumbs = Crumbs(v.Page, e, d, "")
	v.Link = func(rest string) string { return e.URL(At(e, d.ActivityID, v.Date.ID, rest)) }
	if d.Form.Version == 0 {
		return page.Render(w, r, noFormPage(v))
	}
	if v.Dates, v.Date, err = h.dates(r, d, q); err != nil {
		return err
	}
	if v.Date.ID == 0 {
		return page.Render(w, r, noFormPage(v))
	}
	p.ActivityID, p.OccurrenceID = d.ActivityID, v.Date.ID
	p.After, p.Before = q.Raw("etter"), q.Raw("for")
	v.Kept.Set("dato", ui.Itoa(v.Date.ID))
	if v.List, err = h.portal.Rosters.List(r.Context(), e.Actor, p); err != nil {
		return err
	}
	v.Attend = !v.Date.Off && !v.List.Slot.Cancelled && !e.Now.Before(i18n.Midnight(v.Date.Starts))
	v.Open = !v.List.Slot.Cancelled && v.List.Slot.EndsAt.After(e.Now)
	if v.Rows, err = h.rows(r, d, v.List.Rows); err != nil {
		return err
	}
	if v.Calls, err = h.callsOn(r, d, v.Date); err != nil {
		return err
	}
	v.Unticked = slices.ContainsFunc(v.Rows, row.unticked)
	v.choices(e)
	v.links(e, p)
	if v.Layout, err = h.table(e, d).LayoutOf(r, v.Here); err != nil {
		return err
	}
	return page.RenderStatus(w, r, v.F.Status(), listPage(v))
}

// links are the ways to the pages of the list beside this one.
func (v *listView) links(e *page.Env, p roster.ListParams) {
	if v.Here = page.Query(page.Plus(v.Kept, "etter", p.After)); p.Before != "" {
		v.Here = page.Query(page.Plus(v.Kept, "for", p.Before))
	}
	v.PrevURL, v.NextURL = e.Beside(Path(e, v.Desk.ActivityID, ""), v.Kept, v.List.Prev, v.List.Next)
}

// file is the address of the list as a file, with those that the filter lets through.
func (v listView) file(rest string) string { return pathOnly(v.Link(rest)) + page.Query(v.Kept) }

var statusColours = map[registration.Status]string{
	registration.Confirmed: "success", registration.Unconfirmed: "warning", registration.Waiting: "info", registration.Offered: "warning",
	registration.ExpiredOffer: "neutral", registration.Cancelled: "neutral", registration.CancelledByOrganiser: "neutral",
}

// rows are registrations with what is known beside what people have written.
func (h *Handler) rows(r *http.Request, d roster.Desk, list []registration.Registration) ([]row, error) {
	e := page.From(r)
	notes, err := h.portal.Rosters.NotesOn(r.Context(), e.Actor, d.ActivityID, list)
	var out []row
	for _, r := range list {
		note := noteOf(e, r)
		if notes.Double[r.ID] {
			note = strings.TrimSpace(note + " " + e.T("En annen påmelding har samme navn. Det kan være den samme personen to ganger."))
		}
		out = append(out, row{
			Registration: r, Tag: statusColours[r.Status], Phone: i18n.Phone(r.Phone), Note: note,
			URL: e.URL(Path(e, d.ActivityID, "/"+ui.Itoa(r.ID))), People: peopleOf(e, r),
			Position: notes.Position[r.ID], Refused: notes.Refused[r.ID], Ring: notes.Ring[r.ID] != "", Answers: answersOf(e, d, r),
		})
	}
	return out, err
}

// answersOf are the organiser's questions that have an answer, with the answer.
func answersOf(e *page.Env, d roster.Desk, r registration.Registration) (all [][2]string) {
	for _, q := range d.Form.Questions {
		if a := r.Answers[q.ID]; a != "" {
			all = append(all, [2]string{q.Label, q.AnswerText(e.Lang, a)})
		}
	}
	return all
}

func (r row) unticked() bool {
	return r.Status == registration.Confirmed && slices.ContainsFunc(r.People, func(p person) bool { return p.State == registration.Unknown })
}

// allCame says that the whole party is ticked off as present.
func (r row) allCame() bool {
	return !slices.ContainsFunc(r.People, func(p person) bool { return p.State != registration.Present })
}

// choices are the other dates.
func (v *listView) choices(e *page.Env) {
	v.Choices = dateOptions(e, v.Dates)
	at := slices.IndexFunc(v.Dates, func(d date) bool { return d.ID == v.Date.ID })
	to := func(i int) string { return e.URL(Path(e, v.Desk.ActivityID, "") + "?dato=" + ui.Itoa(v.Dates[i].ID)) }
	if at > 0 {
		v.Earlier = to(at - 1)
	}
	if at >= 0 && at+1 < len(v.Dates) {
		v.Later = to(at + 1)
	}
}

// noteOf says until when something stands.
func noteOf(e *page.Env, r registration.Registration) string {
	switch {
	case r.Status == registration.Offered && r.OfferExpiresAt != nil:
		return e.T("Tilbudet står til %s", e.Lang.When(*r.OfferExpiresAt, *r.OfferExpiresAt, false, e.Now))
	case r.AwaitsOrganiser() && r.HoldExpiresAt != nil:
		return e.T("Har ikke e-post. Ring, og bekreft før %s. Ellers slettes påmeldingen.", e.Lang.When(*r.HoldExpiresAt, *r.HoldExpiresAt, false, e.Now))
	case r.Status == registration.Unconfirmed && r.Holds == registration.HoldsPlace && r.HoldExpiresAt != nil:
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
		if band, known := signupform.BandOf(p.AgeBand); known {
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
func freeText(p ui.Page, s signupform.Slot) string {
	free, limited := s.Free()
	if !limited {
		return p.T("Ingen grense")
	}
	return strconv.Itoa(free)
}

// counts say how many have a place, wait, and may still come; and on the day itself how
// many are ticked off, when the list is what matters.
func (v listView) counts() string {
	s := v.List.Slot
	all := []string{v.Page.N("Én har plass", "%d har plass", s.Taken)}
	if s.Waiting > 0 {
		all = append(all, v.Page.T("%d venter", s.Waiting))
	}
	if v.Attend {
		if n, of := v.ticked(); of > 0 {
			all = append(all, v.Page.T("%d av %d er krysset av", n, of))
		}
	} else if free, limited := s.Free(); limited {
		all = append(all, v.Page.N("én ledig", "%d ledige", free))
	}
	return strings.Join(all, " · ")
}

// short is the page with the activity's name only: what the list is of is seen.
func (v listView) short() ui.Page {
	v.Page.Title = v.Desk.Title
	return v.Page
}

// shows says whether the person wants to see a part of each line; on the day itself all is seen.
func (v listView) shows(part string) bool { return v.Attend || v.Layout.Shows(part) }

// besideName says that the age of one who comes alone stands in her line.
func (v listView) besideName(r row) bool {
	return !v.Attend && len(r.People) == 1 && r.People[0].Age != "" && (r.People[0].Name == r.Name || r.Participants[0].Name == "") && v.shows("folge")
}

// table is how the list is told of where it is narrowed, looks, and is acted on.
func (h *Handler) table(e *page.Env, d roster.Desk) tables.Table {
	return tables.Table{
		DB: h.portal.Pool, Path: Path(e, d.ActivityID, ""), Key: "/pamelding", Names: append(Filters.Names(), "dato", "etter", "for"),
		Columns: []ui.Option{
			{Value: "telefon", Label: i18n.Mark("Telefon")}, {Value: "epost", Label: i18n.Mark("E-post")},
			{Value: "folge", Label: i18n.Mark("Hvem som kommer")}, {Value: "svar", Label: i18n.Mark("Svar på spørsmål")},
		},
		Show: func(w http.ResponseWriter, r *http.Request, _ int, q, posted *form.Form) error {
			return h.list(w, r, q, posted)
		},
	}
}

// SaveLayout keeps what is shown of each person, and how high the lines are.
func (h *Handler) SaveLayout(w http.ResponseWriter, r *http.Request) error {
	d, err := h.stored(r)
	if err != nil {
		return err
	}
	return h.table(page.From(r), d).SaveLayout(w, r)
}

// Close closes sign-up for new ones, or opens it again.
func (h *Handler) Close(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	e, closed := page.From(r), f.Raw("steng") == "1"
	if err := h.portal.SignupForms.CloseSignUp(r.Context(), e.Actor, d.ActivityID, f.ID("gjelder_dato"), closed); err != nil {
		return err
	}
	text := i18n.Mark("Påmeldingen er åpnet igjen.")
	if closed {
		text = i18n.Mark("Påmeldingen er stengt. De som står på venteliste, får fortsatt plasser som blir ledige.")
	}
	return page.Redirect(w, r, At(e, d.ActivityID, f.ID("dato"), ""), e.T(text))
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
	return page.Redirect(w, r, At(e, d.ActivityID, f.ID("dato"), ""), e.T("Antall plasser er endret."))
}

// Attend ticks somebody off, or takes it back.
func (h *Handler) Attend(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	e := page.From(r)
	id, err := h.listed(r, d)
	if err != nil {
		return err
	}
	state := registration.Attendance(f.Raw("svar"))
	if !slices.Contains([]registration.Attendance{registration.Present, registration.Absent, registration.Unknown}, state) {
		return fault.Refuse(i18n.Mark("Velg ett av valgene."))
	}
	if err := h.portal.Rosters.SetAttendance(r.Context(), e.Actor, id, f.ID("deltaker"), f.ID("dato"), state); err != nil {
		return err
	}
	return page.Redirect(w, r, back(e, d, f)+"#p-"+ui.Itoa(id))
}

// back is the list with the filter that the form was sent from.
func back(e *page.Env, d roster.Desk, f *form.Form) string {
	q := tables.Back(f.Raw("sok"), append(Filters.Names(), "etter", "for"))
	if id := f.ID("dato"); id != 0 {
		q.Set("dato", ui.Itoa(id))
	}
	return page.WithQuery(Path(e, d.ActivityID, ""), q)
}

// AttendRest ticks everybody off as present who has no tick yet.
func (h *Handler) AttendRest(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	e := page.From(r)
	_, chosen, err := h.dates(r, d, f)
	if err != nil {
		return err
	}
	if chosen.Off || e.Now.Before(i18n.Midnight(chosen.Starts)) {
		return fault.Clash(i18n.Mark("Du kan krysse av fra og med dagen det skjer."))
	}
	n, err := h.portal.Rosters.AttendRest(r.Context(), e.Actor, d.ActivityID, chosen.ID)
	if err != nil {
		return err
	}
	text := e.T("Alle er krysset av fra før.")
	if n > 0 {
		text = e.Lang.N("Én er krysset av som møtt.", "%d er krysset av som møtt.", n) + " " + e.T("Trykk på Ikke møtt hos den som ikke kom.")
	}
	return page.Redirect(w, r, back(e, d, f)+"#liste", text)
}

// off says that sign-up here has been turned off, though there is a list.
func (v listView) off() bool { return v.Desk.Mode != activity.HereSignup }

func (v listView) closed() bool { return v.Desk.Form.Closed || v.List.Slot.Closed }
