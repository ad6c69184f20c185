// Ending one's own account: all that it may do, at both doors.

package account

import (
	"context"
	"errors"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const ownGroupsSQL = `-- account.ownGroups
select o.id, o.name, m.role, ` + GroupRuns + ` as runs
from membership m join organisation o on o.id = m.organisation_id
where m.account_id = @account_id and o.municipality_id = @municipality_id order by o.id`

// EndOwn ends the actor's account: her access to all groups and to the municipality's pages,
// and every session. What she has made stays; her name and address go when ended accounts
// do (see Kept). She must have logged in a moment ago, and must not be the last who is
// responsible for something that goes on.
func (s *Service) EndOwn(ctx context.Context, by Actor) error {
	if !by.LoggedIn() {
		return by.Require(ReadOwn)
	}
	if err := s.RequireFresh(ctx, by); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		role, err := s.endOwnStaff(ctx, tx, by)
		if err != nil {
			return err
		}
		groups, err := s.endOwnGroups(ctx, tx, by)
		if err != nil {
			return err
		}
		if _, err := endSessions(ctx, tx, by.AccountID, endFilter{}, s.Now()); err != nil {
			return err
		}
		if err := s.endIfUnused(ctx, tx, by.AccountID); err != nil {
			return err
		}
		if err := audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{
			Action: "account.end", Object: "account", ObjectID: by.AccountID, Detail: map[string]any{"role": string(role), "groups": groups},
		}); err != nil {
			return err
		}
		return s.sendEnded(ctx, tx, by)
	})
}

// endOwnStaff takes the role at the municipality away, "" where there is none.
func (s *Service) endOwnStaff(ctx context.Context, tx pgx.Tx, by Actor) (Role, error) {
	u, others, err := s.lockStaff(ctx, tx, by, by.AccountID)
	switch {
	case errors.Is(err, ErrMissing):
		return "", nil
	case err != nil:
		return "", err
	case u.Role == Administrator && others == 0:
		return "", ErrLastAdministrator
	}
	return u.Role, s.applyStaffRole(ctx, tx, by.AccountID, "")
}

// endOwnGroups takes her out of all groups, and gives how many they were.
func (s *Service) endOwnGroups(ctx context.Context, tx pgx.Tx, by Actor) (int, error) {
	groups, err := postgres.Many[struct {
		Organisation
		Runs bool
	}](ctx, tx, ownGroupsSQL, postgres.Args{"account_id": by.AccountID, "municipality_id": by.MunicipalityID})
	if err != nil {
		return 0, err
	}
	for _, g := range groups {
		role, admins, err := lockMembers(ctx, tx, g.ID, by.AccountID)
		if err != nil {
			return 0, err
		}
		if g.Runs && role == GroupAdmin && admins == 1 {
			return 0, fault.Clash(i18n.Mark("Du er den eneste ansvarlige i %s. Gjør en annen ansvarlig først, eller be kommunen om å avslutte laget."), g.Name)
		}
		if err := s.dropMember(ctx, tx, g.ID, by.AccountID); err != nil {
			return 0, err
		}
	}
	return len(groups), nil
}
