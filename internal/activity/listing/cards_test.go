package listing_test

// What a card says, at first and when it is read again.

import (
	"fmt"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
)

func TestWhatACardSays(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	price, free := 5000, 0
	add := func(change func(*activity.Draft)) int64 {
		d := w.Draft()
		d.RRule = ""
		change(&d)
		return w.Publish(t, d)
	}
	series := add(func(d *activity.Draft) { d.Title, d.RRule, d.PriceOre = "Rekke", "FREQ=WEEKLY;COUNT=3;BYDAY=TH", nil })
	add(func(d *activity.Draft) {
		d.Title, d.ExtraDates, d.PriceOre = "To dager", []time.Time{activitytest.At("2026-10-09 18:00")}, &free
	})
	add(func(d *activity.Draft) { d.Title, d.PriceOre = "Én dag", &price })
	dates := w.Dates(t, series)
	ref := func(n int) activity.DateRef {
		return activity.DateRef{ActivityID: series, OccurrenceID: dates[n].ID, Sequence: -1}
	}
	read := func() []string {
		page, err := w.Lists.PublicList(t.Context(), listing.Params{Filter: filterOf(w), From: w.Now, To: w.Now.AddDate(0, 1, 0), Count: true})
		must(t, err)
		var all []string
		for _, c := range page.Cards {
			all = append(all, fmt.Sprintf("%s %s repeats %v free %v off %v %s", c.At.In(time.UTC).Format("2"), c.Title, c.Repeats, c.Free(), c.Cancelled(), c.WhyOff()))
		}
		return all
	}
	want := []string{
		"8 Rekke repeats true free false off false ", "8 To dager repeats true free true off false ", "8 Én dag repeats false free false off false ",
		"9 To dager repeats true free true off false ", "15 Rekke repeats true free false off false ", "22 Rekke repeats true free false off false ",
	}
	same := func(what string) {
		t.Helper()
		for _, time := range []string{"first", "again"} {
			if d := diff.Diff(want, read()); d != "" {
				t.Errorf("%s, read %s (-want +got):\n%s", what, time, d)
			}
		}
	}
	same("as they are")
	must(t, w.Service.CancelOccurrence(t.Context(), w.Group, ref(1), "Syk lærer"))
	want[4] = "15 Rekke repeats true free false off true Syk lærer"
	same("one date off")
	must(t, w.Service.CancelSeries(t.Context(), w.Group, series, 0, "Vannskade"))
	want[0], want[5] = "8 Rekke repeats true free false off true Vannskade", "22 Rekke repeats true free false off true Vannskade"
	same("all of it off")
	must(t, w.Service.RestoreSeries(t.Context(), w.Group, series, 0))
	must(t, w.Service.RestoreOccurrence(t.Context(), w.Group, ref(1)))
	want[0], want[4], want[5] = "8 Rekke repeats true free false off false ", "15 Rekke repeats true free false off false ", "22 Rekke repeats true free false off false "
	same("all of it on again")
	must(t, w.Service.Archive(t.Context(), w.Group, series, 0))
	want = want[1:4]
	same("put away")
}

// At a venue are the activities that are held there, each once.
func TestWhatIsAtAVenue(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	school := w.ID(t, `insert into venue (municipality_id, name) values ($1, 'Nes skole') returning id`, w.Group.MunicipalityID)
	for n := range 3 {
		d := w.Draft()
		d.Title = fmt.Sprint("Nummer ", n)
		w.Publish(t, d)
	}
	d := w.Draft()
	d.Title, d.VenueID = "På skolen", school
	w.Publish(t, d)
	for venue, want := range map[int64][]string{w.Venue: {"Nummer 0", "Nummer 1"}, school: {"På skolen"}, school + 100: nil} {
		cards, err := w.Lists.PublicAtVenue(t.Context(), w.Group.MunicipalityID, venue, 2)
		must(t, err)
		if d := diff.Diff(want, titles(cards)); d != "" {
			t.Errorf("venue %d (-want +got):\n%s", venue, d)
		}
	}
}
