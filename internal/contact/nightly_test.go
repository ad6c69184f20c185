package contact_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/postgres"
)

// In the night search comes in step with the date, in every municipality that has a portal.
func TestNightOfAllMunicipalities(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	y := x.neighbour()
	later := func(c *contact.Contact) { c.ValidFrom = noon.AddDate(0, 0, 1) }
	here, there := x.person("Senere", later), y.person("Senere", later)
	if x.indexed(here) || x.indexed(there) {
		t.Fatal("found before they begin")
	}
	x.now, y.now = noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 1)
	client, err := jobs.InsertOnly(x.pool)
	if err != nil {
		t.Fatal(err)
	}
	workers := river.NewWorkers()
	x.s.AddWorkers(workers)
	equal(t, "jobs that come back", len(x.s.Periodic()), 1)
	if err := postgres.InTx(t.Context(), x.pool, func(ctx context.Context, tx pgx.Tx) error {
		return client.Enqueue(ctx, tx, contact.ReindexArgs{}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	jobstest.Work(t, x.pool, workers)
	equal(t, "found", []bool{x.indexed(here), x.indexed(there)}, []bool{true, true})
}
