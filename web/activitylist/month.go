// The list as a month.

package activitylist

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
)

const monthPath = "/aktiviteter/kalender"

// monthView is a month as a grid and as a list.
type monthView struct {
	head       header
	filters    filters
	name       string
	prev, next link
	weekdays   []weekdayHead
	weeks      []weekView
	anything   bool
}

type weekdayHead struct{ Short, Name string }

type weekView struct {
	Days [7]dayView
	Past bool // all of it
}

// dayView is one square. Days of other months are empty.
type dayView struct {
	Date    time.Time
	Number  string
	Heading string
	Today   bool
	Past    bool
	Items   []monthItem
	More    string // "og 3 til"
	URL     string // the list of that day
}

type monthItem struct {
	Title, URL, Lang string
	Clock            string
	StartsAt         time.Time
	Cancelled        bool
	Postponed        bool
}

// Calendar is one month of the list.
func (h *Handler) Calendar(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	address, who, err := h.address(r)
	if err != nil {
		return err
	}
	q := read(e, address).withSpan("", e.Now).withView(viewByNext)
	first := readMonth(r.URL.Query().Get("maned"), e.Now)
	days, err := h.days(r, e, q, first)
	if err != nil {
		return err
	}
	second := monthOf(days[len(days)-1].Date, e.Now) // first again, but where a month is nearly over
	filters := filtersAt(e, q, who, monthPath, [][2]string{{"maned", first.Format("2006-01")}})
	v := monthView{
		head: h.header(e, q, total{n: -1}, filters), filters: filters, name: i18n.Capital(e.Lang.Month(first)),
		prev: monthLink(e, q, first.AddDate(0, -1, 0)), next: monthLink(e, q, second.AddDate(0, 1, 0)),
		weekdays: weekdayHeads(e.Lang), weeks: weeks(e, q, days), anything: anything(days),
	}
	if second != first {
		v.name = e.T("%s og %s", v.name, e.Lang.Month(second))
	}
	v.head.Title = e.T("%s i %s", v.name, e.Site.Name)
	v.head.list, v.head.month = e.URL(q.at(activitycards.ListPath)), ""
	p := h.listFrame(e, r, q, v.head)
	return page.Render(w, r, calendarPage(p, v))
}

// fewDays is how many days a month must have left to be shown alone.
const fewDays = 14

// days are those of a month. Of this month they are what is left, from the Monday of
// this week, and when that is little, the next month too.
func (h *Handler) days(r *http.Request, e *page.Env, q query, first time.Time) ([]listing.Day, error) {
	days, err := h.portal.ActivityLists.PublicMonth(r.Context(), first.Year(), first.Month(), q.Words, q.filter(e.Site.ID))
	if err != nil || first != monthOf(time.Time{}, e.Now) {
		return days, err
	}
	today := i18n.Midnight(e.Now)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	left := slices.DeleteFunc(days, func(d listing.Day) bool { return d.Date.Before(monday) })
	next := first.AddDate(0, 1, 0)
	if today.AddDate(0, 0, fewDays).Before(next) {
		return left, nil
	}
	more, err := h.portal.ActivityLists.PublicMonth(r.Context(), next.Year(), next.Month(), q.Words, q.filter(e.Site.ID))
	return append(left, more...), err
}

// readMonth reads "2026-11"; anything else, and what is far away, is this month.
func readMonth(s string, now time.Time) time.Time {
	this := monthOf(time.Time{}, now)
	t, err := time.ParseInLocation("2006-01", s, i18n.Oslo)
	if err != nil || t.Before(this.AddDate(-1, 0, 0)) || t.After(this.AddDate(3, 0, 0)) {
		return this
	}
	return t
}

func monthAddress(q query, first time.Time) string {
	return page.WithQuery(monthPath, withExtra(q.withSpan("", first).withView(viewByNext), [][2]string{{"maned", first.Format("2006-01")}}))
}

func monthLink(e *page.Env, q query, first time.Time) link {
	return link{i18n.Capital(e.Lang.Month(first)), e.URL(monthAddress(q, first))}
}

func weekdayHeads(l i18n.Lang) []weekdayHead {
	var all []weekdayHead
	for n := 1; n <= 7; n++ {
		all = append(all, weekdayHead{l.WeekdayShort(weekdayOf(n)), weekdayName(l, n)})
	}
	return all
}

func weeks(e *page.Env, q query, days []listing.Day) []weekView {
	var all []weekView
	column := (int(days[0].Date.Weekday()) + 6) % 7
	for i, d := range days {
		if i == 0 || column == 0 {
			all = append(all, weekView{Past: true})
		}
		square := squareOf(e, q, d)
		last := &all[len(all)-1]
		last.Days[column], last.Past = square, last.Past && square.Past
		column = (column + 1) % 7
	}
	return all
}

func squareOf(e *page.Env, q query, d listing.Day) dayView {
	at := q.firstPage()
	at.From, at.To = d.Date, d.Date
	now := i18n.Midnight(e.Now)
	v := dayView{
		Date: d.Date, Number: strconv.Itoa(d.Date.Day()), Heading: e.Lang.DayHeading(d.Date, e.Now),
		Today: d.Date.Equal(now), Past: d.Date.Before(now), URL: e.URL(at.at(activitycards.ListPath)),
	}
	if d.Date.Day() == 1 {
		v.Number = e.Lang.DateRange(d.Date, d.Date, d.Date) // with its month
	}
	for _, it := range d.Items {
		item := monthItem{
			Title: it.Title, URL: e.URL(activitycards.Path(it.ActivityID, it.Title)), Lang: e.Foreign(it.Lang),
			StartsAt: it.StartsAt, Cancelled: it.Cancelled, Postponed: it.Postponed,
		}
		if !it.AllDay {
			item.Clock = strings.TrimPrefix(e.Lang.Time(it.StartsAt), "kl. ")
		}
		v.Items = append(v.Items, item)
	}
	if more := d.Count - len(d.Items); more > 0 {
		v.More = e.Lang.N("og %d til", "og %d til", more)
	}
	return v
}

func anything(days []listing.Day) bool {
	for _, d := range days {
		if len(d.Items) > 0 {
			return true
		}
	}
	return false
}
