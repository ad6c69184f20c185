// How a contact is read and stored, with its topics and areas.

package contact

import (
	"context"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const columns = `c.id, c.municipality_id, c.unit_id, c.name, c.title, c.email, c.phone, c.office_hours, c.address, c.postal_code, c.public, c.substitute_id,
       c.valid_from, c.valid_to, c.confirmed_at, c.source, c.note, c.merged_into, c.updated_at, c.version,
       coalesce((select array_agg(t.code_id order by t.code_id) from contact_topic t where t.contact_id = c.id), '{}') as topics,
       coalesce((select array_agg(ca.area_id order by ca.area_id) from contact_area ca where ca.contact_id = c.id), '{}') as areas`

const listedColumns = columns + `,
       coalesce(u.name, '') as unit_name, coalesce(s.name, '') as substitute_name,
       coalesce(s.phone, '') as substitute_phone, coalesce(s.email, '') as substitute_email`

const listedFrom = `
from contact c
left join municipal_unit u on u.id = c.unit_id
left join contact s on s.id = c.substitute_id and s.merged_into is null`

const byIDSQL = `-- contact.byID
select ` + listedColumns + listedFrom + `
where c.municipality_id = @municipality_id and c.id = @id`

func byID(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Listed, error) {
	c, err := postgres.One[Listed](ctx, q, byIDSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "id": id})
	if fault.Is(err, fault.NotFound) {
		err = missing()
	}
	return c, err
}

const staleCountSQL = `-- contact.StaleCount
select count(*) from contact c where c.municipality_id = @municipality_id and c.merged_into is null
  and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)
  and (c.confirmed_at is null or c.confirmed_at < @stale_before)`

const insertSQL = `-- contact.insert
insert into contact (municipality_id, unit_id, name, title, email, phone, office_hours, address, postal_code, public, substitute_id, valid_from, valid_to,
                     confirmed_at, confirmed_by, source, import_key, note, created_at, updated_at)
values (@municipality_id, @unit_id, @name, @title, @email, @phone, @office_hours, @address, @postal_code, @public, @substitute_id, @valid_from, @valid_to,
        @confirmed_at, nullif(@confirmed_by::bigint, 0), @source, nullif(@import_key::text, ''), @note, @now, @now) returning id`

const updateSQL = `-- contact.update
update contact set unit_id = @unit_id, name = @name, title = @title, email = @email, phone = @phone, office_hours = @office_hours,
       address = @address, postal_code = @postal_code,
       public = @public, substitute_id = @substitute_id, valid_from = @valid_from, valid_to = @valid_to, note = @note,
       confirmed_at = @confirmed_at, confirmed_by = nullif(@confirmed_by::bigint, 0), updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version and merged_into is null`

const setTopicsSQL = `-- contact.setTopics
with gone as (delete from contact_topic where contact_id = @id and code_id <> all(@codes::bigint[]))
insert into contact_topic (contact_id, code_id)
select @id, k.id from code k where k.id = any(@codes::bigint[]) and k.municipality_id = @municipality_id and k.list = 'topic'
on conflict do nothing`

const setAreasSQL = `-- contact.setAreas
with gone as (delete from contact_area where contact_id = @id and area_id <> all(@areas::bigint[]))
insert into contact_area (contact_id, area_id)
select @id, a.id from area a where a.id = any(@areas::bigint[]) and a.municipality_id = @municipality_id
on conflict do nothing`

func setLinks(ctx context.Context, tx pgx.Tx, c Contact) error {
	topics, areas := c.Topics, c.Areas
	if topics == nil {
		topics = []int64{}
	}
	if areas == nil {
		areas = []int64{}
	}
	if _, err := postgres.Exec(ctx, tx, setTopicsSQL, pgx.StrictNamedArgs{"id": c.ID, "codes": topics, "municipality_id": c.MunicipalityID}); err != nil {
		return err
	}
	_, err := postgres.Exec(ctx, tx, setAreasSQL, pgx.StrictNamedArgs{"id": c.ID, "areas": areas, "municipality_id": c.MunicipalityID})
	return err
}

