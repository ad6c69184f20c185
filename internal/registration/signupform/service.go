// The service, and reading the form.

package signupform

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
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

// FormOf is the form as its editors see it; Version 0 when none is stored yet.
func (s *Service) FormOf(ctx context.Context, actor account.Actor, activityID int64) (Form, error) {
	b, err := Manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return Form{}, err
	}
	form, _ := b.Form()
	return form, nil
}
