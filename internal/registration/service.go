package registration

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool   *pgxpool.Pool
	Mail   *mail.Outbox
	Now    func() time.Time         // nil: time.Now
	URLFor func(host string) string // scheme and host of a municipality's pages; nil: https
}

// database is a pool, or a transaction that the use cases run inside.
type database interface {
	postgres.Querier
	postgres.Beginner
}

// Service has the use cases of signing up.
type Service struct {
	pool   database
	mail   *mail.Outbox
	now    func() time.Time
	urlFor func(host string) string

	offerings offerings
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.URLFor == nil {
		d.URLFor = func(host string) string { return "https://" + host }
	}
	return &Service{pool: d.Pool, mail: d.Mail, now: d.Now, urlFor: d.URLFor}
}

// In is the service inside a transaction of the caller's, by her clock and with
// her outbox: for telling of what has happened before.
func (s *Service) In(tx pgx.Tx, m *mail.Outbox, now func() time.Time) *Service {
	return &Service{pool: tx, mail: m, now: now, urlFor: s.urlFor}
}

// OwnPath is the page where a person sees, confirms, changes and cancels her own.
func OwnPath(token string) string { return "/pamelding/" + token }

// GuardianPath is the page where a guardian confirms.
func GuardianPath(token string) string { return "/pamelding/foresatt/" + token }

func missing() error { return fault.Missing(i18n.Mark("Vi finner ikke aktiviteten.")) }

func missingLink() error {
	return fault.Missing(i18n.Mark("Lenken virker ikke lenger. Påmeldingen kan være slettet fordi den ikke ble bekreftet i tide."))
}

func missingRegistration() error { return fault.Missing(i18n.Mark("Vi finner ikke påmeldingen.")) }

// base is what every use case about an activity starts from.
type base struct {
	ID             int64
	MunicipalityID int64
	OrganisationID int64
	CoOrganisers   []int64
	Title          string
	Status         activity.Status
	Repeats        bool
	SignupMode     activity.SignupMode
	Substitute     bool // the actor is one
	Settings       *Form
	Scope          *Scope
	Closed         *bool
	FormVersion    *int
	HoldMinutes    int
	OfferHours     int
	GuardianAge    int
}

const baseSQL = `-- registration.base
select a.id, a.municipality_id, a.organisation_id, a.title, a.status, a.signup_mode, a.rrule <> '' or cardinality(a.extra_dates) > 0 as repeats,
       array(select c.organisation_id from activity_co_organiser c where c.activity_id = a.id) as co_organisers,
       exists (select from signup_access x where x.activity_id = a.id and x.account_id = @account_id) as substitute,
       f.settings, f.scope, f.closed, f.version as form_version,
       m.signup_hold_minutes as hold_minutes, m.signup_offer_hours as offer_hours, m.guardian_age
from activity a join municipality m on m.id = a.municipality_id left join signup_form f on f.activity_id = a.id
where a.id = @id and a.municipality_id = @municipality_id`

func readBase(ctx context.Context, q postgres.Querier, actor account.Actor, activityID int64) (base, error) {
	b, err := postgres.One[base](ctx, q, baseSQL, pgx.StrictNamedArgs{
		"id": activityID, "municipality_id": actor.MunicipalityID, "account_id": actor.AccountID,
	})
	if fault.Is(err, fault.NotFound) {
		return b, missing()
	}
	return b, err
}

// form is the stored form; one that is not there is closed to residents.
func (b base) form() (Form, bool) {
	if b.Settings == nil {
		return NewForm(), false
	}
	f := *b.Settings
	f.Closed, f.Version = *b.Closed, *b.FormVersion
	return f, true
}

// open says whether residents see the activity and its sign-up here.
func (b base) open() bool {
	return b.Status == activity.Published && b.SignupMode == activity.HereSignup && b.Settings != nil
}

func (b base) settings() Settings {
	return Settings{HoldMinutes: b.HoldMinutes, OfferHours: b.OfferHours, GuardianAge: b.GuardianAge}
}

// mayEdit is for the form: the activity's own organisation, and staff.
func (b base) mayEdit(actor account.Actor) error {
	if actor.In(b.MunicipalityID) != nil {
		return missing()
	}
	return actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, b.OrganisationID)
}

// mayManage is for the list: co-organisers and substitutes too.
func (b base) mayManage(actor account.Actor) error {
	if actor.Door != account.GroupDoor || actor.OrganisationID == b.OrganisationID {
		return b.mayEdit(actor)
	}
	if actor.In(b.MunicipalityID) != nil {
		return missing()
	}
	for _, id := range b.CoOrganisers {
		if id == actor.OrganisationID && id != 0 {
			return actor.Require(account.EditOwnActivities)
		}
	}
	if b.Substitute && actor.LoggedIn() {
		return nil
	}
	return missing()
}

// manage reads the activity for somebody who keeps its list.
func manage(ctx context.Context, q postgres.Querier, actor account.Actor, activityID int64) (base, error) {
	b, err := readBase(ctx, q, actor, activityID)
	if err != nil {
		return b, err
	}
	return b, b.mayManage(actor)
}

func record(ctx context.Context, q postgres.Querier, actor account.Actor, action string, id int64, detail map[string]any) error {
	return audit.Record(ctx, q, actor.Audit(), audit.Event{Action: action, Object: "registration", ObjectID: id, Detail: detail})
}

func recordActivity(ctx context.Context, q postgres.Querier, actor account.Actor, action string, id int64, detail map[string]any) error {
	return audit.Record(ctx, q, actor.Audit(), audit.Event{Action: action, Object: "activity", ObjectID: id, Detail: detail})
}
