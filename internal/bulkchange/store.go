// How changes and their rows are stored.

package bulkchange

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const changeColumns = `
select c.id, c.noun, c.edits, c.search, c.state, c.done, c.error, c.created_by, coalesce(a.name, '') as created_by_name, c.created_at, c.stored_at, c.undone_at,
       (select coalesce(jsonb_object_agg(n.outcome, n.n), '{}') from (
            select r.outcome, count(*) as n from bulk_change_row r where r.bulk_change_id = c.id group by r.outcome) n) as counts
from bulk_change c left join account a on a.id = c.created_by
where c.municipality_id = @municipality_id and c.noun = any(@nouns::text[]) and c.created_at > @since`

const getSQL = `-- bulkchange.Get` + changeColumns + ` and c.id = @id`

const listSQL = `-- bulkchange.List` + changeColumns + `
  and c.state <> 'previewed' and (@before::bigint = 0 or c.id < @before) order by c.id desc limit @limit`

const latestSQL = `-- bulkchange.Latest` + changeColumns + ` and c.created_by = @by and c.state = 'stored' order by c.id desc limit 1`

const insertSQL = `-- bulkchange.insert
insert into bulk_change (municipality_id, noun, edits, search, state, created_by, created_at)
values (@municipality_id, @noun, @edits, @search, 'previewed', nullif(@by::bigint, 0), @now) returning id`

func insertRows(ctx context.Context, tx pgx.Tx, id int64, rows []Row) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"bulk_change_row"}, []string{"bulk_change_id", "number", "object_id", "label", "outcome", "remarks", "before", "after", "sources"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := rows[i].full()
			return []any{id, i + 1, r.ObjectID, r.Label, string(r.Outcome), r.Remarks, r.Before, r.After, r.Sources}, nil
		}))
	return postgres.Fault(err)
}

// full is the row with something in each column.
func (r Row) full() Row {
	if r.Remarks == nil {
		r.Remarks = []i18n.Phrase{}
	}
	if r.Before == nil {
		r.Before, r.After = Values{}, Values{}
	}
	if r.Sources == nil {
		r.Sources = map[string]string{}
	}
	return r
}

// Rows that somebody has erased meanwhile do not come back.
const updateRowsSQL = `-- bulkchange.updateRows
update bulk_change_row r set label = n.label, outcome = n.outcome, remarks = n.remarks, before = n.before, after = n.after, sources = n.sources
from jsonb_to_recordset(@rows::jsonb) as n (number int, label text, outcome text, remarks jsonb, before jsonb, after jsonb, sources jsonb)
where r.bulk_change_id = @id and r.number = n.number`

// updateRows notes what became of the rows of a change.
func updateRows(ctx context.Context, tx pgx.Tx, id int64, rows []Row) error {
	type stored struct {
		Number  int               `json:"number"`
		Label   string            `json:"label"`
		Outcome Outcome           `json:"outcome"`
		Remarks []i18n.Phrase     `json:"remarks"`
		Before  Values            `json:"before"`
		After   Values            `json:"after"`
		Sources map[string]string `json:"sources"`
	}
	all := make([]stored, len(rows))
	for i, r := range rows {
		r = r.full()
		all[i] = stored{r.Number, r.Label, r.Outcome, r.Remarks, r.Before, r.After, r.Sources}
	}
	_, err := postgres.Exec(ctx, tx, updateRowsSQL, postgres.Args{"id": id, "rows": all})
	return err
}

// A contact's name stands with the contact alone.
const rowColumns = `
select r.number, r.object_id, coalesce(p.name, r.label) as label, r.outcome, r.remarks, r.before, r.after, r.sources
from bulk_change_row r join bulk_change c on c.id = r.bulk_change_id
left join contact p on c.noun = 'contact' and p.municipality_id = c.municipality_id and p.id = r.object_id
where r.bulk_change_id = @id and (@outcome::text = '' or r.outcome = @outcome)`

const rowsSQL = `-- bulkchange.Rows` + rowColumns + ` and r.number > @from order by r.number limit @limit`

const rowsBackSQL = `-- bulkchange.Rows, back` + rowColumns + ` and r.number < @from order by r.number desc limit @limit`

// allRows are the rows of a change in their order.
func allRows(ctx context.Context, q postgres.Querier, id int64) ([]Row, error) {
	return postgres.Many[Row](ctx, q, rowsSQL, postgres.Args{"id": id, "outcome": "", "from": 0, "limit": Most})
}

const stateSQL = `-- bulkchange.setState
update bulk_change set state = @state, error = @error, done = 0,
    stored_at = case when @state = 'stored' then coalesce(stored_at, @now) else stored_at end,
    undone_at = case when @state = 'undone' then @now else undone_at end
where id = @id and municipality_id = @municipality_id`

