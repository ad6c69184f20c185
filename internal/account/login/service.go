// What the use cases need, and how the service is made.

package login

import (
	"time"

	"frivilligsentral/internal/account"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool     *pgxpool.Pool
	Accounts *account.Service
	Now      func() time.Time
	Demo     bool // anyone may log in as anyone: a demonstration with made-up people
}

// Service has the use cases of logging in.
type Service struct{ Deps }

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}
