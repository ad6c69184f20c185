// The jobs that keep search in step.

package portal

import (
	"context"
	"time"

	"frivilligsentral/internal/search"
	"frivilligsentral/internal/search/searchlog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// Search belongs to no feature, so its jobs are kept here.

type vocabularyArgs struct{}

func (vocabularyArgs) Kind() string { return "search.vocabulary" }

// vocabularyWorker has more time than other jobs: a million activities take minutes.
type vocabularyWorker struct {
	river.WorkerDefaults[vocabularyArgs]
	pool *pgxpool.Pool
}

func (w *vocabularyWorker) Timeout(*river.Job[vocabularyArgs]) time.Duration { return 15 * time.Minute }

func (w *vocabularyWorker) Work(ctx context.Context, _ *river.Job[vocabularyArgs]) error {
	return search.RefreshVocabulary(ctx, w.pool)
}

type newWordsArgs struct{}

func (newWordsArgs) Kind() string { return "search.new_words" }

type forgetWordsArgs struct{}

func (forgetWordsArgs) Kind() string { return "search.forget_words" }

func addSearchWorkers(workers *river.Workers, pool *pgxpool.Pool, now func() time.Time) {
	river.AddWorker(workers, &vocabularyWorker{pool: pool})
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[newWordsArgs]) error { return search.AddNewWords(ctx, pool) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[forgetWordsArgs]) error {
		_, err := searchlog.ForgetRare(ctx, pool, now())
		return err
	}))
}

// searchPeriodic adds new words within a minute, counts all of them every hour, and deletes every day
// what too few have searched for.
func searchPeriodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return vocabularyArgs{}, &river.InsertOpts{MaxAttempts: 1}
		}, &river.PeriodicJobOpts{ID: "search.vocabulary", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return newWordsArgs{}, &river.InsertOpts{MaxAttempts: 1}
		}, &river.PeriodicJobOpts{ID: "search.new_words", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return forgetWordsArgs{}, nil
		}, &river.PeriodicJobOpts{ID: "search.forget_words", RunOnStart: true}),
	}
}
