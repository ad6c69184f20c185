// What sign-up must know of its activity, and who may decide about it and keep its list.

package signupform

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
)

// Settings are the municipality's own.
type Settings struct {
	HoldMinutes     int // how long an unconfirmed place is held
	OfferHours      int // how long an offer stands
	GuardianAge     int
	UnprovedPercent int // of a date's places, what sign-ups may hold that nobody has answered for
}

// Activity is what every use case about an activity starts from.
type Activity struct {
	ID             int64
	MunicipalityID int64
	OrganisationID int64
	CoOrganisers   []int64
	Title          string
	Status         activity.Status
	Repeats        bool
	SignupMode     activity.SignupMode
	Substitute     bool // the actor is one
	Stored         *Form
	Scope          *Scope
	Closed         *bool
	FormVersion    *int
	HoldMinutes    int
	OfferHours     int
	GuardianAge    int

	UnprovedPercent int
}

const activitySQL = `-- signupform.activity
select a.id, a.municipality_id, a.organisation_id, a.title, a.status, a.signup_mode, a.rrule <> '' or cardinality(a.extra_dates) > 0 as repeats,
       array(select c.organisation_id from activity_co_organiser c where c.activity_id = a.id) as co_organisers,
       exists (select from signup_access x where x.activity_id = a.id and x.account_id = @account_id) as substitute,
       f.settings as stored, f.scope, f.closed, f.version as form_version,
       m.signup_hold_minutes as hold_minutes, m.signup_offer_hours as offer_hours, m.guardian_age,
       m.signup_unproved_percent as unproved_percent
from activity a join municipality m on m.id = a.municipality_id left join signup_form f on f.activity_id = a.id
where a.id = @id and a.municipality_id = @municipality_id`

// ReadActivity reads the activity as the actor's municipality has it; it asks nobody who may see it.
func ReadActivity(ctx context.Context, q postgres.Querier, actor account.Actor, activityID int64) (Activity, error) {
	b, err := postgres.One[Activity](ctx, q, activitySQL, postgres.Args{
		"id": activityID, "municipality_id": actor.MunicipalityID, "account_id": actor.AccountID,
	})
	if fault.Is(err, fault.NotFound) {
		return b, activity.Missing()
	}
	return b, err
}

// Form is the stored form; one that is not there is closed to residents.
func (b Activity) Form() (Form, bool) {
	if b.Stored == nil {
		return NewForm(), false
	}
	f := *b.Stored
	f.Closed, f.Version = *b.Closed, *b.FormVersion
	return f, true
}

// Open says whether residents see the activity and its sign-up here.
func (b Activity) Open() bool {
	return b.Status == activity.Published && b.SignupMode == activity.HereSignup && b.Stored != nil
}

// Municipal are the municipality's own settings.
func (b Activity) Municipal() Settings {
	return Settings{HoldMinutes: b.HoldMinutes, OfferHours: b.OfferHours, GuardianAge: b.GuardianAge, UnprovedPercent: b.UnprovedPercent}
}

// MayEdit is for the form: the activity's own organisation, and staff.
func (b Activity) MayEdit(actor account.Actor) error {
	if actor.In(b.MunicipalityID) != nil {
		return activity.Missing()
	}
	return actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, b.OrganisationID)
}

// mayManage is for the list: co-organisers and substitutes too.
func (b Activity) mayManage(actor account.Actor) error {
	if actor.In(b.MunicipalityID) != nil {
		return activity.Missing()
	}
	if actor.Door != account.GroupDoor || actor.OrganisationID == b.OrganisationID {
		return actor.RequireOwn(account.RunOwnActivities, account.ManageActivities, b.OrganisationID)
	}
	for _, id := range b.CoOrganisers {
		if id == actor.OrganisationID && id != 0 {
			return actor.Require(account.RunOwnActivities)
		}
	}
	if b.Substitute && actor.LoggedIn() {
		return nil
	}
	return activity.Missing()
}

// Manage reads the activity for somebody who keeps its list.
func Manage(ctx context.Context, q postgres.Querier, actor account.Actor, activityID int64) (Activity, error) {
	b, err := ReadActivity(ctx, q, actor, activityID)
	if err != nil {
		return b, err
	}
	return b, b.mayManage(actor)
}

// RecordActivity writes in the log what was done with the sign-up of an activity.
func RecordActivity(ctx context.Context, q postgres.Querier, at time.Time, actor account.Actor, action string, id int64, detail map[string]any) error {
	return audit.Record(ctx, q, at, actor.Audit(), audit.Event{Action: action, Object: "activity", ObjectID: id, Detail: detail})
}
