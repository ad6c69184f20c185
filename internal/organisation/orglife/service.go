// What the use cases need, and how the service is made.

package orglife

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/organisation"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Registry is the registers in Brønnøysund; *brreg.Client is one.
type Registry interface {
	Enhet(ctx context.Context, orgnr string) (brreg.Enhet, error)
	Voluntary(ctx context.Context, orgnr string) (brreg.Voluntary, error)
}

// Deps are what the use cases need.
type Deps struct {
	Pool          *pgxpool.Pool
	Accounts      *account.Service
	Organisations *organisation.Service
	Registry      Registry // nil: the look-up is off
	Now           func() time.Time
}

// Service has the use cases of registering, deciding, ending and merging.
type Service struct{ Deps }

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}
