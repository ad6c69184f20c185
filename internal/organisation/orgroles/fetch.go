// Asking the register, and what becomes of the answer.

package orgroles

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const (
	patience = 4 * time.Second // how long somebody waits for the register
	pause    = time.Minute     // between two times that a person asks about the same organisation
)

// Refusals.
var (
	errOff    = fault.New(fault.Conflict, i18n.Mark("Oppslag i Enhetsregisteret er ikke slått på her."))
	errNumber = fault.New(fault.Conflict, i18n.Mark("Bare godkjente lag med organisasjonsnummer kan slås opp i Enhetsregisteret."))
	errRecent = fault.New(fault.Conflict, i18n.Mark("Rollene ble hentet for under ett minutt siden. Vent litt før du henter dem igjen."))
)

// Found is what a fetch has led to.
type Found struct{ Begins, Ends int } // new proposals

// FetchRoles asks the register about an organisation, for its own administrator or staff, and proposes what differs.
func (s *Service) FetchRoles(ctx context.Context, by account.Actor, id int64) (Found, error) {
	if err := by.RequireOwn(account.EditOwnProfile, account.ManageOrganisation, id); err != nil {
		return Found{}, err
	}
	o, err := s.Organisations.Get(ctx, by, id)
	switch {
	case err != nil:
		return Found{}, err
	case s.Registry == nil:
		return Found{}, errOff
	case !askable(o.Organisation):
		return Found{}, errNumber
	}
	last, err := fetchedAt(ctx, s.Pool, by.MunicipalityID, id)
	if err != nil {
		return Found{}, err
	}
	if last != nil && s.Now().Sub(*last) < pause {
		return Found{}, errRecent
	}
	asking, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	register, err := s.Registry.Roles(asking, o.OrgNr)
	if err != nil {
		return Found{}, err
	}
	return s.receive(ctx, by, o.Organisation, register, true)
}

// askable says whether the register can know it.
func askable(o organisation.Organisation) bool {
	return o.Status == organisation.Approved && o.OrgNr != ""
}

const fetchedAtSQL = `-- orgroles.fetchedAt
select max(fetched_at) from organisation_role_fetch where municipality_id = @municipality_id and organisation_id = @id`

func fetchedAt(ctx context.Context, q postgres.Querier, municipalityID, id int64) (*time.Time, error) {
	return postgres.Scalar[*time.Time](ctx, q, fetchedAtSQL, postgres.Args{"municipality_id": municipalityID, "id": id})
}

const heldSQL = `-- orgroles.held
select id, name, role, source, in_register_at from organisation_contact where organisation_id = @id order by sort, id`

const rememberedSQL = `-- orgroles.remembered
select id, fingerprint, state from organisation_role_proposal where municipality_id = @municipality_id and organisation_id = @id order by id`

// receive compares an answer with what is here. The organisation is locked, so that no role is changed meanwhile.
func (s *Service) receive(ctx context.Context, by account.Actor, asked organisation.Organisation, register []brreg.Role, person bool) (found Found, err error) {
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		found = Found{}
		o, err := organisation.Lock(ctx, tx, by.MunicipalityID, asked.ID)
		if err != nil {
			return err
		}
		if !askable(o) || o.OrgNr != asked.OrgNr { // meanwhile
			return errNumber
		}
		args := postgres.Args{"municipality_id": by.MunicipalityID, "id": o.ID}
		here, err := postgres.Many[held](ctx, tx, heldSQL, postgres.Args{"id": o.ID})
		if err != nil {
			return err
		}
		before, err := postgres.Many[remembered](ctx, tx, rememberedSQL, args)
		if err != nil {
			return err
		}
		out := compare(o.ID, here, register, before, person)
		for _, p := range append(out.add, out.revive...) {
			if p.change == Begins {
				found.Begins++
			} else {
				found.Ends++
			}
		}
		if err := s.write(ctx, tx, o, out); err != nil {
			return err
		}
		return s.Organisations.Record(ctx, tx, by, "organisation.roles_fetch", o.ID, map[string]any{"begins": found.Begins, "ends": found.Ends})
	})
	return found, err
}

const seenSQL = `-- orgroles.seen
update organisation_contact set in_register_at = @now where organisation_id = @id and id = any(@seen::bigint[])`

const dropProposedSQL = `-- orgroles.dropProposed
delete from organisation_role_proposal where municipality_id = @municipality_id and organisation_id = @id and id = any(@drop::bigint[])`

const proposeSQL = `-- orgroles.propose
insert into organisation_role_proposal (municipality_id, organisation_id, change, role, name, fingerprint, proposed_at)
values (@municipality_id, @id, @change, @role, @name, @fingerprint, @now)
on conflict (organisation_id, fingerprint) do update set name = excluded.name, state = 'waiting', proposed_at = excluded.proposed_at`

const noteFetchSQL = `-- orgroles.noteFetch
insert into organisation_role_fetch (organisation_id, municipality_id, fetched_at) values (@id, @municipality_id, @now)
on conflict (organisation_id) do update set fetched_at = excluded.fetched_at`

func (s *Service) write(ctx context.Context, tx pgx.Tx, o organisation.Organisation, out outcome) error {
	now := s.Now()
	if _, err := postgres.Exec(ctx, tx, seenSQL, postgres.Args{"id": o.ID, "seen": out.seen, "now": now}); err != nil {
		return err
	}
	if _, err := postgres.Exec(ctx, tx, dropProposedSQL, postgres.Args{"municipality_id": o.MunicipalityID, "id": o.ID, "drop": out.drop}); err != nil {
		return err
	}
	for _, p := range append(out.add, out.revive...) {
		if _, err := postgres.Exec(ctx, tx, proposeSQL, postgres.Args{
			"municipality_id": o.MunicipalityID, "id": o.ID, "change": string(p.change), "role": string(p.role), "name": p.name, "fingerprint": p.fingerprint, "now": now,
		}); err != nil {
			return err
		}
	}
	return noteFetch(ctx, tx, o.MunicipalityID, o.ID, now)
}

func noteFetch(ctx context.Context, q postgres.Database, municipalityID, id int64, now time.Time) error {
	_, err := postgres.Exec(ctx, q, noteFetchSQL, postgres.Args{"municipality_id": municipalityID, "id": id, "now": now})
	return err
}
