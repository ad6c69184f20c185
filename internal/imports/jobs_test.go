// The job that forgets old previews.

package imports_test

import (
	"context"
	"testing"

	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/web/webtest"

	"github.com/jackc/pgx/v5"
)

// forget is the job as it stands in the queue.
type forget struct{}

func (forget) Kind() string { return "imports.forget" }

func TestForgettingIsAJob(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	old := s.Clock.Now().AddDate(0, 0, -8)
	s.Exec(`insert into import_batch (municipality_id, kind, file_name, file_hash, content, state, counts, created_at)
		values ($1, 'contacts', 'a.csv', 'x', 'x', 'previewed', '{}', $2)`, s.MunicipalityID, old)
	client, err := jobs.InsertOnly(s.Pool)
	must(t, err)
	must(t, postgres.InTx(t.Context(), s.Pool, func(ctx context.Context, tx pgx.Tx) error { return client.Enqueue(ctx, tx, forget{}, nil) }))
	s.WorkJobs()
	if n := s.Int("select count(*) from import_batch where state = 'discarded'"); n != 1 {
		t.Errorf("given up: got %d, want 1", n)
	}
}
