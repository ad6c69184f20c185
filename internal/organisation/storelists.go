package organisation

import (
	"context"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const clearTargetGroupsSQL = `-- organisation.clearTargetGroups
delete from organisation_target_group where organisation_id = @id and code_id <> all(@codes::bigint[])`

const setTargetGroupsSQL = `-- organisation.setTargetGroups
insert into organisation_target_group (organisation_id, code_id)
select @id, c.id from code c where c.id = any(@codes::bigint[]) and c.municipality_id = @municipality_id and c.list = 'target_group'
on conflict do nothing`

const clearAreasSQL = `-- organisation.clearAreas
delete from organisation_area where organisation_id = @id and area_id <> all(@areas::bigint[])`

const setAreasSQL = `-- organisation.setAreas
insert into organisation_area (organisation_id, area_id)
select @id, a.id from area a where a.id = any(@areas::bigint[]) and a.municipality_id = @municipality_id
on conflict do nothing`

// saveLists stores target groups and areas. Those of other municipalities are left out.
func saveLists(ctx context.Context, tx pgx.Tx, o Organisation) error {
	codes, areas := append([]int64{}, o.TargetGroups...), append([]int64{}, o.Areas...)
	for _, q := range []struct {
		sql  string
		args pgx.StrictNamedArgs
	}{
		{clearTargetGroupsSQL, pgx.StrictNamedArgs{"id": o.ID, "codes": codes}},
		{setTargetGroupsSQL, pgx.StrictNamedArgs{"id": o.ID, "codes": codes, "municipality_id": o.MunicipalityID}},
		{clearAreasSQL, pgx.StrictNamedArgs{"id": o.ID, "areas": areas}},
		{setAreasSQL, pgx.StrictNamedArgs{"id": o.ID, "areas": areas, "municipality_id": o.MunicipalityID}},
	} {
		if _, err := postgres.Exec(ctx, tx, q.sql, q.args); err != nil {
			return err
		}
	}
	return nil
}

const contactsSQL = `-- organisation.contacts
select name, role, email, phone, public, source from organisation_contact
where organisation_id = @id and (public or not @public_only::boolean) order by sort, id`

func contactsOf(ctx context.Context, q postgres.Querier, id int64, publicOnly bool) ([]Contact, error) {
	return postgres.Many[Contact](ctx, q, contactsSQL, pgx.StrictNamedArgs{"id": id, "public_only": publicOnly})
}

const clearContactsSQL = `-- organisation.clearContacts
delete from organisation_contact where organisation_id = @id`

const insertContactSQL = `-- organisation.insertContact
insert into organisation_contact (organisation_id, name, role, email, phone, public, source, sort)
values (@id, @name, @role, @email, @phone, @public, @source, @sort)`

func saveContacts(ctx context.Context, tx pgx.Tx, id int64, contacts []Contact) error {
	if _, err := postgres.Exec(ctx, tx, clearContactsSQL, pgx.StrictNamedArgs{"id": id}); err != nil {
		return err
	}
	for i, c := range contacts {
		if c.Source == "" {
			c.Source = FromSelf
		}
		_, err := postgres.Exec(ctx, tx, insertContactSQL, pgx.StrictNamedArgs{
			"id": id, "name": c.Name, "role": c.Role, "email": c.Email, "phone": c.Phone, "public": c.Public, "source": c.Source, "sort": i,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const parentSQL = `-- organisation.parent
select id, name from organisation where id = @id and municipality_id = @municipality_id and status = 'approved'`

const childrenSQL = `-- organisation.children
select id, name from organisation where parent_id = @id and municipality_id = @municipality_id and status = 'approved' order by name, id limit 200`

// A chain of parents that leads back to the organisation, or to one elsewhere, is refused.
const parentFitsSQL = `-- organisation.parentFits
with recursive up as (
    select p.id, p.parent_id, 1 as depth from organisation p
    where p.id = @parent_id and p.municipality_id = @municipality_id and p.status = 'approved'
    union all
    select p.id, p.parent_id, up.depth + 1 from organisation p join up on p.id = up.parent_id where up.depth < 20)
select exists (select from up) and not exists (select from up where up.id = @id)`

func parentFits(ctx context.Context, q postgres.Querier, o Organisation) (bool, error) {
	if o.ParentID == 0 {
		return true, nil
	}
	return postgres.Scalar[bool](ctx, q, parentFitsSQL, pgx.StrictNamedArgs{"id": o.ID, "parent_id": o.ParentID, "municipality_id": o.MunicipalityID})
}
