// Package hours shows when a place is open, on its page and in its form: a venue, or the
// centre itself.
package hours

import (
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/opening"
	"frivilligsentral/web/page"
)

// soonDays is how far ahead exceptions are shown.
const soonDays = 60

// View is what residents see.
type View struct {
	Open    bool
	Now     string // until when, or when it opens; "" when that is not known
	Week    []dayView
	Special []specialView
	Note    string // what holds on public holidays
	After   string // what the ids end with where several stand on one page
}

type dayView struct {
	Day, Hours, Note string
	Today            bool
	At               time.Time
}

type specialView struct {
	When, Hours, Note string
	At                time.Time
}

// Of is nil when nobody has said when the place is open.
func Of(e *page.Env, h opening.Hours) *View {
	if !h.Known() {
		return nil
	}
	v := &View{}
	switch now := h.At(e.Now); {
	case now.Open && now.Until == "":
		v.Open = true
	case now.Open:
		v.Open, v.Now = true, e.T("Til %s.", clockWords(e.Lang, now.Until))
	case !now.Next.IsZero():
		v.Now = e.T("Åpner %s %s.", e.Lang.DateWeekday(now.Next, e.Now), e.Lang.Time(now.Next))
	}
	today := h.On(e.Now).Date
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	for _, d := range h.Days(monday, 7) {
		v.Week = append(v.Week, dayView{Day: e.Lang.WeekdayName(d.Date.Weekday()), Hours: openWords(e, d.Open), Note: noteOf(e, d), Today: d.Date.Equal(today), At: d.Date})
	}
	for _, s := range h.Specials(today, soonDays) {
		v.Special = append(v.Special, specialView{When: e.Lang.DateRange(s.From, s.To, e.Now), Hours: openWords(e, s.Open), Note: noteOf(e, s.Day), At: s.From})
	}
	if h.ClosedOnHolidays {
		v.Note = e.T("Stengt på helligdager.")
	}
	return v
}

// clockWords is a time of day that may be midnight at its end.
func clockWords(l i18n.Lang, clock string) string {
	if clock == "24:00" {
		return l.T("midnatt")
	}
	return l.T("kl. %s", l.Clock(clock))
}

func openWords(e *page.Env, open []opening.Interval) string {
	if len(open) == 0 {
		return e.T("Stengt")
	}
	return opening.Words(e.Lang, open)
}

func noteOf(e *page.Env, d opening.Day) string {
	var parts []string
	if d.Holiday != "" && d.Special {
		parts = append(parts, e.T(d.Holiday))
	}
	if d.Note != "" {
		parts = append(parts, d.Note)
	}
	return strings.Join(parts, ", ")
}

// Outside says in words why a place is not open all the time from start to end, "" when it is, or when nobody knows.
func Outside(e *page.Env, h opening.Hours, start, end time.Time, allDay bool) string {
	if !h.Known() || h.Covers(start, end, allDay) {
		return ""
	}
	d := h.On(start)
	words := e.T("stengt")
	if len(d.Open) > 0 {
		words = e.T("åpent %s", opening.Words(e.Lang, d.Open))
	}
	if note := noteOf(e, d); note != "" {
		words += " (" + note + ")"
	}
	return words
}

// shownBriefly is how many of the days ahead stand where there is little room.
const shownBriefly = 3

// Soon are the first of the days ahead on which something else holds.
func (v View) Soon() []specialView { return v.Special[:min(len(v.Special), shownBriefly)] }
