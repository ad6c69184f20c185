// The job that forgets old previews.

package imports

import (
	"testing"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/riverqueue/river"
)

func TestForgettingIsAJob(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	s, workers := NewService(Deps{Pool: pool}), river.NewWorkers()
	s.AddWorkers(workers)
	if river.AddWorkerSafely(workers, forgetWorker{}) == nil {
		t.Error("the job has no worker")
	}
	if _, err := pool.Exec(t.Context(), `with m as (insert into municipality (number, name) values ('9901', 'x') returning id)
		insert into import_batch (municipality_id, kind, file_name, file_hash, content, state, counts, created_at)
		select id, 'contacts', 'a.csv', 'x', 'x', 'previewed', '{}', now() - interval '8 days' from m`); err != nil {
		t.Fatal(err)
	}
	if err := (forgetWorker{pool: pool, now: s.Now}).Work(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n, err := postgres.Scalar[int](t.Context(), pool, "select count(*) from import_batch where state = 'discarded'", nil); err != nil || n != 1 {
		t.Errorf("given up: got %d, %v, want 1", n, err)
	}
}
