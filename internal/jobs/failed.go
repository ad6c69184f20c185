package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
)

// Failure is a job that was given up.
type Failure struct {
	ID         int64
	Kind       string
	Attempts   int
	LastError  string
	GivenUpAt  time.Time
	EnqueuedAt time.Time
}

const failedSQL = `-- jobs.Failed
SELECT id, kind, attempt AS attempts, coalesce(errors[cardinality(errors)] ->> 'error', '') AS last_error,
       finalized_at AS given_up_at, created_at AS enqueued_at
FROM river_job
WHERE state = 'discarded'
ORDER BY finalized_at DESC, id DESC
LIMIT @limit`

// Failed lists the jobs that were given up in the last 30 days, newest first.
func Failed(ctx context.Context, q postgres.Querier, limit int) ([]Failure, error) {
	list, err := postgres.Many[Failure](ctx, q, failedSQL, pgx.StrictNamedArgs{"limit": limit})
	if err != nil {
		return nil, fmt.Errorf("failed jobs: %w", err)
	}
	return list, nil
}
