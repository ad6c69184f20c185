// How invitations are read and stored.

package invitation

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const invitationSelect = `
select i.id, i.municipality_id, i.email, i.name, coalesce(i.staff_role, '') as staff_role, coalesce(i.organisation_id, 0) as organisation_id,
       coalesce(i.group_role, '') as group_role, coalesce(o.name, '') as organisation_name, coalesce(a.name, '') as invited_by,
       i.created_at, i.expires_at, i.accepted_at
from invitation i
left join organisation o on o.id = i.organisation_id
left join account a on a.id = i.invited_by
`

const invitationByTokenSQL = `-- invitation.invitationByToken` + invitationSelect + `where i.token_hash = @token_hash and i.municipality_id = @municipality_id`

const invitationForUpdateSQL = `-- invitation.invitationForUpdate` + invitationSelect + `where i.token_hash = @token_hash and i.municipality_id = @municipality_id for update of i`

func invitationByToken(ctx context.Context, q postgres.Querier, sql string, municipalityID int64, token string) (Invitation, error) {
	i, err := postgres.One[Invitation](ctx, q, sql, postgres.Args{"token_hash": account.Hash("invitation", token), "municipality_id": municipalityID})
	if fault.Is(err, fault.NotFound) {
		return i, ErrInvitationExpired
	}
	return i, err
}

const invitationByIDSQL = `-- invitation.invitationByID` + invitationSelect + `where i.id = @id and i.municipality_id = @municipality_id and i.accepted_at is null for update of i`

func invitationByID(ctx context.Context, tx pgx.Tx, municipalityID, id int64) (Invitation, error) {
	i, err := postgres.One[Invitation](ctx, tx, invitationByIDSQL, postgres.Args{"id": id, "municipality_id": municipalityID})
	if fault.Is(err, fault.NotFound) {
		return i, account.ErrMissing
	}
	return i, err
}

const listInvitationsSQL = `-- invitation.listInvitations` + invitationSelect + `where i.municipality_id = @municipality_id and i.accepted_at is null
  and coalesce(i.organisation_id, 0) = @organisation_id order by i.created_at desc, i.id desc limit 500`

func listInvitations(ctx context.Context, q postgres.Querier, municipalityID, organisationID int64) ([]Invitation, error) {
	return postgres.Many[Invitation](ctx, q, listInvitationsSQL, postgres.Args{"municipality_id": municipalityID, "organisation_id": organisationID})
}

const insertInvitationSQL = `-- invitation.insertInvitation
insert into invitation (municipality_id, email, name, staff_role, organisation_id, group_role, token_hash, invited_by, created_at, expires_at)
values (@municipality_id, @email, @name, nullif(@staff_role, ''), nullif(@organisation_id::bigint, 0), nullif(@group_role, ''),
        @token_hash, nullif(@invited_by::bigint, 0), @now, @expires_at) returning id`

func insertInvitation(ctx context.Context, tx pgx.Tx, by account.Actor, i Invitation, token string, now time.Time) (int64, error) {
	return postgres.Scalar[int64](ctx, tx, insertInvitationSQL, postgres.Args{
		"municipality_id": i.MunicipalityID, "email": i.Email, "name": i.Name, "staff_role": string(i.StaffRole),
		"organisation_id": i.OrganisationID, "group_role": string(i.GroupRole), "token_hash": account.Hash("invitation", token),
		"invited_by": by.AccountID, "now": now, "expires_at": now.Add(InvitationLife),
	})
}

const dropOpenSQL = `-- invitation.dropOpen
delete from invitation where municipality_id = @municipality_id and email = @email and accepted_at is null
  and coalesce(organisation_id, 0) = @organisation_id`

func dropOpen(ctx context.Context, tx pgx.Tx, i Invitation) error {
	_, err := postgres.Exec(ctx, tx, dropOpenSQL, postgres.Args{
		"municipality_id": i.MunicipalityID, "email": i.Email, "organisation_id": i.OrganisationID,
	})
	return err
}

const renewInvitationSQL = `-- invitation.renewInvitation
update invitation set token_hash = @token_hash, expires_at = @expires_at where id = @id`

func renewInvitation(ctx context.Context, tx pgx.Tx, id int64, token string, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, renewInvitationSQL, postgres.Args{
		"id": id, "token_hash": account.Hash("invitation", token), "expires_at": now.Add(InvitationLife),
	})
	return err
}

const deleteInvitationSQL = `-- invitation.deleteInvitation
delete from invitation where id = @id`

func deleteInvitation(ctx context.Context, tx pgx.Tx, id int64) error {
	_, err := postgres.Exec(ctx, tx, deleteInvitationSQL, postgres.Args{"id": id})
	return err
}

const markAcceptedSQL = `-- invitation.markAccepted
update invitation set accepted_at = @now where id = @id`

func markAccepted(ctx context.Context, tx pgx.Tx, id int64, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, markAcceptedSQL, postgres.Args{"id": id, "now": now})
	return err
}

const hasAccessSQL = `-- invitation.hasAccess
select exists (select from account a where a.municipality_id = @municipality_id and a.email = @email and a.ended_at is null
    and case when @organisation_id::bigint = 0 then a.staff_role is not null
        else exists (select from membership m where m.account_id = a.id and m.organisation_id = @organisation_id) end)`

func hasAccess(ctx context.Context, tx pgx.Tx, i Invitation) (bool, error) {
	return postgres.Scalar[bool](ctx, tx, hasAccessSQL, postgres.Args{
		"municipality_id": i.MunicipalityID, "email": i.Email, "organisation_id": i.OrganisationID,
	})
}

const tenantSQL = `-- invitation.tenant
select distinct m.id from municipality m join municipality_host h on h.municipality_id = m.id
where @key = '' or m.number = @key or h.host = lower(@key)`

func tenant(ctx context.Context, q postgres.Querier, key string) (int64, error) {
	ids, err := postgres.Scalars[int64](ctx, q, tenantSQL, postgres.Args{"key": key})
	switch {
	case err != nil:
		return 0, err
	case len(ids) == 0:
		return 0, fault.Missing(i18n.Mark("Det finnes ingen kommune med portal som heter %q."), key)
	case len(ids) > 1:
		return 0, fault.Refuse(i18n.Mark("Flere kommuner har portal her. Oppgi kommunenummeret eller vertsnavnet."))
	}
	return ids[0], nil
}
