package activity_test

import (
	"context"
	"testing"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/venue"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// A venue and an organisation that get another name: their activities are found by it
// when the jobs of that are done, and not by the old one.
func TestFoundByWhatOthersAreCalledNow(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	w.Publish(t, w.Draft())
	client, err := jobs.InsertOnly(w.Pool)
	if err != nil {
		t.Fatal(err)
	}
	workers := river.NewWorkers()
	w.Service.AddWorkers(workers)
	for _, c := range []struct {
		rename, old, new string
		id               int64
		job              river.JobArgs
	}{
		{"update venue set name = 'Kulturhuset' where id = $1 returning id", "bibliotek", "kulturhuset", w.Venue, venue.ChangedArgs{VenueID: w.Venue}},
		{
			"update organisation set name = 'Garnringen' where id = $1 returning id", "strikkelag", "garnringen", w.Group.OrganisationID,
			organisation.ChangedArgs{OrganisationID: w.Group.OrganisationID},
		},
	} {
		w.ID(t, c.rename, c.id)
		if err := postgres.InTx(t.Context(), w.Pool, func(ctx context.Context, tx pgx.Tx) error { return client.Enqueue(ctx, tx, c.job, nil) }); err != nil {
			t.Fatal(err)
		}
		jobstest.Work(t, w.Pool, workers)
		for words, want := range map[string]int{c.old: 0, c.new: 1} {
			page, err := w.Lists.PublicList(t.Context(), listing.Params{Words: words, Filter: search.Filter{Municipality: w.Group.MunicipalityID}, Limit: 5})
			found := len(page.Cards)
			if page.Alike {
				found = 0 // what is like the words is not what was asked for
			}
			if err != nil || found != want {
				t.Errorf("%s: got %d, %v, want %d", words, found, err, want)
			}
		}
	}
}

// job is a job of a kind without anything to say.
type job struct{ kind string }

func (j job) Kind() string { return j.kind }

// The jobs that come back do what they are for: the next date is shown when one is over,
// and a series goes on.
func TestJobsThatComeBack(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.RRule = "FREQ=WEEKLY;BYDAY=TH"
	id := w.Publish(t, d)
	before := len(w.Dates(t, id))
	client, err := jobs.InsertOnly(w.Pool)
	must(t, err)
	workers := river.NewWorkers()
	w.Service.AddWorkers(workers)
	if got := len(w.Service.Periodic()); got != 2 {
		t.Errorf("got %d jobs that come back, want 2", got)
	}
	w.Now = activitytest.At("2026-12-09 12:00")
	for _, kind := range []string{"activity.roll", "activity.horizon"} {
		must(t, postgres.InTx(t.Context(), w.Pool, func(ctx context.Context, tx pgx.Tx) error { return client.Enqueue(ctx, tx, job{kind}, nil) }))
	}
	jobstest.Work(t, w.Pool, workers)
	page, err := w.Lists.PublicList(t.Context(), listing.Params{Filter: search.Filter{Municipality: w.Group.MunicipalityID}})
	must(t, err)
	if got := page.Cards[0].StartsAt; !got.Equal(activitytest.At("2026-12-10 18:00")) {
		t.Errorf("the list shows %v, want the next Thursday", got)
	}
	if got := len(w.Dates(t, id)); got <= before {
		t.Errorf("got %d dates, want more than the %d that there were", got, before)
	}
}
