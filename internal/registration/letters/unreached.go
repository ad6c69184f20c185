// Those whom no e-mail reaches, and who must be rung.

package letters

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// CallKind is why somebody must be rung.
type CallKind string

// The kinds: her date is off, waits for a new time, or has another time or place.
const (
	CallCancelled CallKind = "cancelled"
	CallPostponed CallKind = "postponed"
	CallChanged   CallKind = "changed"
)

// Unreached says that no e-mail gets to the contact person of r.
const Unreached = `(r.email = '' or exists (select from email_address_status b where b.municipality_id = r.municipality_id and b.address = r.email))`

const markCallsSQL = `-- letters.markCalls
insert into signup_call (registration_id, kind, since)
select r.id, @kind, @now from registration r
where r.slot_id = @slot_id and r.holds <> 'none' and r.anonymised_at is null and ` + Unreached + `
on conflict (registration_id) do update set kind = excluded.kind, since = excluded.since`

func markCalls(ctx context.Context, tx pgx.Tx, slotID int64, all []news, now time.Time) error {
	kind := CallChanged
	switch off, later := count(all); len(all) {
	case off:
		kind = CallCancelled
	case later:
		kind = CallPostponed
	}
	_, err := postgres.Exec(ctx, tx, markCallsSQL, postgres.Args{"slot_id": slotID, "kind": string(kind), "now": now})
	return err
}

// MarkUnreached marks who must be rung about what has changed and has not been told of yet.
func MarkUnreached(ctx context.Context, pool postgres.Database, activityID int64, now time.Time) error {
	ids, err := postgres.Scalars[int64](ctx, pool, slotsOfSQL, postgres.Args{"activity_id": activityID, "now": now})
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := postgres.InTx(ctx, pool, func(ctx context.Context, tx pgx.Tx) error {
			if _, err := signupform.LockSlot(ctx, tx, id); err != nil {
				return err
			}
			all, _, err := newsOf(ctx, tx, id, now)
			if err != nil || len(all) == 0 {
				return err
			}
			return markCalls(ctx, tx, id, all, now)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
