// How batches and their rows are stored.

package imports

import (
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const batchColumns = `b.id, b.municipality_id, b.kind, b.organisation_id, coalesce(o.name, '') as organisation_name, b.file_name, b.state, b.counts, b.error, b.choices, b.done, b.remarked, b.reviewed_at, b.created_by,
       coalesce(a.name, '') as created_by_name, b.created_at, b.stored_at`

const batchTables = `from import_batch b left join account a on a.id = b.created_by left join organisation o on o.id = b.organisation_id`

const batchSQL = `-- imports.Batch
select ` + batchColumns + ` ` + batchTables + `
where b.municipality_id = @municipality_id and b.id = @id`

const listSQL = `-- imports.List
select ` + batchColumns + ` ` + batchTables + `
where b.municipality_id = @municipality_id and (@before::bigint = 0 or b.id < @before)
  and b.kind = any(@kinds::text[]) and (@organisation_id::bigint = 0 or b.organisation_id = @organisation_id)
order by b.id desc limit @limit`

const failedSQL = `-- imports.FailedBatches
select ` + batchColumns + ` ` + batchTables + `
where b.municipality_id = @municipality_id and b.state = 'failed' order by b.id desc limit @limit`

const insertBatchSQL = `-- imports.insertBatch
insert into import_batch (municipality_id, kind, organisation_id, file_name, file_hash, content, state, counts, error, choices, asked, remarked, created_by, created_at, stored_at)
values (@municipality_id, @kind, nullif(@organisation_id::bigint, 0), @file_name, @file_hash,
        case when @state = 'previewed' then @content::bytea end, @state, @counts, @error, @choices, @asked, @remarked, nullif(@created_by::bigint, 0), @now,
        case when @state = 'stored' then @now::timestamptz end)
returning id`

// insertBatch keeps the file only while it is a preview.
func insertBatch(ctx context.Context, tx pgx.Tx, by account.Actor, b Batch, f File, asked intake.Asked, now time.Time) (int64, error) {
	return postgres.Scalar[int64](ctx, tx, insertBatchSQL, postgres.Args{
		"municipality_id": by.MunicipalityID, "kind": b.Kind, "organisation_id": f.OrganisationID, "file_name": f.Name,
		"file_hash": fileHash(f), "content": f.Data, "state": string(b.State), "counts": b.Counts, "error": b.Error,
		"choices": f.Choices, "asked": asked, "remarked": b.Remarked, "created_by": by.AccountID, "now": now,
	})
}

// Characters of a file name or a row's label, and of what a remark quotes.
const (
	maxName   = 200
	maxRemark = 1000
)

// clean makes a text of a stranger's file fit to store and to show.
func clean(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// cleanRemarks makes what remarks quote of a file fit to store.
func cleanRemarks(remarks []i18n.Phrase) []i18n.Phrase {
	out := make([]i18n.Phrase, len(remarks))
	for i, p := range remarks {
		out[i] = i18n.Phrase{Text: p.Text, Args: slices.Clone(p.Args)}
		for n, arg := range p.Args {
			if text, ok := arg.(string); ok {
				out[i].Args[n] = clean(text, maxRemark)
			}
		}
	}
	return out
}

// insertRows needs rows in the order of their numbers.
func insertRows(ctx context.Context, tx pgx.Tx, batchID int64, rows []Row) error {
	last := 0
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"import_row"}, []string{"batch_id", "number", "outcome", "label", "remarks", "changes", "object_id"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := rows[i]
			if r.Changes == nil {
				r.Changes = []Change{}
			}
			last = max(r.Number, last+1)
			return []any{batchID, last, string(r.Outcome), clean(strings.ReplaceAll(r.Label, "\n", " "), maxName), cleanRemarks(r.Remarks), r.Changes, r.ObjectID}, nil
		}))
	return postgres.Fault(err)
}

const deleteRowsSQL = `-- imports.deleteRows
delete from import_row where batch_id = @batch_id`

func replaceRows(ctx context.Context, tx pgx.Tx, batchID int64, rows []Row) error {
	if _, err := postgres.Exec(ctx, tx, deleteRowsSQL, postgres.Args{"batch_id": batchID}); err != nil {
		return err
	}
	return insertRows(ctx, tx, batchID, rows)
}

const lockBatchSQL = `-- imports.lockBatch
select file_name, content, coalesce(organisation_id, 0) as organisation_id, state, choices from import_batch
where municipality_id = @municipality_id and id = @id for update`

type lockedBatch struct {
	FileName       string
	Content        []byte
	OrganisationID int64
	State          State
	Choices        intake.Choices
}

func (b lockedBatch) file() File {
	return File{Name: b.FileName, Data: b.Content, OrganisationID: b.OrganisationID, Choices: b.Choices}
}

// lockBatch is the file of a preview, which nobody else stores, changes or gives up meanwhile.
func lockBatch(ctx context.Context, tx pgx.Tx, municipalityID, id int64) (File, error) {
	b, err := postgres.One[lockedBatch](ctx, tx, lockBatchSQL, postgres.Args{"id": id, "municipality_id": municipalityID})
	if err != nil {
		return File{}, err
	}
	if b.State == Storing {
		return File{}, fault.Clash(i18n.Mark("Importen blir lagret nå."))
	}
	if b.State != Previewed {
		return File{}, fault.Clash(i18n.Mark("Importen er allerede lagret eller forkastet."))
	}
	return b.file(), nil
}

const finishSQL = `-- imports.finish
update import_batch set state = @state, counts = @counts, remarked = @remarked, content = null, asked = '{}', error = '', stored_at = @now
where id = @id and municipality_id = @municipality_id`

func finish(ctx context.Context, tx pgx.Tx, b Batch, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, finishSQL, postgres.Args{"id": b.ID, "state": string(b.State), "counts": b.Counts, "remarked": b.Remarked, "municipality_id": b.MunicipalityID, "now": now})
	return err
}

const discardSQL = `-- imports.Discard
update import_batch set state = 'discarded', content = null, asked = '{}'
where id = @id and municipality_id = @municipality_id and state in ('previewed', 'failed')`

const rowsSQL = `-- imports.Rows
select number, outcome, label, remarks, changes, object_id from import_row
where batch_id = @batch_id and (@outcome::text = '' or outcome = @outcome) and (not @remarked or remarks <> '[]') and number > @after
order by number limit @limit`

const rowsBackSQL = `-- imports.Rows back
select number, outcome, label, remarks, changes, object_id from import_row
where batch_id = @batch_id and (@outcome::text = '' or outcome = @outcome) and (not @remarked or remarks <> '[]') and number < @before
order by number desc limit @limit`
