// Reading rows: one, many, and single values.

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Fresh is a mode for One, Many and their like: the statement is planned with
// the values of each call. Use it for searches and optional filters, where a
// generic plan is hundreds of times slower.
const Fresh = pgx.QueryExecModeCacheDescribe

// One reads exactly one row into T's fields by column name (`db` tags). No row
// is a fault of kind NotFound; wrap it with a text for the user.
func One[T any](ctx context.Context, q Querier, sql string, args Args, mode ...pgx.QueryExecMode) (T, error) {
	return collect(ctx, q, sql, args, mode, func(rows pgx.Rows) (T, error) {
		return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
	})
}

// Many reads all rows into T's fields by column name; no rows is an empty slice.
func Many[T any](ctx context.Context, q Querier, sql string, args Args, mode ...pgx.QueryExecMode) ([]T, error) {
	return collect(ctx, q, sql, args, mode, func(rows pgx.Rows) ([]T, error) {
		return pgx.CollectRows(rows, pgx.RowToStructByName[T])
	})
}

// Scalar reads the single column of exactly one row; no row is a fault of kind NotFound.
func Scalar[T any](ctx context.Context, q Querier, sql string, args Args, mode ...pgx.QueryExecMode) (T, error) {
	return collect(ctx, q, sql, args, mode, func(rows pgx.Rows) (T, error) {
		return pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	})
}

// Scalars reads the single column of all rows.
func Scalars[T any](ctx context.Context, q Querier, sql string, args Args, mode ...pgx.QueryExecMode) ([]T, error) {
	return collect(ctx, q, sql, args, mode, func(rows pgx.Rows) ([]T, error) {
		return pgx.CollectRows(rows, pgx.RowTo[T])
	})
}

// Exec runs a statement and returns how many rows it touched.
func Exec(ctx context.Context, q Querier, sql string, args Args) (int64, error) {
	tag, err := q.Exec(ctx, sql, args)
	return tag.RowsAffected(), Fault(err)
}

func collect[T any](
	ctx context.Context, q Querier, sql string, args Args, mode []pgx.QueryExecMode,
	read func(pgx.Rows) (T, error),
) (T, error) {
	if g := gatheringOf(ctx, q); g != nil {
		return gather(g, sql, args, len(mode) > 0, read)
	}
	all := make([]any, 0, 2)
	for _, m := range mode {
		all = append(all, m)
	}
	rows, err := q.Query(ctx, sql, append(all, args)...)
	if err != nil {
		var none T
		return none, Fault(err)
	}
	got, err := read(rows)
	return got, Fault(err)
}

// freshSQL lets the statements after it in a batch be planned with their values, as Fresh does.
const freshSQL = `-- postgres.fresh
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true)`

// gather is collect as a part of Together.
func gather[T any](g *gathering, sql string, args Args, fresh bool, read func(pgx.Rows) (T, error)) (got T, err error) {
	var batch pgx.Batch
	if fresh {
		batch.Queue(freshSQL)
	}
	batch.Queue(sql, args).Query(func(rows pgx.Rows) (err error) {
		got, err = read(rows)
		return err
	})
	err = Fault(g.wait(&ask{statements: batch.QueuedQueries, settings: fresh}))
	return got, err
}

// ManyOf is Many of several statements with the same arguments, in one round trip: the rows of the first, then those of
// the next.
func ManyOf[T any](ctx context.Context, q Querier, statements []string, args Args) (all []T, err error) {
	var batch pgx.Batch
	for _, sql := range statements {
		batch.Queue(sql, args).Query(func(rows pgx.Rows) error {
			got, err := pgx.CollectRows(rows, pgx.RowToStructByName[T])
			all = append(all, got...)
			return err
		})
	}
	err = SendBatch(ctx, q, &batch, false)
	return all, err
}
