// What the use cases need, and how the service is made.

package organisation

import (
	"time"

	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool    *pgxpool.Pool
	Jobs    jobs.Enqueuer
	Letters letter.Writer
	Now     func() time.Time
}

// Service has the use cases of organisations.
type Service struct{ Deps }

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}
