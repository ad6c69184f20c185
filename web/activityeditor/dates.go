// The dates of an activity, and changing or calling off one of them.

package activityeditor

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/planning"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/planning/around"
	"frivilligsentral/web/ui"
)

const datesShown = 200

type datesView struct {
	Page     ui.Page
	Activity activity.Activity
	Dates    []sideDate
	BackURL  string
	Words    string
}

// Dates are all coming dates of one activity.
func (h *Handler) Dates(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	v, err := h.open(r)
	if err != nil {
		return err
	}
	dates, err := h.portal.Activities.Occurrences(r.Context(), e.Actor, v.ID, e.Now, datesShown)
	if err != nil {
		return err
	}
	d := datesView{Activity: v.Activity, BackURL: e.URL(Path(e, v.ID, "")), Words: v.Words(e.Lang, e.Now)}
	for _, o := range dates {
		d.Dates = append(d.Dates, dateOf(e, v.Activity, o))
	}
	d.Page = e.Page(r, e.T("Datoene for %s", v.Title))
	d.Page.Active = "aktiviteter"
	return page.Render(w, r, datesPage(d))
}

// open reads the activity that the address names.
func (h *Handler) open(r *http.Request) (activity.View, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return activity.View{}, err
	}
	return h.portal.Activities.Get(r.Context(), page.From(r).Actor, id)
}

// openToEdit is open for those who may change the activity; others may know of
// it, and get told that it is not theirs to change.
func (h *Handler) openToEdit(r *http.Request) (activity.View, error) {
	v, err := h.open(r)
	if err == nil && !activity.MayEdit(page.From(r).Actor, v.Activity) {
		err = fault.Denied(i18n.Mark("Du har ikke tilgang til dette."))
	}
	return v, err
}

type dateView struct {
	Page       ui.Page
	Form       page.FormView
	Activity   activity.Activity
	Date       activity.Occurrence
	When       string
	Was        string // where the schedule had put it, "" when there
	Repeats    bool
	Venues     []ui.Option
	Action     string
	BackURL    string
	SeriesURL  string
	Part       string   // which of the forms failed: "endre", "avlys" or "utsett"
	Reach      []string // who is told
	WaitsUntil string   // of a postponed date: when it is given up
	Restores   bool     // its time is still to come
	Around     around.View
	Looked     string // when Around is about
}

// Date is one date: change it, call it off, or take that back.
func (h *Handler) Date(w http.ResponseWriter, r *http.Request) error {
	v, o, err := h.openDate(r)
	if err != nil {
		return err
	}
	values := dateValues(v.Activity, o)
	if day := form.Query(r).Date("dato"); day != nil { // a free day that was chosen
		values.Set("dato", day.Format(time.DateOnly))
		if values.Get("til_dato") != "" {
			values.Set("til_dato", day.AddDate(0, 0, daysFrom(i18n.Midnight(o.StartsAt), i18n.Midnight(o.EndsAt))).Format(time.DateOnly))
		}
	}
	return h.showDate(w, r, v, o, &form.Form{Values: values}, "")
}

func (h *Handler) openDate(r *http.Request) (activity.View, activity.Occurrence, error) {
	v, err := h.openToEdit(r)
	if err != nil {
		return v, activity.Occurrence{}, err
	}
	id, err := page.ID(r, "dato")
	if err != nil {
		return v, activity.Occurrence{}, err
	}
	dates, err := h.portal.Activities.Occurrences(r.Context(), page.From(r).Actor, v.ID, page.From(r).Now, 2000)
	for _, o := range dates {
		if o.ID == id {
			return v, o, err
		}
	}
	if err == nil {
		err = fault.Missing(i18n.Mark("Vi finner ikke datoen, eller den er over."))
	}
	return v, activity.Occurrence{}, err
}

func dateValues(a activity.Activity, o activity.Occurrence) url.Values {
	v := url.Values{}
	s := activity.Schedule{StartsAt: o.StartsAt, DurationMinutes: wallMinutes(o.StartsAt, o.EndsAt), AllDay: o.AllDay}
	scheduleValues(v, s)
	v.Set("sted", IdValue(o.VenueID))
	if o.VenueID == 0 {
		v.Set("sted", IdValue(a.VenueID))
	}
	v.Set("moteplass", o.OwnPlaceNote)
	if o.Status == activity.Moved || o.Postponed() {
		v.Set("grunn", o.Reason)
	}
	if o.Postponed() {
		v.Del("dato")
		v.Del("til_dato")
	}
	return v
}

