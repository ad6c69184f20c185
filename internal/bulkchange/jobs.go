// The job that stores a large change or takes it back, and the one that forgets.

package bulkchange

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// workArgs names who changes; her name is read when it is done.
type workArgs struct {
	ChangeID       int64        `json:"change_id"`
	MunicipalityID int64        `json:"municipality_id"`
	Door           account.Door `json:"door"`
	AccountID      int64        `json:"account_id"`
	Role           account.Role `json:"role"`
}

func (workArgs) Kind() string { return "bulkchange.work" }

type worker struct {
	river.WorkerDefaults[workArgs]
	s *Service
}

// Timeout is long: 5,000 activities with their dates are gone through.
func (worker) Timeout(*river.Job[workArgs]) time.Duration { return 15 * time.Minute }

// Work does what was begun. When that cannot be done, the change is what it was before and
// says why: also when the time was up, which would be so again. A program that is stopped
// meanwhile begins anew when it is started.
func (w worker) Work(ctx context.Context, job *river.Job[workArgs]) error {
	err := w.s.later(ctx, job.Args)
	if err == nil || errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	text := fault.Text(err)
	if text == "" {
		text = i18n.Mark("Noe gikk galt, og ingenting er endret. Prøv igjen.")
	} else {
		err = nil // a refusal is for the one who changes, and nothing to look into
	}
	if _, failed := postgres.Exec(ctx, w.s.Pool, giveBackSQL, postgres.Args{
		"id": job.Args.ChangeID, "municipality_id": job.Args.MunicipalityID, "error": text,
	}); failed != nil {
		return failed
	}
	if err != nil {
		return river.JobCancel(err)
	}
	return nil
}

const giveBackSQL = `-- bulkchange.giveBack
update bulk_change set state = case state when 'storing' then 'previewed' else 'stored' end, done = 0, error = @error
where id = @id and municipality_id = @municipality_id and state in ('storing', 'undoing')`

const aloneSQL = `-- bulkchange.alone
select pg_advisory_xact_lock(hashtextextended('bulkchange ' || @id::bigint, 0))`

const progressSQL = `-- bulkchange.progress
update bulk_change set done = @done where id = @id and municipality_id = @municipality_id`

const nameSQL = `-- bulkchange.name
select coalesce((select name from account where municipality_id = @municipality_id and id = @id), '')`

// later does a change that waits for it, and nothing to any other. How far it has come is
// told beside the transaction, which must not touch the change before its end.
func (s *Service) later(ctx context.Context, a workArgs) error {
	name, err := postgres.Scalar[string](ctx, s.Pool, nameSQL, postgres.Args{"municipality_id": a.MunicipalityID, "id": a.AccountID})
	if err != nil {
		return err
	}
	by := account.Actor{Door: a.Door, MunicipalityID: a.MunicipalityID, AccountID: a.AccountID, Name: name, Role: a.Role}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := postgres.Exec(ctx, tx, aloneSQL, postgres.Args{"id": a.ChangeID}); err != nil {
			return err
		}
		c, err := s.Get(ctx, by, a.ChangeID)
		if fault.Is(err, fault.NotFound) || err == nil && c.State != Storing && c.State != Undoing {
			return nil
		}
		if err != nil {
			return err
		}
		var trouble error
		_, err = s.finish(ctx, tx, by, c, c.State, func(n int) {
			if trouble == nil {
				_, trouble = postgres.Exec(ctx, s.Pool, progressSQL, postgres.Args{"id": a.ChangeID, "municipality_id": a.MunicipalityID, "done": n})
			}
		})
		if err == nil && trouble != nil {
			err = fmt.Errorf("tell how far the change has come: %w", trouble)
		}
		return err
	})
}

type forgetArgs struct{}

func (forgetArgs) Kind() string { return "bulkchange.forget" }

// AddWorkers adds the workers of this package.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, worker{s: s})
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[forgetArgs]) error {
		_, err := Forget(ctx, s.Pool, s.Now())
		return err
	}))
}

// Periodic forgets each hour what a day has passed over.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return forgetArgs{}, nil },
			&river.PeriodicJobOpts{ID: "bulkchange.forget", RunOnStart: true}),
	}
}
