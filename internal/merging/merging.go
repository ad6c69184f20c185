// Package merging keeps what two records were before they became one, so that it can
// be undone for a month. What is kept holds personal data and is forgotten after that.
package merging

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Days is how long two records that became one can be made two again.
const Days = 30

// Object is what kind of record was merged, as the log names it.
type Object string

// The objects that can be merged.
const (
	Contact      Object = "contact"
	Organisation Object = "organisation"
)

// Merge is two records that became one.
type Merge struct {
	ID             int64
	FromID, IntoID int64
	MergedAt       time.Time
}

// Until is the last moment at which it can be undone.
func (m Merge) Until() time.Time { return m.MergedAt.AddDate(0, 0, Days) }

const keepSQL = `-- merging.Keep
insert into merging (municipality_id, object, from_id, into_id, before, merged_at) values (@municipality_id, @object, @from, @into, @before, @now)`

// Keep notes what there was before from became a part of into, in the transaction that
// makes them one.
func Keep(ctx context.Context, tx pgx.Tx, municipalityID int64, o Object, from, into int64, before any, now time.Time) error {
	text, err := json.Marshal(before)
	if err != nil {
		return fmt.Errorf("keep %s %d: %w", o, from, err)
	}
	_, err = postgres.Exec(ctx, tx, keepSQL, postgres.Args{
		"municipality_id": municipalityID, "object": string(o), "from": from, "into": into, "before": text, "now": now,
	})
	return err
}

const listSQL = `-- merging.List
select id, from_id, into_id, merged_at from merging
where municipality_id = @municipality_id and object = @object and into_id = @into and merged_at > @since order by id desc`

// List are the merges into a record that can still be undone, the newest first.
func List(ctx context.Context, q postgres.Querier, municipalityID int64, o Object, into int64, now time.Time) ([]Merge, error) {
	return postgres.Many[Merge](ctx, q, listSQL, postgres.Args{
		"municipality_id": municipalityID, "object": string(o), "into": into, "since": now.AddDate(0, 0, -Days),
	})
}

const takeSQL = `-- merging.Take
delete from merging where municipality_id = @municipality_id and object = @object and id = @id and merged_at > @since
returning id, from_id, into_id, merged_at, before`

// Take reads what was kept into before, once: it is gone with the caller's transaction. What is
// not there, or too old, is not found.
func Take(ctx context.Context, tx pgx.Tx, municipalityID int64, o Object, id int64, before any, now time.Time) (Merge, error) {
	kept, err := postgres.One[struct {
		Merge
		Before []byte
	}](ctx, tx, takeSQL, postgres.Args{
		"municipality_id": municipalityID, "object": string(o), "id": id, "since": now.AddDate(0, 0, -Days),
	})
	if fault.Is(err, fault.NotFound) {
		return Merge{}, fault.Missing(i18n.Mark("Sammenslåingen er angret allerede, eller den er for gammel til å angres."))
	}
	if err != nil {
		return Merge{}, err
	}
	if err := json.Unmarshal(kept.Before, before); err != nil {
		return Merge{}, fmt.Errorf("what %s %d was: %w", o, kept.FromID, err)
	}
	return kept.Merge, nil
}

const forgetSQL = `-- merging.Forget
delete from merging where merged_at <= @since`

// Forget drops what can no longer be undone.
func Forget(ctx context.Context, q postgres.Querier, now time.Time) error {
	_, err := postgres.Exec(ctx, q, forgetSQL, postgres.Args{"since": now.AddDate(0, 0, -Days)})
	return err
}

// namesAddress is whether what was kept has an e-mail address, in lower case, as one of its values.
const namesAddress = `exists (select from jsonb_path_query(m.before, 'strict $.**') v where jsonb_typeof(v) = 'string' and lower(v #>> '{}') = @email)`

const aboutSQL = `-- merging.About
select m.id, m.object, m.from_id, m.into_id, m.merged_at from merging m
where m.municipality_id = @municipality_id and ` + namesAddress + ` order by m.id desc`

// Copy is a merge of which what was there before is still kept.
type Copy struct {
	Object Object
	Merge
}

// About are the merges of which what is kept has an e-mail address, in lower case.
func About(ctx context.Context, q postgres.Querier, municipalityID int64, email string) ([]Copy, error) {
	return postgres.Many[Copy](ctx, q, aboutSQL, postgres.Args{"municipality_id": municipalityID, "email": email})
}

const eraseSQL = `-- merging.Erase
delete from merging m where m.municipality_id = @municipality_id and ` + namesAddress

// Erase drops what is kept with an e-mail address, in lower case, and says how much it was: those
// merges can no longer be undone.
func Erase(ctx context.Context, tx pgx.Tx, municipalityID int64, email string) (int64, error) {
	return postgres.Exec(ctx, tx, eraseSQL, postgres.Args{"municipality_id": municipalityID, "email": email})
}
