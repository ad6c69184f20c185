// An organisation's people.

package account

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Member is one of an organisation's people.
type Member struct {
	AccountID   int64
	Name        string
	Email       string
	Phone       string
	Role        Role
	LastLoginAt *time.Time
	CreatedAt   time.Time // since when the person acts for the organisation
}

const membersSQL = `-- account.members
select m.account_id, a.name, a.email, a.phone, m.role, a.last_login_at, m.created_at
from membership m join account a on a.id = m.account_id
where m.organisation_id = @organisation_id and a.ended_at is null order by m.role, a.name, a.id`

// Members are the people who act for an organisation. Its own people may see
// each other, and staff may.
func (s *Service) Members(ctx context.Context, by Actor, organisationID int64) ([]Member, error) {
	if err := by.RequireOwn(ReadOwn, ReadStaff, organisationID); err != nil {
		return nil, err
	}
	if err := s.organisationHere(ctx, s.Pool, by, organisationID); err != nil {
		return nil, err
	}
	return postgres.Many[Member](ctx, s.Pool, membersSQL, postgres.Args{"organisation_id": organisationID})
}

// MayManagePeople is nil for the organisation's own administrators and for staff
// who manage organisations; another's organisation is NotFound.
func (s *Service) MayManagePeople(ctx context.Context, q postgres.Querier, by Actor, organisationID int64) error {
	if err := by.RequireOwn(InviteOwnPeople, ManageOrganisation, organisationID); err != nil {
		return err
	}
	return s.organisationHere(ctx, q, by, organisationID)
}

const organisationHereSQL = `-- account.organisationHere
select exists (select from organisation where id = @id and municipality_id = @municipality_id and status <> 'merged')`

func (s *Service) organisationHere(ctx context.Context, q postgres.Querier, by Actor, id int64) error {
	ok, err := postgres.Scalar[bool](ctx, q, organisationHereSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID})
	if err == nil && !ok {
		err = ErrMissing
	}
	return err
}

// ChangeMemberRole makes someone responsible, or no longer so.
func (s *Service) ChangeMemberRole(ctx context.Context, by Actor, organisationID, accountID int64, role Role) error {
	if err := s.MayManagePeople(ctx, s.Pool, by, organisationID); err != nil {
		return err
	}
	if !slices.Contains(GroupRoles, role) {
		var f fault.Fields
		f.Add("rolle", i18n.Mark("Velg en rolle."))
		return f.Err()
	}
	return s.changeMember(ctx, by, organisationID, accountID, role, "member.role")
}

// RemoveMember ends someone's access to the organisation at once. Everyone may
// leave; to remove others one must manage its people. What the person made stays.
func (s *Service) RemoveMember(ctx context.Context, by Actor, organisationID, accountID int64) error {
	if err := s.mayRemove(ctx, by, organisationID, accountID); err != nil {
		return err
	}
	return s.changeMember(ctx, by, organisationID, accountID, "", "member.remove")
}

// MayRemoveMember is what stands against RemoveMember now: the group may have nobody else.
func (s *Service) MayRemoveMember(ctx context.Context, by Actor, organisationID, accountID int64) error {
	if err := s.mayRemove(ctx, by, organisationID, accountID); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		_, err := lockLeavingMember(ctx, tx, organisationID, accountID, "")
		return err
	})
}

func (s *Service) mayRemove(ctx context.Context, by Actor, organisationID, accountID int64) error {
	if by.LoggedIn() && by.AccountID == accountID && by.Door == GroupDoor && by.OrganisationID == organisationID {
		return nil
	}
	return s.MayManagePeople(ctx, s.Pool, by, organisationID)
}

// lockLeavingMember finds the role of one who is to have another, or with "" none, and is
// ErrLastGroupAdmin when nobody else is responsible.
func lockLeavingMember(ctx context.Context, tx pgx.Tx, organisationID, accountID int64, role Role) (Role, error) {
	old, admins, err := lockMembers(ctx, tx, organisationID, accountID)
	if err == nil && old == GroupAdmin && role != GroupAdmin && admins == 1 {
		err = ErrLastGroupAdmin
	}
	return old, err
}

// changeMember gives a role, or with "" takes the membership away.
func (s *Service) changeMember(ctx context.Context, by Actor, organisationID, accountID int64, role Role, action string) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		old, err := lockLeavingMember(ctx, tx, organisationID, accountID, role)
		if err != nil {
			return err
		}
		if role == "" {
			err = s.dropMember(ctx, tx, organisationID, accountID)
		} else {
			_, err = postgres.Exec(ctx, tx, setMemberRoleSQL, postgres.Args{"account_id": accountID, "organisation_id": organisationID, "role": string(role)})
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{
			Action: action, Object: "account", ObjectID: accountID, Detail: map[string]any{"from": string(old), "to": string(role), "organisation_id": organisationID},
		})
	})
}

const lockMembersSQL = `-- account.lockMembers
select account_id, role from membership where organisation_id = @organisation_id order by account_id for update`

const setMemberRoleSQL = `-- account.setMemberRole
update membership set role = @role where account_id = @account_id and organisation_id = @organisation_id`

func lockMembers(ctx context.Context, tx pgx.Tx, organisationID, accountID int64) (role Role, admins int, err error) {
	rows, err := postgres.Many[struct {
		AccountID int64
		Role      Role
	}](ctx, tx, lockMembersSQL, postgres.Args{"organisation_id": organisationID})
	if err != nil {
		return "", 0, err
	}
	for _, r := range rows {
		if r.AccountID == accountID {
			role = r.Role
		}
		if r.Role == GroupAdmin {
			admins++
		}
	}
	if role == "" {
		return "", 0, fault.Missing(i18n.Mark("Personen er ikke lenger med i laget."))
	}
	return role, admins, nil
}

const dropMemberSQL = `-- account.dropMember
delete from membership where account_id = @account_id and organisation_id = @organisation_id`

// dropMember ends the sessions at the group door too, though the person may act
// for other organisations: a session never outlives a right that it was given for.
func (s *Service) dropMember(ctx context.Context, tx pgx.Tx, organisationID, accountID int64) error {
	_, err := postgres.Exec(ctx, tx, dropMemberSQL, postgres.Args{"account_id": accountID, "organisation_id": organisationID})
	if err != nil {
		return err
	}
	if _, err := endSessions(ctx, tx, accountID, endFilter{Door: GroupDoor}, s.Now()); err != nil {
		return err
	}
	return s.endIfUnused(ctx, tx, accountID)
}

// Organisation is one that a person acts for.
type Organisation struct {
	ID   int64
	Name string
	Role Role
}

// GroupRuns says, in a statement, that people can act for organisation o.
const GroupRuns = `o.status in ('approved', 'pending')`

const organisationsOfSQL = `-- account.organisationsOf
select o.id, o.name, m.role from membership m join organisation o on o.id = m.organisation_id
where m.account_id = @account_id and ` + GroupRuns + ` order by m.created_at, o.id`

// OrganisationsOf are those that an account can act for, the first one first.
func OrganisationsOf(ctx context.Context, q postgres.Querier, accountID int64) ([]Organisation, error) {
	return postgres.Many[Organisation](ctx, q, organisationsOfSQL, postgres.Args{"account_id": accountID})
}

// Organisations are those that the actor can act for.
func (s *Service) Organisations(ctx context.Context, by Actor) ([]Organisation, error) {
	if err := by.Require(ReadOwn); err != nil {
		return nil, err
	}
	return OrganisationsOf(ctx, s.Pool, by.AccountID)
}
