// Logging in to a demonstration, without any proof.

package login

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// DemoPerson is a made-up person that anyone may log in as.
type DemoPerson struct {
	Email        string
	Name         string
	Role         account.Role
	Organisation string // of a group's person
}

const demoStaffSQL = `-- login.demoStaff
select email, name, staff_role as role, '' as organisation from account
where municipality_id = @municipality_id and staff_role is not null and ended_at is null
order by array_position(array['coordinator', 'contact_manager', 'administrator', 'reader'], staff_role), id limit 8`

const demoGroupSQL = `-- login.demoGroup
select email, name, role, organisation from (
    select distinct on (a.id) a.id, a.email, a.name, m.role, o.name as organisation, m.created_at
    from account a join membership m on m.account_id = a.id join organisation o on o.id = m.organisation_id
    where a.municipality_id = @municipality_id and a.ended_at is null and ` + account.GroupRuns + `
    order by a.id, m.created_at) x
order by id limit 8`

// PublicDemoPeople are the people that a login page of a demonstration lists; none
// when this is not one.
func (s *Service) PublicDemoPeople(ctx context.Context, municipalityID int64, door account.Door) ([]DemoPerson, error) {
	if !s.Demo {
		return nil, nil
	}
	sql := demoGroupSQL
	if door == account.StaffDoor {
		sql = demoStaffSQL
	}
	return postgres.Many[DemoPerson](ctx, s.Pool, sql, postgres.Args{"municipality_id": municipalityID})
}

// LoginDemo logs in as a made-up person without any proof. door "" is the staff
// door for staff and the group door for others. It is NotFound unless this is a
// demonstration.
func (s *Service) LoginDemo(ctx context.Context, municipalityID int64, door account.Door, email string, in Browser) (Login, error) {
	if !s.Demo {
		return Login{}, account.ErrMissing
	}
	doors := []account.Door{door}
	if door == account.NoDoor {
		doors = []account.Door{account.StaffDoor, account.GroupDoor}
	}
	var out Login
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		for _, d := range doors {
			who, err := findLogin(ctx, tx, municipalityID, d, strings.ToLower(strings.TrimSpace(email)))
			if err != nil {
				return err
			}
			if who.ID != 0 {
				out, err = s.StartSession(ctx, tx, d, who, in, "login.demo")
				return err
			}
		}
		return account.ErrMissing
	})
	if fault.Is(err, fault.Conflict) {
		err = account.ErrMissing
	}
	return out, err
}
