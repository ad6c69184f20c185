// Asking the registers in Brønnøysund about a number while somebody registers.

package orglife

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgimport"
)

// patience is how long somebody who registers waits for Brønnøysund.
const patience = 2 * time.Second

// lookUp asks the registers about a number. It never stands in the way: without an answer it returns the zero value.
func (s *Service) lookUp(ctx context.Context, orgnr string) (values map[string]string, status organisation.BrregStatus) {
	if s.Registry == nil {
		return nil, organisation.NotAsked
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	e, err := s.Registry.Enhet(ctx, orgnr)
	switch {
	case errors.Is(err, brreg.ErrDeleted):
		return nil, organisation.Deleted
	case errors.Is(err, brreg.ErrNotFound):
		return nil, organisation.NotFound
	case err != nil:
		slog.InfoContext(ctx, "no answer from enhetsregisteret", "error", err)
		return nil, organisation.NotAsked
	}
	values = orgimport.EnhetValues(e)
	if v, err := s.Registry.Voluntary(ctx, orgnr); err == nil {
		orgimport.AddVoluntary(values, v)
	}
	return values, organisation.BrregStatus(values["brreg_status"])
}
