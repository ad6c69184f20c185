// The jobs: the round that comes back, what has just arisen, and one person's letter.

package waiting

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// The letter of the day is written after this time in Oslo.
const (
	morningHour   = 7
	morningMinute = 30
)

// round is how often it is looked at whether something has come by itself: that a date
// is near, that an e-mail did not arrive, or that the rest of a burst has waited.
const round = 10 * time.Minute

const attempts = 5

// RoundArgs is the job that comes back.
type RoundArgs struct{}

// Kind names the job.
func (RoundArgs) Kind() string { return "waiting.round" }

// personArgs is a letter to one person, if there is something to tell.
type personArgs struct {
	MunicipalityID int64        `json:"municipality_id"`
	AccountID      int64        `json:"account_id"`
	Door           account.Door `json:"door"`
	Daily          bool         `json:"daily"`
}

func (personArgs) Kind() string { return "waiting.person" }

// AddWorkers registers the jobs.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[RoundArgs]) error { return s.round(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, j *river.Job[personArgs]) error { return s.tell(ctx, j.Args) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, j *river.Job[notice.ArisenArgs]) error { return s.arisen(ctx, j.Args) }))
}

// Periodic is the round.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(round),
		func() (river.JobArgs, *river.InsertOpts) { return RoundArgs{}, &river.InsertOpts{MaxAttempts: 1} },
		&river.PeriodicJobOpts{ID: "waiting.round", RunOnStart: true},
	)}
}

const municipalitiesSQL = `-- waiting.municipalities
select id from municipality order by id`

// round begins the day's letters where it is time, and looks after those who are told at once.
func (s *Service) round(ctx context.Context) error {
	all, err := postgres.Scalars[int64](ctx, s.Pool, municipalitiesSQL, postgres.Args{})
	if err != nil {
		return err
	}
	for _, id := range all {
		err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.roundOf(ctx, tx, id) })
		if err != nil {
			return fmt.Errorf("what waits in municipality %d: %w", id, err)
		}
	}
	return nil
}

const takeDaySQL = `-- waiting.takeDay
insert into notice_day as d (municipality_id, day) values (@municipality_id, @day)
on conflict (municipality_id) do update set day = excluded.day where d.day < excluded.day`

// doors are the people of the municipality, each with the doors that she comes in by.
const doors = `(
    select a.id, a.municipality_id, 'ansatt' as door from account a where a.ended_at is null and a.staff_role is not null
    union all
    select a.id, a.municipality_id, 'lag' from account a where a.ended_at is null and exists (select from membership m where m.account_id = a.id)) p`

const queued = `
with queued as (
    select jsonb_build_object('municipality_id', p.municipality_id, 'account_id', p.id, 'door', p.door, 'daily', @daily::boolean) as args
    from ` + doors + `
    where p.municipality_id = @municipality_id`

const dailySQL = `-- waiting.daily` + queued + `)
` + jobs.Part

const atOnceSQL = `-- waiting.atOnce` + queued + `
      and exists (select from notice_choice c where c.account_id = p.id and c.often = 'at_once'))
` + jobs.Part

func (s *Service) roundOf(ctx context.Context, tx pgx.Tx, municipalityID int64) error {
	now := s.Now().In(i18n.Oslo)
	args := postgres.Args{"municipality_id": municipalityID, "daily": false}
	jobs.PartArgs(args, personArgs{}.Kind(), jobs.Default, attempts)
	if now.Hour()*60+now.Minute() >= morningHour*60+morningMinute {
		taken, err := postgres.Exec(ctx, tx, takeDaySQL, postgres.Args{"municipality_id": municipalityID, "day": now.Format(time.DateOnly)})
		if err != nil {
			return err
		}
		if taken > 0 {
			args["daily"] = true
			_, err = postgres.Exec(ctx, tx, dailySQL, args)
			return err
		}
	}
	_, err := postgres.Exec(ctx, tx, atOnceSQL, args)
	return err
}

const arisenSQL = `-- waiting.arisen
with queued as (
    select jsonb_build_object('municipality_id', a.municipality_id, 'account_id', a.id, 'door', @door::text, 'daily', false) as args
    from notice_choice c join account a on a.id = c.account_id and a.ended_at is null
    where c.municipality_id = @municipality_id and c.kind = @kind and c.often = 'at_once'
      and case when @organisation_id::bigint = 0 then a.staff_role is not null
          else exists (select from membership m where m.account_id = a.id and m.organisation_id = @organisation_id) end)
` + jobs.Part

// arisen asks for letters to those who are told of the kind at once.
func (s *Service) arisen(ctx context.Context, in notice.ArisenArgs) error {
	door := account.StaffDoor
	if in.OrganisationID != 0 {
		door = account.GroupDoor
	}
	args := postgres.Args{"municipality_id": in.MunicipalityID, "organisation_id": in.OrganisationID, "kind": string(in.What), "door": string(door)}
	jobs.PartArgs(args, personArgs{}.Kind(), jobs.Default, attempts)
	_, err := postgres.Exec(ctx, s.Pool, arisenSQL, args)
	return err
}
