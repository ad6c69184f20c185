// The jobs: deadlines that have passed, reminders, changed activities.

package registration

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

type sweepArgs struct{}

func (sweepArgs) Kind() string { return "registration.sweep" }

type remindArgs struct{}

func (remindArgs) Kind() string { return "registration.remind" }

type linksArgs struct{}

func (linksArgs) Kind() string { return "registration.links" }

const linksAttempts = 5

// AddWorkers adds the workers of this feature, and the one that hears of changed activities.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[activity.ChangedArgs]) error {
		return s.TellChanges(ctx, job.Args.ActivityID)
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[linksArgs]) error { return s.SendLinks(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[sweepArgs]) error { return s.Sweep(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[remindArgs]) error { return s.Remind(ctx) }))
}

// Periodic are the jobs that come back: deadlines every minute, reminders every
// five.
func (s *Service) Periodic() []*river.PeriodicJob {
	every := func(d time.Duration, id string, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(d), func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{MaxAttempts: 1}
		}, &river.PeriodicJobOpts{ID: id, RunOnStart: true})
	}
	return []*river.PeriodicJob{
		every(time.Minute, "registration.sweep", sweepArgs{}),
		every(5*time.Minute, "registration.remind", remindArgs{}),
	}
}

const oldTracesSQL = `-- registration.oldTraces
with t as (delete from registration_token where purpose = 'address' and created_at <= @asked_before)
delete from signup_trace where at <= @now::timestamptz - interval '1 hour'`

// Sweep releases what nobody confirmed and what nobody answered, writes links whose
// own job was lost, and forgets from which networks sign-ups came and new addresses
// that nobody has opened the link of. What goes wrong
// with one of these stops none of the others.
func (s *Service) Sweep(ctx context.Context) error {
	var errs []error
	if _, err := s.ReleaseUnconfirmed(ctx); err != nil {
		errs = append(errs, fmt.Errorf("release unconfirmed sign-ups: %w", err))
	}
	if _, err := s.ExpireOffers(ctx); err != nil {
		errs = append(errs, fmt.Errorf("expire offers: %w", err))
	}
	if err := s.SendLinks(ctx); err != nil {
		errs = append(errs, err)
	}
	if _, err := postgres.Exec(ctx, s.pool, oldTracesSQL, postgres.Args{"now": s.now(), "asked_before": s.now().Add(-letters.AddressLife)}); err != nil {
		errs = append(errs, fmt.Errorf("forget networks: %w", err))
	}
	return errors.Join(errs...)
}

// Remind sends the reminders and thank-yous that are due, each once.
func (s *Service) Remind(ctx context.Context) error { return s.mailer.Remind(ctx) }

// TellChanges tells those signed up for an activity what has changed since they were
// last told: each change once, and each person once, also when she is signed up
// for many of the dates.
func (s *Service) TellChanges(ctx context.Context, activityID int64) error {
	now := s.now()
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		ids, err := s.mailer.TellChanges(ctx, tx, activityID, now)
		if err != nil {
			return err
		}
		return s.promoteAll(ctx, tx, ids, now)
	})
	if err != nil {
		return fmt.Errorf("tell about activity %d: %w", activityID, err)
	}
	return nil
}

const heldOutSQL = `-- registration.heldOut
select municipality_id, id from registration where status = 'unconfirmed' and hold_expires_at <= @now order by hold_expires_at, id limit @limit offset @passed`

const offersOutSQL = `-- registration.offersOut
select municipality_id, id from registration where status = 'offered' and offer_expires_at <= @now order by offer_expires_at, id limit @limit offset @passed`

const deleteSQL = `-- registration.delete
delete from registration where id = @id`

type due struct {
	MunicipalityID int64
	ID             int64
}

const batch = 200

// each runs do in a transaction for each due row, until there are none left. A row
// that cannot be done is passed by, and told of at the end.
func (s *Service) each(ctx context.Context, sql string, do func(ctx context.Context, tx pgx.Tx, d due, now time.Time) error) (int, error) {
	total, passed := 0, 0
	var errs []error
	for {
		now := s.now()
		rows, err := postgres.Many[due](ctx, s.pool, sql, postgres.Args{"now": now, "limit": batch, "passed": passed})
		if err != nil {
			return total, errors.Join(append(errs, err)...)
		}
		for _, d := range rows {
			err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error { return do(ctx, tx, d, now) })
			if err == nil {
				total++
				continue
			}
			if passed++; !fault.Is(err, fault.NotFound) { // else somebody else was faster
				errs = append(errs, fmt.Errorf("sign-up %d: %w", d.ID, err))
			}
		}
		if len(rows) < batch || ctx.Err() != nil {
			return total, errors.Join(errs...)
		}
	}
}

// ReleaseUnconfirmed deletes the sign-ups that nobody confirmed in time and gives
// their places to the next. It returns how many.
func (s *Service) ReleaseUnconfirmed(ctx context.Context) (int, error) {
	return s.each(ctx, heldOutSQL, func(ctx context.Context, tx pgx.Tx, d due, now time.Time) error {
		slot, r, err := lockOne(ctx, tx, d.MunicipalityID, d.ID)
		if err != nil || r.Status != Unconfirmed || r.HoldExpiresAt == nil || r.HoldExpiresAt.After(now) {
			return err
		}
		if err := r.uncount(ctx, tx, &slot); err != nil {
			return err
		}
		if _, err := postgres.Exec(ctx, tx, deleteSQL, postgres.Args{"id": r.ID}); err != nil {
			return err
		}
		if err := Record(ctx, tx, now, account.SystemActor(d.MunicipalityID, ""), "registration.release", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
			return err
		}
		return s.promoteNow(ctx, tx, &slot, now)
	})
}

// ExpireOffers ends the offers that nobody answered and makes the next ones.
func (s *Service) ExpireOffers(ctx context.Context) (int, error) {
	return s.each(ctx, offersOutSQL, func(ctx context.Context, tx pgx.Tx, d due, now time.Time) error {
		slot, r, err := lockOne(ctx, tx, d.MunicipalityID, d.ID)
		if err != nil || r.Status != Offered || r.OfferExpiresAt == nil || r.OfferExpiresAt.After(now) {
			return err
		}
		if err := s.mailer.Write(ctx, tx, r.forLetters(), letters.Expired, fmt.Sprint(r.OfferedAt.Unix())); err != nil {
			return err
		}
		if err := Record(ctx, tx, now, account.SystemActor(d.MunicipalityID, ""), "registration.offer_expired", r.ID, map[string]any{"activity": r.ActivityID}); err != nil {
			return err
		}
		return s.release(ctx, tx, &slot, r, ExpiredOffer, now)
	})
}
