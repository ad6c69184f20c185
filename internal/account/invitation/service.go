package invitation

// What the use cases need, and how the service is made.

import (
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/mail"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool     *pgxpool.Pool
	Mail     *mail.Outbox
	Accounts *account.Service
	Logins   *login.Service
	Now      func() time.Time
	URLFor   func(host string) string // scheme and host of links, for a municipality's host name
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
