// Storing what an import planned.

package contact

import (
	"context"
	"fmt"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// reasons are the texts for users in a refusal, one a line.
func reasons(err error) string {
	var row intake.Row
	for _, f := range fault.FieldsOf(err) {
		row.Say(fmt.Sprintf(f.Msg, f.Args...))
	}
	switch {
	case row.Message != "":
		return row.Message
	case fault.Text(err) != "":
		return fault.Text(err)
	}
	return i18n.Mark("Raden kan ikke brukes.")
}

// Apply stores the rows that are taken, in the caller's transaction. What the
// database refuses of one row becomes that row's reason. Substitutes are set when
// everybody is there, since they may stand further down in the file.
func (p *Import) Apply(ctx context.Context, tx pgx.Tx) error {
	units := map[string]int64{}
	for n := range p.items {
		it := &p.items[n]
		if err := p.makeUnit(ctx, tx, it, units); err != nil {
			return err
		}
		if err := p.storeOrRefuse(ctx, tx, it); err != nil {
			return fmt.Errorf("row %d: %w", p.Rows[it.row].Number, err)
		}
	}
	return p.substitutes(ctx, tx)
}

func (p *Import) makeUnit(ctx context.Context, tx pgx.Tx, it *importItem, made map[string]int64) error {
	if it.newUnit == "" {
		return nil
	}
	id, ok := made[fold(it.newUnit)]
	if !ok {
		var err error
		if id, err = saveUnit(ctx, tx, p.svc.Now(), p.by, Unit{MunicipalityID: p.by.MunicipalityID, Name: it.newUnit, Active: true}); err != nil {
			return err
		}
		made[fold(it.newUnit)] = id
	}
	it.contact.UnitID = &id
	return nil
}

const setImportKeySQL = `-- contact.setImportKey
update contact set import_key = @key where id = @id and municipality_id = @municipality_id
  and not exists (select 1 from contact x where x.municipality_id = @municipality_id and x.import_key = @key and x.id <> @id and x.merged_into is null)`

func (p *Import) storeOrRefuse(ctx context.Context, tx pgx.Tx, it *importItem) error {
	err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error { return p.store(ctx, tx, it) })
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.NotFound:
		row := &p.Rows[it.row]
		row.Refuse(reasons(err))
		row.ObjectID, it.substitute = nil, ""
		return nil
	}
	return err
}

func (p *Import) store(ctx context.Context, tx pgx.Tx, it *importItem) error {
	it.contact.Source = "import"
	row := &p.Rows[it.row]
	if row.Outcome == intake.New {
		id, err := p.svc.insert(ctx, tx, p.by, it.contact, it.key)
		it.contact.ID, row.ObjectID = id, &id
		return err
	}
	if err := p.svc.update(ctx, tx, p.by, it.contact); err != nil {
		return err
	}
	_, err := postgres.Exec(ctx, tx, setImportKeySQL, pgx.StrictNamedArgs{"id": it.contact.ID, "key": it.key, "municipality_id": p.by.MunicipalityID})
	return err
}

const setSubstituteSQL = `-- contact.setSubstitute
update contact set substitute_id = @substitute, version = version + 1
where id = @id and municipality_id = @municipality_id and substitute_id is distinct from @substitute and id <> @substitute`

// A file may name a substitute on every row, so each is looked up and not searched for.
const findPersonSQL = `-- contact.findPerson
with found as materialized (
    select id from contact where municipality_id = @municipality_id and merged_into is null and email <> '' and lower(email) = lower(@who)
    union
    select id from contact where municipality_id = @municipality_id and merged_into is null and lower(name) = lower(@who))
select id from found order by id limit 2`

func (p *Import) substitutes(ctx context.Context, tx pgx.Tx) error {
	for _, it := range p.items {
		if it.substitute == "" {
			continue
		}
		ids, err := postgres.Scalars[int64](ctx, tx, findPersonSQL, pgx.StrictNamedArgs{"municipality_id": p.by.MunicipalityID, "who": it.substitute})
		if err != nil {
			return err
		}
		if len(ids) != 1 {
			p.Rows[it.row].Say(fmt.Sprintf(i18n.Mark("Vi fant ikke vikaren «%s». Velg vikar på kontaktens side."), it.substitute))
			continue
		}
		if _, err := postgres.Exec(ctx, tx, setSubstituteSQL, pgx.StrictNamedArgs{
			"id": it.contact.ID, "substitute": ids[0], "municipality_id": p.by.MunicipalityID,
		}); err != nil {
			return err
		}
		if err := audit.Record(ctx, tx, p.svc.Now(), p.by.Audit(), audit.Event{Action: "contact.substitute", Object: "contact", ObjectID: it.contact.ID}); err != nil {
			return err
		}
	}
	return nil
}
