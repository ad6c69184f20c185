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
WITH due AS (
    SELECT activity_id FROM live_activity WHERE expires_at <= @now ORDER BY expires_at LIMIT @batch FOR UPDATE SKIP LOCKED
), next AS (
    SELECT d.activity_id, n.at, n.occurrence_id, e.expires_at
    FROM due d
    LEFT JOIN LATERAL (SELECT at, occurrence_id FROM live_occurrence o WHERE o.activity_id = d.activity_id AND o.until > @now
        ORDER BY o.cancelled, o.at, o.occurrence_id LIMIT 1) n ON true
    LEFT JOIN LATERAL (SELECT min(o.until) AS expires_at FROM live_occurrence o WHERE o.activity_id = d.activity_id AND o.until > @now) e ON true
), past AS (
    DELETE FROM live_occurrence o USING next n WHERE o.activity_id = n.activity_id AND o.until <= @now AND n.at IS NOT NULL
), moved AS (
    UPDATE live_activity a SET next_at = n.at, next_occurrence_id = n.occurrence_id, expires_at = n.expires_at
    FROM next n WHERE n.activity_id = a.activity_id AND n.at IS NOT NULL
), gone AS (
    DELETE FROM live_activity a USING next n WHERE n.activity_id = a.activity_id AND n.at IS NULL
)
SELECT count(*) FROM next`

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
