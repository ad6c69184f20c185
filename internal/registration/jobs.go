package registration

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

type sweepArgs struct{}

func (sweepArgs) Kind() string { return "registration.sweep" }

type remindArgs struct{}

func (remindArgs) Kind() string { return "registration.remind" }

type forgetArgs struct{}

func (forgetArgs) Kind() string { return "registration.forget" }

// AddWorkers adds the workers of this feature, and the one that hears of changed activities.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[activity.ChangedArgs]) error {
		return s.Notice(ctx, job.Args.ActivityID)
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[sweepArgs]) error { return s.Sweep(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[remindArgs]) error { return s.Remind(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[forgetArgs]) error {
		_, err := s.Anonymise(ctx)
		return err
	}))
}

// Periodic are the jobs that come back: deadlines every minute, reminders every
// five, personal data that is due every hour.
func (s *Service) Periodic() []*river.PeriodicJob {
	every := func(d time.Duration, id string, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(d), func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{MaxAttempts: 1}
		}, &river.PeriodicJobOpts{ID: id, RunOnStart: true})
	}
	return []*river.PeriodicJob{
		every(time.Minute, "registration.sweep", sweepArgs{}),
		every(5*time.Minute, "registration.remind", remindArgs{}),
		every(time.Hour, "registration.forget", forgetArgs{}),
	}
}

// Sweep releases what nobody confirmed and what nobody answered.
func (s *Service) Sweep(ctx context.Context) error {
	if _, err := s.ReleaseUnconfirmed(ctx); err != nil {
		return fmt.Errorf("release unconfirmed sign-ups: %w", err)
	}
	if _, err := s.ExpireOffers(ctx); err != nil {
		return fmt.Errorf("expire offers: %w", err)
	}
	return nil
}

type dueDate struct {
	MunicipalityID int64
	ID             int64
	OccurrenceID   int64
	StartsAt       time.Time
	EndsAt         time.Time
	Place          string
	Came           int       // of thanks: how many
	At             time.Time // of reminders: when it was due; a date that moves is due again
}

// The day before is the same time on the clock, also when summer time begins or
// ends in between. Whoever signs up later than that needs no reminder.
const remindersSQL = `-- registration.reminders
select r.municipality_id, r.id, d.occurrence_id, d.starts_at, d.ends_at, d.place, 0 as came, d.at
from (select k.*, case f.reminder when 'day' then ((k.starts_at at time zone 'Europe/Oslo') - interval '1 day') at time zone 'Europe/Oslo'
             else k.starts_at - make_interval(hours => f.reminder_hours) end as at
      from signup_known k join signup_slot s on s.id = k.slot_id join signup_form f on f.activity_id = s.activity_id and f.reminder <> 'none'
      join activity a on a.id = s.activity_id and a.status = 'published' and a.signup_mode = 'here'
      where k.starts_at > @now and k.starts_at < @now::timestamptz + interval '9 days' and not k.cancelled) d
join registration r on r.slot_id = d.slot_id
where d.at <= @now and r.status = 'confirmed' and r.email <> '' and r.confirmed_at < d.at and 'reminder' = any(r.mail_kinds)
  and not exists (select from registration_sent x where x.registration_id = r.id and x.kind = 'reminder' and x.occurrence_id = d.occurrence_id and x.at >= d.at)
order by d.starts_at, r.id limit @limit`

// A day after the date, so that the organiser has had time to tick people off.
// Who is signed up for a series is thanked when it is over, and not each week.
const thanksSQL = `-- registration.thanks
select r.municipality_id, r.id, k.occurrence_id, k.starts_at, k.ends_at, k.place, c.came, k.ends_at as at
from signup_known k join signup_slot s on s.id = k.slot_id join signup_form f on f.activity_id = s.activity_id and f.thanks
join activity a on a.id = s.activity_id and a.status <> 'draft'
join registration r on r.slot_id = k.slot_id
cross join lateral (select count(distinct p.id)::int as came from participant p join attendance t on t.participant_id = p.id and t.state = 'present'
    join signup_known x on x.slot_id = k.slot_id and x.occurrence_id = t.occurrence_id where p.registration_id = r.id) c
where k.ends_at between @now::timestamptz - interval '4 days' and @now::timestamptz - interval '20 hours' and not k.cancelled
  and not exists (select from signup_known later where later.slot_id = k.slot_id and later.starts_at > k.starts_at and not later.cancelled)
  and r.status = 'confirmed' and r.email <> '' and 'thanks' = any(r.mail_kinds) and c.came > 0
  and not exists (select from registration_sent x where x.registration_id = r.id and x.kind = 'thanks' and x.occurrence_id = k.occurrence_id)
order by k.ends_at, r.id limit @limit`

