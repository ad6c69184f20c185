// How the service is made.

package signupform

import (
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time // nil: time.Now
}

// Service has the use cases of the form: what is decided, and what pages say of it.
type Service struct {
	pool postgres.Database
	now  func() time.Time
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{pool: d.Pool, now: d.Now}
}

// In is the service inside a transaction of the caller's and by her clock: for
// telling of what has happened before.
func (s *Service) In(tx pgx.Tx, now func() time.Time) *Service { return &Service{pool: tx, now: now} }
