// What the use cases need, and how the service is made.

package invitation

import (
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool     *pgxpool.Pool
	Accounts *account.Service
	Logins   *login.Service
	Now      func() time.Time
}

// Service has the use cases of invitations.
type Service struct{ Deps }

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}
