// The service of the lists.

package listing

import (
	"sync/atomic"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the lists need.
type Deps struct {
	Pool       *pgxpool.Pool
	Activities *activity.Service
	Now        func() time.Time // nil: time.Now
}

// Service has the lists of activities.
type Service struct {
	pool       *pgxpool.Pool
	activities *activity.Service
	now        func() time.Time

	synonyms *search.SynonymCache
	kept     *cache.Cache[cardKey, Card]
	related  *cache.Cache[relatedKey, [2][]Card]

	readings atomic.Uint64 // counts when cards are read
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{
		pool: d.Pool, activities: d.Activities, now: d.Now,
		synonyms: search.NewSynonymCache(d.Now), kept: keepCards(), related: keepRelated(),
	}
}
