// How a venue is read and stored.

package venue

import (
	"context"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
)

const columns = `id, municipality_id, name, kind, area_id, address, postal_code, latitude, longitude, capacity,
       accessibility, equipment, description, unit_id, active, opening, updated_at, version`

const byIDSQL = `-- venue.byID
select ` + columns + ` from venue where municipality_id = @municipality_id and id = @id`

func byID(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Venue, error) {
	v, err := postgres.One[Venue](ctx, q, byIDSQL, postgres.Args{"municipality_id": municipalityID, "id": id})
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing(i18n.Mark("Vi finner ikke stedet."))
	}
	return v, err
}

const choicesSQL = `-- venue.Choices
select ` + columns + ` from venue where municipality_id = @municipality_id and active order by name, id`

const listWhere = `
where v.municipality_id = @municipality_id
  and not exists (select from unnest(@terms::text[]) w where concat_ws(' ', v.name, v.address) not ilike '%' || w || '%')
  and (@kind::text = '' or v.kind = @kind)
  and (@area::bigint = 0 or v.area_id = @area)`

const listSQL = `-- venue.List
select ` + columns + ` from venue v` + listWhere + `
  and (@id::bigint = 0 or (v.name, v.id) > (@at::text collate nb_sort, @id))
order by name, id limit @limit`

const listBackSQL = `-- venue.ListBack
select ` + columns + ` from venue v` + listWhere + `
  and (@id::bigint = 0 or (v.name, v.id) < (@at::text collate nb_sort, @id))
order by name desc, id desc limit @limit`

const ownsSQL = `-- venue.owns
select (@area_id::bigint is null or exists (select from area where id = @area_id and municipality_id = @municipality_id)) as area,
       (@unit_id::bigint is null or exists (select from municipal_unit where id = @unit_id and municipality_id = @municipality_id)) as unit`

type owns struct{ Area, Unit bool }

// checkOwner refuses an area or a unit of another municipality.
func checkOwner(ctx context.Context, q postgres.Querier, v Venue) error {
	has, err := postgres.One[owns](ctx, q, ownsSQL, postgres.Args{"municipality_id": v.MunicipalityID, "area_id": v.AreaID, "unit_id": v.UnitID})
	if err != nil {
		return err
	}
	var f fault.Fields
	f.Check(has.Area, "omrade", i18n.Mark("Velg et område fra listen."))
	f.Check(has.Unit, "enhet", i18n.Mark("Velg en enhet fra listen."))
	return f.Err()
}

const insertSQL = `-- venue.insert
insert into venue (municipality_id, name, kind, area_id, address, postal_code, latitude, longitude, capacity, accessibility, equipment, description, unit_id, active, opening, created_at, updated_at)
values (@municipality_id, @name, @kind, @area_id, @address, @postal_code, @latitude, @longitude, @capacity, @accessibility, @equipment, @description, @unit_id, @active, @opening, @now, @now)
returning id`

const updateSQL = `-- venue.update
update venue set name = @name, kind = @kind, area_id = @area_id, address = @address, postal_code = @postal_code, latitude = @latitude,
       longitude = @longitude, capacity = @capacity, accessibility = @accessibility, equipment = @equipment, description = @description,
       unit_id = @unit_id, active = @active, opening = @opening, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version`

func (v Venue) args(now time.Time) postgres.Args {
	if v.Accessibility == nil {
		v.Accessibility = []string{}
	}
	return postgres.Args{
		"municipality_id": v.MunicipalityID, "name": v.Name, "kind": v.Kind, "area_id": v.AreaID, "address": v.Address,
		"postal_code": v.PostalCode, "latitude": v.Latitude, "longitude": v.Longitude, "capacity": v.Capacity,
		"accessibility": v.Accessibility, "equipment": v.Equipment, "description": v.Description, "unit_id": v.UnitID, "active": v.Active, "opening": v.Opening.Current(now), "now": now,
	}
}
