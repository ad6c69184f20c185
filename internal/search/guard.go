// How a search is run: first in the order of the dates, and where that takes long, by its words.

package search

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
)

// guard is how long the first road may take before the other one is taken. It chooses the road and never the answer: the
// other road has no limit but that of every statement, so that a busy machine finds what an idle one does. What a search
// can cost is bounded by its words, which are few, and by the lengths of the index's lists.
const guard = 50 * time.Millisecond

// The settings last for the batch: it is one transaction. Plans are made with
// the values, since a generic plan is hundreds of times slower here. The index
// gathers what begins with a word in work_mem, and beyond it gives whole pages
// whose rows must all be read again. Without a timeout the session's own stays.
const guardSQL = `-- search.guard
select set_config('statement_timeout', coalesce(@timeout::text, current_setting('statement_timeout')), true), set_config('plan_cache_mode', 'force_custom_plan', true),
    set_config('work_mem', '32MB', true), set_config('enable_indexscan', @walk, true), set_config('enable_indexonlyscan', @walk, true)`

// statement is one of several that are sent together.
type statement struct {
	sql  string
	args pgx.StrictNamedArgs
}

// guarded runs a statement first as the planner likes (which walks by date when
// it believes in many hits), and when that takes long, without walking.
func guarded[T any](ctx context.Context, q postgres.Querier, sql string, args pgx.StrictNamedArgs) ([]T, error) {
	rows, err := guardedAll[T](ctx, q, []statement{{sql, args}})
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}

// guardedAll does the same with several statements, in one round trip.
func guardedAll[T any](ctx context.Context, q postgres.Querier, all []statement) ([][]T, error) {
	if ctx.Value(rareKey{}) != nil {
		rows, err := once[T](ctx, q, all, "off", nil)
		return rows, postgres.Fault(err)
	}
	limit := fmt.Sprint(guardFor(ctx).Milliseconds())
	rows, err := once[T](ctx, q, all, "on", &limit)
	if postgres.TimedOut(err) && ctx.Err() == nil {
		rows, err = once[T](ctx, q, all, "off", nil)
	}
	return rows, postgres.Fault(err)
}

// once sends settings and statements together.
func once[T any](ctx context.Context, q postgres.Querier, all []statement, walk string, timeout *string) ([][]T, error) {
	var batch pgx.Batch
	found := make([][]T, len(all))
	batch.Queue(guardSQL, postgres.Args{"timeout": timeout, "walk": walk})
	for i, s := range all {
		batch.Queue(s.sql, postgres.Args(s.args)).Query(func(rows pgx.Rows) (err error) {
			found[i], err = pgx.CollectRows(rows, pgx.RowToStructByName[T])
			return err
		})
	}
	return found, q.SendBatch(ctx, &batch).Close()
}

type rareKey struct{}

// rare takes the second road at once under ctx: for what is looked for because nothing was found, where the planner
// believes in many hits and there are few.
func rare(ctx context.Context) context.Context { return context.WithValue(ctx, rareKey{}, true) }

type guardKey struct{}

// WithGuard gives the first road under ctx another limit, for tests.
func WithGuard(ctx context.Context, limit time.Duration) context.Context {
	return context.WithValue(ctx, guardKey{}, limit)
}

func guardFor(ctx context.Context) time.Duration {
	if limit, ok := ctx.Value(guardKey{}).(time.Duration); ok {
		return max(limit, time.Millisecond)
	}
	return guard
}
