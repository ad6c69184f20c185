// Package around shows what else there is around dates that somebody plans: what
// overlaps them in time, what is only on the same day, what the municipality's
// calendar says, and the next days that are free.
package around

import (
	"context"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/planning"
	"frivilligsentral/web/page"
)

// View is what the box shows.
type View struct {
	Overlaps, SameDay []line
	Marks             []mark
	Free              []Free
	Evening           bool // it is evenings that are free, not days
	Level             int  // of the heading over the free days; 0: 3
	Looked            bool // there are dates to come, and what is around them was looked for
	First             int  // how many of the dates were looked at; 0: all
	Unknown           bool // for whom and where is not said, so that nothing was looked for
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

// mark is one entry of the municipality's calendar.
type mark struct {
	Title, Kind, When string
	Dates             int
	Overlaps          bool
}

// Free is a day that is free: a link to where it is chosen, or the value of a button.
type Free struct{ Text, Day, URL string }

const (
	datesNamed = 3
	freeShown  = 6
)

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
	v.Looked = true
	if v.Unknown = a.Empty(); len(coming) > planning.ClashDates && !v.Unknown {
		v.First = planning.ClashDates
	}
	found, err := s.Clashes(ctx, e.Actor, coming, a)
	if err != nil {
		return v, err
	}
	v.Overlaps = lines(e, found, true)
	v.SameDay = lines(e, found, false)
	marked, err := s.Marked(ctx, e.Actor, coming)
	for _, m := range marked {
		v.Marks = append(v.Marks, mark{m.Title, e.T(m.Kind.Name()), When(e, m.Entry), m.Dates, m.Overlaps})
	}
	return v, err
}

// When is the time of an entry in words.
func When(e *page.Env, x planning.Entry) string {
	return e.Lang.When(x.StartsAt, x.EndsAt, x.AllDay, e.Now)
}

// lines have one line per activity, with its first dates.
func lines(e *page.Env, found []planning.Clash, overlapping bool) []line {
	var all []line
	index := map[int64]int{}
	for _, c := range found {
		if c.Overlaps != overlapping {
			continue
		}
		i, known := index[c.ActivityID]
		if !known {
			i = len(all)
			index[c.ActivityID] = i
			all = append(all, line{Title: c.Title, Lang: e.Foreign(c.Lang), Who: c.OrganisationName, Why: inCommon(e.Lang, c), Status: c.Status})
		}
		if l := &all[i]; len(l.When) < datesNamed {
			l.When = append(l.When, e.Lang.When(c.StartsAt, c.EndsAt, c.AllDay, e.Now))
		} else {
			l.More++
		}
	}
	return all
}

func inCommon(l i18n.Lang, c planning.Clash) string {
	switch {
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
