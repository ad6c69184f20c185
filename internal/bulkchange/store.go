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

const dropRowsSQL = `-- bulkchange.dropRows
delete from bulk_change_row where bulk_change_id = @id`

func insertRows(ctx context.Context, tx pgx.Tx, id int64, rows []Row) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"bulk_change_row"}, []string{"bulk_change_id", "number", "object_id", "label", "outcome", "remarks", "before", "after", "sources"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := rows[i]
			if r.Remarks == nil {
				r.Remarks = []i18n.Phrase{}
			}
			if r.Before == nil {
				r.Before, r.After = Values{}, Values{}
			}
			if r.Sources == nil {
				r.Sources = map[string]string{}
			}
			return []any{id, i + 1, r.ObjectID, r.Label, string(r.Outcome), r.Remarks, r.Before, r.After, r.Sources}, nil
		}))
	return postgres.Fault(err)
}

func replaceRows(ctx context.Context, tx pgx.Tx, id int64, rows []Row) error {
	if _, err := postgres.Exec(ctx, tx, dropRowsSQL, pgx.StrictNamedArgs{"id": id}); err != nil {
		return err
	}
	return insertRows(ctx, tx, id, rows)
}

const rowColumns = `
select number, object_id, label, outcome, remarks, before, after, sources from bulk_change_row
where bulk_change_id = @id and (@outcome::text = '' or outcome = @outcome)`

const rowsSQL = `-- bulkchange.Rows` + rowColumns + ` and number > @from order by number limit @limit`

const rowsBackSQL = `-- bulkchange.Rows, back` + rowColumns + ` and number < @from order by number desc limit @limit`

// allRows are the rows of a change in their order.
func allRows(ctx context.Context, q postgres.Querier, id int64) ([]Row, error) {
	return postgres.Many[Row](ctx, q, rowsSQL, pgx.StrictNamedArgs{"id": id, "outcome": "", "from": 0, "limit": Most})
}

const stateSQL = `-- bulkchange.setState
update bulk_change set state = @state, error = @error, done = 0,
    stored_at = case when @state = 'stored' then coalesce(stored_at, @now) else stored_at end,
    undone_at = case when @state = 'undone' then @now else undone_at end
where id = @id and municipality_id = @municipality_id`

func (s *Service) setState(ctx context.Context, q postgres.Querier, by account.Actor, id int64, state State, text string) error {
	_, err := postgres.Exec(ctx, q, stateSQL, pgx.StrictNamedArgs{
		"id": id, "municipality_id": by.MunicipalityID, "state": string(state), "error": text, "now": s.Now(),
	})
	return err
}

const lockSQL = `-- bulkchange.lock
select state from bulk_change where id = @id and municipality_id = @municipality_id for update`

// lock keeps a change to itself until tx ends; it must be in one of the states.
func lock(ctx context.Context, tx pgx.Tx, by account.Actor, id int64, states ...State) (State, error) {
	state, err := postgres.Scalar[State](ctx, tx, lockSQL, pgx.StrictNamedArgs{"id": id, "municipality_id": by.MunicipalityID})
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
	return postgres.Exec(ctx, q, forgetSQL, pgx.StrictNamedArgs{"before": now.Add(-Undoable)})
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
