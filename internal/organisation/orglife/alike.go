// Organisations that may be the same.

package orglife

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Alike is an organisation that may be the same as another, and what the two have in common.
type Alike struct {
	ID                                          int64
	Name                                        string
	Status                                      organisation.Status
	SameName, SameEmail, SamePhone, SameWebsite bool
}

const alikeSQL = `-- orglife.Alike
select o.id, o.name, o.status, false as same_name, o.email_public <> '' and lower(o.email_public) = lower(me.email_public) as same_email,
       o.phone <> '' and o.phone = me.phone as same_phone, o.website <> '' and lower(o.website) = lower(me.website) as same_website
from organisation me join organisation o on o.municipality_id = me.municipality_id and o.id <> me.id and o.status in ('pending', 'approved', 'ended')
  and (o.id = any(@named::bigint[]) or o.email_public <> '' and lower(o.email_public) = lower(me.email_public)
       or o.phone <> '' and o.phone = me.phone or o.website <> '' and lower(o.website) = lower(me.website))
where me.municipality_id = @municipality_id and me.id = @id
order by o.name, o.id limit 10`

// Alike are those that are called the same as an organisation, or are reached the same way, at most ten. What has
// another number is another organisation, and told all the same: the municipality knows better.
func (s *Service) Alike(ctx context.Context, by account.Actor, id int64) ([]Alike, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	me, err := s.Organisations.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	key := organisation.NameKey(me.Name)
	same, err := organisation.ByNameKeys(ctx, s.Pool, by.MunicipalityID, map[string]bool{key: true})
	if err != nil {
		return nil, err
	}
	named := []int64{}
	for _, o := range same[key] {
		named = append(named, o.ID)
	}
	alike, err := postgres.Many[Alike](ctx, s.Pool, alikeSQL, pgx.StrictNamedArgs{"municipality_id": by.MunicipalityID, "id": id, "named": named})
	for i := range alike {
		alike[i].SameName = organisation.NameKey(alike[i].Name) == key
	}
	return alike, err
}

// PublicNamesakes are the approved organisations that are called the same as somebody wants to register: everybody may read
// them already. At most five.
func (s *Service) PublicNamesakes(ctx context.Context, municipalityID int64, name string) ([]organisation.Organisation, error) {
	key := organisation.NameKey(name)
	if key == "" {
		return nil, nil
	}
	same, err := organisation.ByNameKeys(ctx, s.Pool, municipalityID, map[string]bool{key: true})
	var approved []organisation.Organisation
	for _, o := range same[key] {
		if o.Status == organisation.Approved && len(approved) < 5 {
			approved = append(approved, o)
		}
	}
	return approved, err
}
