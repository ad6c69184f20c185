package mail

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	gomail "github.com/wneessen/go-mail"
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

// Client lets tests see how a sender would call its server.
func Client(s Sender) (*gomail.Client, error) {
	smtp := s.(*SMTP)
	return gomail.NewClient(smtp.host, smtp.options...)
}

// WithoutAddress lets tests see what is kept of a server's answer.
func WithoutAddress(text, recipient string) string { return withoutAddress(text, recipient) }

// Registered says whether the workers can do each of the package's jobs.
func Registered(workers *river.Workers) bool {
	return river.AddWorkerSafely(workers, &sendWorker{}) != nil && river.AddWorkerSafely(workers, &resumeWorker{}) != nil &&
		river.AddWorkerSafely(workers, &cleanWorker{}) != nil
}

// MaxAttempts is how many times a message is tried.
const MaxAttempts = maxAttempts