// wallMinutes is how long something lasts by the clock on the wall.
func wallMinutes(start, end time.Time) int {
	_, a := start.In(i18n.Oslo).Zone()
	_, b := end.In(i18n.Oslo).Zone()
	return int(end.Sub(start).Minutes()) + (b-a)/60
}

func (h *Handler) showDate(w http.ResponseWriter, r *http.Request, a activity.View, o activity.Occurrence, f *form.Form, part string) error {
	e := page.From(r)
	venues, err := h.portal.Venues.PublicChoices(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	v := dateView{
		Form: e.Form(f), Activity: a.Activity, Date: o, When: e.Lang.When(o.StartsAt, o.EndsAt, o.AllDay, e.Now), Repeats: a.Repeats(),
		Action: e.URL(Path(e, a.ID, "/datoer/"+IdValue(o.ID))), BackURL: e.URL(Path(e, a.ID, "")), SeriesURL: e.URL(Path(e, a.ID, "/avlys")), Part: part,
		WaitsUntil: e.Lang.Date(o.OverAt), Restores: o.EndsAt.After(e.Now),
	}
	if o.OriginalStart != nil {
		v.Was = e.Lang.When(*o.OriginalStart, *o.OriginalStart, o.AllDay, e.Now)
	}
	if v.Reach, err = h.reach(r, a.Activity, o.ID); err != nil {
		return err
	}
	for _, x := range venues {
		v.Venues = append(v.Venues, ui.Option{Value: IdValue(x.ID), Label: x.Name})
	}
	if v.Around, err = h.aroundDate(r, a, o, f, v.Action); err != nil {
		return err
	}
	if at, known := spanOf(f, o); known || !o.Postponed() {
		v.Looked = e.Lang.When(at.From, at.To, o.AllDay, e.Now)
	}
	v.Page = e.Page(r, e.T("%s, %s", a.Title, e.Lang.DateWeekday(o.StartsAt, e.Now)))
	v.Page.Active, v.Page.HasErrors = "aktiviteter", v.Form.Failed()
	status := http.StatusOK
	if v.Form.Failed() {
		status = http.StatusUnprocessableEntity
	}
	return page.RenderStatus(w, r, status, datePage(v))
}

// spanOf is when the form says that the date is to be, known false where that cannot be read.
func spanOf(f *form.Form, o activity.Occurrence) (at planning.Span, known bool) {
	typed := &form.Form{Values: maps.Clone(f.Values)}
	if o.AllDay {
		typed.Values.Set("heldag", "ja")
	}
	typed.Values.Set("gjentas", once)
	s := readSchedule(typed)
	if len(typed.Errs) > 0 || s.StartsAt.IsZero() {
		return planning.Span{From: o.StartsAt, To: o.EndsAt}, false
	}
	return planning.Span{From: s.StartsAt, To: s.EndsAt()}, true
}

// aroundDate is what else there is when the form says that one date is to be, and the free days that it can move to.
func (h *Handler) aroundDate(r *http.Request, a activity.View, o activity.Occurrence, f *form.Form, address string) (around.View, error) {
	e, who := page.From(r), audience(a.Draft, a.ID)
	at, known := spanOf(f, o)
	who.ExceptDate = o.ID
	if venue := f.ID("sted"); f.Has("sted") && venue != o.VenueID {
		if who.VenueID = venue; venue != 0 {
			who.AreaID = 0 // that of the place
		}
	} else if who.VenueID = o.VenueID; o.AreaID != 0 {
		who.AreaID = o.AreaID
	}
	var v around.View
	var err error
	switch {
	case o.Cancelled():
		return v, nil
	case known || !o.Postponed():
		v, err = around.Read(r.Context(), h.portal.Planning, e, []planning.Span{at}, who)
	}
	if err != nil {
		return v, err
	}
	v.Level = 2
	return v, v.AddFree(r.Context(), h.portal.Planning, e, at, who, "", func(day string) string {
		return page.WithQuery(address, url.Values{"dato": {day}}) + "#flytt"
	})
}

// ref points at the date as the form showed it.
func ref(f *form.Form, a activity.View, o activity.Occurrence) activity.DateRef {
	sequence, err := strconv.Atoi(f.Raw("utgave"))
	if err != nil || sequence < 0 {
		sequence = o.Sequence
	}
	return activity.DateRef{ActivityID: a.ID, OccurrenceID: o.ID, Sequence: sequence}
}

// onDate reads the form, lets do act on the date, and goes back to the activity.
func (h *Handler) onDate(w http.ResponseWriter, r *http.Request, part, flash string, do func(*form.Form, activity.DateRef, activity.Occurrence) error) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, o, err := h.openDate(r)
	if err != nil {
		return err
	}
	if err := do(f, ref(f, v, o), o); err != nil {
		if errors.Is(err, errLook) || f.Merge(err) {
			return h.showDate(w, r, v, o, f, part)
		}
		return err
	}
	e := page.From(r)
	to, err := h.afterwards(r, v.ID, Path(e, v.ID, ""))
	if err != nil {
		return err
	}
	return page.Redirect(w, r, to, e.T(flash))
}

