// What the use cases need, and how the service is made.

package orgimport

import (
	"time"

	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
)

// Deps are what the use cases need.
type Deps struct {
	Municipalities *municipality.Service
	Organisations  *organisation.Service
	Now            func() time.Time
}

// Service has the use cases of importing organisations.
type Service struct{ Deps }

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}
