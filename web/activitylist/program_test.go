package activitylist

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
)

// A programme that is too long ends with a whole day, and goes on with the next.
func TestProgrammeEndsWithAWholeDay(t *testing.T) {
	t.Parallel()
	e := &page.Env{Lang: i18n.NB, Site: page.NoSite, Now: time.Date(2026, 3, 2, 9, 0, 0, 0, i18n.Oslo)}
	at := func(day, hour int) listing.Card {
		return listing.Card{At: time.Date(2026, 3, day, hour, 0, 0, 0, i18n.Oslo).UTC()}
	}
	q := read(e, url.Values{"visning": {"program"}, "fra": {"2026-03-02"}, "til": {"2026-05-31"}, "gratis": {"ja"}})
	var v listView
	cards := v.cutAtDay(e, q, []listing.Card{at(3, 10), at(4, 0), at(4, 23), at(5, 0), at(5, 12)})
	if len(cards) != 3 || !strings.Contains(v.cut, "4. mars") || strings.Contains(v.cut, "5. mars") {
		t.Errorf("got %d cards and %q, want those of the days that are whole", len(cards), v.cut)
	}
	rest, err := url.Parse(v.rest.URL)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"fra": "2026-03-05", "til": "2026-05-31", "visning": "program", "gratis": "ja"} {
		if got := rest.Query().Get(name); got != want {
			t.Errorf("%s of the rest: got %q, want %q", name, got, want)
		}
	}
	v = listView{}
	if cards := v.cutAtDay(e, q, []listing.Card{at(3, 10), at(3, 12)}); len(cards) != 2 || v.rest.URL != "" || strings.Contains(v.cut, "til og med") {
		t.Errorf("one long day: got %d cards, %q and %q", len(cards), v.cut, v.rest.URL)
	}
}

// A list of free places is not what its calendar has: a date that becomes full must not vanish from it.
func TestCalendarSaysThatItHasMore(t *testing.T) {
	t.Parallel()
	e := &page.Env{Lang: i18n.NB, Site: page.NoSite, Now: time.Date(2026, 3, 2, 9, 0, 0, 0, i18n.Oslo)}
	for ways, want := range map[string]bool{"ledig": true, "venteliste": true, "uten": false, "": false} {
		head := (&Handler{}).header(e, read(e, url.Values{"pamelding": {ways}}), total{}, filters{})
		if head.allDates != want || strings.Contains(head.icsPath, "pamelding") == want && ways != "" {
			t.Errorf("%q: says so: %v, and the calendar is %s", ways, head.allDates, head.icsPath)
		}
	}
}
