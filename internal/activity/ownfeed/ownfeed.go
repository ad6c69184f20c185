// Package ownfeed is the calendar of one who logs in, behind a secret address of her own: the activities of
// the groups that she acts for, published or not, and for those who look after all activities what the
// centre itself does. What stands in it follows what she may do at any time; the address ends with her account.
package ownfeed

import (
	"context"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// past is how long a date stays in the calendar after it.
const past = 31 * 24 * time.Hour

// most is how many dates stand in the calendar, those to come first.
const most = 1000

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time
}

// Service has the use cases.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

// Has says whether a calendar would have anything to show the actor.
func Has(by account.Actor) bool {
	return by.LoggedIn() && (by.May(account.RunOwnActivities) || by.May(account.ManageActivities))
}

func require(by account.Actor) error {
	if Has(by) {
		return nil
	}
	return fault.Denied(i18n.Mark("Du har ikke tilgang til dette."))
}

const sinceSQL = `-- ownfeed.since
select created_at from account_feed where account_id = @account_id and municipality_id = @municipality_id`

// FeedSince is since when the actor has had her address, nil when she has none.
func (s *Service) FeedSince(ctx context.Context, by account.Actor) (*time.Time, error) {
	if err := require(by); err != nil {
		return nil, err
	}
	since, err := postgres.Scalars[time.Time](ctx, s.Pool, sinceSQL, postgres.Args{"account_id": by.AccountID, "municipality_id": by.MunicipalityID})
	if err != nil || len(since) == 0 {
		return nil, err
	}
	return &since[0], nil
}

func hash(secret string) []byte { return account.Hash("account feed", secret) }

const newSQL = `-- ownfeed.new
insert into account_feed (account_id, municipality_id, secret_hash, created_at) values (@account_id, @municipality_id, @hash, @now)
on conflict (account_id) do update set secret_hash = excluded.secret_hash, created_at = excluded.created_at`

// NewFeed gives the actor a calendar, or the one she has another address: the old one stops working.
// The secret is in no other place than in the answer.
func (s *Service) NewFeed(ctx context.Context, by account.Actor) (secret string, err error) {
	secret = account.NewSecret()
	return secret, s.change(ctx, by, "account.feed", newSQL, postgres.Args{"hash": hash(secret), "now": s.Now()})
}

const endSQL = `-- ownfeed.end
delete from account_feed where account_id = @account_id and municipality_id = @municipality_id`

// EndFeed ends the calendar; twice is no error.
func (s *Service) EndFeed(ctx context.Context, by account.Actor) error {
	return s.change(ctx, by, "account.feed_end", endSQL, postgres.Args{})
}

func (s *Service) change(ctx context.Context, by account.Actor, action, sql string, args postgres.Args) error {
	if err := require(by); err != nil {
		return err
	}
	args["account_id"], args["municipality_id"] = by.AccountID, by.MunicipalityID
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, sql, args)
		if err != nil || n == 0 {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: "account", ObjectID: by.AccountID})
	})
}

const ownerSQL = `-- ownfeed.owner
select p.id, coalesce(p.staff_role, '') as role from account_feed f join account p on p.id = f.account_id and p.municipality_id = f.municipality_id and p.ended_at is null
where f.secret_hash = @hash and f.municipality_id = @municipality_id`

const datesSQL = `-- ownfeed.dates
select d.id, d.key, a.id as activity_id, a.status
from activity a join organisation o on o.id = a.organisation_id join occurrence d on d.activity_id = a.id and d.ends_at > @from
where a.municipality_id = @municipality_id and a.status <> 'refused'
  and (exists (select from membership m where m.organisation_id = o.id and m.account_id = @account_id) and ` + account.GroupRuns + `
       or @staff::boolean and o.kind = 'centre')
order by d.ends_at <= @now, case when d.ends_at > @now then d.starts_at end, d.starts_at desc, d.id limit @limit`

type date struct {
	ID         int64
	Key        string
	ActivityID int64
	Status     activity.Status
}

// PublicOwnFeed is the calendar of a secret address. Nothing opens it but the secret: another is NotFound, and so is
// that of an account that has ended.
func (s *Service) PublicOwnFeed(ctx context.Context, municipalityID int64, secret string, site listing.CalendarSite) ([]ical.OutEvent, error) {
	owner, err := postgres.One[struct {
		ID   int64
		Role account.Role
	}](ctx, s.Pool, ownerSQL, postgres.Args{"hash": hash(secret), "municipality_id": municipalityID})
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Missing(i18n.Mark("Kalenderen finnes ikke. Den kan ha fått en ny adresse."))
	}
	if err != nil {
		return nil, err
	}
	staff := owner.Role != "" && account.Actor{Door: account.StaffDoor, MunicipalityID: municipalityID, AccountID: owner.ID, Role: owner.Role}.May(account.ManageActivities)
	dates, err := postgres.Many[date](ctx, s.Pool, datesSQL, postgres.Args{
		"municipality_id": municipalityID, "account_id": owner.ID, "staff": staff, "from": s.Now().Add(-past), "now": s.Now(), "limit": most,
	})
	if err != nil {
		return nil, err
	}
	ids, by := make([]int64, len(dates)), map[string]date{}
	for i, d := range dates {
		ids[i], by[strconv.FormatInt(d.ActivityID, 10)+"-"+d.Key+"@"+site.Host] = d.ID, d
	}
	events, err := listing.EventsOf(ctx, s.Pool, site, ids)
	door := "/lag/aktiviteter/"
	if staff {
		door = "/ansatt/aktiviteter/"
	}
	for i := range events {
		e := &events[i]
		if d := by[e.UID]; d.Status == activity.Drafted || d.Status == activity.Submitted { // residents do not see it yet
			e.Summary, e.URL = site.Lang.T("Ikke publisert: %s", e.Summary), site.Absolute(door+strconv.FormatInt(d.ActivityID, 10))
			if e.Status == ical.Confirmed {
				e.Status = ical.Tentative
			}
		}
	}
	return events, err
}
