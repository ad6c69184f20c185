// What those who keep a list must know of its activity.

package roster

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"
)

// Desk is what those who keep an activity's list must know of the activity.
type Desk struct {
	ActivityID     int64
	OrganisationID int64
	Title          string
	Repeats        bool
	Published      bool
	Mode           activity.SignupMode
	URL            string          // with LinkSignup
	Form           signupform.Form // Version 0 when none is stored yet
	Settings       signupform.Settings
	MayEdit        bool // the form too, not only the list
	Guest          bool // keeps the list as a substitute, and cannot open the activity
}

const signupURLSQL = `-- roster.signupURL
select signup_url from activity where id = @id`

// DeskOf is the activity for somebody who keeps its list; for others it is NotFound.
func (s *Service) DeskOf(ctx context.Context, actor account.Actor, activityID int64) (Desk, error) {
	b, err := signupform.Manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return Desk{}, err
	}
	form, _ := b.Form()
	url, err := postgres.Scalar[string](ctx, s.pool, signupURLSQL, postgres.Args{"id": b.ID})
	return Desk{
		ActivityID: b.ID, OrganisationID: b.OrganisationID, Title: b.Title, Repeats: b.Repeats, Published: b.Status == activity.Published,
		Mode: b.SignupMode, URL: url, Form: form, Settings: b.Municipal(), MayEdit: b.MayEdit(actor) == nil,
		Guest: actor.Door == account.GroupDoor && actor.OrganisationID != b.OrganisationID && !slices.Contains(b.CoOrganisers, actor.OrganisationID),
	}, err
}

// Dates are the dates of an activity that are not over at from, in order, cancelled
// ones too, for somebody who keeps its list.
func (s *Service) Dates(ctx context.Context, actor account.Actor, activityID int64, from time.Time, limit int) ([]activity.Occurrence, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	return activity.ReadDates(ctx, s.pool, activityID, from, limit)
}
