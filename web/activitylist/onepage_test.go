package activitylist_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/ical"

	"github.com/google/go-cmp/cmp"
)

func TestShow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, func(d *activity.Draft) {
		weekly(d)
		d.Description, d.Bring, d.ContactName, d.ContactPhone = "Vi **strikker**.", "Pinner og godt humør", "Kari Nordmann", "+4722334455"
		d.Pauses = []activity.Pause{{From: at(21, 12), To: at(22, 12), Reason: "pinseferie"}}
	})
	w.publish(t, func(d *activity.Draft) { d.Title = "Hekling" })
	w.cancelDate(t, id, 1, "Lokalet er opptatt")
	w.moveDate(t, id, 2, "Vi venter på bussen")
	p := w.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d/strikkekafe", id)).Want(http.StatusOK)
	p.Has("h1", "Strikkekafé").Has(".crumbs", "Forside", "Aktiviteter").Has(".lead", "Vi strikker sammen.")
	p.Has(".dates__off", "Avlyst", "Lokalet er opptatt").Has(".dates", "Flyttet fra", "Vi venter på bussen", "I dag kl.")
	p.Has(".facts", "Hver torsdag", "pinseferie", "Samfunnshuset", "Storgata 3, 0155 Oslo", "Trinnfri inngang", "Teleslynge", "Strikkelaget", "Gratis")
	p.Has("a[href='tel:+4722334455']", "22 33 44 55").Has("a[href*='norgeskart.no'][href*='lat=59.91']", "")
	p.Has(".prose strong", "strikker").Has("main", "Pinner og godt humør")
	p.Has(".activity__do a[href$='.ics']", "Ta med i kalenderen")
	p.Has("#arrangor + *, section:contains('Om Strikkelaget')", "Hekling")
	p.HasNot("meta[name=robots]", "")
}

// An activity is shared by a letter that the reader sends herself, by its plain address, or by
// the system's share sheet, which only a script can open. What is over or called off is not.
func TestShare(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, func(d *activity.Draft) { weekly(d); d.Title = "Kaffe & prat + kake" })
	p := w.Anonymous().Get(fmt.Sprintf("/nn/aktiviteter/%d/kaffe-prat-kake", id)).Want(http.StatusOK)
	address, _ := p.Find(".share input[readonly]").Attr("value")
	if want := fmt.Sprintf("/nn/aktiviteter/%d/kaffe-prat-kake", id); !strings.HasPrefix(address, "http") || !strings.HasSuffix(address, want) {
		t.Errorf("the address to copy is %q, want the whole of %s", address, want)
	}
	href, _ := p.Find(".share a[href^='mailto:']").Attr("href")
	letter, err := url.Parse(href)
	if err != nil {
		t.Fatal(err)
	}
	q, err := url.ParseQuery(letter.RawQuery)
	if err != nil || letter.Opaque != "" || strings.Contains(letter.RawQuery, "+") {
		t.Fatalf("the letter is %q (%v), want one to nobody yet, with spaces as RFC 6068 has them", href, err)
	}
	if got, want := q.Get("subject"), "Kaffe & prat + kake"; got != want || !strings.Contains(q.Get("body"), address) {
		t.Errorf("got the subject %q and the text %q, want %q and the address", got, q.Get("body"), want)
	}
	if got, _ := p.Find(".share button[hidden]").Attr("data-share"); got != address {
		t.Errorf("the button shares %q, want %q", got, address)
	}
	w.Clock.Set(now.AddDate(3, 0, 0))
	w.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d/kaffe-prat-kake", id)).Want(http.StatusOK).HasNot(".share", "")
}

func TestAddressWithAnotherName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, nil)
	for _, path := range []string{"/aktiviteter/%d", "/aktiviteter/%d/feil", "/nn/aktiviteter/%d/STRIKK"} {
		p := w.Anonymous().Get(fmt.Sprintf(path, id)).Want(http.StatusMovedPermanently)
		if got := p.Header.Get("Location"); !strings.HasSuffix(got, fmt.Sprintf("/aktiviteter/%d/strikkekafe", id)) {
			t.Errorf("%s leads to %q", path, got)
		}
	}
	for _, path := range []string{"/aktiviteter/999999", "/aktiviteter/999999/x", "/aktiviteter/0/x", "/aktiviteter/abc/x", "/aktiviteter/99999999999999999999/x", "/aktiviteter/999999.ics"} {
		w.Anonymous().Get(path).Want(http.StatusNotFound).Has("main", "Se hva som skjer")
	}
}

func TestCancelledSeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, weekly)
	a, err := w.Portal.Activities.Get(context.Background(), w.staff, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Portal.Activities.CancelSeries(context.Background(), w.staff, id, a.Version, "Vi fikk ingen lokaler"); err != nil {
		t.Fatal(err)
	}
	p := w.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d/strikkekafe", id)).Want(http.StatusOK)
	p.Has(".ds-alert[data-color=danger]", "Aktiviteten er avlyst", "Vi fikk ingen lokaler").HasNot(".activity__do", "")
	if got := linkedData(t, p.Text("script[type='application/ld+json']"))["eventStatus"]; got != "https://schema.org/EventCancelled" {
		t.Errorf("got eventStatus %v", got)
	}
}

func TestSignupElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, func(d *activity.Draft) {
		d.SignupMode, d.SignupURL = activity.LinkSignup, "https://pamelding.example/strikk"
	})
	w.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d/strikkekafe", id)).
		Has("a.ds-button[href='https://pamelding.example/strikk']", "Meld deg på hos arrangøren")
}

func TestPastIsForgottenBySearchEngines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, nil)
	path := fmt.Sprintf("/aktiviteter/%d/strikkekafe", id)
	w.Clock.Set(now.AddDate(0, 6, 0))
	w.Anonymous().Get(path).Want(http.StatusOK).Has(".ds-alert", "er over").HasNot("meta[name=robots]", "")
	w.Clock.Set(now.AddDate(1, 1, 0))
	w.Anonymous().Get(path+"?").Want(http.StatusOK).Has("meta[name=robots][content*=noindex]", "")
}

func linkedData(t *testing.T, text string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

func TestLinkedData(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, func(d *activity.Draft) { d.Title = `Fest </script><script>alert("1")</script>` })
	p := w.Anonymous().Get(w.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d", id)).Header.Get("Location")).Want(http.StatusOK)
	if got := p.Find("script:not([src])").Length(); got != 1 {
		t.Fatalf("got %d inline script elements, want only the data", got)
	}
	got := linkedData(t, p.Find("script[type='application/ld+json']").Text())
	want := map[string]any{"@type": "Event", "name": `Fest </script><script>alert("1")</script>`, "startDate": "2026-05-14T18:00:00+02:00", "endDate": "2026-05-14T20:00:00+02:00"}
	for key, value := range want {
		if diff := cmp.Diff(value, got[key]); diff != "" {
			t.Errorf("%s (-want +got): %s", key, diff)
		}
	}
	for _, key := range []string{"location", "organizer", "offers", "eventStatus", "eventAttendanceMode"} {
		if got[key] == nil {
			t.Errorf("%s is missing", key)
		}
	}
}

func TestCalendarFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, weekly)
	w.publish(t, w.hike)
	w.cancelDate(t, id, 1, "Lokalet er opptatt")
	key := w.date(t, id, 2).Key
	for _, c := range []struct {
		path              string
		events, cancelled int
	}{
		{"/aktiviteter.ics", 3, 1}, // a series, its cancelled date and the hike
		{"/aktiviteter.ics?kategori=tur", 1, 0},
		{"/en/aktiviteter.ics?gratis=ja&naar=idag", 1, 0},
		{"/aktiviteter.ics?q=finnesikke", 0, 0},
		{fmt.Sprintf("/aktiviteter/%d.ics", id), 8, 1},
		{fmt.Sprintf("/aktiviteter/%d/strikkekafe.ics", id), 8, 1},
		{fmt.Sprintf("/aktiviteter/%d.ics?dato=%s", id, key), 1, 0},
	} {
		t.Run(c.path, func(t *testing.T) {
			p := w.Anonymous().Get(c.path).Want(http.StatusOK)
			if got := p.Header.Get("Content-Type"); got != ical.ContentType {
				t.Errorf("got type %q", got)
			}
			if !strings.HasPrefix(p.Header.Get("Cache-Control"), "public") || p.Header.Get("ETag") == "" {
				t.Errorf("got Cache-Control %q and ETag %q", p.Header.Get("Cache-Control"), p.Header.Get("ETag"))
			}
			got, err := ical.Read(t.Context(), strings.NewReader(p.Body), ical.Limits{})
			if err != nil || len(got.Refused) > 0 {
				t.Fatalf("read: %v, refused %v", err, got.Refused)
			}
			if cancelled := strings.Count(p.Body, "STATUS:CANCELLED"); len(got.Events) != c.events || cancelled != c.cancelled {
				t.Errorf("got %d events and %d cancelled, want %d and %d", len(got.Events), cancelled, c.events, c.cancelled)
			}
			for line := range strings.SplitSeq(p.Body, "\r\n") {
				if len(line) > 75 {
					t.Errorf("line of %d octets: %s", len(line), line)
				}
			}
		})
	}
	w.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d.ics?dato=nei", id)).Want(http.StatusNotFound)
}
