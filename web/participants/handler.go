// Package participants is where organisers and staff keep who comes: the list of
// each date, attendance, the desk, and messages. What signing up asks for is set in
// signupsetup; what people see who sign themselves up is in signup.
package participants

import (
	"net/http"
	"strings"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Handler has the pages about an activity's participants, behind both doors.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// Path is an address below the participants of one activity: "", "/oppsett" …
func Path(e *page.Env, activityID int64, rest string) string {
	return e.DoorPath("/aktiviteter") + "/" + ui.Itoa(activityID) + "/pamelding" + rest
}

// At is Path with the date that the page is about.
func At(e *page.Env, activityID, occurrenceID int64, rest string) string {
	path := Path(e, activityID, rest)
	if occurrenceID != 0 {
		path += "?dato=" + ui.Itoa(occurrenceID)
	}
	return path
}

// desk reads the activity that the address names, for somebody who keeps its list.
func (h *Handler) desk(r *http.Request) (roster.Desk, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return roster.Desk{}, err
	}
	return h.portal.Rosters.DeskOf(r.Context(), page.From(r).Actor, id)
}

// stored is desk where a form has been saved; without one there is no list yet.
func (h *Handler) stored(r *http.Request) (roster.Desk, error) {
	d, err := h.desk(r)
	if err == nil && d.Form.Version == 0 {
		err = fault.Missing(i18n.Mark("Aktiviteten har ikke påmelding i portalen."))
	}
	return d, err
}

// read is a posted form with the activity it is about.
func (h *Handler) read(w http.ResponseWriter, r *http.Request) (*form.Form, roster.Desk, error) {
	f, err := form.Read(w, r)
	if err != nil {
		return nil, roster.Desk{}, err
	}
	d, err := h.stored(r)
	return f, d, err
}

// date is one date of an activity with what can be said of its places.
type date struct {
	ID     int64 // 0: the series as a whole
	Starts time.Time
	Ends   time.Time
	AllDay bool
	Text   string
	Off    bool   // does not happen
	Why    string // then: cancelled or postponed
}

// shownBack is how long a date stays in the choice after it is over: attendance
// and thanks come late.
const (
	shownBack  = 60 * 24 * time.Hour
	datesShown = 200
)

// dates are the dates to choose from, and the one that q names or that is closest.
func (h *Handler) dates(r *http.Request, d roster.Desk, q *form.Form) (all []date, chosen date, err error) {
	e := page.From(r)
	rows, err := h.portal.Rosters.Dates(r.Context(), e.Actor, d.ActivityID, e.Now.Add(-shownBack), datesShown)
	if err != nil {
		return nil, date{}, err
	}
	asked := q.ID("dato")
	for _, o := range rows {
		t := date{ID: o.ID, Starts: o.StartsAt, Ends: o.EndsAt, AllDay: o.AllDay, Text: e.Lang.When(o.StartsAt, o.EndsAt, o.AllDay, e.Now)}
		if o.Off() {
			t.Off, t.Why = true, e.T("avlyst")
			if o.Postponed() {
				t.Why = e.T("utsatt")
			}
			t.Text += " – " + t.Why
		}
		all = append(all, t)
		if o.ID == asked {
			chosen = t
		}
	}
	if asked == 0 {
		return all, closest(all, e.Now), nil
	}
	if chosen.ID == 0 {
		return nil, date{}, fault.Missing(i18n.Mark("Vi finner ikke datoen."))
	}
	return all, chosen, nil
}

// closest is the next date that takes place, or the last there was. What has ended
// today is closer than what comes another day: then people are ticked off.
func closest(all []date, now time.Time) date {
	if len(all) == 0 {
		return date{}
	}
	midnight := i18n.Midnight(now)
	next, today := -1, -1
	for i, d := range all {
		switch {
		case d.Off:
		case !d.Ends.After(now):
			if d.Ends.After(midnight) {
				today = i
			}
		case next < 0:
			next = i
		}
	}
	switch {
	case next >= 0 && (today < 0 || !i18n.Midnight(all[next].Starts).After(midnight)):
		return all[next]
	case today >= 0:
		return all[today]
	}
	return all[len(all)-1]
}

// slotDate is the date that a list is for: 0 when sign-up is for the whole series.
func slotDate(d roster.Desk, chosen date) int64 {
	if d.Form.Scope == signupform.WholeSeries {
		return 0
	}
	return chosen.ID
}

// dateOptions are short enough for a narrow phone: the clock stands only where a
// day has several.
func dateOptions(e *page.Env, all []date) []ui.Option {
	var out []ui.Option
	days := map[string]int{}
	for _, d := range all {
		days[e.Lang.ShortDate(d.Starts)]++
	}
	for _, d := range all {
		_, label, _ := strings.Cut(e.Lang.DateWeekday(d.Starts, e.Now), " ")
		label = e.Lang.WeekdayShort(d.Starts.In(i18n.Oslo).Weekday()) + " " + label
		if !d.AllDay && days[e.Lang.ShortDate(d.Starts)] > 1 {
			label += " " + e.Lang.Time(d.Starts)
		}
		if d.Off {
			label += " – " + d.Why
		}
		out = append(out, ui.Option{Value: ui.Itoa(d.ID), Label: label})
	}
	return out
}

func Crumbs(p ui.Page, e *page.Env, d roster.Desk, last string) []ui.Crumb {
	all := []ui.Crumb{{Label: p.T("Aktiviteter"), URL: e.URL(e.DoorPath("/aktiviteter"))}, {Label: d.Title, URL: e.URL(e.DoorPath("/aktiviteter") + "/" + ui.Itoa(d.ActivityID))}}
	if d.Guest { // the activity is another's, and not hers to open
		all = []ui.Crumb{{Label: p.T("Oversikt"), URL: e.URL("/lag")}}
		if last == "" {
			return append(all, ui.Crumb{Label: d.Title})
		}
		return append(all, ui.Crumb{Label: d.Title, URL: e.URL(Path(e, d.ActivityID, ""))}, ui.Crumb{Label: last})
	}
	if last == "" {
		return append(all, ui.Crumb{Label: p.T("Påmelding")})
	}
	return append(all, ui.Crumb{Label: p.T("Påmelding"), URL: e.URL(Path(e, d.ActivityID, ""))}, ui.Crumb{Label: last})
}

// NewPage is a page of the menu's entry "aktiviteter".
func NewPage(r *http.Request, title string, f page.FormView) ui.Page {
	p := page.From(r).Page(r, title)
	p.Active, p.HasErrors = "aktiviteter", f.Failed()
	return p
}
