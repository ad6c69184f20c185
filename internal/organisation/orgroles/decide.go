// Accepting and declining what is proposed, and what waits for it.

package orgroles

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const proposalsSQL = `-- orgroles.proposals
select id, change, role, name, proposed_at from organisation_role_proposal
where municipality_id = @municipality_id and organisation_id = @id and state = 'waiting' order by change, id`

// RolesProposed is what there is to decide about an organisation, for who may decide it.
func (s *Service) RolesProposed(ctx context.Context, by account.Actor, id int64) (View, error) {
	if err := by.RequireOwn(account.EditOwnProfile, account.ManageOrganisation, id); err != nil {
		return View{}, err
	}
	o, err := s.Organisations.Get(ctx, by, id)
	if err != nil {
		return View{}, err
	}
	v := View{MayFetch: s.Registry != nil && askable(o.Organisation)}
	if v.FetchedAt, err = fetchedAt(ctx, s.Pool, by.MunicipalityID, id); err != nil {
		return View{}, err
	}
	v.Proposals, err = postgres.Many[Proposal](ctx, s.Pool, proposalsSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id})
	return v, err
}

const takeProposedSQL = `-- orgroles.takeProposed
select id, change, role, name, proposed_at from organisation_role_proposal
where municipality_id = @municipality_id and organisation_id = @id and state = 'waiting' and id = any(@ids::bigint[]) order by id for update`

// errDecided says that nothing of what was chosen waits any more.
var errDecided = fault.Outrun(i18n.Mark("Noen andre har svart på forslaget, eller registeret sier noe annet nå. Last siden på nytt."))

// AcceptRoles makes proposals true: roles begin, not shown to residents, and roles end.
func (s *Service) AcceptRoles(ctx context.Context, by account.Actor, id int64, ids []int64) (int, error) {
	return s.decide(ctx, by, id, ids, "organisation.role_accept", s.accept)
}

// DeclineRoles says no to proposals. Of one that a role has ended, whoever declines says that it has not.
func (s *Service) DeclineRoles(ctx context.Context, by account.Actor, id int64, ids []int64) (int, error) {
	return s.decide(ctx, by, id, ids, "organisation.role_decline", s.decline)
}

func (s *Service) decide(ctx context.Context, by account.Actor, id int64, ids []int64, action string, do func(context.Context, pgx.Tx, account.Actor, int64, Proposal) error) (n int, err error) {
	if err := by.RequireOwn(account.EditOwnProfile, account.ManageOrganisation, id); err != nil {
		return 0, err
	}
	if len(ids) == 0 {
		return 0, fault.Refuse(i18n.Mark("Velg minst ett forslag."))
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		o, err := organisation.Lock(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		chosen, err := postgres.Many[Proposal](ctx, tx, takeProposedSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id, "ids": ids})
		if err != nil {
			return err
		}
		if n = len(chosen); n == 0 {
			return errDecided
		}
		for _, p := range chosen {
			if err := do(ctx, tx, by, id, p); err != nil {
				return err
			}
		}
		if _, err := s.Organisations.Store(ctx, tx, o); err != nil { // a form that was opened before has other roles
			return err
		}
		return s.Organisations.RecordChange(ctx, tx, by, o, action, detailOf(chosen))
	})
	return n, err
}

// detailOf says what it was about, and names nobody.
func detailOf(chosen []Proposal) map[string]any {
	var begins, ends []string
	for _, p := range chosen {
		if p.Change == Begins {
			begins = append(begins, string(p.Role))
		} else {
			ends = append(ends, string(p.Role))
		}
	}
	slices.Sort(begins)
	slices.Sort(ends)
	return map[string]any{"begins": begins, "ends": ends}
}

const roomSQL = `-- orgroles.room
select count(*)::int from organisation_contact where organisation_id = @id`

const beginRoleSQL = `-- orgroles.beginRole
insert into organisation_contact (organisation_id, name, role, source, source_at, in_register_at, sort)
select @id, @name, @role, 'brreg', @now, @now, coalesce(max(sort), -1) + 1 from organisation_contact where organisation_id = @id`

const endRoleSQL = `-- orgroles.endRole
delete from organisation_contact where organisation_id = @id and id = any(@roles::bigint[])`

