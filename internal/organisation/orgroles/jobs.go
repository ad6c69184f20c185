// The daily job: names that nobody has decided about go, and what was accepted is looked after.

package orgroles

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/riverqueue/river"
)

const (
	lookDays  = 30 // between two looks at an organisation
	mostLooks = 50 // a day, so that the register is not flooded
)

type lookArgs struct{}

func (lookArgs) Kind() string { return "organisation.roles" }

type lookWorker struct {
	river.WorkerDefaults[lookArgs]
	s *Service
}

func (w *lookWorker) Work(ctx context.Context, _ *river.Job[lookArgs]) error {
	if err := w.s.ForgetProposed(ctx); err != nil {
		return err
	}
	return w.s.LookAgain(ctx)
}

// Timeout is longer than a slow register needs for all of them.
func (w *lookWorker) Timeout(*river.Job[lookArgs]) time.Duration { return 10 * time.Minute }

// AddWorkers registers the job.
func (s *Service) AddWorkers(workers *river.Workers) { river.AddWorker(workers, &lookWorker{s: s}) }

// Periodic is the job that comes back.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(24*time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return lookArgs{}, nil },
		&river.PeriodicJobOpts{ID: "organisation.roles", RunOnStart: true},
	)}
}

const forgetProposedSQL = `-- orgroles.ForgetProposed
update organisation_role_proposal set state = 'lapsed', name = '' where state = 'waiting' and change = 'begins' and proposed_at < @before`

// ForgetProposed takes away the names of those whom nobody has accepted or declined in KeepDays. That a role may have ended
// waits on: it is about somebody who is here anyway.
func (s *Service) ForgetProposed(ctx context.Context) error {
	_, err := postgres.Exec(ctx, s.Pool, forgetProposedSQL, postgres.Args{"before": s.Now().AddDate(0, 0, -KeepDays)})
	return err
}

const toLookAtSQL = `-- orgroles.toLookAt
select o.id, o.municipality_id, o.orgnr as org_nr, o.status from organisation o join organisation_role_fetch f on f.organisation_id = o.id
where o.status = 'approved' and o.orgnr is not null and f.fetched_at < @before
  and exists (select from organisation_contact c where c.organisation_id = o.id and c.in_register_at is not null)
order by f.fetched_at, o.id limit @limit`

// LookAgain asks the register about organisations that have roles from it, each once in lookDays.
func (s *Service) LookAgain(ctx context.Context) error {
	if s.Registry == nil {
		return nil
	}
	due, err := postgres.Many[struct {
		ID, MunicipalityID int64
		OrgNr              string
		Status             organisation.Status
	}](ctx, s.Pool, toLookAtSQL, postgres.Args{"before": s.Now().AddDate(0, 0, -lookDays), "limit": mostLooks})
	if err != nil {
		return err
	}
	for _, d := range due {
		register, err := s.Registry.Roles(ctx, d.OrgNr)
		switch {
		case errors.Is(err, brreg.ErrUnavailable):
			slog.InfoContext(ctx, "no answer from enhetsregisteret", "error", err)
			return nil // tomorrow
		case err != nil: // it is not there, or gone: that says nothing of who has a role
			if err := noteFetch(ctx, s.Pool, d.MunicipalityID, d.ID, s.Now()); err != nil {
				return err
			}
			continue
		}
		o := organisation.Organisation{ID: d.ID, MunicipalityID: d.MunicipalityID, OrgNr: d.OrgNr, Status: d.Status}
		_, err = s.receive(ctx, account.SystemActor(d.MunicipalityID, ""), o, register, false)
		if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}
