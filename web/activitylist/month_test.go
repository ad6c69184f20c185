package activitylist_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
)

func TestCalendar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, weekly)
	for i := range 8 {
		w.publish(t, func(d *activity.Draft) { d.Title, d.StartsAt = fmt.Sprintf("Treff %d", i), at(20, 9+i) })
	}
	p := w.Anonymous().Get("/aktiviteter/kalender").Want(http.StatusOK).Has("h1", "Mai 2026 i Prøvevik")
	if got := p.Find("table.month tbody tr").Length(); got != 3 { // the week of today is the first
		t.Errorf("got %d weeks, want 3", got)
	}
	p.Has("td:contains('torsdag 14. mai')", "18.00", "Strikkekafé").Has("td:contains('20. mai')", "Treff 0", "og 3 til")
	p.HasNot("td:contains('20. mai')", "Treff 5")
	more, _ := p.Find("a.month__more").Attr("href")
	w.Anonymous().Get(more).Want(http.StatusOK).Has(".card-grid", "Treff 0", "Treff 7").HasNot(".card-grid", "Strikkekafé")
	next, _ := p.Find("a[rel=next]").Attr("href")
	w.Anonymous().Get(next).Want(http.StatusOK).Has("h1", "Juni 2026").Has("td", "Strikkekafé")
	w.Anonymous().Get("/aktiviteter/kalender?maned=2026-05&q=kaf%C3%A9").Has("td", "Strikkekafé").HasNot("td", "Treff").Has("a[rel=next][href*='q=kaf']", "")
	w.Anonymous().Get("/aktiviteter/kalender?maned=2027-05").Want(http.StatusOK).Has(".empty", "Ingenting å vise i mai 2027")
}

// When a month is nearly over, what is left of it and the next month are one page.
func TestCalendarAtTheEndOfAMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, weekly)
	w.Clock.Set(at(30, 12))
	p := w.Anonymous().Get("/aktiviteter/kalender").Want(http.StatusOK).Has("h1", "Mai 2026 og juni 2026 i Prøvevik")
	if got := p.Find("table.month tbody tr").First().Find("td.month__day--today").Length(); got != 1 {
		t.Errorf("got %d days of today in the first week, want 1", got)
	}
	p.Has("td:contains('torsdag 4. juni')", "Strikkekafé").HasNot("td", "24. mai")
	if got := p.Find("tr.month__week--past").Length(); got != 0 {
		t.Errorf("got %d weeks that have been, want none", got)
	}
	next, _ := p.Find("a[rel=next]").Attr("href")
	w.Anonymous().Get(next).Want(http.StatusOK).Has("h1", "Juli 2026 i Prøvevik")
}

// The programme for paper has all of the time that was chosen on one page, and leads to the calendar.
func TestProgrammeIsWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 15 {
		w.publish(t, weekly)
	}
	p := w.Anonymous().Get("/aktiviteter?visning=program").Want(http.StatusOK).Has("main", "120 treff").HasNot("main", "Velg dager for å få resten")
	p.Has("#ta-med", "Abonner på kalenderen")
	if got := p.Find(".program li").Length(); got != 120 || p.Find("a[rel=next]").Length() != 0 {
		t.Errorf("got %d dates and %d further pages, want 120 and none", got, p.Find("a[rel=next]").Length())
	}
	p = w.Anonymous().Get("/aktiviteter?visning=program&fra=2026-05-21&til=2026-05-21").Want(http.StatusOK)
	if got := p.Find(".program li").Length(); got != 15 {
		t.Errorf("got %d dates on the day, want 15", got)
	}
	w.Anonymous().Get("/aktiviteter?visning=program&fra=2026-05-15&til=2026-05-15").Want(http.StatusOK).Has("main", "Vi fant ingenting som passer")
}

// A programme without an end is cut, and says where.
func TestProgrammeSaysWhereItIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		w.publish(t, func(d *activity.Draft) { d.RRule = "FREQ=DAILY" })
	}
	p := w.Anonymous().Get("/aktiviteter?visning=program").Want(http.StatusOK).Has(".ds-alert", "til og med").Has(".print-only", "998 datoer")
	if got := p.Find(".program li").Length(); got != 998 {
		t.Errorf("got %d dates, want those of %d that are of whole days", got, listing.ProgramMost)
	}
	last, rest := p.Find(".program time").Last().AttrOr("datetime", ""), p.Find(".ds-alert a").AttrOr("href", "")
	next := w.Anonymous().Get(rest).Want(http.StatusOK).Find(".program time").First().AttrOr("datetime", "")
	from, err := time.Parse(time.RFC3339, next)
	must(t, err)
	to, err := time.Parse(time.RFC3339, last)
	must(t, err)
	if got := from.Sub(to); got != 24*time.Hour {
		t.Errorf("the rest begins %s after the end of the first part, want the day after", got)
	}
}

func TestSitemap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, weekly)
	p := w.Anonymous().Get("/sitemap.xml").Want(http.StatusOK)
	var m struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Links []struct {
				Lang string `xml:"hreflang,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(p.Body), &m); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, u := range m.URLs {
		if len(u.Links) != 3 {
			t.Errorf("%s: got %d languages, want 3", u.Loc, len(u.Links))
		}
		found = found || strings.HasSuffix(u.Loc, fmt.Sprintf("/aktiviteter/%d/strikkekafe", id))
	}
	if !found {
		t.Errorf("the activity is not in %s", p.Body)
	}
}
