package bulkchange

import (
	"context"
	"testing"
	"time"

	"frivilligsentral/internal/postgres/pgtest"

	"github.com/riverqueue/river"
)

// A change whose time is up can be begun with again, and one that a program was stopped
// in the middle of is begun with by the next.
func TestTimeIsUp(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	number := func(sql string, args ...any) (id int64) {
		t.Helper()
		if err := pool.QueryRow(t.Context(), sql, args...).Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	town := number(`insert into municipality (number, name) values ('9999', 'Solvik') returning id`)
	w := worker{s: NewService(Deps{Pool: pool})}
	past, done := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer done()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for name, tc := range map[string]struct {
		ctx  context.Context
		want State
	}{"time is up": {past, Previewed}, "stopped": {stopped, Storing}} {
		id := number(`insert into bulk_change (municipality_id, noun, edits, state, created_at) values ($1, 'contact', '[]', 'storing', now()) returning id`, town)
		if err := w.Work(tc.ctx, &river.Job[workArgs]{Args: workArgs{ChangeID: id, MunicipalityID: town}}); err == nil {
			t.Errorf("%s: no error", name)
		}
		if n := number(`select count(*) from bulk_change where id = $1 and state = $2 and (error <> '') = (state = 'previewed')`, id, string(tc.want)); n != 1 {
			t.Errorf("%s: the change is not %s", name, tc.want)
		}
	}
}
