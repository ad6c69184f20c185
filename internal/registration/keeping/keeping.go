// Package keeping is how long sign-ups are kept: names, addresses and answers go when they
// are due, counts, age bands and attendance stay.
package keeping

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time // nil: time.Now
}

// Service takes away what is due.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{d}
}

type forgetArgs struct{}

func (forgetArgs) Kind() string { return "registration.forget" }

// AddWorkers adds the worker that anonymises.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[forgetArgs]) error {
		_, err := s.Anonymise(ctx)
		return err
	}))
}

// Periodic is the job that comes back every hour.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return forgetArgs{}, &river.InsertOpts{MaxAttempts: 1} },
			&river.PeriodicJobOpts{ID: "registration.forget", RunOnStart: true}),
	}
}

const (
	batch         = 200
	answersAtOnce = 1000
)

// KeepNobody is how long the address of a substitute is kept that nobody logs in with.
const KeepNobody = 30 * 24 * time.Hour

const nobodyDueSQL = `-- keeping.nobodyDue
delete from signup_access where account_id is null and created_at < @before`

// The waiting list goes when the date is over; the rest when the form says so. Nobody goes who is
// needed for a date that waits for a new time.
const forgetDueSQL = `-- keeping.forgetDue
select r.municipality_id, r.id from registration r join signup_slot s on s.id = r.slot_id left join signup_form f on f.activity_id = r.activity_id
where r.anonymised_at is null and (r.holds = 'none' or not ` + signupform.Waits + `) and (
    (r.status in ('waiting', 'offered', 'expired_offer', 'unconfirmed') and s.ends_at <= @now)
    or least(s.ends_at, case when r.holds = 'none' then r.cancelled_at end) + make_interval(days => coalesce(f.keep_days, 30)) <= @now)
order by r.id limit @limit
for update of r skip locked`

const forgetSQL = `-- keeping.forget
with gone as (select id from registration where municipality_id = @municipality_id and id = any(@ids::bigint[])),
p as (update participant set name = '' where registration_id in (select id from gone)),
t as (delete from registration_token where registration_id in (select id from gone)),
n as (delete from registration_answer where registration_id in (select id from gone)),
s as (delete from registration_said where registration_id in (select id from gone))
update registration set name = '', email = '', phone = '', guardian_name = '', guardian_email = '', mail_kinds = '{}', answered_at = null, mail_chosen_at = null,
    anonymised_at = @now, version = version + 1
where id in (select id from gone)`

// The answers to a question may go earlier than the rest.
const forgetAnswersSQL = `-- keeping.forgetAnswers
with due as (
    select n.registration_id, n.question
    from registration_answer n join registration r on r.id = n.registration_id join signup_slot s on s.id = r.slot_id join signup_form f on f.activity_id = r.activity_id
    cross join jsonb_array_elements(case jsonb_typeof(f.settings -> 'questions') when 'array' then f.settings -> 'questions' else '[]' end
        || coalesce(f.settings -> 'retired', '[]')) q
    where q ->> 'id' = n.question and s.ends_at + make_interval(days => (q ->> 'keep_days')::int) <= @now
      and (r.holds = 'none' or not ` + signupform.Waits + `) limit @limit)
delete from registration_answer n using due where n.registration_id = due.registration_id and n.question = due.question`

// Anonymise takes names, addresses and answers away when they are due; counts,
// age bands and attendance stay. It writes in the log what it did and returns how many.
func (s *Service) Anonymise(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := s.anonymiseBatch(ctx)
		total += n
		if err != nil {
			return total, fmt.Errorf("anonymise sign-ups: %w", err)
		}
		if n < batch {
			break
		}
	}
	for n := int64(answersAtOnce); n == answersAtOnce; {
		var err error
		if n, err = postgres.Exec(ctx, s.Pool, forgetAnswersSQL, postgres.Args{"now": s.Now(), "limit": answersAtOnce}); err != nil {
			return total, fmt.Errorf("delete answers: %w", err)
		}
	}
	if _, err := postgres.Exec(ctx, s.Pool, nobodyDueSQL, postgres.Args{"before": s.Now().Add(-KeepNobody)}); err != nil {
		return total, fmt.Errorf("delete addresses of substitutes: %w", err)
	}
	return total, nil
}

func (s *Service) anonymiseBatch(ctx context.Context) (int, error) {
	type due struct{ MunicipalityID, ID int64 }
	n, now := 0, s.Now()
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		all, err := postgres.Many[due](ctx, tx, forgetDueSQL, postgres.Args{"now": now, "limit": batch})
		if err != nil || len(all) == 0 {
			return err
		}
		of := map[int64][]int64{}
		for _, d := range all {
			of[d.MunicipalityID] = append(of[d.MunicipalityID], d.ID)
		}
		for municipality, ids := range of {
			if err := Forget(ctx, tx, municipality, ids, now); err != nil {
				return err
			}
			e := audit.Event{Action: "registration.anonymise", Object: "registration", Detail: map[string]any{"count": len(ids)}}
			if err := audit.Record(ctx, tx, now, audit.System(municipality), e); err != nil {
				return err
			}
		}
		n = len(all)
		return nil
	})
	return n, err
}

// Forget takes the personal data of a municipality's registrations away, with the log
// of what has been written about them.
func Forget(ctx context.Context, tx pgx.Tx, municipalityID int64, ids []int64, now time.Time) error {
	args := postgres.Args{"municipality_id": municipalityID, "ids": ids, "now": now}
	if _, err := postgres.Exec(ctx, tx, forgetSQL, args); err != nil {
		return err
	}
	return mail.ForgetAbout(ctx, tx, municipalityID, kind.AboutRegistration, ids)
}
