// Package opening knows when a place is open: hours for each weekday, exceptions for
// dates and periods, and Norway's public holidays. It knows no feature.
//
// What holds on a day: the exception for that date alone; else that the place is closed,
// when it is a public holiday and the place closes on those; else the exception with the
// shortest period that the day lies in; else the weekday's hours. Other hours in a period hold on
// the days that are open otherwise. All times are wall time in Europe/Oslo. No hours go
// past midnight: they end at 24:00 and go on the day after.
package opening

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// How much there may be.
const (
	MaxIntervals  = 4 // a day
	MaxExceptions = 60
	MaxNote       = 120 // characters
)

// Interval is a stretch of a day, from "09:00" until "15:30"; it may end at "24:00".
type Interval struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Exception is other hours on one date or in a period, both days included.
type Exception struct {
	From string     `json:"from"` // "2026-12-24"
	To   string     `json:"to"`   // From again for one date
	Open []Interval `json:"open,omitempty"`
	Note string     `json:"note,omitempty"` // "Juleferie"
}

// Hours are all that is known of when a place is open.
type Hours struct {
	Week             [7][]Interval `json:"week"` // Monday first; none: closed
	ClosedOnHolidays bool          `json:"closed_on_holidays,omitempty"`
	Exceptions       []Exception   `json:"exceptions,omitempty"` // in the order of their days
}

// Known says whether anything is.
func (h Hours) Known() bool {
	for _, day := range h.Week {
		if len(day) > 0 {
			return true
		}
	}
	return len(h.Exceptions) > 0
}

// Day is what holds on one day.
type Day struct {
	Date    time.Time // midnight in Oslo
	Open    []Interval
	Special bool   // it is not the weekday's hours that hold
	Holiday string // of a public holiday: its name, bokmål source text
	Note    string // of an exception, as it was written
}

// On is what holds on the day that t lies in.
func (h Hours) On(t time.Time) Day {
	t = t.In(i18n.Oslo)
	d := Day{Date: time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, i18n.Oslo), Holiday: Holiday(t)}
	date := t.Format(time.DateOnly)
	d.Open = h.Week[(int(t.Weekday())+6)%7]
	holds := func(x Exception) bool { return x.From <= date && date <= x.To }
	if i := slices.IndexFunc(h.Exceptions, func(x Exception) bool { return holds(x) && x.From == x.To }); i >= 0 {
		d.Open, d.Note, d.Special = h.Exceptions[i].Open, h.Exceptions[i].Note, true
		return d
	}
	if h.ClosedOnHolidays && d.Holiday != "" {
		d.Open, d.Special = nil, true
		return d
	}
	if x := shortest(h.Exceptions, holds); x != nil {
		if len(d.Open) > 0 || len(x.Open) == 0 {
			d.Open = x.Open
		}
		d.Note, d.Special = x.Note, true
	}
	return d
}

// shortest is the exception with the fewest days among those that hold, the first of several; nil when none does.
func shortest(all []Exception, holds func(Exception) bool) *Exception {
	var best *Exception
	for i := range all {
		if holds(all[i]) && (best == nil || all[i].days() < best.days()) {
			best = &all[i]
		}
	}
	return best
}

func (x Exception) days() int {
	from, _ := time.Parse(time.DateOnly, x.From)
	to, _ := time.Parse(time.DateOnly, x.To)
	return int(to.Sub(from).Hours()) / 24
}

// Days are n days from the one that t lies in.
func (h Hours) Days(t time.Time, n int) []Day {
	t = t.In(i18n.Oslo)
	out := make([]Day, n)
	for i := range out {
		out[i] = h.On(time.Date(t.Year(), t.Month(), t.Day()+i, 12, 0, 0, 0, i18n.Oslo))
	}
	return out
}

// Now is whether a place is open, and when that turns.
type Now struct {
	Open  bool
	Until string    // of an open one: when it closes, as in Interval, tonight or tomorrow; "" when that is later
	Next  time.Time // of a closed one: when it opens next; zero when that is not within four weeks
}

