// Dates that are postponed and wait for a group to set a new time.

package listing

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
)

// PostponedDate is one date that has no new time yet.
type PostponedDate struct {
	ActivityID   int64
	OccurrenceID int64
	Title        string
	Lang         i18n.Lang
	AllDay       bool
	StartsAt     time.Time // when it should have been
	Until        time.Time // when it is called off where nobody has set a new time
}

const postponedSQL = `-- listing.Postponed
select a.id as activity_id, o.id as occurrence_id, a.title, a.lang, a.all_day, o.starts_at, o.ends_at as until
from occurrence o join activity a on a.id = o.activity_id
where o.status = 'postponed' and a.municipality_id = @municipality_id and a.organisation_id = @organisation_id
  and a.status = 'published' and a.cancelled_at is null
order by o.ends_at, o.id limit @limit`

// Postponed are the dates of the actor's group that wait for a new time, those first that have waited longest.
func (s *Service) Postponed(ctx context.Context, by account.Actor, limit int) ([]PostponedDate, error) {
	if err := by.Require(account.RunOwnActivities); err != nil {
		return nil, err
	}
	if by.Door != account.GroupDoor || by.OrganisationID == 0 {
		return nil, fault.Denied(i18n.Mark("Du har ikke tilgang til dette."))
	}
	return postgres.Many[PostponedDate](ctx, s.pool, postponedSQL, postgres.Args{
		"municipality_id": by.MunicipalityID, "organisation_id": by.OrganisationID, "limit": limit,
	})
}
