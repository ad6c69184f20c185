// A day of all that organisers plan.

package planning

import (
	"net/http"
	"time"

	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/planning"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/planning/around"
	"frivilligsentral/web/ui"
)

type onDayView struct {
	Chips      []filter.Chip
	Month      ui.Crumb
	Whole      string // the way to the month
	Marks      []markView
	Dates      []plannedView
	Prev, Next string
}

// Day shows all that is planned on one day.
func (h *Handler) Day(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	p, on := Filters.Read(e, q)
	day := readDay(q.Raw(around.DayShown), e.Now)
	found, err := h.portal.Planning.OnDay(r.Context(), e.Actor, planning.DayParams{
		Date: day, TargetGroupID: p.TargetGroupID, AreaID: p.AreaID, After: q.Raw("etter"), Before: q.Raw("for"),
	})
	if err != nil {
		return err
	}
	keep := filter.Write(on)
	here := page.Plus(keep, around.DayShown, day.Format(time.DateOnly))
	v := onDayView{
		Chips: filter.Chips(e, around.DayPath(e), here, on), Marks: marksOf(e, day, found.Entries), Dates: plannedOf(e, found.Rows),
		Month: monthLink(e, keep, time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, i18n.Oslo)), Whole: e.T("Se hele %s", e.Lang.Month(day)),
	}
	v.Prev, v.Next = e.Beside(around.DayPath(e), here, found.Prev, found.Next)
	pg := e.Page(r, e.T("Planlagt %s", e.Lang.DateWeekday(day, e.Now)))
	pg.Active = active(e)
	return page.Render(w, r, dayPage(pg, v))
}

// readDay reads "2026-11-03"; anything else, and what is over or far away, is today.
func readDay(s string, now time.Time) time.Time {
	today := i18n.Midnight(now)
	t, err := time.ParseInLocation(time.DateOnly, s, i18n.Oslo)
	if err != nil || t.Before(today) || t.After(today.AddDate(schedule.YearsAhead, 0, 0)) {
		return today
	}
	return t
}
