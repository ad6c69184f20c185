// Personal data: what is held about a person, and taking it away when it is due.

package registration

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Held is one sign-up as a person may see and take out what is held about her.
type Held struct {
	Registration
	ActivityTitle string
	StartsAt      time.Time // of the first date
	EndsAt        time.Time // of the last date
	ForgetAt      time.Time // when the job takes the personal data away
}

const heldSQL = `-- registration.HeldAbout
select ` + Columns + `, a.title as activity_title, s.starts_at, s.ends_at,
       s.ends_at + make_interval(days => coalesce(f.keep_days, 30)) as forget_at
from registration r join signup_slot s on s.id = r.slot_id join activity a on a.id = r.activity_id left join signup_form f on f.activity_id = a.id
where r.municipality_id = @municipality_id and r.anonymised_at is null and (r.email = @email or lower(r.guardian_email) = @email)
order by r.id limit 1000`

// HeldAbout is everything that sign-ups hold about an address, as contact or as
// guardian. The caller has made sure that it is the person's own.
func (s *Service) HeldAbout(ctx context.Context, municipalityID int64, email string) ([]Held, error) {
	return postgres.Many[Held](ctx, s.pool, heldSQL, pgx.StrictNamedArgs{
		"municipality_id": municipalityID, "email": strings.ToLower(strings.TrimSpace(email)), "occurrence_id": 0,
	})
}

const forgetWishSQL = `-- registration.forgetWish
with asked as (delete from registration_token t using registration r where r.id = t.registration_id and r.municipality_id = @municipality_id and t.purpose = 'address' and t.email = @email)
delete from signup_link_wish where municipality_id = @municipality_id and email = @email`

// ForgetAbout takes a person off every list, gives her places to the next, and
// anonymises all that sign-ups hold about the address. It returns how many.
// The caller has made sure that it is the person's own.
func (s *Service) ForgetAbout(ctx context.Context, municipalityID int64, email string) (int, error) {
	wish := pgx.StrictNamedArgs{"municipality_id": municipalityID, "email": strings.ToLower(strings.TrimSpace(email))}
	if _, err := postgres.Exec(ctx, s.pool, forgetWishSQL, wish); err != nil {
		return 0, err
	}
	held, err := s.HeldAbout(ctx, municipalityID, email)
	if err != nil {
		return 0, err
	}
	actor, now := account.Resident(municipalityID), s.now()
	for _, h := range held {
		err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
			slot, r, err := lockOne(ctx, tx, municipalityID, h.ID)
			if err != nil {
				return err
			}
			if r.Active() {
				if err := s.release(ctx, tx, &slot, r, Cancelled, now); err != nil {
					return err
				}
			}
			if err := forget(ctx, tx, municipalityID, []int64{r.ID}, now); err != nil {
				return err
			}
			return Record(ctx, tx, now, actor, "registration.forget", r.ID, map[string]any{"activity": r.ActivityID})
		})
		if err != nil {
			return 0, fmt.Errorf("forget sign-up %d: %w", h.ID, err)
		}
	}
	if _, err := postgres.Exec(ctx, s.pool, forgetNobodySQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "email": strings.ToLower(strings.TrimSpace(email))}); err != nil {
		return 0, fmt.Errorf("forget substitute: %w", err)
	}
	return len(held), nil
}

const forgetNobodySQL = `-- registration.forgetNobody
delete from signup_access x using activity a where a.id = x.activity_id and a.municipality_id = @municipality_id and x.email = @email and x.account_id is null`

// KeepNobody is how long the address of a substitute is kept that nobody logs in with.
const KeepNobody = 30 * 24 * time.Hour

const nobodyDueSQL = `-- registration.nobodyDue
delete from signup_access where account_id is null and created_at < @before`

// The waiting list goes when the date is over; the rest when the form says so.
const forgetDueSQL = `-- registration.forgetDue
select r.municipality_id, r.id from registration r join signup_slot s on s.id = r.slot_id left join signup_form f on f.activity_id = r.activity_id
where r.anonymised_at is null and (
    (r.status in ('waiting', 'offered', 'expired_offer', 'unconfirmed') and s.ends_at <= @now)
    or least(s.ends_at, case when r.holds = 'none' then r.cancelled_at end) + make_interval(days => coalesce(f.keep_days, 30)) <= @now)
order by r.id limit @limit
for update of r skip locked`

const forgetSQL = `-- registration.forget
with gone as (select id from registration where municipality_id = @municipality_id and id = any(@ids::bigint[])),
p as (update participant set name = '' where registration_id in (select id from gone)),
t as (delete from registration_token where registration_id in (select id from gone))
update registration set name = '', email = '', phone = '', guardian_name = '', guardian_email = '', answers = '{}', mail_kinds = '{}',
    anonymised_at = @now, version = version + 1
where id in (select id from gone)`

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
	if _, err := postgres.Exec(ctx, s.pool, nobodyDueSQL, pgx.StrictNamedArgs{"before": s.now().Add(-KeepNobody)}); err != nil {
		return total, fmt.Errorf("delete addresses of substitutes: %w", err)
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
		of := map[int64][]int64{}
		for _, d := range all {
			of[d.MunicipalityID] = append(of[d.MunicipalityID], d.ID)
		}
		for municipality, ids := range of {
			if err := forget(ctx, tx, municipality, ids, now); err != nil {
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

// forget takes the personal data of a municipality's registrations away, with the log
// of what has been written about them.
func forget(ctx context.Context, tx pgx.Tx, municipalityID int64, ids []int64, now time.Time) error {
	args := pgx.StrictNamedArgs{"municipality_id": municipalityID, "ids": ids, "now": now}
	if _, err := postgres.Exec(ctx, tx, forgetSQL, args); err != nil {
		return err
	}
	return mail.ForgetAbout(ctx, tx, municipalityID, kind.AboutRegistration, ids)
}
