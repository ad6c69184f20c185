// A month of all that organisers plan.

package planning

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/opening"
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/planning/around"
	"frivilligsentral/web/ui"
)

// Filters are what the month can be narrowed by.
var Filters = filter.Set[planning.MonthParams]{
	filter.Code("malgruppe", municipality.TargetGroups, func(p *planning.MonthParams) *int64 { return &p.TargetGroupID }),
	filter.Area("omrade", func(p *planning.MonthParams) *int64 { return &p.AreaID }),
}

type monthView struct {
	Title         string // that a narrow screen can break
	Name          string
	Month         string // 2026-12
	Action        string
	Group, Area   string
	Groups, Areas []ui.Option
	Filtered      bool
	ClearURL      string
	Prev, Next    ui.Crumb
	Days          []dayView
	Around        around.View
	CalendarURL   string // staff: the municipality's calendar
}

type dayView struct {
	Date    time.Time
	Heading string
	Marks   []markView
	Dates   []plannedView
	More    int
	AtLeast bool   // there may be more than that
	All     string // the way to all of them
	URL     string
}

type markView struct{ Title, Kind, When string }

type plannedView struct {
	Title, Lang, Who, Area, When, URL string
	StartsAt                          time.Time
	Status                            activity.Status
	Own                               bool
}

// Month shows a month of all that is planned, and the next free evenings.
func (h *Handler) Month(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	p, on := Filters.Read(e, q)
	first := readMonth(q.Raw(around.MonthShown), e.Now)
	p.Year, p.Month = first.Year(), first.Month()
	days, err := h.portal.Planning.Month(r.Context(), e.Actor, p)
	if err != nil {
		return err
	}
	keep := filter.Write(on)
	v := monthView{
		Name: i18n.Capital(e.Lang.Month(first)), Month: first.Format("2006-01"), Action: e.URL(around.MonthPath(e)), Group: keep.Get("malgruppe"), Area: keep.Get("omrade"), Filtered: len(on) > 0,
		ClearURL: e.URL(page.WithQuery(around.MonthPath(e), page.Plus(nil, around.MonthShown, first.Format("2006-01")))),
		Prev:     monthLink(e, keep, first.AddDate(0, -1, 0)), Next: monthLink(e, keep, first.AddDate(0, 1, 0)),
	}
	for _, c := range e.Site.ActiveCodes(municipality.TargetGroups) {
		v.Groups = append(v.Groups, ui.Option{Value: c.Slug, Label: c.Name(e.Lang)})
	}
	for _, a := range e.Site.ActiveAreas() {
		v.Areas = append(v.Areas, ui.Option{Value: a.Slug, Label: a.Name})
	}
	today := i18n.Midnight(e.Now)
	for _, d := range days {
		if day := dayOf(e, d, keep); len(day.Marks)+len(day.Dates) > 0 && !d.Date.Before(today) {
			v.Days = append(v.Days, day)
		}
	}
	if err := h.addFree(r, &v, p, first); err != nil {
		return err
	}
	if e.Door == account.StaffDoor {
		v.CalendarURL = e.URL(calendarPath)
	}
	pg := e.Page(r, e.T("Planleggingskalender"))
	v.Title = strings.Replace(pg.Title, "gskalender", "gs\u00adkalender", 1)
	pg.Active = active(e)
	return page.Render(w, r, monthPage(pg, v))
}

// addFree adds the free evenings from the month on.
func (h *Handler) addFree(r *http.Request, v *monthView, p planning.MonthParams, first time.Time) error {
	e := page.From(r)
	a := planning.Audience{AreaID: p.AreaID}
	if p.TargetGroupID != 0 {
		a.TargetGroups = []int64{p.TargetGroupID}
	}
	before := first.AddDate(0, 0, -1)
	if before.Before(e.Now) {
		before = e.Now
	}
	var link func(string) string
	if e.Actor.May(account.EditOwnActivities) || e.Actor.May(account.ManageActivities) {
		link = func(day string) string {
			return e.URL(page.WithQuery(e.DoorPath("/aktiviteter/ny"), url.Values{"dato": {day}}))
		}
	}
	v.Around.Level = 2
	return v.Around.AddFree(r.Context(), h.portal.Planning, e, planning.Evening(before), a, "", link)
}

func dayOf(e *page.Env, d planning.Day, keep url.Values) dayView {
	return dayView{
		Date: d.Date, Heading: e.Lang.DayHeading(d.Date, e.Now), Marks: marksOf(e, d.Date, d.Entries), Dates: plannedOf(e, d.Dates),
		More: d.Count - len(d.Dates), AtLeast: d.Count == planning.MaxPerDay, All: e.T("Se alt %s", e.Lang.DateWeekday(d.Date, e.Now)), URL: e.URL(page.WithQuery(around.DayPath(e), page.Plus(keep, around.DayShown, d.Date.Format(time.DateOnly)))),
	}
}

// marksOf is what the calendars say of a day.
func marksOf(e *page.Env, day time.Time, entries []planning.Entry) (marks []markView) {
	if name := opening.Holiday(day); name != "" {
		marks = append(marks, markView{e.T(name), e.T("Helligdag"), ""})
	}
	for _, x := range entries {
		marks = append(marks, markView{x.Title, e.T(x.Kind.Name()), around.When(e, x)})
	}
	return marks
}

func plannedOf(e *page.Env, dates []planning.Planned) (views []plannedView) {
	for _, x := range dates {
		p := plannedView{
			Title: x.Title, Lang: e.Foreign(x.Lang), Who: x.OrganisationName, Area: e.Site.AreaName(x.AreaID), When: timeOf(e, x), StartsAt: x.StartsAt,
			Status: x.Status, Own: e.Door == account.GroupDoor && x.OrganisationID == e.Actor.OrganisationID,
		}
		if p.Area != "" {
			p.Who += ", " + p.Area
		}
		switch {
		case p.Own || e.Door == account.StaffDoor && x.Status != activity.Drafted:
			p.URL = e.URL(e.DoorPath("/aktiviteter/" + ui.Itoa(x.ActivityID)))
		case x.Status == activity.Published:
			p.URL = e.URL("/aktiviteter/" + ui.Itoa(x.ActivityID))
		}
		if p.Title == "" {
			p.Title = e.T("Uten tittel")
		}
		views = append(views, p)
	}
	return views
}

func timeOf(e *page.Env, x planning.Planned) string {
	if x.AllDay || x.EndsAt.After(i18n.Midnight(x.StartsAt).AddDate(0, 0, 1).Add(search.SmallHours)) {
		return e.Lang.When(x.StartsAt, x.EndsAt, x.AllDay, e.Now)
	}
	return e.Lang.TimeRange(x.StartsAt, x.EndsAt)
}

// readMonth reads "2026-11"; anything else, and what is over or far away, is this month.
func readMonth(s string, now time.Time) time.Time {
	now = now.In(i18n.Oslo)
	this := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, i18n.Oslo)
	t, err := time.ParseInLocation("2006-01", s, i18n.Oslo)
	if err != nil || t.Before(this) || t.After(this.AddDate(schedule.YearsAhead, 0, 0)) {
		return this
	}
	return t
}

func monthLink(e *page.Env, keep url.Values, first time.Time) ui.Crumb {
	if readMonth(first.Format("2006-01"), e.Now) != first {
		return ui.Crumb{}
	}
	return ui.Crumb{Label: i18n.Capital(e.Lang.Month(first)), URL: e.URL(page.WithQuery(around.MonthPath(e), page.Plus(keep, around.MonthShown, first.Format("2006-01"))))}
}
