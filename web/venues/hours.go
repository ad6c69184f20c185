// When a venue is open: on its page, in its form, for search engines, and for whoever plans something there.

package venues

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/opening"
	"frivilligsentral/internal/venue"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

// How far ahead exceptions are shown, and told search engines.
const (
	soonDays = 60
	yearDays = 365
)

// hoursView is the section of the residents' page.
type hoursView struct {
	Open    bool
	Now     string
	Week    []dayView
	Special []specialView
	Note    string // what holds on public holidays
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

// hoursOf is nil when nobody has said when the venue is open.
func hoursOf(e *page.Env, h opening.Hours) *hoursView {
	if !h.Known() {
		return nil
	}
	v := &hoursView{Now: e.T("Stengt nå.")}
	switch now := h.At(e.Now); {
	case now.Open && now.Until == "":
		v.Open, v.Now = true, e.T("Åpent nå.")
	case now.Open:
		v.Open, v.Now = true, e.T("Åpent nå, til %s.", clockWords(e.Lang, now.Until))
	case !now.Next.IsZero():
		v.Now = e.T("Stengt nå. Åpner %s %s.", e.Lang.DateWeekday(now.Next, e.Now), e.Lang.Time(now.Next))
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

// linkedData is the venue as a schema.org Place, with its hours.
func linkedData(e *page.Env, v venue.Venue) string {
	postal := map[string]any{"@type": "PostalAddress", "addressCountry": "NO", "addressLocality": e.Site.Name}
	if v.Address != "" {
		postal["streetAddress"] = v.Address
	}
	if v.PostalCode != "" {
		postal["postalCode"] = v.PostalCode
		if town, ok := codelist.PostalPlace(v.PostalCode); ok {
			postal["addressLocality"] = town
		}
	}
	place := map[string]any{"@context": "https://schema.org", "@type": "Place", "name": v.Name, "url": e.Absolute(Path(v.ID)), "address": postal}
	if v.Latitude != nil && v.Longitude != nil {
		place["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": *v.Latitude, "longitude": *v.Longitude}
	}
	if v.Capacity != nil {
		place["maximumAttendeeCapacity"] = *v.Capacity
	}
	var week, special []map[string]any
	for i, day := range v.Opening.Week {
		for _, o := range day {
			s := specification(o)
			s["dayOfWeek"] = "https://schema.org/" + time.Weekday((i+1)%7).String()
			week = append(week, s)
		}
	}
	for _, x := range v.Opening.Specials(e.Now, yearDays) {
		open := x.Open
		if len(open) == 0 {
			open = []opening.Interval{{From: "00:00", To: "00:00"}} // as schema.org writes closed
		}
		for _, o := range open {
			s := specification(o)
			s["validFrom"], s["validThrough"] = x.From.Format(time.DateOnly), x.To.Format(time.DateOnly)
			special = append(special, s)
		}
	}
	if len(week) > 0 {
		place["openingHoursSpecification"] = week
	}
	if v.Opening.Known() && len(special) > 0 {
		place["specialOpeningHoursSpecification"] = special
	}
	b, err := json.Marshal(place)
	if err != nil {
		return ""
	}
	return string(b)
}

func specification(o opening.Interval) map[string]any {
	closes := o.To
	if closes == "24:00" {
		closes = "23:59"
	}
	return map[string]any{"@type": "OpeningHoursSpecification", "opens": o.From, "closes": closes}
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

// emptyExceptions is how many empty rows the form has.
const emptyExceptions = 3

// hourRow is a row of the form.
type hourRow struct{ Name, Label string }

// weekRows are the fields of the weekdays.
func weekRows(e *page.Env) []hourRow {
	out := make([]hourRow, 7)
	for i := range out {
		day := e.Lang.WeekdayName(time.Weekday((i + 1) % 7))
		out[i] = hourRow{dayField(i), upper(day)}
	}
	return out
}

func upper(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func dayField(i int) string { return form.Numbered("apent", i) }

// exceptionRows are how many rows of exceptions the form shows: those that are filled, and some more.
func exceptionRows(f *form.Form) int {
	n := 0
	for i := range opening.MaxExceptions {
		for _, part := range exceptionParts {
			if f.Raw(exceptionField(part, i)) != "" {
				n = i + 1
			}
		}
	}
	return min(n+emptyExceptions, opening.MaxExceptions)
}

var exceptionParts = []string{"fra", "til", "apent", "merknad"}

func exceptionField(part string, i int) string { return form.Numbered("unntak_"+part, i) }

// readHours reads the form. Rows of exceptions that are empty are left out, and the others move up, in the form too,
// so that what is wrong with one stands where it is shown.
func readHours(f *form.Form) opening.Hours {
	h := opening.Hours{ClosedOnHolidays: f.Checked("helligdager")}
	for i := range h.Week {
		h.Week[i] = opening.Parse(&f.Errs, dayField(i), f.Line(dayField(i), 100))
	}
	moveUp(f)
	for i := range opening.MaxExceptions {
		from := f.Date(exceptionField("fra", i))
		to := f.Date(exceptionField("til", i))
		x := opening.Exception{Note: f.Line(exceptionField("merknad", i), opening.MaxNote), Open: opening.Parse(&f.Errs, exceptionField("apent", i), f.Line(exceptionField("apent", i), 100))}
		switch {
		case from != nil:
			x.From = from.In(i18n.Oslo).Format(time.DateOnly)
		case f.Raw(exceptionField("fra", i)) == "" && emptyException(f, i):
			continue
		case !f.Errs.Has(exceptionField("fra", i)):
			f.Errs.Add(exceptionField("fra", i), i18n.Mark("Skriv hvilken dag unntaket gjelder."))
		}
		if x.To = x.From; to != nil {
			x.To = to.In(i18n.Oslo).Format(time.DateOnly)
		}
		h.Exceptions = append(h.Exceptions, x)
	}
	return h
}

func emptyException(f *form.Form, i int) bool {
	return !slices.ContainsFunc(exceptionParts, func(part string) bool { return strings.TrimSpace(f.Raw(exceptionField(part, i))) != "" })
}

func moveUp(f *form.Form) {
	at := 0
	for i := range opening.MaxExceptions {
		if emptyException(f, i) {
			continue
		}
		if at < i {
			for _, part := range exceptionParts {
				f.Values.Set(exceptionField(part, at), f.Raw(exceptionField(part, i)))
				f.Values.Del(exceptionField(part, i))
			}
		}
		at++
	}
}

// hourValues fills the form.
func hourValues(e *page.Env, out url.Values, h opening.Hours) {
	for i, day := range h.Week {
		out.Set(dayField(i), opening.Words(i18n.NB, day))
	}
	if h.ClosedOnHolidays {
		out.Set("helligdager", "ja")
	}
	for i, x := range h.Current(e.Now).Exceptions {
		out.Set(exceptionField("fra", i), dateWords(x.From))
		if x.To != x.From {
			out.Set(exceptionField("til", i), dateWords(x.To))
		}
		out.Set(exceptionField("apent", i), opening.Words(i18n.NB, x.Open))
		out.Set(exceptionField("merknad", i), x.Note)
	}
}

// dateWords is a stored date as forms take it.
func dateWords(stored string) string {
	t, err := time.ParseInLocation(time.DateOnly, stored, i18n.Oslo)
	if err != nil {
		return stored
	}
	return i18n.NB.ShortDate(t)
}

// number is the place of a row, as people count.
func number(i int) string { return strconv.Itoa(i + 1) }
