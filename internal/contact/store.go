// How a contact is read and stored, with its topics and areas.

package contact

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"
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

const readSQL = `-- contact.read
select ` + listedColumns + listedFrom + `
where c.municipality_id = @municipality_id and c.id = any(@ids::bigint[])`

// byIDs are the contacts with these ids that the municipality has, by id.
func byIDs(ctx context.Context, q postgres.Querier, municipalityID int64, ids ...int64) (map[int64]Listed, error) {
	rows, err := postgres.Many[Listed](ctx, q, readSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids})
	all := make(map[int64]Listed, len(rows))
	for _, c := range rows {
		all[c.ID] = c
	}
	return all, err
}

func byID(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Listed, error) {
	found, err := byIDs(ctx, q, municipalityID, id)
	c, ok := found[id]
	if err == nil && !ok {
		err = missing()
	}
	return c, err
}

const holdSQL = `-- contact.hold
select id from contact where municipality_id = @municipality_id and id = any(@ids::bigint[]) order by id for no key update`

// ReadAll are those of the contacts that the municipality has and that are merged into no
// other, by id. With hold nobody else changes them before the transaction ends. It asks
// nobody's leave: whoever changes them is asked.
func ReadAll(ctx context.Context, q postgres.Querier, municipalityID int64, ids []int64, hold bool) (map[int64]Contact, error) {
	if hold {
		if _, err := postgres.Scalars[int64](ctx, q, holdSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids}); err != nil {
			return nil, err
		}
	}
	found, err := byIDs(ctx, q, municipalityID, ids...)
	all := make(map[int64]Contact, len(found))
	for id, c := range found {
		if c.MergedInto == nil {
			all[id] = c.Contact
		}
	}
	return all, err
}

const staleCountSQL = `-- contact.StaleCount
select count(*) from contact c where c.municipality_id = @municipality_id and c.merged_into is null
  and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)
  and (c.confirmed_at is null or c.confirmed_at < @stale_before)`

// stored is a contact as the statements below take it, many at once.
type stored struct {
	ID           int64   `json:"id"`
	Version      int     `json:"version"`
	UnitID       *int64  `json:"unit_id"`
	Name         string  `json:"name"`
	Title        string  `json:"title"`
	Email        string  `json:"email"`
	Phone        string  `json:"phone"`
	OfficeHours  string  `json:"office_hours"`
	Address      string  `json:"address"`
	PostalCode   string  `json:"postal_code"`
	Public       bool    `json:"public"`
	SubstituteID *int64  `json:"substitute_id"`
	ValidFrom    string  `json:"valid_from"`
	ValidTo      *string `json:"valid_to"`
	Source       string  `json:"source"`
	Note         string  `json:"note"`
	ImportKey    string  `json:"import_key"`
	Topics       []int64 `json:"topics"`
	Areas        []int64 `json:"areas"`
}

const storedColumns = `(id bigint, version int, unit_id bigint, name text, title text, email text, phone text, office_hours text, address text, postal_code text,
    public boolean, substitute_id bigint, valid_from date, valid_to date, source text, note text, import_key text, topics bigint[], areas bigint[])`

func storedOf(c Contact, importKey string) stored {
	s := stored{
		ID: c.ID, Version: c.Version, UnitID: c.UnitID, Name: c.Name, Title: c.Title, Email: c.Email, Phone: c.Phone, OfficeHours: c.OfficeHours,
		Address: c.Address, PostalCode: c.PostalCode, Public: c.Public, SubstituteID: c.SubstituteID, ValidFrom: dateOf(c.ValidFrom).Format(time.DateOnly),
		Source: c.Source, Note: c.Note, ImportKey: importKey, Topics: append([]int64{}, c.Topics...), Areas: append([]int64{}, c.Areas...),
	}
	if c.ValidTo != nil {
		day := dateOf(*c.ValidTo).Format(time.DateOnly)
		s.ValidTo = &day
	}
	return s
}

const newIDsSQL = `-- contact.newIDs
select nextval(pg_get_serial_sequence('contact', 'id')) from generate_series(1, @n::int)`

const insertSQL = `-- contact.insert
insert into contact (id, municipality_id, unit_id, name, title, email, phone, office_hours, address, postal_code, public, substitute_id, valid_from, valid_to,
                     confirmed_at, confirmed_by, source, import_key, note, created_at, updated_at)
overriding system value
select r.id, @municipality_id, r.unit_id, r.name, r.title, r.email, r.phone, r.office_hours, r.address, r.postal_code, r.public, r.substitute_id, r.valid_from, r.valid_to,
       @now, nullif(@by::bigint, 0), r.source, nullif(r.import_key, ''), r.note, @now, @now
from jsonb_to_recordset(@rows::jsonb) as r ` + storedColumns

const updateSQL = `-- contact.update
update contact c set unit_id = r.unit_id, name = r.name, title = r.title, email = r.email, phone = r.phone, office_hours = r.office_hours,
       address = r.address, postal_code = r.postal_code,
       public = r.public, substitute_id = r.substitute_id, valid_from = r.valid_from, valid_to = r.valid_to, note = r.note,
       confirmed_at = @now, confirmed_by = nullif(@by::bigint, 0), updated_at = @now, version = c.version + 1
from jsonb_to_recordset(@rows::jsonb) as r ` + storedColumns + `
where c.municipality_id = @municipality_id and c.id = r.id and c.version = r.version and c.merged_into is null`

const changeSQL = `-- contact.Change
update contact c set unit_id = r.unit_id, substitute_id = r.substitute_id, updated_at = @now, version = c.version + 1
from jsonb_to_recordset(@rows::jsonb) as r ` + storedColumns + `
where c.municipality_id = @municipality_id and c.id = r.id and c.version = r.version and c.merged_into is null`

const setTopicsSQL = `-- contact.setTopics
with wanted as materialized (
    select r.id, t.code_id from jsonb_to_recordset(@rows::jsonb) as r ` + storedColumns + ` cross join unnest(r.topics) as t (code_id)),
gone as (
    delete from contact_topic x using jsonb_to_recordset(@rows::jsonb) as r ` + storedColumns + `
    where x.contact_id = r.id and x.code_id <> all(r.topics))
insert into contact_topic (contact_id, code_id)
select w.id, k.id from wanted w join code k on k.id = w.code_id and k.municipality_id = @municipality_id and k.list = 'topic'
on conflict do nothing`

const setAreasSQL = `-- contact.setAreas
with wanted as materialized (
    select r.id, t.area_id from jsonb_to_recordset(@rows::jsonb) as r ` + storedColumns + ` cross join unnest(r.areas) as t (area_id)),
gone as (
    delete from contact_area x using jsonb_to_recordset(@rows::jsonb) as r ` + storedColumns + `
    where x.contact_id = r.id and x.area_id <> all(r.areas))
insert into contact_area (contact_id, area_id)
select w.id, a.id from wanted w join area a on a.id = w.area_id and a.municipality_id = @municipality_id
on conflict do nothing`

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
