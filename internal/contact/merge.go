// Making two contacts one, and two again.

package contact

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// beforeMerge is what two contacts were: the one that was kept, and who had the other as substitute.
type beforeMerge struct {
	Kept        stored  `json:"kept"`
	Substituted []int64 `json:"substituted"`
}

const substitutedSQL = `-- contact.substituted
select id from contact where municipality_id = @municipality_id and substitute_id = @id order by id`

const importKeySQL = `-- contact.importKey
select coalesce(import_key, '') from contact where municipality_id = @municipality_id and id = @id`

// keepMerge notes what from and into are before they become one.
func (s *Service) keepMerge(ctx context.Context, tx pgx.Tx, municipalityID, from int64, into Contact) error {
	args := postgres.Args{"municipality_id": municipalityID, "id": from}
	substituted, err := postgres.Scalars[int64](ctx, tx, substitutedSQL, args)
	if err != nil {
		return err
	}
	key, err := postgres.Scalar[string](ctx, tx, importKeySQL, postgres.Args{"municipality_id": municipalityID, "id": into.ID})
	if err != nil {
		return err
	}
	return merging.Keep(ctx, tx, municipalityID, merging.Contact, from, into.ID, beforeMerge{storedOf(into, key), substituted}, s.Now())
}

// Merge makes two records of one person into one: into keeps its own details,
// gets what it lacks, and all topics and areas; from is closed and leads to into.
func (s *Service) Merge(ctx context.Context, by account.Actor, from, into int64) error {
	if err := by.Require(account.ManageContacts); err != nil {
		return err
	}
	if from == into {
		return fault.Fields{{Name: "inn_i", Msg: i18n.Mark("Velg en annen kontakt å slå sammen med.")}}.Err()
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		c, err := byID(ctx, tx, by.MunicipalityID, from)
		if err != nil {
			return err
		}
		target, err := byID(ctx, tx, by.MunicipalityID, into)
		if err != nil {
			return err
		}
		if c.MergedInto != nil || target.MergedInto != nil {
			return fault.Clash(i18n.Mark("En av kontaktene er allerede slått sammen med en annen."))
		}
		if err := s.keepMerge(ctx, tx, by.MunicipalityID, from, target.Contact); err != nil {
			return err
		}
		// The import key is unique among those that are not merged: close one before the other gets it.
		if _, err := postgres.Exec(ctx, tx, mergeSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": from, "into": into, "now": s.Now()}); err != nil {
			return err
		}
		args := postgres.Args{"municipality_id": by.MunicipalityID, "into": into, "from": from, "now": s.Now()}
		if _, err := postgres.Exec(ctx, tx, fillSQL, args); err != nil {
			return err
		}
		c.Public = false // merging never publishes
		if err := s.takeOver(ctx, tx, by, c.Contact, into); err != nil {
			return err
		}
		if err := s.index(ctx, tx, by.MunicipalityID, from); err != nil {
			return err
		}
		if err := findDoubles(ctx, tx, by.MunicipalityID, from, into); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "contact.merge", Object: "contact", ObjectID: into, Detail: map[string]any{"from": from}})
	})
}

// Merges are the contacts that became a part of this one and can still be taken out again.
func (s *Service) Merges(ctx context.Context, by account.Actor, into int64) ([]merging.Merge, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return merging.List(ctx, s.Pool, by.MunicipalityID, merging.Contact, into, s.Now())
}

// What into got from the other goes back where it still is as it was then; what somebody has changed since stays.
const giveBackSQL = `-- contact.giveBack
update contact k set title = case when k.title = f.title then r.title else k.title end, email = case when k.email = f.email then r.email else k.email end,
       phone = case when k.phone = f.phone then r.phone else k.phone end, office_hours = case when k.office_hours = f.office_hours then r.office_hours else k.office_hours end,
       address = case when k.address = f.address then r.address else k.address end,
       postal_code = case when k.postal_code = f.postal_code then r.postal_code else k.postal_code end,
       unit_id = case when k.unit_id is not distinct from f.unit_id then r.unit_id else k.unit_id end,
       substitute_id = case when k.substitute_id is not distinct from f.substitute_id then r.substitute_id else k.substitute_id end,
       import_key = case when k.import_key is not distinct from f.import_key then nullif(r.import_key, '') else k.import_key end,
       public = k.public and (case when k.email = f.email then r.email else k.email end <> '' or case when k.phone = f.phone then r.phone else k.phone end <> ''),
       updated_at = @now, version = k.version + 1
from contact f, jsonb_to_recordset(@rows::jsonb) as r ` + storedColumns + `
where k.municipality_id = @municipality_id and k.id = @into and f.municipality_id = @municipality_id and f.id = @from and r.id = k.id`

