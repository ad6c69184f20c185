// Organisations that may be the same.

package orglife

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
)

// Alike is an organisation that may be the same as another, and what the two have in common.
type Alike struct {
	ID                                          int64
	Name                                        string
	Status                                      organisation.Status
	SameName, SameEmail, SamePhone, SameWebsite bool
	NearName                                    bool // other words of the same, or another order
	SamePerson                                  bool // somebody has applied for both, is a contact person of both, or logs in for both
}

const alikeSQL = `-- orglife.Alike
with me as materialized (select * from organisation where municipality_id = @municipality_id and id = @id),
emails as materialized (
    select lower(applicant_email) as email from me where applicant_email <> ''
    union select lower(c.email) from organisation_contact c join me on c.organisation_id = me.id where c.email <> ''
    union select a.email from membership m join me on m.organisation_id = me.id join account a on a.id = m.account_id where a.ended_at is null),
phones as materialized (
    select c.phone from organisation_contact c join me on c.organisation_id = me.id where c.phone <> ''),
people as materialized (
    select o.id from organisation o join emails e on lower(o.applicant_email) = e.email where o.municipality_id = @municipality_id and o.applicant_email <> ''
    union select c.organisation_id from organisation_contact c where c.email <> '' and lower(c.email) in (select email from emails)
    union select c.organisation_id from organisation_contact c where c.phone <> '' and c.phone in (select phone from phones)
    union select m.organisation_id from account a join emails e on e.email = a.email join membership m on m.account_id = a.id
    where a.municipality_id = @municipality_id and a.ended_at is null),
found as (
    select o.id, o.name, o.status, o.id = any(@named::bigint[]) as same_name, o.id = any(@near::bigint[]) as near_name,
           o.email_public <> '' and lower(o.email_public) = lower(me.email_public) as same_email, o.phone <> '' and o.phone = me.phone as same_phone,
           o.website <> '' and lower(o.website) = lower(me.website) as same_website, o.id in (select id from people) as same_person
    from me join organisation o on o.municipality_id = me.municipality_id and o.id <> me.id and o.status in ('pending', 'approved', 'ended'))
select * from found where same_name or near_name or same_email or same_phone or same_website or same_person
order by same_name desc, near_name desc, same_email or same_phone or same_website desc, name, id limit 10`

// Alike are those that are called the same as an organisation or nearly so, or have an address or a person in common with
// it, at most ten, the most alike first. What has another number is another organisation, and told all the same: the
// municipality knows better.
func (s *Service) Alike(ctx context.Context, by account.Actor, id int64) ([]Alike, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	me, err := s.Organisations.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	named, near, err := organisation.NearNames(ctx, s.Pool, by.MunicipalityID, me.Name)
	if err != nil {
		return nil, err
	}
	return postgres.Many[Alike](ctx, s.Pool, alikeSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id, "named": named, "near": near})
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
