package activity_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/search"
)

func postpone(t *testing.T, w *activitytest.World, id int64, reason string) activity.Occurrence {
	t.Helper()
	o := w.Dates(t, id)[0]
	if err := w.Service.PostponeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: o.Sequence}, reason); err != nil {
		t.Fatal(err)
	}
	return w.Dates(t, id)[0]
}

func TestPostponingNeedsAReasonAndTheRight(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	o := w.Dates(t, id)[0]
	ref := activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: o.Sequence}
	if err := w.Service.PostponeOccurrence(t.Context(), w.Group, ref, "  "); len(fault.FieldsOf(err)) != 1 {
		t.Errorf("without a reason: got %v", err)
	}
	if err := w.Service.PostponeOccurrence(t.Context(), w.Rival, ref, "Syk"); !fault.Is(err, fault.NotFound) {
		t.Errorf("another group: got %v", err)
	}
	if got := w.Dates(t, id)[0]; got.Status != activity.Planned {
		t.Errorf("the date became %s", got.Status)
	}
}

// Residents see the date where it should have been, as postponed; the next date is the one
// after it, and nobody who asks what clashes is told of it.
func TestPostponedIsShownAndIsNotNext(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	o := postpone(t, w, id, "Snø i veien.")
	if !o.Postponed() || !o.Off() || o.Cancelled() || o.EndsAt.Sub(o.StartsAt) != 2*time.Hour {
		t.Fatalf("got %+v", o)
	}
	v, err := w.Service.PublicShow(t.Context(), w.Group.MunicipalityID, id)
	if err != nil || v.NextDate() == nil || !v.NextDate().StartsAt.Equal(o.StartsAt.AddDate(0, 0, 7)) {
		t.Errorf("next date: got %+v, %v", v.NextDate(), err)
	}
	page, err := w.Lists.PublicList(t.Context(), listing.Params{Filter: search.Filter{Municipality: w.Group.MunicipalityID}, Limit: 5, From: w.Now, To: w.Now.AddDate(0, 0, 5)})
	if err != nil || len(page.Cards) == 0 {
		t.Fatalf("got %d cards, %v", len(page.Cards), err)
	}
	var card *listing.Card
	for i := range page.Cards {
		if page.Cards[i].OccurrenceID == o.ID {
			card = &page.Cards[i]
		}
	}
	if card == nil || !card.Postponed() || card.Cancelled() || card.WhyOff() != "Snø i veien." || !card.EndsAt.Equal(o.EndsAt) {
		t.Errorf("card: got %+v", card)
	}
	days, err := w.Lists.PublicMonth(t.Context(), 2026, time.October, "", search.Filter{Municipality: w.Group.MunicipalityID})
	if err != nil || !days[7].Items[0].Postponed || days[7].Items[0].Cancelled || days[14].Items[0].Postponed {
		t.Errorf("month: got %+v, %v", days[7].Items, err)
	}
	site := listing.CalendarSite{Host: "9901.example", Lang: i18n.NB, Absolute: func(path string) string { return path }}
	events, err := w.Lists.PublicCalendar(t.Context(), site, w.Group.MunicipalityID, id)
	if err != nil || events[0].Status != ical.Tentative || !events[0].Free || !events[0].End.Equal(o.EndsAt) || !strings.Contains(events[0].Description, "Snø i veien.") {
		t.Errorf("calendar: got %+v, %v", events[0], err)
	}
	rows, err := w.Lists.Mine(t.Context(), w.Group, listing.ComingTab, listing.RowParams{Limit: 5})
	if err != nil || rows.Rows[0].PostponedDates != 1 || rows.Rows[0].CancelledDates != 0 || rows.Rows[0].NextAt.Equal(o.StartsAt) {
		t.Errorf("own list: got %+v, %v", rows, err)
	}
}

// An activity with one date that waits is not over when the time of that has passed; its page
// and its organiser still know it.
func TestPostponedDateOutlivesItsTime(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.RRule = ""
	id := w.Publish(t, d)
	o := postpone(t, w, id, "Snø i veien.")
	w.Now = o.EndsAt.AddDate(0, 2, 0)
	v, err := w.Service.PublicShow(t.Context(), w.Group.MunicipalityID, id)
	if err != nil || v.Past || len(v.Next) != 1 {
		t.Errorf("the page: got past %v, %d dates, %v", v.Past, len(v.Next), err)
	}
	ref := activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: -1}
	if err := w.Service.RestoreOccurrence(t.Context(), w.Group, ref); err == nil {
		t.Error("it goes as planned, when its time has passed")
	}
	// The organiser may say it by the activity's own date, too: those signed up come along.
	d.StartsAt, d.SignupMode = activitytest.At("2027-01-14 18:00"), activity.NoSignup
	if _, err := w.Service.Update(t.Context(), w.Group, id, 0, d, activity.Falling{}); err != nil {
		t.Fatal(err)
	}
	dates := w.Dates(t, id)
	if len(dates) != 1 || dates[0].ID != o.ID || dates[0].Status != activity.Planned || !dates[0].StartsAt.Equal(d.StartsAt) || dates[0].EndsAt.Sub(d.StartsAt) != 2*time.Hour {
		t.Errorf("got %+v, want the same date at its new time", dates)
	}
}

// What is changed about a series leaves a postponed date waiting; the night after, too.
func TestPostponedDateOfASeriesStays(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	o := postpone(t, w, id, "Snø i veien.")
	d := w.Draft()
	d.Title = "Strikkekveld"
	if _, err := w.Service.Update(t.Context(), w.Group, id, 0, d, activity.Falling{}); err != nil {
		t.Fatal(err)
	}
	w.Now = o.EndsAt.AddDate(0, 0, 3)
	if _, err := w.Service.ExtendHorizon(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.Dates(t, id)[0]; got.ID != o.ID || !got.Postponed() || !got.OverAt.Equal(o.OverAt) || got.Reason != o.Reason {
		t.Errorf("got %+v, want %+v", got, o)
	}
	d.StartsAt = activitytest.At("2026-10-08 19:00") // the rest moves by an hour; this one has had its time
	if _, err := w.Service.Update(t.Context(), w.Group, id, 0, d, activity.Falling{}); err != nil {
		t.Fatal(err)
	}
	if got := w.Dates(t, id)[0]; !got.Postponed() || !got.StartsAt.Equal(o.StartsAt) {
		t.Errorf("got %+v, want it to wait as before", got)
	}
}

// A moved date that is postponed and then goes as planned is at the time it was moved to, for as long as it lasted.
func TestPostponedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	o := w.Dates(t, id)[0]
	start := activitytest.At("2026-10-09 17:00")
	change := activity.DateChange{StartsAt: start, EndsAt: start.Add(5 * time.Hour), VenueID: w.Venue, Reason: "Dugnad"}
	if err := w.Service.ChangeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: -1}, change); err != nil {
		t.Fatal(err)
	}
	o = postpone(t, w, id, "Snø i veien.")
	if err := w.Service.RestoreOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: o.Sequence}); err != nil {
		t.Fatal(err)
	}
	got := w.Dates(t, id)[0]
	if got.Status != activity.Moved || !got.StartsAt.Equal(start) || !got.EndsAt.Equal(start.Add(5*time.Hour)) || !got.OverAt.Equal(got.EndsAt) {
		t.Errorf("got %+v", got)
	}
}
