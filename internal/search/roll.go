package search

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
)

// Other rollers skip the rows that one has taken, so several may run at once.
const rollForwardSQL = `-- search.RollForward
with due as (
    select activity_id from live_activity where expires_at <= @now order by expires_at limit @batch for update skip locked
), next as (
    select d.activity_id, n.at, n.occurrence_id, e.expires_at
    from due d
    left join lateral (select at, occurrence_id from live_occurrence o where o.activity_id = d.activity_id and o.until > @now
        order by o.cancelled, o.at, o.occurrence_id limit 1) n on true
    left join lateral (select min(o.until) as expires_at from live_occurrence o where o.activity_id = d.activity_id and o.until > @now) e on true
), past as (
    delete from live_occurrence o using next n where o.activity_id = n.activity_id and o.until <= @now and n.at is not null
), moved as (
    update live_activity a set next_at = n.at, next_occurrence_id = n.occurrence_id, expires_at = n.expires_at
    from next n where n.activity_id = a.activity_id and n.at is not null
), gone as (
    delete from live_activity a using next n where n.activity_id = a.activity_id and n.at is null
)
select count(*) from next`

// RollForward gives up to batch activities whose next date is over their next
// one, and removes those that have none. It returns how many it handled: call
// it again at once while that is batch.
func RollForward(ctx context.Context, q postgres.Querier, now time.Time, batch int) (int, error) {
	n, err := postgres.Scalar[int](ctx, q, rollForwardSQL, pgx.StrictNamedArgs{"now": now, "batch": batch})
	if err != nil {
		return 0, fmt.Errorf("roll search forward: %w", err)
	}
	return n, nil
}
