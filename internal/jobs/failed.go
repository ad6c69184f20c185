// Jobs that were given up.

package jobs

import (
	"context"
	"fmt"
	"time"

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
select id, kind, attempt as attempts, coalesce(errors[cardinality(errors)] ->> 'error', '') as last_error,
       finalized_at as given_up_at, created_at as enqueued_at
from river_job
where state = 'discarded'
order by finalized_at desc, id desc
limit @limit`

// Failed lists the jobs that were given up in the last 30 days, newest first.
func Failed(ctx context.Context, q postgres.Querier, limit int) ([]Failure, error) {
	list, err := postgres.Many[Failure](ctx, q, failedSQL, postgres.Args{"limit": limit})
	if err != nil {
		return nil, fmt.Errorf("failed jobs: %w", err)
	}
	return list, nil
}