const sentSQL = `-- registration.sent
insert into registration_sent (registration_id, kind, occurrence_id, at) values (@id, @kind, @occurrence_id, @now)
on conflict (registration_id, kind, occurrence_id) do update set at = excluded.at where registration_sent.at < @due`

// Remind sends the reminders and thank-yous that are due, each once.
func (s *Service) Remind(ctx context.Context) error {
	if err := s.sendDue(ctx, remindersSQL, "reminder", reminderLetter); err != nil {
		return fmt.Errorf("reminders: %w", err)
	}
	if err := s.sendDue(ctx, thanksSQL, "thanks", thanksLetter); err != nil {
		return fmt.Errorf("thank-yous: %w", err)
	}
	return nil
}

func (s *Service) sendDue(ctx context.Context, sql, kind string, of func(dueDate) letter) error {
	for {
		now := s.now()
		all, err := postgres.Many[dueDate](ctx, s.pool, sql, pgx.StrictNamedArgs{"now": now, "limit": batch}, postgres.Fresh)
		if err != nil {
			return err
		}
		for _, d := range all {
			if err := s.sendOne(ctx, d, kind, of(d), now); err != nil {
				return err
			}
		}
		if len(all) < batch {
			return nil
		}
	}
}

func (s *Service) sendOne(ctx context.Context, d dueDate, kind string, write letter, now time.Time) error {
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, sentSQL, pgx.StrictNamedArgs{"id": d.ID, "kind": kind, "occurrence_id": d.OccurrenceID, "now": now, "due": d.At})
		if err != nil || n == 0 {
			return err
		}
		r, err := readOne(ctx, tx, d.MunicipalityID, d.ID)
		if err != nil {
			return err
		}
		about, err := readAbout(ctx, tx, r.SlotID)
		if err != nil {
			return err
		}
		about.Scope, about.StartsAt, about.EndsAt, about.Place, about.OccurrenceIDs = OneDate, d.StartsAt, d.EndsAt, d.Place, []int64{d.OccurrenceID}
		cause := key(write.kind, r.ID, fmt.Sprint(d.OccurrenceID, ":", d.StartsAt.Unix()))
		return s.writeAbout(ctx, tx, about, r, write, cause, "")
	})
}

func reminderLetter(d dueDate) letter {
	return letter{ReminderMail, true, func(l i18n.Lang, a about, r Registration, now time.Time) (string, mail.Body) {
		body := mail.Body{
			Paragraphs: []string{l.T("Vi minner om «%s», som du er påmeldt.", a.Title)},
			Button:     button(l.T("Se, endre eller meld av")),
			After:      []string{l.T("Vil du ikke ha påminnelser? Det velger du på siden din.")},
		}
		if a.Instructions != "" {
			body.Paragraphs = append(body.Paragraphs, a.Instructions)
		}
		return l.T("Påminnelse: %s %s", a.Title, dated(l, d.StartsAt, d.EndsAt, a.AllDay)), body
	}}
}

func thanksLetter(d dueDate) letter {
	return letter{ThanksMail, false, func(l i18n.Lang, a about, r Registration, _ time.Time) (string, mail.Body) {
		return l.T("Takk for at du kom på %s", a.Title), mail.Body{
			Paragraphs: []string{
				l.N("Takk for at du kom! Vi har notert at %d møtte.", "Takk for at dere kom! Vi har notert at %d møtte.", d.Came, d.Came),
			},
			Button: button(l.T("Se påmeldingen")),
		}
	}}
}

