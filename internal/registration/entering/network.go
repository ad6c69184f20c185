// What one network has signed up lately, and that nobody else counts it meanwhile.

package entering

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// ofNetwork is how many people a network has signed up lately whom nobody has answered for.
const ofNetwork = `
    select coalesce(sum(t.people), 0)::int as people from signup_trace t
    where @network::text <> '' and t.municipality_id = @municipality_id and t.network = @network and t.at > @now::timestamptz - interval '1 hour'
      and not exists (select from registration r where r.id = t.registration_id and r.confirmed_at is not null)`

const (
	holdNetworkSQL = `-- entering.holdNetwork
select pg_advisory_xact_lock(hashtextextended('sign-up ' || @network::text, 0))`

	networkSQL = `-- entering.network
select net.people from (` + ofNetwork + `) net`

	traceSQL = `-- entering.trace
insert into signup_trace (registration_id, municipality_id, network, people, at) values (@id, @municipality_id, @network, @people, @now)
on conflict (registration_id) do update set network = excluded.network, people = signup_trace.people + excluded.people, at = excluded.at`
)

// HoldNetwork lets nobody else count what a network has signed up until tx ends.
func HoldNetwork(ctx context.Context, tx pgx.Tx, network string) error {
	_, err := postgres.Exec(ctx, tx, holdNetworkSQL, pgx.StrictNamedArgs{"network": network})
	return err
}

// PeopleOf is how many people a network has signed up lately whom nobody has answered for.
func PeopleOf(ctx context.Context, q postgres.Querier, municipalityID int64, network string, now time.Time) (int, error) {
	return postgres.Scalar[int](ctx, q, networkSQL, pgx.StrictNamedArgs{"network": network, "municipality_id": municipalityID, "now": now})
}

// Trace notes that a registration's people came from a network, for an hour.
func Trace(ctx context.Context, q postgres.Querier, municipalityID, registrationID int64, people int, network string, now time.Time) error {
	_, err := postgres.Exec(ctx, q, traceSQL, pgx.StrictNamedArgs{"id": registrationID, "municipality_id": municipalityID, "network": network, "people": people, "now": now})
	return err
}
