// The service of imports.

package activityimport

import (
	"time"

	"frivilligsentral/internal/activity"
)

// Deps are what importing needs.
type Deps struct {
	Activities *activity.Service
	Now        func() time.Time // nil: time.Now
}

// Service takes calendar files in.
type Service struct {
	activities *activity.Service
	now        func() time.Time
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{activities: d.Activities, now: d.Now}
}
