// The municipality's staff, and their roles.

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

// User is one of the municipality's staff as the administrator sees them.
type User struct {
	ID             int64
	MunicipalityID int64
	Email          string
	Name           string
	Phone          string
	Role           Role // "" when the person only acts for groups
	LastLoginAt    *time.Time
	CreatedAt      time.Time
	Version        int
}

const userSelect = `
select id, municipality_id, email, name, phone, coalesce(staff_role, '') as role, last_login_at, created_at, version from account
`

const staffSQL = `-- account.staff` + userSelect + `where municipality_id = @municipality_id and staff_role is not null and ended_at is null
order by name, id limit 1000`

// Staff are the people with access to the municipality's own pages, by name.
func (s *Service) Staff(ctx context.Context, by Actor) ([]User, error) {
	if err := by.Require(ManageUsers); err != nil {
		return nil, err
	}
	return postgres.Many[User](ctx, s.Pool, staffSQL, postgres.Args{"municipality_id": by.MunicipalityID})
}

// StaffUser is one of them; anyone else is NotFound.
func (s *Service) StaffUser(ctx context.Context, by Actor, id int64) (User, error) {
	if err := by.Require(ManageUsers); err != nil {
		return User{}, err
	}
	u, err := s.inMunicipality(ctx, s.Pool, by, id)
	if err == nil && u.Role == "" {
		err = ErrMissing
	}
	return u, err
}

const userByIDSQL = `-- account.userByID` + userSelect + `where id = @id and municipality_id = @municipality_id and ended_at is null`

func (s *Service) inMunicipality(ctx context.Context, q postgres.Querier, by Actor, id int64) (User, error) {
	u, err := postgres.One[User](ctx, q, userByIDSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		err = ErrMissing
	}
	return u, err
}

// Refusals when rights change.
var (
	ErrLastAdministrator = fault.New(fault.Conflict, i18n.Mark("Kommunen må ha minst én administrator. Gi rollen til en annen først."))
	ErrLastGroupAdmin    = fault.New(fault.Conflict, i18n.Mark("Laget må ha minst én ansvarlig. Gjør en annen ansvarlig først."))
	errChanged           = fault.Outrun(i18n.Mark("Noen andre har endret denne personen imens. Se over opplysningene og prøv igjen."))
)

// ChangeStaffRole gives another role. The person's sessions at the staff door
// end, so that nothing goes on with old rights. version is the row's as it was
// shown; another one means that somebody else was faster.
func (s *Service) ChangeStaffRole(ctx context.Context, by Actor, id int64, role Role, version int) error {
	if err := by.Require(ManageUsers); err != nil {
		return err
	}
	if !slices.Contains(StaffRoles, role) {
		var f fault.Fields
		f.Add("rolle", i18n.Mark("Velg en rolle."))
		return f.Err()
	}
	return s.changeStaff(ctx, by, id, version, role, "user.role")
}

// EndStaff takes the access to the municipality's pages away. What the person
// made stays; so does what the person does for groups.
func (s *Service) EndStaff(ctx context.Context, by Actor, id int64, version int) error {
	if err := by.Require(ManageUsers); err != nil {
		return err
	}
	return s.changeStaff(ctx, by, id, version, "", "user.end")
}

// MayEndStaff is what stands against EndStaff now: ErrNotFresh, or ErrLastAdministrator.
func (s *Service) MayEndStaff(ctx context.Context, by Actor, id int64) error {
	if err := by.Require(ManageUsers); err != nil {
		return err
	}
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		_, err := s.lockLeaving(ctx, tx, by, id, "")
		return err
	})
	if err != nil {
		return err
	}
	return s.RequireFresh(ctx, by)
}

func (s *Service) changeStaff(ctx context.Context, by Actor, id int64, version int, role Role, action string) error {
	if err := s.RequireFresh(ctx, by); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		u, err := s.lockLeaving(ctx, tx, by, id, role)
		if u.Version != version && u.ID != 0 {
			return errChanged
		}
		if err != nil {
			return err
		}
		if err := s.applyStaffRole(ctx, tx, id, role); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{
			Action: action, Object: "account", ObjectID: id, Detail: map[string]any{"from": string(u.Role), "to": string(role)},
		})
	})
}

func (s *Service) applyStaffRole(ctx context.Context, tx pgx.Tx, id int64, role Role) error {
	if err := SetStaffRole(ctx, tx, id, role); err != nil {
		return err
	}
	if _, err := endSessions(ctx, tx, id, endFilter{Door: StaffDoor}, s.Now()); err != nil {
		return err
	}
	return s.endIfUnused(ctx, tx, id)
}

// All administrators are locked, in one order: two of them who end each other at
// the same time must not both succeed. So is the person, whose version is read next.
const lockAdministratorsSQL = `-- account.lockAdministrators
select id from account where municipality_id = @municipality_id and (id = @id or staff_role = 'administrator' and ended_at is null) order by id for update`

// lockLeaving finds a person who is to have another role, or with "" none, and is
// ErrLastAdministrator, beside the person, when nobody else is administrator.
func (s *Service) lockLeaving(ctx context.Context, tx pgx.Tx, by Actor, id int64, role Role) (User, error) {
	admins, err := postgres.Scalars[int64](ctx, tx, lockAdministratorsSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id})
	if err != nil {
		return User{}, err
	}
	u, err := s.inMunicipality(ctx, tx, by, id)
	switch {
	case err != nil:
		return User{}, err
	case u.Role == "":
		return User{}, ErrMissing
	case u.Role == Administrator && role != Administrator && len(admins) == 1: // the one who leaves
		return u, ErrLastAdministrator
	}
	return u, nil
}

const endIfUnusedSQL = `-- account.endIfUnused
with gone as (update account set ended_at = @now where id = @id and staff_role is null and ended_at is null and not ` + acts + ` returning id)
delete from account_feed where account_id in (select id from gone)`

// acts says that an account may do something for a group that runs. A membership of a group that
// has ended stays, so that the group can be opened again with its people.
const acts = `exists (select from membership m join organisation o on o.id = m.organisation_id and ` + GroupRuns + `
    where m.account_id = account.id)`

const endWithGroupSQL = `-- account.endWithGroup
with gone as (update account set ended_at = @now where staff_role is null and ended_at is null
  and id in (select m.account_id from membership m where m.organisation_id = @organisation_id) and not ` + acts + ` returning id)
delete from account_feed where account_id in (select id from gone)`

// EndWithGroup ends the accounts of a group's people that can no longer do anything, once the
// group is stored as ended: they go when ended accounts do.
func EndWithGroup(ctx context.Context, tx pgx.Tx, organisationID int64, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, endWithGroupSQL, postgres.Args{"organisation_id": organisationID, "now": now})
	return err
}

const reviveWithGroupSQL = `-- account.reviveWithGroup
update account set ended_at = null where ended_at is not null and id in (select m.account_id from membership m where m.organisation_id = @organisation_id)`

// ReviveWithGroup opens the accounts again that ended with a group.
func ReviveWithGroup(ctx context.Context, tx pgx.Tx, organisationID int64) error {
	_, err := postgres.Exec(ctx, tx, reviveWithGroupSQL, postgres.Args{"organisation_id": organisationID})
	return err
}

// endIfUnused ends an account that can no longer do anything, and its calendar.
func (s *Service) endIfUnused(ctx context.Context, tx pgx.Tx, id int64) error {
	_, err := postgres.Exec(ctx, tx, endIfUnusedSQL, postgres.Args{"id": id, "now": s.Now()})
	return err
}
