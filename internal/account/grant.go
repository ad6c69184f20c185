// Giving rights: an account, a role at the staff door, acting for an organisation.

package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Person is an account as logging in sees it; the zero value is an unknown address.
type Person struct {
	ID             int64
	MunicipalityID int64
	Email          string
	Name           string
	Lang           i18n.Lang
}

// An account that was ended begins anew with nothing of its old rights: ending it
// took the role and the memberships.
const ensureAccountSQL = `-- account.ensureAccount
insert into account (municipality_id, email, name, lang, created_at) values (@municipality_id, @email, @name, @lang, @now)
on conflict (municipality_id, email) do update
set ended_at = null, name = case when account.ended_at is null then account.name else excluded.name end
returning id, municipality_id, email, name, lang`

// EnsureAccount finds or makes the account of an address, and opens it again when it was ended.
func EnsureAccount(ctx context.Context, tx pgx.Tx, municipalityID int64, email, name string, lang i18n.Lang, now time.Time) (Person, error) {
	if lang == "" {
		lang = i18n.NB
	}
	return postgres.One[Person](ctx, tx, ensureAccountSQL, postgres.Args{
		"municipality_id": municipalityID, "email": email, "name": name, "lang": string(lang), "now": now,
	})
}

const setStaffRoleSQL = `-- account.setStaffRole
update account set staff_role = nullif(@role, ''), version = version + 1 where id = @id`

// SetStaffRole gives a role at the staff door; "" takes it away.
func SetStaffRole(ctx context.Context, tx pgx.Tx, id int64, role Role) error {
	_, err := postgres.Exec(ctx, tx, setStaffRoleSQL, postgres.Args{"id": id, "role": string(role)})
	return err
}

// A grant never takes away: who is responsible already stays so.
const insertMembershipSQL = `-- account.insertMembership
insert into membership (account_id, organisation_id, role, created_at) values (@account_id, @organisation_id, @role, @now)
on conflict (account_id, organisation_id) do update set role = case when 'group_admin' in (membership.role, excluded.role) then 'group_admin' else excluded.role end`

// InsertMembership lets an account act for an organisation.
func InsertMembership(ctx context.Context, tx pgx.Tx, accountID, organisationID int64, role Role, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, insertMembershipSQL, postgres.Args{
		"account_id": accountID, "organisation_id": organisationID, "role": string(role), "now": now,
	})
	return err
}

// GrantMembership gives a person access to an organisation in the caller's
// transaction, making the account when there is none. It sends nothing: the
// caller tells the person. It is for the approval of registrations; by is who
// approved. Granting again changes nothing.
func (s *Service) GrantMembership(ctx context.Context, tx pgx.Tx, municipalityID int64, email, name string, organisationID int64, role Role, by Actor) (accountID int64, err error) {
	if !slices.Contains(GroupRoles, role) {
		return 0, fault.Refuse(i18n.Mark("Velg en rolle."))
	}
	email, name = strings.ToLower(strings.TrimSpace(email)), strings.Join(strings.Fields(name), " ")
	if name == "" {
		name = email
	}
	now := s.Now()
	who, err := EnsureAccount(ctx, tx, municipalityID, email, name, i18n.NB, now)
	if err != nil {
		return 0, err
	}
	if err := InsertMembership(ctx, tx, who.ID, organisationID, role, now); err != nil {
		return 0, err
	}
	return who.ID, audit.Record(ctx, tx, now, by.Audit(), audit.Event{
		Action: "member.grant", Object: "account", ObjectID: who.ID, Detail: map[string]any{"role": string(role), "organisation_id": organisationID},
	})
}
