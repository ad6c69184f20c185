// Personal data: what is held about a person, and taking it away when she asks.

package registration

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/keeping"

	"github.com/jackc/pgx/v5"
)

// Held is one sign-up as a person may see and take out what is held about her.
type Held struct {
	Registration
	ActivityTitle string
	StartsAt      time.Time  // of the first date
	EndsAt        time.Time  // of the last date
	AnsweredAt    *time.Time // when the answers were last changed; nil: they are as when signing up
	MailChosenAt  *time.Time // the same for MailKinds
	ForgetAt      time.Time  // when the job takes the personal data away
}

const heldSQL = `-- registration.HeldAbout
select ` + Columns + `, a.title as activity_title, s.starts_at, s.ends_at, r.answered_at, r.mail_chosen_at,
       greatest(s.ends_at, (select max(k.ends_at) from signup_known k where k.slot_id = s.id and k.postponed_end is not null))
           + make_interval(days => coalesce(f.keep_days, 30)) as forget_at
from registration r join signup_slot s on s.id = r.slot_id join activity a on a.id = r.activity_id left join signup_form f on f.activity_id = a.id
where r.municipality_id = @municipality_id and r.anonymised_at is null and (r.email = @email or lower(r.guardian_email) = @email)
order by r.id limit 20001`

// HeldAbout is everything that sign-ups hold about an address, as contact or as
// guardian. The caller has made sure that it is the person's own.
func (s *Service) HeldAbout(ctx context.Context, municipalityID int64, email string) ([]Held, error) {
	all, err := postgres.Many[Held](ctx, s.pool, heldSQL, postgres.Args{
		"municipality_id": municipalityID, "email": strings.ToLower(strings.TrimSpace(email)), "occurrence_id": 0,
	})
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := all[i].Open(s.keys); err != nil {
			return nil, err
		}
	}
	return all, nil
}

const forgetWishSQL = `-- registration.forgetWish
with asked as (delete from registration_token t using registration r where r.id = t.registration_id and r.municipality_id = @municipality_id and t.purpose = 'address' and t.email = @email),
substitute as (delete from signup_access x using activity a where a.id = x.activity_id and a.municipality_id = @municipality_id and x.email = @email and x.account_id is null)
delete from signup_link_wish where municipality_id = @municipality_id and email = @email`

// ForgetAbout takes a person off every list, gives her places to the next, and
// anonymises all that sign-ups hold about the address. It returns how many.
// The caller has made sure that it is the person's own.
func (s *Service) ForgetAbout(ctx context.Context, municipalityID int64, email string) (int, error) {
	wish := postgres.Args{"municipality_id": municipalityID, "email": strings.ToLower(strings.TrimSpace(email))}
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
			if err := keeping.Forget(ctx, tx, municipalityID, []int64{r.ID}, now); err != nil {
				return err
			}
			return Record(ctx, tx, now, actor, "registration.forget", r.ID, map[string]any{"activity": r.ActivityID})
		})
		if err != nil {
			return 0, fmt.Errorf("forget sign-up %d: %w", h.ID, err)
		}
	}
	return len(held), nil
}