const answeredSQL = `-- orgroles.answered
delete from organisation_role_proposal where municipality_id = @municipality_id and id = @proposal`

func (s *Service) accept(ctx context.Context, tx pgx.Tx, by account.Actor, id int64, p Proposal) error {
	same, err := sameRole(ctx, tx, id, p)
	if err != nil {
		return err
	}
	if p.Change == Ends {
		if _, err := postgres.Exec(ctx, tx, endRoleSQL, postgres.Args{"id": id, "roles": same}); err != nil {
			return err
		}
	} else if len(same) == 0 {
		if err := s.begin(ctx, tx, id, p); err != nil {
			return err
		}
	}
	_, err = postgres.Exec(ctx, tx, answeredSQL, postgres.Args{"municipality_id": by.MunicipalityID, "proposal": p.ID})
	return err
}

func (s *Service) begin(ctx context.Context, tx pgx.Tx, id int64, p Proposal) error {
	n, err := postgres.Scalar[int](ctx, tx, roomSQL, postgres.Args{"id": id})
	if err != nil {
		return err
	}
	if n >= organisation.MaxContacts {
		return fault.Clash(i18n.Mark("Laget kan ha høyst %d roller. Fjern noen først, eller godta færre."), organisation.MaxContacts)
	}
	_, err = postgres.Exec(ctx, tx, beginRoleSQL, postgres.Args{"id": id, "name": p.Name, "role": string(p.Role), "now": s.Now()})
	return err
}

// sameRole are the roles here that a proposal is about.
func sameRole(ctx context.Context, tx pgx.Tx, id int64, p Proposal) ([]int64, error) {
	here, err := postgres.Many[held](ctx, tx, heldSQL, postgres.Args{"id": id})
	var same []int64
	for _, h := range here {
		if h.is(held{Role: p.Role, Name: p.Name}) {
			same = append(same, h.ID)
		}
	}
	return same, err
}

const declineSQL = `-- orgroles.decline
update organisation_role_proposal set state = 'declined', name = '' where municipality_id = @municipality_id and id = @proposal`

const vouchSQL = `-- orgroles.vouch
update organisation_contact set source = @source, source_at = @now, in_register_at = null where organisation_id = @id and id = any(@roles::bigint[])`

func (s *Service) decline(ctx context.Context, tx pgx.Tx, by account.Actor, id int64, p Proposal) error {
	if p.Change == Begins {
		_, err := postgres.Exec(ctx, tx, declineSQL, postgres.Args{"municipality_id": by.MunicipalityID, "proposal": p.ID})
		return err
	}
	same, err := sameRole(ctx, tx, id, p)
	if err != nil {
		return err
	}
	from := organisation.FromStaff
	if by.Door == account.GroupDoor {
		from = organisation.FromSelf
	}
	if _, err := postgres.Exec(ctx, tx, vouchSQL, postgres.Args{"id": id, "roles": same, "source": string(from), "now": s.Now()}); err != nil {
		return err
	}
	_, err = postgres.Exec(ctx, tx, answeredSQL, postgres.Args{"municipality_id": by.MunicipalityID, "proposal": p.ID})
	return err
}

// Waiting is an organisation with proposals.
type Waiting struct {
	ID        int64
	Name      string
	Proposals int
	Since     time.Time
	Total     int // organisations
}

const rolesWaitingSQL = `-- orgroles.RolesWaiting
select o.id, o.name, count(*)::int as proposals, min(p.proposed_at) as since, (count(*) over ())::int as total
from organisation_role_proposal p join organisation o on o.id = p.organisation_id
where p.municipality_id = @municipality_id and p.state = 'waiting' and o.status = 'approved'
group by o.id, o.name order by since, o.id limit @limit`

// RolesWaiting are the organisations where something is proposed, those that have waited the longest first. Staff only.
func (s *Service) RolesWaiting(ctx context.Context, by account.Actor, limit int) ([]Waiting, error) {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return nil, err
	}
	return postgres.Many[Waiting](ctx, s.Pool, rolesWaitingSQL, postgres.Args{"municipality_id": by.MunicipalityID, "limit": limit})
}
