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
