// How many there are of each kind, counted by a job and kept.

package records

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
)

// Held is how many records there are of a kind, and how many of them go within Soon.
type Held struct {
	Kind      string
	Kept, Due int
	CountedAt time.Time
}

const municipalitiesSQL = `-- records.municipalities
select id from municipality order by id`

const storeSQL = `-- records.store
insert into held_count (municipality_id, kind, kept, due, counted_at) values (@municipality_id, @kind, @kept, @due, @now)
on conflict (municipality_id, kind) do update set kept = excluded.kept, due = excluded.due, counted_at = excluded.counted_at
where (held_count.kept, held_count.due, held_count.counted_at) is distinct from (excluded.kept, excluded.due, excluded.counted_at)`

const dropSQL = `-- records.drop
delete from held_count where kind <> all(@kinds::text[])`

// Count counts every kind in every municipality and keeps the numbers: the page that shows
// them is open to all, and must not count a million rows for whoever asks.
func Count(ctx context.Context, db postgres.Querier, now time.Time) error {
	all := All()
	ids, err := postgres.Scalars[int64](ctx, db, municipalitiesSQL, postgres.Args{})
	if err != nil {
		return fmt.Errorf("count records: %w", err)
	}
	keys := make([]string, len(all))
	for i, k := range all {
		keys[i] = k.Key
		for _, id := range ids {
			if err := k.count(ctx, db, id, now); err != nil {
				return fmt.Errorf("count %s: %w", k.Key, err)
			}
		}
	}
	_, err = postgres.Exec(ctx, db, dropSQL, postgres.Args{"kinds": keys})
	return err
}

func (k Kind) count(ctx context.Context, db postgres.Querier, municipalityID int64, now time.Time) error {
	args := postgres.Args{"municipality_id": municipalityID}
	if !k.Standing() && strings.Contains(k.sql, "@due") {
		args["due"] = now.Add(Soon - k.after)
	}
	if strings.Contains(k.sql, "@kinds") {
		var names []string
		var days []int32
		for _, m := range kind.All() {
			names, days = append(names, m.String()), append(days, int32(m.KeptDays()))
		}
		args["kinds"], args["days"], args["otherwise"] = names, days, kind.LogDays
	}
	n, err := postgres.One[struct{ Kept, Due int }](ctx, db, k.sql, args)
	if err != nil {
		return err
	}
	_, err = postgres.Exec(ctx, db, storeSQL, postgres.Args{"municipality_id": municipalityID, "kind": k.Key, "kept": n.Kept, "due": n.Due, "now": now})
	return err
}

const heldSQL = `-- records.Public
select kind, kept::int, due::int, counted_at from held_count where municipality_id = @municipality_id`

// Public are the numbers of a municipality by kind, as they were last counted: numbers, and nothing of anybody.
func Public(ctx context.Context, q postgres.Querier, municipalityID int64) (map[string]Held, error) {
	rows, err := postgres.Many[Held](ctx, q, heldSQL, postgres.Args{"municipality_id": municipalityID})
	of := make(map[string]Held, len(rows))
	for _, h := range rows {
		of[h.Kind] = h
	}
	return of, err
}
