// How a search is run: through the words where few things have them, and along the list where many do.

package search

import (
	"context"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
)

// Every list has two roads, and what is counted chooses between them, not what a planner believes. The index of words
// gives what answers the query, and stops at few. Where that is all there is, it is sorted and is the list. Where there is
// more, one in some tens of the municipality's rows is a hit, and the list is walked in its order until the page is full.
// So one statement serves rare and common words, its plan is made once, and both roads are bounded by the municipality.
//
// "is true" keeps the second road from the index of words, which would gather all hits before it sorts them.
const few = "1001" // one more than MaxTotal: what is counted to the end is also the total

// The settings last for the batch: it is one transaction. The index gathers what begins with a word in work_mem, and
// beyond it gives whole pages whose rows must all be read again. No list of a municipality is read fastest by reading
// all municipalities'.
const roadsSQL = `-- search.roads
select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('work_mem', '32MB', true), set_config('enable_seqscan', 'off', true)`

// statement is one of several that are sent together.
type statement struct {
	sql  string
	args postgres.Args
}

// run sends the settings and a statement together.
func run[T any](ctx context.Context, q postgres.Querier, sql string, args postgres.Args) ([]T, error) {
	rows, err := runAll[T](ctx, q, []statement{{sql, args}})
	return rows[0], err
}

// runAll does the same with several statements, in one round trip.
func runAll[T any](ctx context.Context, q postgres.Querier, all []statement) ([][]T, error) {
	var batch pgx.Batch
	found := make([][]T, len(all))
	batch.Queue(roadsSQL)
	for i, s := range all {
		batch.Queue(s.sql, s.args).Query(func(rows pgx.Rows) (err error) {
			found[i], err = pgx.CollectRows(rows, pgx.RowToStructByName[T])
			return err
		})
	}
	return found, postgres.SendBatch(ctx, q, &batch, true)
}
