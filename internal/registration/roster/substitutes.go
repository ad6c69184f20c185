// Those outside the organisation who keep a list.

package roster

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// MaxSubstitutes is how many addresses may keep the list of one activity.
const MaxSubstitutes = 20

const grantSQL = `-- roster.grant
with old as (select account_id from signup_access where activity_id = @activity_id and email = @email)
insert into signup_access (activity_id, email, account_id, created_at)
select @activity_id, @email, (select a.id from account a where a.municipality_id = @municipality_id and a.email = @email and a.ended_at is null), @now
where (select count(*) from signup_access where activity_id = @activity_id) < @most or exists (select from old)
on conflict (activity_id, email) do update set account_id = coalesce(signup_access.account_id, excluded.account_id)
returning coalesce(signup_access.account_id, 0) as id, not exists (select from old where account_id is not null) as fresh`

// AddSubstitute lets somebody outside the organisation keep the list. Whoever logs in
// with the address gets access and an e-mail with the link. The answer and the list of
// substitutes are the same for an address that nobody logs in with: who has an account
// is not the organiser's to find out.
func (s *Service) AddSubstitute(ctx context.Context, actor account.Actor, activityID int64, email string) error {
	b, err := signupform.ReadActivity(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.MayEdit(actor); err != nil {
		return err
	}
	email = strings.ToLower(strings.TrimSpace(email))
	if at, err := mail.ParseAddress(email); err != nil || at.Address != email || len(email) > 254 {
		return fault.Fields{{Name: "epost", Msg: i18n.Mark("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no.")}}.Err()
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		type given struct {
			ID    int64 // 0: nobody logs in with the address
			Fresh bool
		}
		who, err := postgres.One[given](ctx, tx, grantSQL, postgres.Args{
			"activity_id": activityID, "municipality_id": b.MunicipalityID, "email": email, "now": s.now(), "most": MaxSubstitutes,
		})
		if fault.Is(err, fault.NotFound) {
			return fault.Fields{{Name: "epost", Msg: i18n.Mark("Du kan ha høyst %d vikarer. Fjern en først."), Args: []any{MaxSubstitutes}}}.Err()
		}
		if err != nil || !who.Fresh {
			return err
		}
		if who.ID != 0 {
			if err := s.mailer.GreetSubstitute(ctx, tx, activityID, who.ID); err != nil {
				return err
			}
		}
		return signupform.RecordActivity(ctx, tx, s.now(), actor, "registration.substitute", activityID, map[string]any{"account": who.ID})
	})
}

const revokeSQL = `-- roster.revoke
delete from signup_access where activity_id = @activity_id and email = lower(@email::text) returning coalesce(account_id, 0)`

// RemoveSubstitute takes the access back.
func (s *Service) RemoveSubstitute(ctx context.Context, actor account.Actor, activityID int64, email string) error {
	b, err := signupform.ReadActivity(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.MayEdit(actor); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		gone, err := postgres.Scalars[int64](ctx, tx, revokeSQL, postgres.Args{"activity_id": activityID, "email": email})
		if err != nil || len(gone) == 0 {
			return err
		}
		return signupform.RecordActivity(ctx, tx, s.now(), actor, "registration.substitute_end", activityID, map[string]any{"account": gone[0]})
	})
}

const substitutesSQL = `-- roster.substitutes
select email from signup_access where activity_id = @activity_id order by email`

// Substitutes are the addresses that have access beside the organisers, as far as
// anybody logs in with them.
func (s *Service) Substitutes(ctx context.Context, actor account.Actor, activityID int64) ([]string, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	return postgres.Scalars[string](ctx, s.pool, substitutesSQL, postgres.Args{"activity_id": activityID})
}

// SubstituteList is a list that somebody keeps who is not of the organiser's.
type SubstituteList struct {
	ActivityID int64
	Title      string
	Lang       i18n.Lang // of the title
	Organiser  string
	NextAt     *time.Time // the date that comes next, or takes place now; nil for none
	NextEnds   *time.Time
}

const substituteListsSQL = `-- roster.substituteLists
select a.id as activity_id, a.title, a.lang, org.name as organiser, d.starts_at as next_at, d.ends_at as next_ends
from signup_access x join activity a on a.id = x.activity_id and a.municipality_id = @municipality_id and a.status = 'published'
join signup_form f on f.activity_id = a.id join organisation org on org.id = a.organisation_id
left join lateral (select o.starts_at, o.ends_at from occurrence o where o.activity_id = a.id and not o.off and o.ends_at > @now
                   order by o.starts_at limit 1) d on true
where x.account_id = @account_id and a.organisation_id <> @organisation_id
  and not exists (select from activity_co_organiser c where c.activity_id = a.id and c.organisation_id = @organisation_id)
  and exists (select from occurrence o where o.activity_id = a.id and o.ends_at > @now::timestamptz - interval '60 days')
order by d.starts_at nulls last, a.id limit 20`

// SubstituteLists are the lists that the actor has been asked to keep, also for
// a while after the last date: attendance comes late.
func (s *Service) SubstituteLists(ctx context.Context, actor account.Actor) ([]SubstituteList, error) {
	if !actor.LoggedIn() || actor.Door != account.GroupDoor {
		return nil, nil
	}
	return postgres.Many[SubstituteList](ctx, s.pool, substituteListsSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "account_id": actor.AccountID, "now": s.now(),
	})
}
