// Pairs of contacts that may be the same person: found when one of them is saved, and each night.

package contact

import (
	"context"
	"slices"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Double is a pair that may be the same person.
type Double struct {
	ID        int64
	Name      string
	OtherID   int64
	OtherName string
}

const doublesSQL = `-- contact.Doubles
select a.id, a.name, b.id as other_id, b.name as other_name
from (select d.contact_id, d.other_id
      from contact_double d join contact a on a.id = d.contact_id and a.merged_into is null join contact b on b.id = d.other_id and b.merged_into is null
      where d.municipality_id = @municipality_id order by d.contact_id, d.other_id limit 50) d
join contact a on a.id = d.contact_id join contact b on b.id = d.other_id
order by a.name, a.id, b.id`

// Doubles are pairs with the same e-mail, phone and name, or name and unit, at most 50.
func (s *Service) Doubles(ctx context.Context, by account.Actor) ([]Double, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return postgres.Many[Double](ctx, s.Pool, doublesSQL, postgres.Args{"municipality_id": by.MunicipalityID})
}

const dropDoublesSQL = `-- contact.dropDoubles
delete from contact_double
where municipality_id = @municipality_id and (contact_id = any(@ids::bigint[]) or other_id = any(@ids::bigint[]))`

// Many share the mailbox of their unit, so an equal address alone says nothing. Each way of being alike has an index,
// and gives so few of those alike that a thousand of one name do not become half a million pairs.
const findDoublesSQL = `-- contact.findDoubles
insert into contact_double (municipality_id, contact_id, other_id)
select distinct a.municipality_id, least(a.id, b.id), greatest(a.id, b.id)
from contact a cross join lateral (
    (select x.id from contact x where x.municipality_id = a.municipality_id and x.merged_into is null
       and lower(x.name) = lower(a.name) and coalesce(x.unit_id, 0) = coalesce(a.unit_id, 0) limit 20)
    union all
    (select x.id from contact x where x.municipality_id = a.municipality_id and x.merged_into is null and x.phone <> ''
       and lower(x.name) = lower(a.name) and x.phone = a.phone limit 20)
    union all
    (select x.id from contact x where x.municipality_id = a.municipality_id and x.merged_into is null and x.email <> ''
       and lower(x.email) = lower(a.email) and lower(split_part(x.name, ' ', 1)) = lower(split_part(a.name, ' ', 1)) limit 20)
    union all
    (select x.id from contact x where x.municipality_id = a.municipality_id and x.merged_into is null and x.email <> ''
       and lower(x.email) = lower(a.email) and lower(split_part(x.name, ' ', -1)) = lower(split_part(a.name, ' ', -1)) limit 20)) b
where a.municipality_id = @municipality_id and a.id = any(@ids::bigint[]) and a.merged_into is null and b.id <> a.id
on conflict do nothing`

// atOnce is how many contacts are looked at in one statement.
const atOnce = 1000

// findDoubles makes what is known of the doubles of some contacts right.
func findDoubles(ctx context.Context, tx pgx.Tx, municipalityID int64, ids ...int64) error {
	for some := range slices.Chunk(ids, atOnce) {
		args := postgres.Args{"municipality_id": municipalityID, "ids": some}
		if _, err := postgres.Exec(ctx, tx, dropDoublesSQL, args); err != nil {
			return err
		}
		if _, err := postgres.Exec(ctx, tx, findDoublesSQL, args); err != nil {
			return err
		}
	}
	return nil
}

// refreshDoubles looks at everybody again, after what was stored without asking.
func refreshDoubles(ctx context.Context, tx pgx.Tx, municipalityID int64) error {
	ids, err := postgres.Scalars[int64](ctx, tx, indexedSQL, postgres.Args{"municipality_id": municipalityID})
	if err != nil {
		return err
	}
	return findDoubles(ctx, tx, municipalityID, ids...)
}
