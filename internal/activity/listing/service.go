// The service of the lists.

package listing

import (
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/maypok86/otter/v2"
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

	synonyms search.SynonymCache
	kept     *otter.Cache[cardKey, Card]
	related  *otter.Cache[relatedKey, [2][]Card]
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{pool: d.Pool, activities: d.Activities, now: d.Now, kept: keepCards(), related: keepRelated()}
}
