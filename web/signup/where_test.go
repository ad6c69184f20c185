// Everything that tells where a date is tells the same, also when it has been moved.

package signup_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration/signupform"
)

// TestEveryOutputSaysWhereTheDateIs moves one date of a series to another venue and one to
// another room, and a lone date to another venue, and reads all that residents are given.
func TestEveryOutputSaysWhereTheDateIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3, places(20))
	hall := w.Int(`insert into venue (municipality_id, name, address) values ($1, 'Samfunnshuset', 'Storgata 3') returning id`, w.MunicipalityID)
	barn := w.Int(`insert into venue (municipality_id, name, address) values ($1, 'Grendehuset', 'Lia 9') returning id`, w.MunicipalityID)
	w.Exec("update activity set venue_id = $1, place_note = 'Peisestua' where id = $2", hall, w.activity)
	lone := w.copyOf(t, hall)
	w.moveTo(t, w.activity, w.dates[1], barn, "")
	w.moveTo(t, w.activity, w.dates[2], hall, "Kjelleren")
	w.moveTo(t, lone, w.datesOf(t, lone)[0], barn, "Loftet")

	for _, c := range []struct {
		what       string
		activity   int64
		date       activity.Occurrence
		want, hide []string
	}{
		{"as always", w.activity, w.dates[0], []string{"Samfunnshuset", "Peisestua"}, []string{"Grendehuset", "Kjelleren"}},
		{"another venue", w.activity, w.dates[1], []string{"Grendehuset"}, []string{"Samfunnshuset", "Peisestua", "Kjelleren"}},
		{"another room", w.activity, w.dates[2], []string{"Samfunnshuset", "Kjelleren"}, []string{"Grendehuset", "Peisestua"}},
		{"the only date", lone, w.datesOf(t, lone)[0], []string{"Grendehuset", "Loftet"}, []string{"Samfunnshuset", "Peisestua"}},
	} {
		for output, text := range w.outputs(t, c.activity, c.date) {
			want := c.want
			switch output {
			case "card", "line of the programme": // these are short: a room only when it is what is new
				if c.what == "as always" {
					want = want[:1]
				}
			case "json-ld":
				want = want[:1]
			case "date on the page":
				if c.what == "as always" || c.activity == lone { // stands above, for all dates
					continue
				}
			}
			for _, s := range want {
				if !strings.Contains(text, s) {
					t.Errorf("%s, %s: got %q, want %s in it", c.what, output, text, s)
				}
			}
			for _, s := range c.hide {
				if strings.Contains(text, s) {
					t.Errorf("%s, %s: got %q, want no %s in it", c.what, output, text, s)
				}
			}
		}
	}
	if got := w.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d/bare-en-gang", lone)).Text(".facts"); !strings.Contains(got, "Grendehuset") || strings.Contains(got, "Samfunnshuset") {
		t.Errorf("the facts of an activity whose only date is moved: got %q", got)
	}
	w.Anonymous().Get(fmt.Sprintf("/steder/%d", barn)).Has("main", "Bare en gang")
}

// outputs are all texts that name the place of a date.
func (w world) outputs(t *testing.T, id int64, o activity.Occurrence) map[string]string {
	t.Helper()
	a := w.Anonymous()
	day, before := o.StartsAt.Format(time.DateOnly), w.Clock.Now()
	defer w.Clock.Set(before)
	all := map[string]string{
		"card":                  a.Get("/aktiviteter?fra=" + day + "&til=" + day).Text(fmt.Sprintf(".ds-card:has([id^=a%d-])", o.ID)),
		"line of the programme": a.Get("/aktiviteter?visning=program&fra=" + day + "&til=" + day).Text("main"),
		"sign-up form":          a.Get(fmt.Sprintf("/aktiviteter/%d/pamelding/%d", id, o.ID)).Text("main"),
	}
	path := fmt.Sprintf("/aktiviteter/%d/strikkekafe", id)
	if id != w.activity {
		path = fmt.Sprintf("/aktiviteter/%d/bare-en-gang", id)
	}
	all["date on the page"] = a.Get(path).Want(200).Text(fmt.Sprintf(".dates li:has(time[datetime*='%s'])", day))
	for event := range strings.SplitSeq(a.Get(fmt.Sprintf("/aktiviteter/%d.ics", id)).Body, "BEGIN:VEVENT") {
		if event = strings.ReplaceAll(event, "\r\n ", ""); strings.Contains(event, o.StartsAt.Format("20060102T150405")) {
			all["calendar file"] = event
		}
	}
	w.Anonymous().Post(fmt.Sprintf("/aktiviteter/%d/pamelding/%d", id, o.ID), w.typed("Kari Nordmann")).Follow().Want(200)
	own := w.link("kari.nordmann@post.example")
	w.Anonymous().Post(own+"/bekreft", nil).Follow().Want(200)
	w.WorkJobs()
	all["letter"] = mailtest.Last(t, w.Pool, "kari.nordmann@post.example").TextBody
	all["own page"] = w.Anonymous().Get(own).Text("main")
	all["own calendar"] = strings.ReplaceAll(w.Anonymous().Get(own+"/kalender.ics").Body, "\r\n ", "")
	w.Anonymous().Post(own+"/meld-av", nil)

	w.Clock.Set(o.StartsAt.Add(-time.Hour)) // the date is the next one now
	all["json-ld"] = w.Anonymous().Get(path).Text("script[type='application/ld+json']")
	return all
}

// copyOf is an activity like the world's, once, the day after its first date.
func (w world) copyOf(t *testing.T, venue int64) int64 {
	t.Helper()
	a, err := w.Portal.Activities.Get(t.Context(), w.staff, w.activity)
	w.must(err)
	d := a.Draft
	d.Title, d.VenueID, d.RRule, d.StartsAt = "Bare en gang", venue, "", d.StartsAt.AddDate(0, 0, 1)
	saved, err := w.Portal.Activities.Create(t.Context(), w.staff, a.OrganisationID, d)
	w.must(err)
	f := signupform.NewForm()
	places(20)(&f)
	w.must(w.Portal.Registrations.SaveForm(t.Context(), w.staff, saved.ID, 0, f))
	_, err = w.Portal.Activities.Submit(t.Context(), w.staff, saved.ID, saved.Version)
	w.must(err)
	return saved.ID
}

func (w world) datesOf(t *testing.T, id int64) []activity.Occurrence {
	t.Helper()
	all, err := w.Portal.Activities.Occurrences(t.Context(), w.staff, id, time.Time{}, 100)
	w.must(err)
	return all
}

func (w world) moveTo(t *testing.T, id int64, o activity.Occurrence, venue int64, room string) {
	t.Helper()
	w.must(w.Portal.Activities.ChangeOccurrence(t.Context(), w.staff, activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: -1},
		activity.DateChange{StartsAt: o.StartsAt, EndsAt: o.EndsAt, VenueID: venue, PlaceNote: room}))
}

// Search engines are told whether there is a place.
func TestAvailabilityForSearchEngines(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(1))
	w.Exec("update activity set price_ore = 0 where id = $1", w.activity)
	available := func() string {
		return w.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d/strikkekafe", w.activity)).Want(200).Text("script[type='application/ld+json']")
	}
	if got := available(); !strings.Contains(got, "schema.org/InStock") {
		t.Errorf("with a free place: got %s", got)
	}
	w.in("Kari Nordmann")
	w.Clock.Advance(time.Minute)
	if got := available(); !strings.Contains(got, "schema.org/SoldOut") {
		t.Errorf("full: got %s", got)
	}
}