const confirmSQL = `-- contact.Confirm
update contact set confirmed_at = @now, confirmed_by = nullif(@account::bigint, 0), updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = any(@ids::bigint[]) and merged_into is null returning id`

const endSQL = `-- contact.end
update contact set valid_to = @last_day, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @id and merged_into is null and valid_from <= @last_day`

// takeTopicsSQL and takeAreasSQL give one contact's topics and areas to another. Areas restrict: when
// either of the two answers for the whole municipality, the taker does too.
const takeTopicsSQL = `-- contact.takeTopics
insert into contact_topic (contact_id, code_id) select @taker, code_id from contact_topic where contact_id = @from
on conflict do nothing`

const takeAreasSQL = `-- contact.takeAreas
with whole as (
    select (not exists (select 1 from contact_area where contact_id = @taker) and exists (select 1 from contact_topic where contact_id = @taker))
        or not exists (select 1 from contact_area where contact_id = @from) as is_whole),
cleared as (delete from contact_area using whole where contact_id = @taker and is_whole)
insert into contact_area (contact_id, area_id)
select @taker, area_id from contact_area, whole where contact_id = @from and not is_whole
on conflict do nothing`

const moveSubstituteSQL = `-- contact.moveSubstitute
update contact set substitute_id = nullif(@taker::bigint, id), updated_at = @now, version = version + 1
where municipality_id = @municipality_id and substitute_id = @from`

const publishSQL = `-- contact.publish
update contact set public = true, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @id and not public and (email <> '' or phone <> '')`

const mergeSQL = `-- contact.merge
update contact set merged_into = @into, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @id and merged_into is null`

const fillSQL = `-- contact.fill
update contact k set title = coalesce(nullif(k.title, ''), f.title), email = coalesce(nullif(k.email, ''), f.email),
       phone = coalesce(nullif(k.phone, ''), f.phone), office_hours = coalesce(nullif(k.office_hours, ''), f.office_hours),
       address = coalesce(nullif(k.address, ''), f.address), postal_code = coalesce(nullif(k.postal_code, ''), f.postal_code),
       unit_id = coalesce(k.unit_id, f.unit_id), import_key = coalesce(k.import_key, f.import_key), substitute_id = coalesce(k.substitute_id, nullif(f.substitute_id, k.id)),
       updated_at = @now, version = k.version + 1
from contact f where k.municipality_id = @municipality_id and k.id = @into and f.id = @from and f.municipality_id = @municipality_id`

const unitsSQL = `-- contact.Units
select id, municipality_id, name, parent_id, orgnr, phone, email, website, sort, active, version
from municipal_unit where municipality_id = @municipality_id order by sort, name, id`

const unitSQL = `-- contact.Unit
select id, municipality_id, name, parent_id, orgnr, phone, email, website, sort, active, version
from municipal_unit where municipality_id = @municipality_id and id = @id`

const insertUnitSQL = `-- contact.insertUnit
insert into municipal_unit (municipality_id, name, parent_id, orgnr, phone, email, website, sort, active)
values (@municipality_id, @name, @parent_id, @orgnr, @phone, @email, @website, @sort, @active) returning id`

const updateUnitSQL = `-- contact.updateUnit
update municipal_unit set name = @name, parent_id = @parent_id, orgnr = @orgnr, phone = @phone, email = @email, website = @website,
       sort = @sort, active = @active, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version returning id`

const unitCycleSQL = `-- contact.unitCycle
with recursive up as (
    select id, parent_id from municipal_unit where municipality_id = @municipality_id and id = @parent_id
    union
    select u.id, u.parent_id from municipal_unit u join up on u.id = up.parent_id)
select count(*) filter (where id = @id) > 0 or (@parent_id::bigint is not null and count(*) = 0) as bad from up`

const ofUnitSQL = `-- contact.ofUnit
select id from contact where municipality_id = @municipality_id and unit_id = @unit_id and merged_into is null`
