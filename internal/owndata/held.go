// How much is kept now, and how much of it goes soon, as the privacy page tells it.

package owndata

import (
	"context"

	"frivilligsentral/internal/owndata/records"
)

// CountArgs is the job that counts what is kept.
type CountArgs struct{}

// Kind names the job.
func (CountArgs) Kind() string { return "owndata.count" }

// Count counts what is kept, in all municipalities.
func (s *Service) Count(ctx context.Context) error { return records.Count(ctx, s.Pool, s.Now()) }

// PublicHeld is how much is kept of people in a municipality by kind, as it was last counted: numbers, and
// nothing of anybody.
func (s *Service) PublicHeld(ctx context.Context, municipalityID int64) (map[string]records.Held, error) {
	return records.Public(ctx, s.Pool, municipalityID)
}
