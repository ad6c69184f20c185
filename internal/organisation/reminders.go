// The daily job that asks organisations to look their details over.

package organisation

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

type remindArgs struct{}

func (remindArgs) Kind() string { return "organisation.remind" }

type remindWorker struct {
	river.WorkerDefaults[remindArgs]
	s *Service
}

func (w *remindWorker) Work(ctx context.Context, _ *river.Job[remindArgs]) error {
	return w.s.Remind(ctx)
}

// AddWorkers registers the feature's jobs.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, &remindWorker{s: s})
}

// Periodic are the feature's jobs that come back.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(24*time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return remindArgs{}, nil },
		&river.PeriodicJobOpts{ID: "organisation.remind", RunOnStart: true},
	)}
}

// Each organisation is taken once a year, and only where somebody can be asked.
const dueSQL = `-- organisation.due
select o.id, o.municipality_id from organisation o
where o.status = 'approved' and (o.confirmed_at is null or o.confirmed_at < @before)
  and (o.reminded_at is null or o.reminded_at < @before)
  and exists (select from membership m join account a on a.id = m.account_id
              where m.organisation_id = o.id and m.role = 'group_admin' and a.ended_at is null)
order by o.id limit 500`

type dueRow struct{ ID, MunicipalityID int64 }

// Remind asks the administrators of organisations whose details nobody confirmed for a year to look them over. It is
// the work of a daily job; running it again asks nobody twice.
func (s *Service) Remind(ctx context.Context) error {
	due, err := postgres.Many[dueRow](ctx, s.Pool, dueSQL, postgres.Args{"before": StaleBefore(s.Now())})
	if err != nil {
		return err
	}
	for _, d := range due {
		err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.remind(ctx, tx, d) })
		if err != nil {
			return fmt.Errorf("remind organisation %d: %w", d.ID, err)
		}
	}
	return nil
}

const remindedSQL = `-- organisation.reminded
update organisation set reminded_at = @now where id = @id and (reminded_at is null or reminded_at < @before)`

const reminderSQL = `-- organisation.reminder
select a.email, a.name as person_name, a.lang, o.name from organisation o
join membership m on m.organisation_id = o.id and m.role = 'group_admin' join account a on a.id = m.account_id and a.ended_at is null
where o.id = @id`

type reminderRow struct {
	Email, PersonName, Name string
	Lang                    i18n.Lang
}

func (s *Service) remind(ctx context.Context, tx pgx.Tx, d dueRow) error {
	now := s.Now()
	n, err := postgres.Exec(ctx, tx, remindedSQL, postgres.Args{"id": d.ID, "now": now, "before": StaleBefore(now)})
	if err != nil || n == 0 {
		return err
	}
	people, err := postgres.Many[reminderRow](ctx, tx, reminderSQL, postgres.Args{"id": d.ID})
	if err != nil {
		return err
	}
	from, err := letter.SiteOf(ctx, tx, d.MunicipalityID)
	if err != nil {
		return err
	}
	for _, p := range people {
		l := reminderLetter(p)
		l.About, l.Once = d.ID, fmt.Sprintf("%d:%s", now.Year(), p.Email)
		if err := s.writeFrom(ctx, tx, from, l); err != nil {
			return err
		}
	}
	return nil
}
