package activity

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/recurrence"

	"github.com/jackc/pgx/v5"
)

const storedSQL = `-- activity.stored
select ` + occurrenceColumns + ` ` + occurrenceTables + `
where o.activity_id = @id order by o.starts_at, o.id`

func storedDates(ctx context.Context, q postgres.Querier, id int64) ([]Occurrence, error) {
	return postgres.Many[Occurrence](ctx, q, storedSQL, pgx.StrictNamedArgs{"id": id})
}

const (
	addDatesSQL = `-- activity.addDates
insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at, updated_at)
select @id, @municipality_id, d.key, d.starts_at, d.ends_at, @now
from unnest(@keys::text[], @starts::timestamptz[], @ends::timestamptz[]) as d (key, starts_at, ends_at)
on conflict (activity_id, key) do nothing`

	changeDatesSQL = `-- activity.changeDates
update occurrence o set key = d.key, starts_at = d.starts_at, ends_at = d.ends_at,
    original_start = case when o.original_start is null then null else d.rule_start end, sequence = o.sequence + 1, updated_at = @now
from unnest(@ids::bigint[], @keys::text[], @starts::timestamptz[], @ends::timestamptz[], @rule_starts::timestamptz[])
     as d (id, key, starts_at, ends_at, rule_start)
where o.id = d.id and o.activity_id = @id`

	dropDatesSQL = `-- activity.dropDates
delete from occurrence where id = any(@ids::bigint[]) and activity_id = @id`

	materialisedSQL = `-- activity.materialised
update activity set materialised_to = @to where id = @id`
)

// errExpand says that a rule that was fine when it was saved is not now: it took
// too long. What was found of it is not used, since dates would vanish.
var errExpand = errors.New("cannot expand the rule")

// materialise makes the stored dates those of the schedule, from now to the
// horizon, and returns the ones that it took away. Running it again changes
// nothing. The activity must be locked by tx.
func materialise(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) ([]Occurrence, error) {
	stored, err := storedDates(ctx, tx, a.ID)
	if err != nil {
		return nil, fmt.Errorf("read dates of activity %d: %w", a.ID, err)
	}
	wanted, err := a.Schedule.Expand(now)
	if err != nil {
		return nil, fmt.Errorf("activity %d: %w: %w", a.ID, errExpand, err)
	}
	p := planDates(stored, wanted, now)
	if err := p.apply(ctx, tx, a, now); err != nil {
		return nil, fmt.Errorf("store dates of activity %d: %w", a.ID, err)
	}
	return p.gone, nil
}

func (p plan) apply(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
	batch := &pgx.Batch{}
	if len(p.gone) > 0 {
		var ids []int64
		for _, o := range p.gone {
			ids = append(ids, o.ID)
		}
		batch.Queue(dropDatesSQL, pgx.StrictNamedArgs{"ids": ids, "id": a.ID})
	}
	if len(p.change) > 0 {
		batch.Queue(changeDatesSQL, changeArgs(a.ID, p.change, now))
	}
	if len(p.add) > 0 {
		batch.Queue(addDatesSQL, addArgs(a, p.add, now))
	}
	batch.Queue(materialisedSQL, pgx.StrictNamedArgs{"id": a.ID, "to": a.Schedule.end(now)})
	return tx.SendBatch(ctx, batch).Close()
}

func changeArgs(id int64, dates []Occurrence, now time.Time) pgx.StrictNamedArgs {
	n := len(dates)
	ids, keys := make([]int64, n), make([]string, n)
	starts, ends, rules := make([]time.Time, n), make([]time.Time, n), make([]time.Time, n)
	for i, o := range dates {
		ids[i], keys[i], starts[i], ends[i], rules[i] = o.ID, o.Key, o.StartsAt, o.EndsAt, o.ruleStart()
	}
	return pgx.StrictNamedArgs{"id": id, "ids": ids, "keys": keys, "starts": starts, "ends": ends, "rule_starts": rules, "now": now}
}

func addArgs(a Activity, dates []recurrence.Occurrence, now time.Time) pgx.StrictNamedArgs {
	n := len(dates)
	keys, starts, ends := make([]string, n), make([]time.Time, n), make([]time.Time, n)
	for i, o := range dates {
		keys[i], starts[i], ends[i] = o.Key, o.Start, o.End
	}
	return pgx.StrictNamedArgs{"id": a.ID, "municipality_id": a.MunicipalityID, "keys": keys, "starts": starts, "ends": ends, "now": now}
}
