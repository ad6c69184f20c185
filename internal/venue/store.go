package venue

import (
	"context"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const columns = `id, municipality_id, name, kind, area_id, address, postal_code, latitude, longitude, capacity,
       accessibility, equipment, description, unit_id, active, updated_at, version`

const byIDSQL = `-- venue.byID
select ` + columns + ` from venue where municipality_id = @municipality_id and id = @id`

func byID(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Venue, error) {
	return postgres.One[Venue](ctx, q, byIDSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "id": id})
}

const choicesSQL = `-- venue.Choices
select ` + columns + ` from venue where municipality_id = @municipality_id and active order by name, id`

const listSQL = `-- venue.List
select ` + columns + ` from venue
where municipality_id = @municipality_id
  and (@words::text = '' or name ilike '%' || @words || '%' or address ilike '%' || @words || '%')
  and (@kind::text = '' or kind = @kind)
  and (@area::bigint = 0 or area_id = @area)
  and (@after_id::bigint = 0 or (name, id) > (@after::text collate nb_sort, @after_id))
order by name, id limit @limit`

const insertSQL = `-- venue.insert
insert into venue (municipality_id, name, kind, area_id, address, postal_code, latitude, longitude, capacity, accessibility, equipment, description, unit_id, active)
values (@municipality_id, @name, @kind, @area_id, @address, @postal_code, @latitude, @longitude, @capacity, @accessibility, @equipment, @description, @unit_id, @active)
returning id`

const updateSQL = `-- venue.update
update venue set name = @name, kind = @kind, area_id = @area_id, address = @address, postal_code = @postal_code, latitude = @latitude,
       longitude = @longitude, capacity = @capacity, accessibility = @accessibility, equipment = @equipment, description = @description,
       unit_id = @unit_id, active = @active, updated_at = now(), version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version`

func (v Venue) args() pgx.StrictNamedArgs {
	if v.Accessibility == nil {
		v.Accessibility = []string{}
	}
	return pgx.StrictNamedArgs{
		"municipality_id": v.MunicipalityID, "name": v.Name, "kind": v.Kind, "area_id": v.AreaID, "address": v.Address,
		"postal_code": v.PostalCode, "latitude": v.Latitude, "longitude": v.Longitude, "capacity": v.Capacity,
		"accessibility": v.Accessibility, "equipment": v.Equipment, "description": v.Description, "unit_id": v.UnitID, "active": v.Active,
	}
}
