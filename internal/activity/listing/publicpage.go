// The page of one activity with what stands around it.

package listing

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
)

const (
	pageDates   = 60 // dates that an activity's page can name
	pageOthers  = 2  // of the same organiser
	pageSimilar = 3
	similarPool = 40 // how many of the category are looked at for those for the same people
)

// fromOrganiser is why some of the related ones are there; the others are of the category.
const fromOrganiser = "organiser"

// relatedSQL finds the next of the same organiser, and the next of the same
// category by others, those for the same people first.
const relatedSQL = `-- listing.related
with this as (
    select id, municipality_id, organisation_id, category_id,
           array(select t.code_id from activity_target_group t where t.activity_id = a.id) as people
    from activity a where a.id = @id and a.municipality_id = @municipality_id
)
select * from (
    select 'organiser' as relation, l.activity_id, l.next_occurrence_id as occurrence_id, l.next_at as at, l.xmin as stamp
    from this
    join activity a on a.organisation_id = this.organisation_id and a.status = 'published' and a.cancelled_at is null
    join live_activity l on l.activity_id = a.id
    where a.id <> this.id and l.expires_at > @now
    order by l.next_at, l.activity_id limit @others) as o
union all
select * from (
    select 'category', l.activity_id, l.next_occurrence_id, l.next_at, l.xmin
    from this
    cross join lateral (
        select x.activity_id, x.next_occurrence_id, x.next_at, x.xmin from live_activity x
        where x.municipality_id = this.municipality_id and x.category_id = this.category_id and x.activity_id <> this.id and x.expires_at > @now
        order by x.next_at, x.activity_id limit @pool) as l
    join activity a on a.id = l.activity_id and a.organisation_id <> this.organisation_id and a.cancelled_at is null
    order by exists (select from activity_target_group t where t.activity_id = l.activity_id and t.code_id = any(this.people)) desc,
             l.next_at, l.activity_id limit @similar) as s`

type relatedRow struct {
	Relation     string
	ActivityID   int64
	OccurrenceID int64
	At           time.Time
	Stamp        uint32
}

// PageView is a View with what stands around it on the public page.
type PageView struct {
	activity.View
	Dates   []activity.Occurrence // more of the coming dates than Next has
	Others  []Card                // next activities of the same organiser
	Similar []Card                // next activities of the same category by others
}

// PublicPage is activity.PublicShow with what stands around it, in one round trip when that has been read a moment ago.
func (s *Service) PublicPage(ctx context.Context, municipalityID, id int64) (PageView, error) {
	now := s.now()
	key := relatedKey{municipalityID, id}
	around, known := s.related.Peek(key)
	var read activity.PublicRead
	var related []relatedRow
	batch := &pgx.Batch{}
	read.Queue(batch, municipalityID, id, now, pageDates)
	if !known {
		batch.Queue(relatedSQL, postgres.Args{
			"id": id, "municipality_id": municipalityID, "now": now, "others": pageOthers, "pool": similarPool, "similar": pageSimilar,
		}).Query(func(rows pgx.Rows) (err error) {
			related, err = pgx.CollectRows(rows, pgx.RowToStructByName[relatedRow])
			return err
		})
	}
	err := postgres.SendBatch(ctx, s.pool, batch, false)
	if fault.Is(err, fault.NotFound) {
		return PageView{}, activity.Missing()
	}
	if err != nil {
		return PageView{}, err
	}
	if !known {
		if around, err = s.relatedCards(ctx, related); err != nil {
			return PageView{}, err
		}
		s.related.Put(key, around)
	}
	v := PageView{Others: around[0], Similar: around[1]}
	v.View, v.Dates = read.View()
	return v, nil
}

// relatedCards are those of the organiser, and those of the category.
func (s *Service) relatedCards(ctx context.Context, related []relatedRow) (around [2][]Card, err error) {
	hits := make([]search.Hit, len(related))
	for i, r := range related {
		hits[i] = search.Hit{ActivityID: r.ActivityID, OccurrenceID: r.OccurrenceID, At: r.At, Stamp: r.Stamp}
	}
	cards, err := s.cards(ctx, hits)
	for _, r := range related {
		i := slices.IndexFunc(cards, func(c Card) bool { return c.ID == r.ActivityID })
		switch {
		case i < 0:
		case r.Relation == fromOrganiser:
			around[0] = append(around[0], cards[i])
		default:
			around[1] = append(around[1], cards[i])
		}
	}
	return around, err
}
