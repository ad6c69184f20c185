// Who and what has something coming, and what an organiser's next one begins as: organisers, counts of categories, addresses of the sitemap.

package listing

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/postgres"
)

// OrganiserRef is an organisation that has something coming.
type OrganiserRef struct {
	ID   int64
	Name string
}

// hasComing gives a row when organisation o arranges something that comes. It is asked for one organisation at a time,
// whatever the planner thinks: all that comes in the country is no place to begin.
const hasComing = `cross join lateral (
    select from activity a join live_activity l on l.activity_id = a.id where a.organisation_id = o.id and a.status = 'published' limit 1) as coming`

const (
	organisersSQL = `-- listing.Organisers
select o.id, o.name from (
    select org.id, org.name, lower(org.name) <> lower(@name) as longer from organisation org
    where org.municipality_id = @municipality_id and org.status = 'approved' and position(lower(@name) in lower(org.name)) > 0
    order by longer, org.name, org.id) as o ` + hasComing + `
order by o.longer, o.name, o.id limit @limit`

	organiserSQL = `-- listing.Organiser
select o.id, o.name from organisation o ` + hasComing + `
where o.id = @id and o.municipality_id = @municipality_id and o.status = 'approved'`
)

// PublicOrganisers are the organisations with something coming whose names have name in them, in capitals or not:
// the first so many by name, after those that are called just so.
func (s *Service) PublicOrganisers(ctx context.Context, municipalityID int64, name string, limit int) ([]OrganiserRef, error) {
	return postgres.Many[OrganiserRef](ctx, s.pool, organisersSQL, postgres.Args{"municipality_id": municipalityID, "name": name, "limit": limit})
}

// PublicOrganiser is the organisation with the id, of those with something coming; another is fault.NotFound.
func (s *Service) PublicOrganiser(ctx context.Context, municipalityID, id int64) (OrganiserRef, error) {
	return postgres.One[OrganiserRef](ctx, s.pool, organiserSQL, postgres.Args{"municipality_id": municipalityID, "id": id})
}

// OfferAtFirst is what kind of offer the form of a new activity of the organisation begins with: what a business arranges
// is commercial until somebody says otherwise. With 0 nobody has said whose it is.
func (s *Service) OfferAtFirst(ctx context.Context, actor account.Actor, organisationID int64) (activity.Offer, error) {
	if err := activity.MayOpen(actor); err != nil {
		return "", err
	}
	if organisationID == 0 {
		return activity.Voluntary, nil
	}
	if actor.Door == account.GroupDoor && organisationID != actor.OrganisationID {
		return "", activity.Missing()
	}
	rules, err := activity.ApprovalOf(ctx, s.pool, actor.MunicipalityID, organisationID)
	if err == nil && rules.Business() {
		return activity.Commercial, nil
	}
	return activity.Voluntary, err
}

const categoryCountsSQL = `-- listing.CategoryCounts
select category_id, count(*)::integer as n from live_activity where municipality_id = @municipality_id group by category_id`

// PublicCategoryCounts is how many activities each category has coming.
func (s *Service) PublicCategoryCounts(ctx context.Context, municipalityID int64) (map[int64]int, error) {
	type row struct {
		CategoryID int64
		N          int
	}
	rows, err := postgres.Many[row](ctx, s.pool, categoryCountsSQL, postgres.Args{"municipality_id": municipalityID})
	counts := make(map[int64]int, len(rows))
	for _, r := range rows {
		counts[r.CategoryID] = r.N
	}
	return counts, err
}

// Sitemapped is an activity's address for search engines.
type Sitemapped struct {
	ID        int64
	Title     string
	UpdatedAt time.Time
}

const sitemapSQL = `-- listing.Sitemap
select a.id, a.title, a.updated_at
from live_activity l join activity a on a.id = l.activity_id
where l.municipality_id = @municipality_id and l.activity_id > @after
order by l.activity_id limit @limit`

// PublicSitemap is every activity that is published and coming, in order of id, after one.
func (s *Service) PublicSitemap(ctx context.Context, municipalityID, after int64, limit int) ([]Sitemapped, error) {
	return postgres.Many[Sitemapped](ctx, s.pool, sitemapSQL, postgres.Args{
		"municipality_id": municipalityID, "after": after, "limit": limit,
	})
}
