// Transactions, tried again where that helps.

package postgres

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
)

const attempts = 3

// Beginner starts a transaction: a pool or a connection; a transaction starts a savepoint.
type Beginner interface {
	Begin(ctx context.Context) (pgx.Tx, error)
}

// Database is a pool, or a transaction that use cases run inside.
type Database interface {
	Querier
	Beginner
}

// InTx runs fn in a transaction and commits it when fn returns nil. A deadlock
// or a serialisation failure runs all of it again, three times at most, so fn
// must have no effect outside the database.
func InTx(ctx context.Context, db Beginner, fn func(ctx context.Context, tx pgx.Tx) error) error {
	_, nested := db.(pgx.Tx) // the outer transaction is lost already: it has to start again
	for attempt := 1; ; attempt++ {
		err := once(ctx, db, fn)
		if err == nil || nested || attempt == attempts || !retryable(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(attempt) * time.Duration(5+rand.IntN(20)) * time.Millisecond):
		}
	}
}

func once(ctx context.Context, db Beginner, fn func(ctx context.Context, tx pgx.Tx) error) error {
	tx, err := db.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", Fault(err))
	}
	// The caller's context may have ended; the connection must still come back clean.
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := fn(ctx, tx); err != nil {
		return Fault(err)
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", Fault(err))
	}
	return nil
}
