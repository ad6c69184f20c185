// Those outside the organisation who keep a list.

package roster

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

const grantSQL = `-- roster.grant
insert into signup_access (activity_id, account_id, created_at)
select @activity_id, a.id, @now from account a
where a.municipality_id = @municipality_id and a.email = lower(@email::text) and a.ended_at is null
on conflict (activity_id, account_id) do update set created_at = signup_access.created_at
returning account_id as id, xmax = 0 as fresh`

// AddSubstitute lets somebody outside the organisation keep the list. The person
// must have a login in the portal; an address without one is fault.Invalid. She
// gets an e-mail with the link.
func (s *Service) AddSubstitute(ctx context.Context, actor account.Actor, activityID int64, email string) error {
	b, err := signupform.ReadActivity(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.MayEdit(actor); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		type given struct {
			ID    int64
			Fresh bool
		}
		who, err := postgres.One[given](ctx, tx, grantSQL, pgx.StrictNamedArgs{
			"activity_id": activityID, "municipality_id": b.MunicipalityID, "email": strings.TrimSpace(email), "now": s.now(),
		})
		if fault.Is(err, fault.NotFound) {
			return fault.Fields{{Name: "epost", Msg: i18n.Mark("Ingen i portalen har denne adressen. Be personen lage en innlogging først.")}}.Err()
		}
		if err != nil || !who.Fresh {
			return err
		}
		if err := s.letters.GreetSubstitute(ctx, tx, activityID, who.ID); err != nil {
			return err
		}
		return signupform.RecordActivity(ctx, tx, s.now(), actor, "registration.substitute", activityID, map[string]any{"account": who.ID})
	})
}

const revokeSQL = `-- roster.revoke
delete from signup_access where activity_id = @activity_id and account_id = @account_id`

// RemoveSubstitute takes the access back.
func (s *Service) RemoveSubstitute(ctx context.Context, actor account.Actor, activityID, accountID int64) error {
	b, err := signupform.ReadActivity(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.MayEdit(actor); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := postgres.Exec(ctx, tx, revokeSQL, pgx.StrictNamedArgs{"activity_id": activityID, "account_id": accountID}); err != nil {
			return err
		}
		return signupform.RecordActivity(ctx, tx, s.now(), actor, "registration.substitute_end", activityID, map[string]any{"account": accountID})
	})
}

// Substitute is somebody outside the organisation who may keep the list.
type Substitute struct {
	AccountID int64
	Name      string
	Email     string
}

const substitutesSQL = `-- roster.substitutes
select a.id as account_id, a.name, a.email from signup_access x join account a on a.id = x.account_id where x.activity_id = @activity_id order by a.name, a.id`

// Substitutes are those who have access beside the organisers.
func (s *Service) Substitutes(ctx context.Context, actor account.Actor, activityID int64) ([]Substitute, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	return postgres.Many[Substitute](ctx, s.pool, substitutesSQL, pgx.StrictNamedArgs{"activity_id": activityID})
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
left join lateral (select o.starts_at, o.ends_at from occurrence o where o.activity_id = a.id and o.status <> 'cancelled' and o.ends_at > @now
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
	return postgres.Many[SubstituteList](ctx, s.pool, substituteListsSQL, pgx.StrictNamedArgs{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "account_id": actor.AccountID, "now": s.now(),
	})
}
