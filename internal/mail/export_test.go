package mail

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// CleanArgs lets tests run the clean-up without waiting for its turn.
func CleanArgs() river.JobArgs { return cleanArgs{} }

// Resume lets tests look for stranded messages without waiting for the turn.
func Resume(ctx context.Context, pool *pgxpool.Pool, o *Outbox) error {
	return (&resumeWorker{pool: pool, outbox: o}).Work(ctx, nil)
}