func (s *Service) setState(ctx context.Context, q postgres.Querier, by account.Actor, id int64, state State, text string) error {
	_, err := postgres.Exec(ctx, q, stateSQL, postgres.Args{
		"id": id, "municipality_id": by.MunicipalityID, "state": string(state), "error": text, "now": s.Now(),
	})
	return err
}

const lockSQL = `-- bulkchange.lock
select state from bulk_change where id = @id and municipality_id = @municipality_id for update`

// lock keeps a change to itself until tx ends; it must be in one of the states.
func lock(ctx context.Context, tx pgx.Tx, by account.Actor, id int64, states ...State) (State, error) {
	state, err := postgres.Scalar[State](ctx, tx, lockSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		return "", missing()
	}
	if err == nil && !slices.Contains(states, state) {
		err = fault.Clash(already[state])
	}
	return state, err
}

// already says why a change cannot be begun with.
var already = map[State]string{
	Previewed: i18n.Mark("Endringen er ikke gjort ennå."), Storing: i18n.Mark("Endringen blir gjort nå."), Stored: i18n.Mark("Endringen er gjort allerede."),
	Undoing: i18n.Mark("Endringen blir angret nå."), Taken: i18n.Mark("Endringen er angret allerede."),
}

func missing() error {
	return fault.Missing(i18n.Mark("Vi finner ikke endringen. Endringer av flere står i ett døgn."))
}

const deleteSQL = `-- bulkchange.delete
delete from bulk_change where id = @id and municipality_id = @municipality_id`

const forgetSQL = `-- bulkchange.Forget
delete from bulk_change where created_at < @before and state in ('previewed', 'stored', 'undone')
  and coalesce(stored_at, created_at) < @before`

// Forget deletes what can no longer be taken back, in all municipalities, and says how much it was.
func Forget(ctx context.Context, q postgres.Querier, now time.Time) (int64, error) {
	return postgres.Exec(ctx, q, forgetSQL, postgres.Args{"before": now.Add(-Undoable)})
}

// What names the address as the new contact person is dropped. Of the others what was there
// before is, and a row that has nothing else to take back says so.
const (
	eraseChangesSQL = `-- bulkchange.eraseChanges
delete from bulk_change c where c.municipality_id = @municipality_id and exists (
    select from jsonb_array_elements(c.edits) e where e ->> 'field' = 'kontakt' and lower(e -> 'values' ->> 2) = @email)`

	eraseRowsSQL = `-- bulkchange.eraseRows
update bulk_change_row r set before = r.before - 'kontakt', after = r.after - 'kontakt',
    outcome = case when c.state <> 'previewed' and r.outcome = 'changed' and r.before - 'kontakt' = '{}' then 'left' else r.outcome end,
    remarks = case when c.state <> 'previewed' and r.outcome = 'changed' and r.before - 'kontakt' = '{}' then @remarks else r.remarks end
from bulk_change c where c.id = r.bulk_change_id and c.municipality_id = @municipality_id and ` + NamesAddress
)

// NamesAddress is whether the row r names the contact person with an e-mail address.
const NamesAddress = `@email in (lower(r.before -> 'kontakt' ->> 2), lower(r.after -> 'kontakt' ->> 2))`

// Erase takes the person with the address, in lower case, out of all that is kept to be taken back,
// and says how much it was: nobody can bring her back to where others have taken her out.
func Erase(ctx context.Context, tx pgx.Tx, municipalityID int64, email string) (int64, error) {
	n, err := postgres.Exec(ctx, tx, eraseChangesSQL, postgres.Args{"municipality_id": municipalityID, "email": email})
	if err != nil {
		return 0, err
	}
	rows, err := postgres.Exec(ctx, tx, eraseRowsSQL, postgres.Args{
		"municipality_id": municipalityID, "email": email, "remarks": []i18n.Phrase{i18n.Say(i18n.Mark("Kontaktpersonen fra før er slettet hos oss, og kan ikke settes inn igjen."))},
	})
	return n + rows, err
}

// unknownSQL finds values that are not the municipality's, by their places.
const unknownSQL = `-- bulkchange.unknown
select w.place::int from unnest(@refs::text[], @ids::bigint[]) with ordinality as w (ref, id, place)
where not case w.ref
    when 'area' then exists (select from area a where a.municipality_id = @municipality_id and a.id = w.id)
    when 'unit' then exists (select from municipal_unit u where u.municipality_id = @municipality_id and u.id = w.id)
    when 'contact' then exists (select from contact c where c.municipality_id = @municipality_id and c.id = w.id and c.merged_into is null)
    else exists (select from code k where k.municipality_id = @municipality_id and k.id = w.id and k.list = w.ref) end
order by w.place limit 1`