// At is how it is at a moment.
func (h Hours) At(t time.Time) Now {
	t = t.In(i18n.Oslo)
	clock := t.Format("15:04")
	days := h.Days(t, 28)
	for i, day := range days {
		for _, o := range joined(day.Open) {
			switch {
			case i == 0 && o.From <= clock && clock < o.To:
				return Now{Open: true, Until: closing(o.To, joined(days[1].Open))}
			case i > 0 || clock < o.From:
				return Now{Next: day.at(o.From)}
			}
		}
	}
	return Now{}
}

// closing is when hours that end so today close, by the next day's hours; "" when they go on after that day too.
func closing(to string, tomorrow []Interval) string {
	if to != "24:00" || len(tomorrow) == 0 || tomorrow[0].From != "00:00" {
		return to
	}
	if tomorrow[0].To == "24:00" {
		return ""
	}
	return tomorrow[0].To
}

// at is a time of the day, which may be "24:00".
func (d Day) at(clock string) time.Time {
	m := minutes(clock)
	return time.Date(d.Date.Year(), d.Date.Month(), d.Date.Day(), m/60, m%60, 0, 0, i18n.Oslo)
}

func minutes(clock string) int {
	hour, minute, _ := strings.Cut(clock, ":")
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	return 60*h + m
}

// Covers says whether the place is open all the time from start to end; of what lasts
// whole days, whether it is open some time on each.
func (h Hours) Covers(start, end time.Time, allDay bool) bool {
	start, end = start.In(i18n.Oslo), end.In(i18n.Oslo)
	for day := time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, i18n.Oslo); day.Before(end); day = day.AddDate(0, 0, 1) {
		open := h.On(day).Open
		if allDay && len(open) > 0 {
			continue
		}
		from, to := "00:00", "24:00"
		if day.Before(start) {
			from = start.Format("15:04")
		}
		if end.Before(day.AddDate(0, 0, 1)) {
			to = end.Format("15:04")
		}
		if !slices.ContainsFunc(joined(open), func(o Interval) bool { return o.From <= from && to <= o.To }) {
			return false
		}
	}
	return true
}

// joined are the intervals with those that meet as one.
func joined(open []Interval) []Interval {
	var out []Interval
	for _, o := range open {
		if i := len(out) - 1; i >= 0 && out[i].To == o.From {
			out[i].To = o.To
			continue
		}
		out = append(out, o)
	}
	return out
}

// Specials are the days within n days from t's on which something else holds than on
// other such weekdays, days that follow each other with the same as one.
func (h Hours) Specials(t time.Time, n int) []Special {
	var out []Special
	for _, d := range h.Days(t, n) {
		if !d.Special || slices.Equal(d.Open, h.Week[(int(d.Date.Weekday())+6)%7]) {
			continue
		}
		if i := len(out) - 1; i >= 0 && out[i].To.AddDate(0, 0, 1).Equal(d.Date) && out[i].same(d) {
			out[i].To = d.Date
			continue
		}
		out = append(out, Special{From: d.Date, To: d.Date, Day: d})
	}
	return out
}

// Special is days that follow each other and on which the same holds.
type Special struct {
	From, To time.Time // midnight in Oslo, both included
	Day
}

func (s Special) same(d Day) bool {
	return slices.Equal(s.Open, d.Open) && s.Note == d.Note && s.Holiday == "" && d.Holiday == ""
}

