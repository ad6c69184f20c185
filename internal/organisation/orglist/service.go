// What the lists need, and how the service is made.

package orglist

import (
	"time"

	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool           *pgxpool.Pool
	Municipalities *municipality.Service
	Now            func() time.Time
}

// Service has the lists.
type Service struct {
	Deps
	synonyms *search.SynonymCache
}

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d, synonyms: search.NewSynonymCache(d.Now)}
}
