package activitylist_test

import (
	"context"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/webtest"

	"github.com/PuerkitoBio/goquery"
)

// now is a Thursday morning.
var now = time.Date(2026, 5, 14, 9, 0, 0, 0, i18n.Oslo)

// world is a municipality with a little of everything.
type world struct {
	*webtest.Site
	staff           account.Actor
	craft, trips    int64 // categories
	children        int64 // target group
	town, hills     int64 // areas
	hall            int64 // venue
	knitters, hikes int64 // organisations
}

func newWorld(t testing.TB) world {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Set(now)
	w := world{
		Site: s, staff: s.Staff(account.Coordinator),
		craft: s.Code("category", "handverk", "Håndverk"), trips: s.Code("category", "tur", "Tur og friluft"),
		children: s.Code("target_group", "barn", "Barn"), town: s.Area("sentrum", "Sentrum"), hills: s.Area("asen", "Åsen"),
		knitters: s.Organisation("Strikkelaget"), hikes: s.Organisation("Turlaget"),
	}
	w.hall = s.Int(`insert into venue (municipality_id, name, address, postal_code, area_id, accessibility, latitude, longitude)
	    values ($1, 'Samfunnshuset', 'Storgata 3', '0155', $2, '{step_free,hearing_loop}', 59.91, 10.75) returning id`, s.MunicipalityID, w.town)
	return w
}

// at is a wall time on a day of May 2026.
func at(day, hour int) time.Time { return time.Date(2026, 5, day, hour, 0, 0, 0, i18n.Oslo) }

// publish makes a published activity: knitting on Thursday at 18, changed by edit.
func (w world) publish(t testing.TB, edit func(*activity.Draft)) int64 {
	t.Helper()
	free := 0
	d := activity.Draft{
		Kind: activity.Regular, Title: "Strikkekafé", Summary: "Vi strikker sammen.", Lang: i18n.NB, HeldIn: []string{"nb"},
		CategoryID: w.craft, PriceOre: &free, VenueID: w.hall, SignupMode: activity.NoSignup,
		Schedule: activity.Schedule{StartsAt: at(14, 18), DurationMinutes: 120},
	}
	organiser := w.knitters
	if edit != nil {
		edit(&d)
	}
	if d.CategoryID == w.trips {
		organiser = w.hikes
	}
	ctx := context.Background()
	saved, err := w.Portal.Activities.Create(ctx, w.staff, organiser, d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Portal.Activities.Submit(ctx, w.staff, saved.ID, saved.Version); err != nil {
		t.Fatal(err)
	}
	return saved.ID
}

// weekly makes the schedule come back every week eight times.
func weekly(d *activity.Draft) { d.RRule = "FREQ=WEEKLY;COUNT=8" }

// hike is a trip on Saturday for a price, in the hills, from 12 years, in English.
func (w world) hike(d *activity.Draft) {
	price, low := 15000, 12
	d.Title, d.Summary, d.CategoryID, d.VenueID, d.AreaID = "Topptur", "Opp og ned igjen.", w.trips, 0, w.hills
	d.PriceOre, d.AgeMin, d.HeldIn, d.PlaceNote = &price, &low, []string{"en"}, "Parkeringsplassen"
	d.StartsAt, d.DurationMinutes, d.TargetGroups = at(16, 10), 240, []int64{w.children}
}

// date is the n-th date of an activity, from 0.
func (w world) date(t testing.TB, id int64, n int) activity.Occurrence {
	t.Helper()
	all, err := w.Portal.Activities.Occurrences(context.Background(), w.staff, id, time.Time{}, 100)
	if err != nil || len(all) <= n {
		t.Fatalf("got %d dates and %v, want more than %d", len(all), err, n)
	}
	return all[n]
}

// cancelDate calls off the n-th date.
func (w world) cancelDate(t testing.TB, id int64, n int, reason string) {
	t.Helper()
	o := w.date(t, id, n)
	ref := activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: o.Sequence}
	if err := w.Portal.Activities.CancelOccurrence(context.Background(), w.staff, ref, reason); err != nil {
		t.Fatal(err)
	}
}

// moveDate puts the n-th date an hour later.
func (w world) moveDate(t testing.TB, id int64, n int, reason string) {
	t.Helper()
	o := w.date(t, id, n)
	ref := activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: o.Sequence}
	change := activity.DateChange{StartsAt: o.StartsAt.Add(time.Hour), EndsAt: o.EndsAt.Add(time.Hour), Reason: reason}
	if err := w.Portal.Activities.ChangeOccurrence(context.Background(), w.staff, ref, change); err != nil {
		t.Fatal(err)
	}
}

type goquerySelection = goquery.Selection
