package mail

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// CleanArgs lets tests run the clean-up without waiting for its turn.
func CleanArgs() river.JobArgs { return cleanArgs{} }

// Resume lets tests look for stranded messages without waiting for the turn.
func Resume(ctx context.Context, pool *pgxpool.Pool, o *Outbox) error {
	return (&resumeWorker{pool: pool, outbox: o}).Work(ctx, nil)
}

// DeleteOld lets tests clean up as if it were another time.
func DeleteOld(ctx context.Context, pool *pgxpool.Pool, now time.Time) error {
	return deleteOld(ctx, pool, now)
}