// Check is the rules; the field names are those of the form, and exceptions count from 1.
func (h Hours) Check(f *fault.Fields) {
	for i, day := range h.Week {
		checkDay(f, "apent_"+strconv.Itoa(i+1), day)
	}
	f.Check(len(h.Exceptions) <= MaxExceptions, "unntak_fra_1", i18n.Mark("Det kan være høyst %d unntak."), MaxExceptions)
	seen := map[string]bool{}
	for i, x := range h.Exceptions {
		name := func(part string) string { return "unntak_" + part + "_" + strconv.Itoa(i+1) }
		_, bad := time.Parse(time.DateOnly, x.From)
		_, worse := time.Parse(time.DateOnly, x.To)
		f.Check(bad == nil, name("fra"), i18n.Mark("Skriv datoen slik: 17.05.2026."))
		f.Check(bad != nil || worse == nil && x.From <= x.To, name("til"), i18n.Mark("Siste dag kan ikke være før første dag."))
		f.Check(bad != nil || !seen[x.From+x.To], name("fra"), i18n.Mark("Det står et annet unntak for de samme dagene."))
		seen[x.From+x.To] = true
		checkDay(f, name("apent"), x.Open)
		f.Check(utf8.RuneCountInString(x.Note) <= MaxNote, name("merknad"), i18n.Mark("Teksten kan ha høyst %d tegn."), MaxNote)
	}
}

var clock = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$`)

func checkDay(f *fault.Fields, name string, day []Interval) {
	f.Check(len(day) <= MaxIntervals, name, i18n.Mark("En dag kan ha høyst %d åpningstider."), MaxIntervals)
	last := ""
	for _, o := range day {
		switch {
		case !clock.MatchString(o.From) || !clock.MatchString(o.To):
			f.Add(name, notHours)
		case o.From >= o.To:
			f.Add(name, i18n.Mark("Stedet må stenge etter at det åpner. Er det åpent over midnatt, skriv til 24.00, og resten på neste dag."))
		case o.From < last:
			f.Add(name, i18n.Mark("Åpningstidene på en dag kan ikke gå over i hverandre."))
		default:
			last = o.To
			continue
		}
		return
	}
}

var notHours = i18n.Mark("Skriv åpningstiden slik: 09.00–15.00. Flere på samme dag skilles med komma.")

var (
	between = regexp.MustCompile(`\s*(?:-|–|—|\btil\b|\bto\b)\s*`)
	among   = regexp.MustCompile(`\s*(?:,|;|\+|\bog\b|\band\b)\s*`)
)

// Parse reads hours as people write them, "9–15, 18.00-21.00", in the order of the day;
// nothing written is closed. What it cannot read is an error of the field.
func Parse(f *fault.Fields, name, text string) []Interval {
	if text = strings.ToLower(strings.Join(strings.Fields(text), " ")); text == "" {
		return nil
	}
	var out []Interval
	for _, part := range among.Split(text, MaxIntervals+2) {
		ends := between.Split(strings.TrimSpace(part), 3)
		if len(ends) != 2 {
			f.Add(name, notHours)
			return nil
		}
		from, ok := normal(ends[0])
		to, also := normal(ends[1])
		if !ok || !also {
			f.Add(name, notHours)
			return nil
		}
		if to == "00:00" {
			to = "24:00"
		}
		out = append(out, Interval{From: from, To: to})
	}
	slices.SortFunc(out, func(a, b Interval) int { return cmp.Compare(a.From, b.From) })
	return out
}

func normal(s string) (string, bool) {
	hour, minute, ok := i18n.ParseClock(strings.TrimPrefix(strings.TrimPrefix(s, "kl."), "kl "))
	pad := func(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return pad(hour) + ":" + pad(minute), ok
}

// Words are intervals in a language: "09.00–15.00, 18.00–21.00"; "" for none.
func Words(l i18n.Lang, open []Interval) string {
	parts := make([]string, len(open))
	for i, o := range open {
		parts[i] = l.Clock(o.From) + "–" + l.Clock(o.To)
	}
	return strings.Join(parts, ", ")
}

// Current is the hours without exceptions whose last day is before t's: nobody needs them any more.
func (h Hours) Current(t time.Time) Hours {
	today := t.In(i18n.Oslo).Format(time.DateOnly)
	h.Exceptions = slices.DeleteFunc(slices.Clone(h.Exceptions), func(x Exception) bool { return x.To < today })
	slices.SortStableFunc(h.Exceptions, func(a, b Exception) int { return cmp.Compare(a.From+a.To, b.From+b.To) })
	return h
}
