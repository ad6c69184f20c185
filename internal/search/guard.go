// The limit on how long one search may take.

package search

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
)

// guard is how long the first road may take before the other one is tried. It chooses the road and not the answer, so
// that a busy machine finds what an idle one does; a list that needs longest is not a list that someone reads.
const (
	guard   = 50 * time.Millisecond
	longest = 20 * guard
)

// The settings last for the batch: it is one transaction. Plans are made with
// the values, since a generic plan is hundreds of times slower here. The index
// gathers what begins with a word in work_mem, and beyond it gives whole pages
// whose rows must all be read again.
const guardSQL = `-- search.guard
select set_config('statement_timeout', @timeout, true), set_config('plan_cache_mode', 'force_custom_plan', true),
    set_config('work_mem', '32MB', true), set_config('enable_indexscan', @walk, true), set_config('enable_indexonlyscan', @walk, true)`

// guarded runs a statement with little time, and once more by the other road
// when that was not enough: first as the planner likes (which walks by date when
// it believes in many hits), then without walking. A third time is ErrTooBroad.
func guarded[T any](ctx context.Context, q postgres.Querier, sql string, args pgx.StrictNamedArgs) ([]T, error) {
	rows, err := once[T](ctx, q, sql, args, "on", guardFor(ctx, guard))
	if postgres.TimedOut(err) && ctx.Err() == nil {
		rows, err = once[T](ctx, q, sql, args, "off", guardFor(ctx, longest))
	}
	if postgres.TimedOut(err) && ctx.Err() == nil {
		return nil, fmt.Errorf("%w (%w)", ErrTooBroad, err)
	}
	return rows, postgres.Fault(err)
}

// once sends settings and statement together, in one round trip.
func once[T any](ctx context.Context, q postgres.Querier, sql string, args pgx.StrictNamedArgs, walk string, limit time.Duration) (found []T, err error) {
	var batch pgx.Batch
	timeout := fmt.Sprint(limit.Milliseconds())
	batch.Queue(guardSQL, pgx.StrictNamedArgs{"timeout": timeout, "walk": walk})
	batch.Queue(sql, args).Query(func(rows pgx.Rows) error {
		found, err = pgx.CollectRows(rows, pgx.RowToStructByName[T])
		return err
	})
	return found, q.SendBatch(ctx, &batch).Close()
}

type guardKey struct{}

// WithGuard gives searches under ctx another limit on either road, for jobs and tests.
func WithGuard(ctx context.Context, limit time.Duration) context.Context {
	return context.WithValue(ctx, guardKey{}, limit)
}

func guardFor(ctx context.Context, usual time.Duration) time.Duration {
	if limit, ok := ctx.Value(guardKey{}).(time.Duration); ok {
		return max(limit, time.Millisecond)
	}
	return usual
}
