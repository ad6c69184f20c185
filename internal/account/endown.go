// Ending one's own account: all that it may do, at both doors.

package account

import (
	"context"
	"errors"
	"strings"

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
// do (see Kept). It is refused as MayEndOwn says.
func (s *Service) EndOwn(ctx context.Context, by Actor) error {
	if !by.LoggedIn() {
		return by.Require(ReadOwn)
	}
	if err := s.RequireFresh(ctx, by); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		role, groups, err := s.lockOwn(ctx, tx, by)
		if err != nil {
			return err
		}
		if role != "" {
			if err := s.applyStaffRole(ctx, tx, by.AccountID, ""); err != nil {
				return err
			}
		}
		for _, g := range groups {
			if err := s.dropMember(ctx, tx, g.ID, by.AccountID); err != nil {
				return err
			}
		}
		if _, err := endSessions(ctx, tx, by.AccountID, endFilter{}, s.Now()); err != nil {
			return err
		}
		if err := s.endIfUnused(ctx, tx, by.AccountID); err != nil {
			return err
		}
		if err := audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{
			Action: "account.end", Object: "account", ObjectID: by.AccountID, Detail: map[string]any{"role": string(role), "groups": len(groups)},
		}); err != nil {
			return err
		}
		return s.sendEnded(ctx, tx, by)
	})
}

// MayEndOwn is what stands against EndOwn now, before somebody is asked whether she is sure:
// she must have logged in a moment ago (ErrNotFresh), and must not be the last who is
// responsible for something that goes on (fault.Conflict).
func (s *Service) MayEndOwn(ctx context.Context, by Actor) error {
	if !by.LoggedIn() {
		return by.Require(ReadOwn)
	}
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		_, _, err := s.lockOwn(ctx, tx, by)
		return err
	})
	if err != nil {
		return err
	}
	return s.RequireFresh(ctx, by)
}

// lockOwn keeps the actor's role at the municipality ("" where there is none) and her groups
// as they are, and refuses when one of them has nobody else.
func (s *Service) lockOwn(ctx context.Context, tx pgx.Tx, by Actor) (Role, []Organisation, error) {
	u, err := s.lockLeaving(ctx, tx, by, by.AccountID, "")
	if err != nil && !errors.Is(err, ErrMissing) {
		return "", nil, err
	}
	groups, err := postgres.Many[struct {
		Organisation
		Runs bool
	}](ctx, tx, ownGroupsSQL, postgres.Args{"account_id": by.AccountID, "municipality_id": by.MunicipalityID})
	if err != nil {
		return "", nil, err
	}
	var own []Organisation
	var alone []string
	for _, g := range groups {
		role, admins, err := lockMembers(ctx, tx, g.ID, by.AccountID)
		if err != nil {
			return "", nil, err
		}
		if g.Runs && role == GroupAdmin && admins == 1 {
			alone = append(alone, g.Name)
		}
		own = append(own, g.Organisation)
	}
	if len(alone) > 0 {
		return "", nil, fault.Clash(i18n.Mark("Du er den eneste ansvarlige i %s. Gjør en annen ansvarlig først, eller be kommunen om å avslutte laget."), strings.Join(alone, ", "))
	}
	return u.Role, own, nil
}
