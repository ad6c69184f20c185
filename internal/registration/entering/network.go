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
	_, err := postgres.Exec(ctx, tx, holdNetworkSQL, postgres.Args{"network": network})
	return err
}

// PeopleOf is how many people a network has signed up lately whom nobody has answered for.
func PeopleOf(ctx context.Context, q postgres.Querier, municipalityID int64, network string, now time.Time) (int, error) {
	return postgres.Scalar[int](ctx, q, networkSQL, postgres.Args{"network": network, "municipality_id": municipalityID, "now": now})
}

// Trace notes that a registration's people came from a network, for an hour.
func Trace(ctx context.Context, q postgres.Querier, municipalityID, registrationID int64, people int, network string, now time.Time) error {
	_, err := postgres.Exec(ctx, q, traceSQL, postgres.Args{"id": registrationID, "municipality_id": municipalityID, "network": network, "people": people, "now": now})
	return err
}

// The date of the form where the address holds the most decides, since the whole form gets it.
const heldBySQL = `-- entering.heldBy
select coalesce(max(n.times), 0)::int as times, coalesce(max(n.people + x.party_size), 0)::int as people,
    coalesce((select (f.settings ->> 'max_party')::int from signup_form f where f.activity_id = @activity_id), 1) as party_most
from (select r.id, r.slot_id, r.party_size from registration one join registration r on r.id = one.id or r.together = one.together and r.municipality_id = one.municipality_id and ` + Unproved + `
      where one.id = @id and one.municipality_id = @municipality_id) x
cross join lateral (select count(*) as times, coalesce(sum(r.party_size), 0) as people
    from registration r where r.municipality_id = @municipality_id and r.slot_id = x.slot_id and r.email = @email and r.id <> x.id and ` + Unproved + `) n`

// Held is what an address holds that nobody has answered for, with the sign-ups of a form: of the date with the most.
type Held struct {
	Times     int // beside the form's
	People    int // the form's too
	PartyMost int // that the activity takes with one sign-up
}

// HeldBy is what an address would hold with the form that a registration came with.
func HeldBy(ctx context.Context, q postgres.Querier, municipalityID, activityID, id int64, email string) (Held, error) {
	return postgres.One[Held](ctx, q, heldBySQL, postgres.Args{"id": id, "municipality_id": municipalityID, "activity_id": activityID, "email": email})
}
