// Package around shows what else there is around dates that somebody plans: what
// overlaps them in time, what is only on the same day, what the municipality's
// calendar says, and the next days that are free.
package around

import (
	"context"
	"net/url"
	"slices"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/opening"
	"frivilligsentral/internal/planning"
	"frivilligsentral/web/page"
)

// View is what the box shows.
type View struct {
	Overlaps, SameDay []line
	MoreOverlaps      int // activities that are not told
	MoreSameDay       int
	AllURL            string // where all that is planned stands
	Marks             []mark
	Holidays          bool // there are some among the marks
	Free              []Free
	Evening           bool // it is evenings that are free, not days
	Level             int  // of the heading over the free days; 0: 3
	Looked            bool // there are dates to come, and what is around them was looked for
	First             int  // how many of the dates were looked at; 0: all
	Unknown           bool // for whom and where is not said, so that only the calendar was looked at
	form              string
}

// line is one activity with its first dates.
type line struct {
	Title, Lang, Who string
	When             []string
	More             int    // dates that are not named
	Why              string // what it has in common
	Status           activity.Status
}

// mark is one entry of the municipality's calendar, or a public holiday.
type mark struct {
	Title, Kind, When string
	Dates             int
	Overlaps          bool
	at                time.Time
}

// Free is a day that is free: a link to where it is chosen, or the value of a button.
type Free struct{ Text, Day, URL string }

const freeShown = 6

// Read reads what there is around the dates that are not over.
func Read(ctx context.Context, s *planning.Service, e *page.Env, dates []planning.Span, a planning.Audience) (View, error) {
	var coming []planning.Span
	for _, d := range dates {
		if d.To.After(e.Now) || d.To.Equal(d.From) && d.From.After(e.Now) {
			coming = append(coming, d)
		}
	}
	var v View
	if len(coming) == 0 {
		return v, nil
	}
	v.Looked, v.Unknown, v.AllURL = true, a.Empty(), dayOrMonth(e, coming)
	if len(coming) > planning.MostDates {
		v.First = planning.MostDates
		coming = coming[:planning.MostDates]
	}
	found, err := s.Clashes(ctx, e.Actor, coming, a)
	if err != nil {
		return v, err
	}
	v.Overlaps, v.MoreOverlaps = lines(e, found.Overlapping), found.MoreOverlapping
	v.SameDay, v.MoreSameDay = lines(e, found.SameDay), found.MoreSameDay
	marked, err := s.Marked(ctx, e.Actor, coming)
	for _, m := range marked {
		v.Marks = append(v.Marks, mark{m.Title, e.T(m.Kind.Name()), When(e, m.Entry), m.Dates, m.Overlaps, m.StartsAt})
	}
	v.addHolidays(e, coming)
	return v, err
}

// addHolidays puts the public holidays that the dates take among the marks.
func (v *View) addHolidays(e *page.Env, dates []planning.Span) {
	seen := map[time.Time]bool{}
	for _, d := range dates {
		for _, day := range d.Holidays() {
			if !seen[day] {
				v.Marks = append(v.Marks, mark{e.T(opening.Holiday(day)), e.T("Helligdag"), e.Lang.DateWeekday(day, e.Now), 1, true, day})
			}
			seen[day], v.Holidays = true, true
		}
	}
	slices.SortStableFunc(v.Marks, func(a, b mark) int { return a.at.Compare(b.at) })
}

// MonthPath is the month of all that is planned, behind the request's door.
func MonthPath(e *page.Env) string { return e.DoorPath("/planlegging") }

// DayPath is all that is planned on one day, behind the request's door.
func DayPath(e *page.Env) string { return MonthPath(e) + "/dag" }

// dayOrMonth is where all stands that is planned on the day of the dates, or from their first month on.
func dayOrMonth(e *page.Env, dates []planning.Span) string {
	first, last := i18n.Midnight(dates[0].From), i18n.Midnight(dates[len(dates)-1].From)
	if first.Equal(last) {
		return e.URL(page.WithQuery(DayPath(e), url.Values{DayShown: {first.Format(time.DateOnly)}}))
	}
	return e.URL(page.WithQuery(MonthPath(e), url.Values{MonthShown: {first.Format("2006-01")}}))
}

// What an address says of the month and of the day that are shown.
const (
	MonthShown = "maned" // 2026-12
	DayShown   = "dag"   // 2026-12-24
)

// When is the time of an entry in words.
func When(e *page.Env, x planning.Entry) string {
	return e.Lang.When(x.StartsAt, x.EndsAt, x.AllDay, e.Now)
}

// lines have one line per activity, with its first dates.
func lines(e *page.Env, found []planning.Clash) []line {
	var all []line
	for _, c := range found {
		l := line{Title: c.Title, Lang: e.Foreign(c.Lang), Who: c.OrganisationName, Why: inCommon(e.Lang, c), Status: c.Status, More: c.Dates - len(c.Starts)}
		if l.Title == "" {
			l.Title = e.T("Uten tittel")
		}
		for i, start := range c.Starts {
			l.When = append(l.When, e.Lang.When(start, c.Ends[i], c.AllDay, e.Now))
		}
		all = append(all, l)
	}
	return all
}

func inCommon(l i18n.Lang, c planning.Clash) string {
	switch {
	case c.Own:
		return l.T("samme aktivitet")
	case c.SameVenue:
		return l.T("samme sted")
	case c.SamePeople && c.SameArea:
		return l.T("samme målgruppe og område")
	case c.SamePeople:
		return l.T("samme målgruppe")
	}
	return l.T("samme område")
}

// DayField is the button that chooses a free day in a form.
const DayField = "ledig_dag"

// AddFree adds the next days that are free at that time of day: as links where url
// gives one, else as buttons of the form with that id, or as plain text without both.
func (v *View) AddFree(ctx context.Context, s *planning.Service, e *page.Env, at planning.Span, a planning.Audience, form string, url func(day string) string) error {
	days, err := s.FreeDays(ctx, e.Actor, at, a, freeShown)
	v.form, v.Evening = form, evening(at)
	for _, d := range days {
		f := Free{Text: e.Lang.DateWeekday(d, e.Now), Day: d.In(i18n.Oslo).Format(time.DateOnly)}
		if url != nil {
			f.URL = url(f.Day)
		}
		v.Free = append(v.Free, f)
	}
	return err
}

// evening says whether a time of day is what people call an evening.
func evening(at planning.Span) bool {
	from := at.From.In(i18n.Oslo)
	return from.Hour() >= 16 && at.To.Sub(at.From) < 12*time.Hour
}

func (v View) level() int {
	if v.Level == 0 {
		return 3
	}
	return v.Level
}

func (v View) nothing() bool { return v.Looked && len(v.Overlaps)+len(v.SameDay)+len(v.Marks) == 0 }
