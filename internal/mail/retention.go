// How long the log of messages is kept: each kind of letter says so, and a job sees to it.

package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
)

// KeptDays is how many days the log of a message is kept at most, for the page that promises it.
func KeptDays() int {
	most := kind.LogDays
	for _, k := range kind.All() {
		most = max(most, k.KeptDays())
	}
	return most
}

type cleanArgs struct{}

func (cleanArgs) Kind() string { return "mail.clean" }

type cleanWorker struct {
	river.WorkerDefaults[cleanArgs]
	pool *pgxpool.Pool
	now  func() time.Time
}

func (w *cleanWorker) Work(ctx context.Context, _ *river.Job[cleanArgs]) error {
	return deleteOld(ctx, w.pool, w.now())
}

const cleanSQL = `-- mail.clean
delete from email e where e.status <> 'queued'
  and e.created_at < @now::timestamptz - make_interval(days => coalesce(
      (select k.days from unnest(@kinds::text[], @days::int[]) k (kind, days) where k.kind = e.kind), @otherwise))`

const cleanAllowanceSQL = `-- mail.cleanAllowance
delete from mail_allowance where since < @before`

func deleteOld(ctx context.Context, q postgres.Querier, now time.Time) error {
	var kinds []string
	var days []int32
	for _, k := range kind.All() {
		kinds, days = append(kinds, k.String()), append(days, int32(k.KeptDays()))
	}
	_, err := postgres.Exec(ctx, q, cleanSQL, postgres.Args{"now": now, "kinds": kinds, "days": days, "otherwise": kind.LogDays})
	if err != nil {
		return fmt.Errorf("delete old e-mails: %w", err)
	}
	if _, err := postgres.Exec(ctx, q, cleanAllowanceSQL, postgres.Args{"before": now.Add(-time.Hour)}); err != nil {
		return fmt.Errorf("delete old counts of e-mails: %w", err)
	}
	return nil
}
