// Accepting the terms, and who has accepted which version.

package terms

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Occasion is where somebody accepted.
type Occasion string

// The occasions.
const (
	AtRegistration Occasion = "registration"
	AtInvitation   Occasion = "invitation"
	AtLogin        Occasion = "login"
)

// Acceptance is one person's yes to one version.
type Acceptance struct {
	MunicipalityID int64
	AccountID      int64
	Number         int
	At             time.Time
	Occasion       Occasion
}

// Ticked says whether the box of a form has been ticked for the version that holds. Its faults are of kind
// Invalid and name the box; number is 0 where it is not ticked.
func Ticked(ctx context.Context, q postgres.Querier, municipalityID int64, number int) error {
	if err := CheckTicked(number); err != nil {
		return err
	}
	now, err := Current(ctx, q, municipalityID)
	if err == nil && now.Number != number {
		err = fault.Fields{{Name: Field, Msg: i18n.Mark("Vilkårene er endret mens du skrev. Les dem, og kryss av på nytt.")}}.Err()
	}
	return err
}

// CheckTicked says whether the box of a form has been ticked at all.
func CheckTicked(number int) error {
	var f fault.Fields
	f.Check(number > 0, Field, i18n.Mark("Les vilkårene for arrangører, og kryss av for at du godtar dem."))
	return f.Err()
}

const acceptSQL = `-- terms.accept
insert into terms_acceptance (account_id, number, municipality_id, accepted_at, occasion)
values (@account_id, @number, @municipality_id, @at, @occasion) on conflict do nothing`

// Accepted stores an acceptance, in the transaction of what it belongs to. Once more changes nothing.
func Accepted(ctx context.Context, tx pgx.Tx, a Acceptance) error {
	_, err := accepted(ctx, tx, a)
	return err
}

// accepted says whether it is new.
func accepted(ctx context.Context, tx pgx.Tx, a Acceptance) (bool, error) {
	if err := storeFirst(ctx, tx, a.MunicipalityID); err != nil {
		return false, err
	}
	n, err := postgres.Exec(ctx, tx, acceptSQL, postgres.Args{
		"account_id": a.AccountID, "number": a.Number, "municipality_id": a.MunicipalityID, "at": a.At, "occasion": string(a.Occasion),
	})
	return n > 0, err
}

// Accept is the actor's own yes, for all groups that she acts for. number is what she has read: where another version
// holds, it is Invalid and names the box.
func (s *Service) Accept(ctx context.Context, by account.Actor, number int) error {
	if err := mayAccept(by); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := Ticked(ctx, tx, by.MunicipalityID, number); err != nil {
			return err
		}
		isNew, err := accepted(ctx, tx, Acceptance{MunicipalityID: by.MunicipalityID, AccountID: by.AccountID, Number: number, At: s.Now(), Occasion: AtLogin})
		if err != nil || !isNew {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "terms.accept", Object: "account", ObjectID: by.AccountID, Detail: map[string]any{"version": number}})
	})
}

// mayAccept is for people of a group, whatever they have accepted.
func mayAccept(by account.Actor) error {
	if by.Door != account.GroupDoor {
		return fault.Denied(i18n.Mark("Du har ikke tilgang til dette."))
	}
	return by.Require(account.ReadOwn)
}

// Asked is what a group's person is asked to accept.
type Asked struct {
	Version
	Before int       // the newest version that she has accepted, 0: none
	Since  []Version // those published after Before, the newest first; empty where she has accepted none
	Due    bool      // she has not accepted the one that holds
}

const newestSQL = `-- terms.newest
select coalesce(max(number), 0) from terms_acceptance where account_id = @account_id and municipality_id = @municipality_id`

const sinceSQL = `-- terms.since
select ` + versionColumns + ` from terms_version where municipality_id = @municipality_id and number > @before order by number desc`

// Ask is what the actor is asked to accept, with what has changed since she last did.
func (s *Service) Ask(ctx context.Context, by account.Actor) (Asked, error) {
	if err := mayAccept(by); err != nil {
		return Asked{}, err
	}
	now, err := Current(ctx, s.Pool, by.MunicipalityID)
	if err != nil {
		return Asked{}, err
	}
	before, err := postgres.Scalar[int](ctx, s.Pool, newestSQL, postgres.Args{"account_id": by.AccountID, "municipality_id": by.MunicipalityID})
	out := Asked{Version: now, Before: before, Due: before < now.Number}
	if err != nil || before == 0 {
		return out, err
	}
	out.Since, err = postgres.Many[Version](ctx, s.Pool, sinceSQL, postgres.Args{"municipality_id": by.MunicipalityID, "before": before})
	return out, err
}

// Member is the newest version that one of a group's people has accepted.
type Member struct {
	AccountID  int64
	Number     int // 0: none
	AcceptedAt *time.Time
}

const acceptedBySQL = `-- terms.acceptedBy
select m.account_id, coalesce(t.number, 0) as number, t.accepted_at
from membership m join organisation o on o.id = m.organisation_id and o.municipality_id = @municipality_id
left join lateral (select number, accepted_at from terms_acceptance where account_id = m.account_id and municipality_id = o.municipality_id
    order by number desc limit 1) t on true
where m.organisation_id = @organisation_id order by m.account_id`

// AcceptedBy says what each of an organisation's people has accepted. Her own group may see it, and staff.
func (s *Service) AcceptedBy(ctx context.Context, by account.Actor, organisationID int64) ([]Member, error) {
	if err := by.RequireOwn(account.ReadOwn, account.ReadStaff, organisationID); err != nil {
		return nil, err
	}
	return postgres.Many[Member](ctx, s.Pool, acceptedBySQL, postgres.Args{"municipality_id": by.MunicipalityID, "organisation_id": organisationID})
}