const dropTopicsSQL = `-- contact.dropTopics
delete from contact_topic x using contact_topic f where x.contact_id = @into and f.contact_id = @from and f.code_id = x.code_id and x.code_id <> all(@before::bigint[])`

const unmergeSQL = `-- contact.unmerge
update contact set merged_into = null, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @from and merged_into = @into`

const substituteBackSQL = `-- contact.substituteBack
update contact set substitute_id = @from, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = any(@ids::bigint[]) and substitute_id = @into and id <> @from`

// Unmerge makes two contacts of one again, within merging.Days: the other is back with all that it had, and what the
// one that stayed got from it goes back. What somebody has changed since the merge stays changed.
func (s *Service) Unmerge(ctx context.Context, by account.Actor, mergeID int64) (from int64, err error) {
	if err := by.Require(account.ManageContacts); err != nil {
		return 0, err
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		var before beforeMerge
		m, err := merging.Take(ctx, tx, by.MunicipalityID, merging.Contact, mergeID, &before, s.Now())
		if err != nil {
			return err
		}
		from = m.FromID
		kept, err := byID(ctx, tx, by.MunicipalityID, m.IntoID)
		if err != nil {
			return err
		}
		if kept.MergedInto != nil {
			return fault.Clash(i18n.Mark("En av kontaktene er allerede slått sammen med en annen."))
		}
		return s.unmerge(ctx, tx, by, m, before, kept.Contact)
	})
	return from, err
}

func (s *Service) unmerge(ctx context.Context, tx pgx.Tx, by account.Actor, m merging.Merge, before beforeMerge, kept Contact) error {
	args := postgres.Args{"municipality_id": by.MunicipalityID, "from": m.FromID, "into": m.IntoID, "now": s.Now()}
	with := func(name string, value any) postgres.Args {
		more := postgres.Args{name: value}
		for k, v := range args {
			more[k] = v
		}
		return more
	}
	// The import key is unique among those that are not merged: the one gives it up before the other has it.
	if _, err := postgres.Exec(ctx, tx, giveBackSQL, with("rows", []stored{before.Kept})); err != nil {
		return err
	}
	n, err := postgres.Exec(ctx, tx, unmergeSQL, args)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Clash(i18n.Mark("En av kontaktene er allerede slått sammen med en annen."))
	}
	if _, err := postgres.Exec(ctx, tx, dropTopicsSQL, postgres.Args{"from": m.FromID, "into": m.IntoID, "before": before.Kept.Topics}); err != nil {
		return err
	}
	areas := storedOf(kept, "")
	areas.Areas = before.Kept.Areas
	if _, err := postgres.Exec(ctx, tx, setAreasSQL, postgres.Args{"rows": []stored{areas}, "municipality_id": by.MunicipalityID}); err != nil {
		return err
	}
	if _, err := postgres.Exec(ctx, tx, substituteBackSQL, with("ids", before.Substituted)); err != nil {
		return err
	}
	if err := s.index(ctx, tx, by.MunicipalityID, m.FromID, m.IntoID); err != nil {
		return err
	}
	if err := findDoubles(ctx, tx, by.MunicipalityID, m.FromID, m.IntoID); err != nil {
		return err
	}
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "contact.unmerge", Object: "contact", ObjectID: m.IntoID, Detail: map[string]any{"from": m.FromID}})
}

const alikeSQL = `-- contact.Alike
select c.id, c.name, coalesce(u.name, '') as unit_name,
       lower(c.name) = lower(me.name) as same_name, c.email <> '' and lower(c.email) = lower(me.email) as same_email,
       c.phone <> '' and c.phone = me.phone as same_phone, c.unit_id is not distinct from me.unit_id and c.unit_id is not null as same_unit
from contact_double d
join contact me on me.id = @id and me.municipality_id = @municipality_id
join contact c on c.id = case when d.contact_id = @id then d.other_id else d.contact_id end and c.merged_into is null
left join municipal_unit u on u.id = c.unit_id
where d.municipality_id = @municipality_id and (d.contact_id = @id or d.other_id = @id)
order by c.name, c.id limit 10`

// Alike is a contact that may be the same person as another, and what the two have in common.
type Alike struct {
	ID                                       int64
	Name, UnitName                           string
	SameName, SameEmail, SamePhone, SameUnit bool
}

// Alike are those who may be the same person as one, at most ten.
func (s *Service) Alike(ctx context.Context, by account.Actor, id int64) ([]Alike, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return postgres.Many[Alike](ctx, s.Pool, alikeSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id})
}
