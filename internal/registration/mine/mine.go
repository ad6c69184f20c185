// Package mine is all that one person is signed up for: as a list, behind any link from a
// letter to her, and as a calendar with a secret address of its own. Who she is, is her e-mail
// address in one municipality.
package mine

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool          *pgxpool.Pool
	Registrations *registration.Service
	Now           func() time.Time // nil: time.Now
}

// Service has the use cases.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{d}
}

// Item is one sign-up in the list.
type Item struct {
	ID             int64
	ActivityID     int64
	Status         registration.Status
	Holds          registration.Holds
	PartySize      int
	Name           string
	Title          string
	Lang           i18n.Lang // of the title
	Organiser      string
	AllDay         bool
	Scope          signupform.Scope
	Dates          int // of a series
	StartsAt       time.Time
	EndsAt         time.Time // of the last date, for people to read
	Place          string    // of one date
	Cancelled      bool
	Postponed      bool // and then it is Cancelled too
	Over           bool
	HoldExpiresAt  *time.Time
	OfferExpiresAt *time.Time
	Together       *int64 // the same for those of one form; nil: alone
}

// Active says whether it holds a place or a position.
func (i Item) Active() bool { return i.Holds != registration.HoldsNothing }

// List is all that a link's owner is signed up for.
type List struct {
	Items []Item     // what is to come in order, then what is over, the latest first
	More  bool       // there is more than Items
	Email string     // "" where the sign-up has none: then it is what came with the same form
	Feed  *time.Time // since when she has a calendar with an address of its own; nil: she has none
}

// most is how much one person sees of hers.
const most = 200

// A link without an address opens what came with the same form.
const listSQL = `-- mine.list
with me as (select id, municipality_id, email, together from registration where id = @id and municipality_id = @municipality_id),
hers as (
    select id from me
    union select r.id from me join registration r on r.municipality_id = me.municipality_id and r.together = me.together and r.email = me.email
    union select r.id from me join registration r on r.municipality_id = me.municipality_id and r.email = me.email and me.email <> '')
select r.id, r.activity_id, r.status, r.holds, r.party_size, r.name, a.title, a.lang, org.name as organiser, a.all_day, s.scope, s.starts_at,
       case when s.postponed then s.starts_at else s.ends_at end as ends_at, s.cancelled, s.postponed, not ` + signupform.Coming + ` as over, r.hold_expires_at, r.offer_expires_at, r.together,
       case when s.scope = 'series' then (select count(*)::int from signup_known k where k.slot_id = s.id and not k.cancelled) else 1 end as dates,
       coalesce((select ` + place.Line + ` from occurrence o ` + place.Tables + ` where o.id = s.occurrence_id), '') as place
from hers join registration r on r.id = hers.id and r.anonymised_at is null
join signup_slot s on s.id = r.slot_id join activity a on a.id = r.activity_id join organisation org on org.id = a.organisation_id
order by over, case when ` + signupform.Coming + ` then s.starts_at end, s.starts_at desc, r.id limit @limit`

const feedSinceSQL = `-- mine.feedSince
select created_at from calendar_feed where municipality_id = @municipality_id and email = @email`

// AllByToken is all that the owner of a link is signed up for.
func (s *Service) AllByToken(ctx context.Context, actor account.Actor, token string) (List, error) {
	own, err := s.Registrations.ByToken(ctx, actor, token)
	if err != nil {
		return List{}, err
	}
	l := List{Email: own.Email}
	l.Items, err = postgres.Many[Item](ctx, s.Pool, listSQL, postgres.Args{
		"id": own.ID, "municipality_id": actor.MunicipalityID, "now": s.Now(), "limit": most + 1,
	})
	if err != nil {
		return List{}, err
	}
	if l.More = len(l.Items) > most; l.More {
		l.Items = l.Items[:most]
	}
	since, err := postgres.Scalars[time.Time](ctx, s.Pool, feedSinceSQL, postgres.Args{"municipality_id": actor.MunicipalityID, "email": own.Email})
	if len(since) > 0 {
		l.Feed = &since[0]
	}
	return l, err
}
