// Units of the municipality.

package contact

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// PublicUnits are all units of the municipality, in their order.
func (s *Service) PublicUnits(ctx context.Context, municipalityID int64) ([]Unit, error) {
	return postgres.Many[Unit](ctx, s.Pool, unitsSQL, postgres.Args{"municipality_id": municipalityID})
}

// PublicUnit is one unit.
func (s *Service) PublicUnit(ctx context.Context, municipalityID, id int64) (Unit, error) {
	u, err := postgres.One[Unit](ctx, s.Pool, unitSQL, postgres.Args{"municipality_id": municipalityID, "id": id})
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing(i18n.Mark("Vi finner ikke enheten."))
	}
	return u, err
}

// SaveUnit makes (ID 0) or changes a unit. A stale Version is a Conflict.
func (s *Service) SaveUnit(ctx context.Context, by account.Actor, u Unit) (int64, error) {
	if err := by.Require(account.ManageContacts); err != nil {
		return 0, err
	}
	if err := u.Check(); err != nil {
		return 0, err
	}
	u.MunicipalityID = by.MunicipalityID
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		if u.ID, err = saveUnit(ctx, tx, s.Now(), by, u); err != nil {
			return err
		}
		ids, err := postgres.Scalars[int64](ctx, tx, ofUnitSQL, postgres.Args{"municipality_id": u.MunicipalityID, "unit_id": u.ID})
		if err != nil {
			return err
		}
		return s.index(ctx, tx, u.MunicipalityID, ids...) // a contact is found by the name of its unit
	})
	return u.ID, err
}

func saveUnit(ctx context.Context, tx pgx.Tx, now time.Time, by account.Actor, u Unit) (int64, error) {
	bad, err := postgres.Scalar[bool](ctx, tx, unitCycleSQL, postgres.Args{"municipality_id": u.MunicipalityID, "id": u.ID, "parent_id": u.ParentID})
	if err != nil {
		return 0, err
	}
	if bad {
		return 0, fault.Fields{{Name: "over", Msg: i18n.Mark("En enhet kan ikke ligge under seg selv.")}}.Err()
	}
	sql, action := insertUnitSQL, "unit.create"
	args := postgres.Args{
		"municipality_id": u.MunicipalityID, "name": u.Name, "parent_id": u.ParentID, "orgnr": u.OrgNr, "phone": u.Phone,
		"email": u.Email, "website": u.Website, "sort": u.Sort, "active": u.Active,
	}
	if u.ID != 0 {
		sql, action = updateUnitSQL, "unit.update"
		args["id"], args["version"] = u.ID, u.Version
	}
	id, err := postgres.Scalar[int64](ctx, tx, sql, args)
	if fault.Is(err, fault.NotFound) {
		return 0, fault.Outrun(i18n.Mark("Noen andre har endret enheten mens du skrev."))
	}
	if err != nil {
		return 0, err
	}
	return id, audit.Record(ctx, tx, now, by.Audit(), audit.Event{Action: action, Object: "unit", ObjectID: id, Detail: map[string]any{"name": u.Name}})
}