// The waiting list goes when the date is over; the rest when the form says so.
const forgetDueSQL = `-- registration.forgetDue
select r.municipality_id, r.id from registration r join signup_slot s on s.id = r.slot_id left join signup_form f on f.activity_id = r.activity_id
where r.anonymised_at is null and (
    (r.status in ('waiting', 'offered', 'expired_offer', 'unconfirmed') and s.ends_at <= @now)
    or least(s.ends_at, case when r.holds = 'none' then r.cancelled_at end) + make_interval(days => coalesce(f.keep_days, 30)) <= @now)
order by r.id limit @limit
for update of r skip locked`

const forgetSQL = `-- registration.forget
with p as (update participant set name = '' where registration_id = any(@ids::bigint[])),
t as (delete from registration_token where registration_id = any(@ids::bigint[]))
update registration set name = '', email = '', phone = '', guardian_name = '', guardian_email = '', answers = '{}', mail_kinds = '{}',
    anonymised_at = @now, version = version + 1
where id = any(@ids::bigint[])`

const forgetMailSQL = `-- registration.forgetMail
delete from email where kind like 'registration-%' and status <> 'queued'
  and lower(recipient) = any(select lower(x) from unnest(@addresses::text[]) x)
  and not exists (select from registration r where r.email = lower(recipient) and r.anonymised_at is null)`

const addressesSQL = `-- registration.addresses
select x.email from (select email from registration where id = any(@ids::bigint[])
    union select lower(guardian_email) from registration where id = any(@ids::bigint[])) x where x.email <> ''`

// The answers to a question may go earlier than the rest.
const forgetAnswersSQL = `-- registration.forgetAnswers
update registration r set answers = r.answers - x.gone
from (select r.id, array_agg(q ->> 'id') as gone
      from registration r join signup_slot s on s.id = r.slot_id join signup_form f on f.activity_id = r.activity_id
      cross join jsonb_array_elements(case jsonb_typeof(f.settings -> 'questions') when 'array' then f.settings -> 'questions' else '[]' end
          || coalesce(f.settings -> 'retired', '[]')) q
      where r.anonymised_at is null and r.answers ? (q ->> 'id')
        and s.ends_at + make_interval(days => (q ->> 'keep_days')::int) <= @now
      group by r.id limit 1000) x
where r.id = x.id`

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
	if _, err := postgres.Exec(ctx, s.pool, forgetAnswersSQL, pgx.StrictNamedArgs{"now": s.now()}); err != nil {
		return total, fmt.Errorf("delete answers: %w", err)
	}
	return total, nil
}

func (s *Service) anonymiseBatch(ctx context.Context) (int, error) {
	n, now := 0, s.now()
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		all, err := postgres.Many[due](ctx, tx, forgetDueSQL, pgx.StrictNamedArgs{"now": now, "limit": batch})
		if err != nil || len(all) == 0 {
			return err
		}
		ids, of := make([]int64, len(all)), map[int64]int{}
		for i, d := range all {
			ids[i] = d.ID
			of[d.MunicipalityID]++
		}
		if err := forget(ctx, tx, ids, now); err != nil {
			return err
		}
		for municipality, count := range of {
			e := audit.Event{Action: "registration.anonymise", Object: "registration", Detail: map[string]any{"count": count}}
			if err := audit.Record(ctx, tx, audit.System(municipality), e); err != nil {
				return err
			}
		}
		n = len(all)
		return nil
	})
	return n, err
}

// forget takes the personal data of registrations away, with the log of e-mails
// to addresses that no other registration has.
func forget(ctx context.Context, tx pgx.Tx, ids []int64, now time.Time) error {
	addresses, err := postgres.Scalars[string](ctx, tx, addressesSQL, pgx.StrictNamedArgs{"ids": ids})
	if err != nil {
		return err
	}
	if _, err := postgres.Exec(ctx, tx, forgetSQL, pgx.StrictNamedArgs{"ids": ids, "now": now}); err != nil {
		return err
	}
	_, err = postgres.Exec(ctx, tx, forgetMailSQL, pgx.StrictNamedArgs{"addresses": addresses})
	return err
}
