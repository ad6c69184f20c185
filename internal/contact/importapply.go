// Storing what an import planned.

package contact

import (
	"context"
	"fmt"
	"slices"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// notUsed is what is said of a row when there is nothing better to say.
var notUsed = i18n.Mark("Raden kan ikke brukes.")

// Apply stores the rows that are taken, in the caller's transaction, many in one
// statement, and tells how many it has come to. What the database refuses of one row
// becomes that row's reason. Substitutes are set when everybody is there, since they
// may stand further down in the file.
func (p *Import) Apply(ctx context.Context, tx pgx.Tx, done func(rows int)) error {
	items := make([]*importItem, 0, len(p.items))
	for i := range p.items {
		if p.Rows[p.items[i].row].Outcome != intake.Refused {
			items = append(items, &p.items[i])
		}
	}
	if err := p.makeUnits(ctx, tx, items); err != nil {
		return err
	}
	for some := range slices.Chunk(items, atOnce) {
		if err := p.storeOrRefuse(ctx, tx, some); err != nil {
			return fmt.Errorf("rows from %d on: %w", p.Rows[some[0].row].Number, err)
		}
		done(some[len(some)-1].row + 1)
	}
	return p.substitutes(ctx, tx, items)
}

func (p *Import) makeUnits(ctx context.Context, tx pgx.Tx, items []*importItem) error {
	made := map[string]int64{}
	for _, it := range items {
		if it.newUnit == "" {
			continue
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
	}
	return nil
}

// storeOrRefuse stores the items together. When something stands against one of them,
// halves are tried, until it is alone and its row says why.
func (p *Import) storeOrRefuse(ctx context.Context, tx pgx.Tx, items []*importItem) error {
	err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error { return p.store(ctx, tx, items) })
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.NotFound:
	default:
		return err
	}
	if len(items) > 1 {
		half := len(items) / 2
		if err := p.storeOrRefuse(ctx, tx, items[:half]); err != nil {
			return err
		}
		return p.storeOrRefuse(ctx, tx, items[half:])
	}
	it := items[0]
	row := &p.Rows[it.row]
	row.RefuseFor(err, notUsed)
	row.ObjectID, it.standIn, it.contact.ID = nil, 0, 0
	return nil
}

const setImportKeysSQL = `-- contact.setImportKeys
update contact c set import_key = r.key
from unnest(@ids::bigint[], @keys::text[]) as r (id, key)
where c.id = r.id and c.municipality_id = @municipality_id and r.key <> '' and c.import_key is distinct from r.key
  and not exists (select 1 from contact x where x.municipality_id = @municipality_id and x.import_key = r.key and x.id <> r.id and x.merged_into is null)`

func (p *Import) store(ctx context.Context, tx pgx.Tx, items []*importItem) error {
	var fresh, known []*importItem
	for _, it := range items {
		it.contact.Source = "import"
		if p.Rows[it.row].Outcome == intake.New {
			fresh = append(fresh, it)
		} else {
			known = append(known, it)
		}
	}
	contacts, keys := contactsOf(fresh)
	ids, err := p.svc.insert(ctx, tx, p.by, contacts, keys)
	if err != nil {
		return err
	}
	for i, it := range fresh {
		it.contact.ID, p.Rows[it.row].ObjectID = ids[i], &ids[i]
	}
	contacts, keys = contactsOf(known)
	if err := p.svc.update(ctx, tx, p.by, contacts); err != nil {
		return err
	}
	_, err = postgres.Exec(ctx, tx, setImportKeysSQL, postgres.Args{"ids": idsOf(contacts), "keys": keys, "municipality_id": p.by.MunicipalityID})
	return err
}

func contactsOf(items []*importItem) (contacts []Contact, keys []string) {
	contacts, keys = make([]Contact, len(items)), make([]string, len(items))
	for i, it := range items {
		contacts[i], keys[i] = it.contact, it.key
	}
	return contacts, keys
}

const setSubstitutesSQL = `-- contact.setSubstitutes
update contact c set substitute_id = r.substitute, version = c.version + 1
from unnest(@ids::bigint[], @substitutes::bigint[]) as r (id, substitute)
where c.id = r.id and c.municipality_id = @municipality_id and c.substitute_id is distinct from r.substitute
returning c.id`

// substitutes sets who stands in for whom, now that the new ones have ids.
func (p *Import) substitutes(ctx context.Context, tx pgx.Tx, items []*importItem) error {
	made := map[person]int64{}
	for _, it := range items {
		made[person(-p.Rows[it.row].Number)] = it.contact.ID
	}
	var ids, substitutes []int64
	for _, it := range items {
		id := int64(it.standIn)
		if id < 0 {
			id = made[it.standIn]
		}
		switch {
		case it.standIn == 0:
		case id == 0: // her own row was refused or left out
			p.Rows[it.row].Say(i18n.Mark("Vikaren er ikke med i det som ble lagret. Velg vikar på kontaktens side."))
		default:
			ids, substitutes = append(ids, it.contact.ID), append(substitutes, id)
		}
	}
	changed, err := postgres.Scalars[int64](ctx, tx, setSubstitutesSQL, postgres.Args{
		"ids": ids, "substitutes": substitutes, "municipality_id": p.by.MunicipalityID,
	})
	if err != nil {
		return err
	}
	return audit.RecordEach(ctx, tx, p.svc.Now(), p.by.Audit(), audit.Event{Action: "contact.substitute", Object: "contact"}, changed, nil)
}
