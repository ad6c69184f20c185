// A person's own calendar: its secret address, and what stands in it.

package mine

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// feedPast is how long a date stays in the calendar after it.
const feedPast = 31 * 24 * time.Hour

// mostFed is how many sign-ups stand in the calendar, those to come first.
const mostFed = 100

func hashFeed(secret string) []byte { return account.Hash("calendar feed", secret) }

const newFeedSQL = `-- mine.newFeed
insert into calendar_feed (municipality_id, email, secret_hash, created_at) values (@municipality_id, @email, @hash, @now)
on conflict (municipality_id, email) do update set secret_hash = excluded.secret_hash, created_at = excluded.created_at`

// NewFeedByToken gives the owner of a link a calendar, or the one she has another address: the
// old one stops working. The secret is in no other place than in the answer.
func (s *Service) NewFeedByToken(ctx context.Context, actor account.Actor, token string) (secret string, err error) {
	secret = account.NewSecret()
	return secret, s.onFeed(ctx, actor, token, "registration.feed", newFeedSQL, postgres.Args{"hash": hashFeed(secret), "now": s.Now()})
}

const endFeedSQL = `-- mine.endFeed
delete from calendar_feed where municipality_id = @municipality_id and email = @email`

// EndFeedByToken ends the calendar; twice is no error.
func (s *Service) EndFeedByToken(ctx context.Context, actor account.Actor, token string) error {
	return s.onFeed(ctx, actor, token, "registration.feed_end", endFeedSQL, postgres.Args{})
}

func (s *Service) onFeed(ctx context.Context, actor account.Actor, token, action, sql string, args postgres.Args) error {
	own, err := s.Registrations.ByToken(ctx, actor, token)
	if err != nil {
		return err
	}
	if own.Email == "" {
		return fault.Clash(i18n.Mark("Du har ikke oppgitt e-post, så du kan ikke ha en egen kalender."))
	}
	args["municipality_id"], args["email"] = actor.MunicipalityID, own.Email
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, sql, args)
		if err != nil || n == 0 {
			return err
		}
		return registration.Record(ctx, tx, s.Now(), actor, action, own.ID, nil)
	})
}

const fedSQL = `-- mine.fed
select ` + registration.Columns + `
from calendar_feed f join registration r on r.municipality_id = f.municipality_id and r.email = f.email and r.anonymised_at is null
join signup_slot s on s.id = r.slot_id and (s.ends_at > @from or ` + signupform.Waits + `)
where f.secret_hash = @hash and f.municipality_id = @municipality_id
order by s.ends_at <= @now, case when s.ends_at > @now then s.starts_at end, s.starts_at desc, r.id limit @limit`

const feedSQL = `-- mine.feed
select exists (select from calendar_feed where secret_hash = @hash and municipality_id = @municipality_id)`

// PublicFeed is the calendar of a secret address: each date as its owner stands with it,
// cancelled where she is out. Nothing opens it but the secret: another is NotFound.
func (s *Service) PublicFeed(ctx context.Context, municipalityID int64, secret string, site listing.CalendarSite) ([]ical.OutEvent, error) {
	args := postgres.Args{
		"hash": hashFeed(secret), "municipality_id": municipalityID, "now": s.Now(), "from": s.Now().Add(-feedPast), "limit": mostFed, "occurrence_id": 0,
	}
	rows, err := postgres.Many[registration.Registration](ctx, s.Pool, fedSQL, args)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, s.knowFeed(ctx, municipalityID, secret)
	}
	as := map[int64]letters.Standing{}
	for _, r := range rows {
		one := r.Standing(site.Lang)
		if old, twice := as[r.SlotID]; !twice || one.Over(old) { // two of hers for the same: the best counts
			as[r.SlotID] = one
		}
	}
	return letters.OwnEvents(ctx, s.Pool, site, as, s.Now())
}

// knowFeed refuses a secret that opens no calendar.
func (s *Service) knowFeed(ctx context.Context, municipalityID int64, secret string) error {
	known, err := postgres.Scalar[bool](ctx, s.Pool, feedSQL, postgres.Args{"hash": hashFeed(secret), "municipality_id": municipalityID})
	if err == nil && !known {
		err = fault.Missing(i18n.Mark("Kalenderen finnes ikke. Den kan ha fått en ny adresse."))
	}
	return err
}

const idleFeedsSQL = `-- mine.idleFeeds
delete from calendar_feed f where not exists (
    select from registration r where r.municipality_id = f.municipality_id and r.email = f.email and r.anonymised_at is null)`

// Tidy ends the calendars of those of whom nothing is kept any more.
func (s *Service) Tidy(ctx context.Context) error {
	_, err := postgres.Exec(ctx, s.Pool, idleFeedsSQL, postgres.Args{})
	return err
}

type tidyArgs struct{}

func (tidyArgs) Kind() string { return "mine.tidy" }

// AddWorkers adds the worker that tidies.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[tidyArgs]) error { return s.Tidy(ctx) }))
}

// Periodic is the job that comes back every day.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return tidyArgs{}, nil },
			&river.PeriodicJobOpts{ID: "mine.tidy", RunOnStart: true}),
	}
}