// errLook says that somebody only wants to see what else there is at the new time.
var errLook = errors.New("only to look")

// ChangeDate gives one date another time or place, or shows what else there is then.
func (h *Handler) ChangeDate(w http.ResponseWriter, r *http.Request) error {
	return h.onDate(w, r, "endre", i18n.Mark("Datoen er endret."), func(f *form.Form, ref activity.DateRef, o activity.Occurrence) error {
		if o.AllDay {
			f.Values.Set("heldag", "ja")
		}
		f.Values.Set("gjentas", once)
		s := readSchedule(f)
		if len(f.Errs) > 0 { // not the time that is stored
			f.Required("grunn", activity.MaxReason, i18n.Mark("Skriv hvorfor tiden er endret. Alle kan lese det."))
		}
		place := f.Line("moteplass", activity.MaxPlaceNote)
		if err := f.Errs.Err(); err != nil {
			f.Errs = nil // Merge gives them back
			return err
		}
		if f.Has("se") {
			return errLook
		}
		return h.portal.Activities.ChangeOccurrence(r.Context(), page.From(r).Actor, ref, activity.DateChange{
			StartsAt: s.StartsAt, EndsAt: s.EndsAt(), VenueID: f.ID("sted"), PlaceNote: place,
			Reason: f.Raw("grunn"),
		})
	})
}

// CancelDate calls one date off.
func (h *Handler) CancelDate(w http.ResponseWriter, r *http.Request) error {
	return h.onDate(w, r, "avlys", i18n.Mark("Datoen er avlyst. Den står fortsatt i listen, med grunnen."), func(f *form.Form, ref activity.DateRef, _ activity.Occurrence) error {
		return h.portal.Activities.CancelOccurrence(r.Context(), page.From(r).Actor, ref, f.Raw("grunn"))
	})
}

// PostponeDate says that one date waits for a new time.
func (h *Handler) PostponeDate(w http.ResponseWriter, r *http.Request) error {
	return h.onDate(w, r, "utsett", i18n.Mark("Datoen er utsatt. Sett den nye datoen her når den er klar."), func(f *form.Form, ref activity.DateRef, _ activity.Occurrence) error {
		return h.portal.Activities.PostponeOccurrence(r.Context(), page.From(r).Actor, ref, f.Raw("grunn"))
	})
}

// RestoreDate takes back that a date is cancelled or postponed.
func (h *Handler) RestoreDate(w http.ResponseWriter, r *http.Request) error {
	return h.onDate(w, r, "", i18n.Mark("Datoen går som planlagt."), func(f *form.Form, ref activity.DateRef, _ activity.Occurrence) error {
		return h.portal.Activities.RestoreOccurrence(r.Context(), page.From(r).Actor, ref)
	})
}

// field belongs to one of the forms of the page; only the one that failed
// shows what was typed and what is wrong.
func (v dateView) field(part string, f ui.FieldArgs) ui.FieldArgs {
	if v.Part == "" || v.Part == part {
		f.Value, f.Error = v.Form.Value(f.Name), v.Form.Err(f.Name)
	}
	return f
}

// reason is the field that all can read the answer of. Its id is that of the
// form which failed, so that the error summary points at the right one.
func (v dateView) reason(part, label string) ui.FieldArgs {
	f := v.field(part, ui.FieldArgs{
		Name: "grunn", Label: label, Help: v.Page.T("Alle kan lese det du skriver her."), MaxLength: activity.MaxReason, Required: part != "endre",
	})
	if part != "endre" && v.Part == "" {
		f.Value = ""
	}
	if failed := v.Part == part || v.Part == "" && part == "avlys"; !failed {
		f.ID = "grunn-" + part
	}
	return f
}
