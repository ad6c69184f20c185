// What about sign-ups waits for those who keep the lists.

package roster

import (
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"
)

// MatterKind is why somebody must look at a sign-up.
type MatterKind string

// The kinds, the most urgent first.
const (
	Unanswered      MatterKind = "unanswered" // an offer runs out, or its person has no e-mail
	Unproved        MatterKind = "unproved"   // somebody with a number only must be rung, or so many are unconfirmed that somebody should look
	GuardianAwaited MatterKind = "guardian"   // the date is near, and the guardian has not confirmed
	TooFew          MatterKind = "too_few"    // the deadline is near, and there are fewer than the smallest number
	Bounced         MatterKind = "bounced"    // the person's address refuses e-mail
	Unticked        MatterKind = "unticked"   // the date is over, and attendance is not ticked for all

	RingCancelled MatterKind = "ring_cancelled" // the date is off, and no e-mail reaches the person
	RingPostponed MatterKind = "ring_postponed" // it waits for a new time, and no e-mail reaches her
	RingChanged   MatterKind = "ring_changed"   // it has another time or place, and no e-mail reaches her
)

// Matter is one thing about sign-ups that waits for those who keep the list.
type Matter struct {
	Kind           MatterKind
	ActivityID     int64
	OccurrenceID   int64 // 0: the series
	RegistrationID int64 // 0: the date as a whole
	Title          string
	Organiser      string
	Name           string // of the person
	Email          string
	Phone          string // E.164
	StartsAt       time.Time
	AllDay         bool
	Since          time.Time
	Until          *time.Time // when it is too late, nil for never
	People         int        // that this is about: the party, those signed up, those not ticked off; Unproved: sign-ups with a number only
	Of             int        // TooFew: the smallest number; Unticked: all who were signed up; Unproved: all sign-ups that are not confirmed
}

// keeps is whose list an activity a has: the organisation that acts, with its
// co-organisers and substitutes. Staff keep those of organisers that nobody logs in for.
const keeps = `(case when @organisation_id::bigint = 0 then not exists (select from membership mm where mm.organisation_id = a.organisation_id)
      else a.organisation_id = @organisation_id or exists (select from activity_co_organiser c where c.activity_id = a.id and c.organisation_id = @organisation_id)
        or exists (select from signup_access x where x.activity_id = a.id and x.account_id = @account_id) end)`

const personMatter = ` as kind, r.activity_id, coalesce(s.occurrence_id, 0) as occurrence_id, r.id as registration_id, a.title, org.name as organiser,
       r.name, r.email, r.phone, s.starts_at, a.all_day, r.party_size as people, 0 as of`

const personJoins = `
join signup_slot s on s.id = r.slot_id and ` + signupform.Coming + ` and not s.cancelled
join activity a on a.id = r.activity_id join organisation org on org.id = a.organisation_id`

const (
	unansweredSQL = `-- roster.unanswered
select 'unanswered'` + personMatter + `, r.offered_at as since, r.offer_expires_at as until
from registration r` + personJoins + `
where r.municipality_id = @municipality_id and r.status = 'offered' and (r.email = '' or r.offer_expires_at < @now::timestamptz + interval '6 hours') and ` + keeps + `
order by r.offer_expires_at limit @limit`

	ringSQL = `-- roster.ring
select 'ring_' || c.kind` + personMatter + `, c.since, s.starts_at as until
from signup_call c join registration r on r.id = c.registration_id and r.holds <> 'none' and r.anonymised_at is null
join signup_slot s on s.id = r.slot_id and ` + signupform.Coming + `
join activity a on a.id = r.activity_id join organisation org on org.id = a.organisation_id
where r.municipality_id = @municipality_id and ` + keeps + `
order by s.starts_at, r.id limit @limit`

	// One matter for a date, however many have signed up for it.
	unprovedSQL = `-- roster.unproved
select 'unproved' as kind, s.activity_id, coalesce(s.occurrence_id, 0) as occurrence_id, 0::bigint as registration_id, a.title, org.name as organiser,
       '' as name, '' as email, '' as phone, s.starts_at, a.all_day, u.phoned as people, u.people as of, u.since, u.until
from (select r.slot_id, count(*)::int as people, (count(*) filter (where r.email = '' and not r.guardian_needed))::int as phoned, min(r.created_at) as since,
             min(r.hold_expires_at) filter (where r.email = '' and not r.guardian_needed) as until
      from registration r where r.status = 'unconfirmed' and r.confirmed_at is null and r.municipality_id = @municipality_id group by r.slot_id) u
join signup_slot s on s.id = u.slot_id and ` + signupform.Coming + ` and not s.cancelled
join activity a on a.id = s.activity_id join organisation org on org.id = a.organisation_id
where (u.phoned > 0 or u.people >= 10) and ` + keeps + `
order by s.starts_at, s.id limit @limit`

	guardianAwaitedSQL = `-- roster.guardianAwaited
select 'guardian'` + personMatter + `, coalesce(r.confirmed_at, r.created_at) as since, r.hold_expires_at as until
from registration r` + personJoins + `
where r.municipality_id = @municipality_id and r.status = 'unconfirmed' and r.guardian_needed and r.guardian_confirmed_at is null
  and (r.confirmed_at is not null or r.email = '') and s.starts_at < @now::timestamptz + interval '7 days' and ` + keeps + `
order by r.hold_expires_at limit @limit`

	// Staff look after all addresses, whoever keeps the list.
	bouncedSQL = `-- roster.bounced
select 'bounced'` + personMatter + `, b.bounced_at as since, null::timestamptz as until
from email_address_status b
join registration r on r.municipality_id = b.municipality_id and r.email = b.address and r.email <> '' and r.anonymised_at is null and r.holds <> 'none'` + personJoins + `
where b.municipality_id = @municipality_id and (@organisation_id::bigint = 0 or ` + keeps + `)
order by s.starts_at, r.id limit @limit`

	tooFewSQL = `-- roster.tooFew
select 'too_few' as kind, a.id as activity_id, d.occurrence_id, 0::bigint as registration_id, a.title, org.name as organiser, '' as name, '' as email, '' as phone,
       d.starts_at, a.all_day, coalesce(s.taken, 0) as people, d.least as of, d.until as since, d.until
from signup_form f join activity a on a.id = f.activity_id and a.status = 'published' and a.cancelled_at is null and a.signup_mode = 'here'
join organisation org on org.id = a.organisation_id
cross join lateral (
    select x.*, (f.settings ->> 'min_participants')::int as least,
           (x.starts_at at time zone 'Europe/Oslo' - make_interval(days => h.hours / 24, hours => h.hours % 24)) at time zone 'Europe/Oslo' as until
    from (select (f.settings ->> 'closes_hours')::int as hours) h cross join lateral (
        (select o.id as occurrence_id, o.starts_at from occurrence o
         where f.scope = 'date' and o.activity_id = a.id and not o.off and o.starts_at > @now
           and o.starts_at < @now::timestamptz + make_interval(days => 4, hours => h.hours)
         order by o.starts_at limit 5)
        union all
        (select 0, min(o.starts_at) from occurrence o where f.scope = 'series' and o.activity_id = a.id and not o.off having min(o.starts_at) > @now)) x) d
left join signup_slot s on s.activity_id = a.id and s.scope = f.scope and (f.scope = 'series' or s.occurrence_id = d.occurrence_id)
where f.municipality_id = @municipality_id and (f.settings ->> 'min_participants')::int > 1 and coalesce(s.taken, 0) < d.least
  and d.until > @now and d.until < @now::timestamptz + interval '3 days' and ` + keeps + `
order by d.until, a.id limit @limit`

	untickedSQL = `-- roster.unticked
with over as (
    select s.id as slot_id, k.occurrence_id, k.starts_at, k.ends_at from signup_slot s join signup_known k on k.slot_id = s.id
    where s.municipality_id = @municipality_id and s.scope = 'date' and s.starts_at > @now::timestamptz - interval '7 days' and s.starts_at < @now
      and s.taken > 0 and k.ends_at < @now and not k.cancelled
    union all
    select s.id, k.occurrence_id, k.starts_at, k.ends_at from signup_slot s join signup_known k on k.slot_id = s.id
    where s.municipality_id = @municipality_id and s.scope = 'series' and s.ends_at > @now::timestamptz - interval '7 days' and s.taken > 0
      and k.starts_at > @now::timestamptz - interval '7 days' and k.ends_at < @now and not k.cancelled)
select 'unticked' as kind, a.id as activity_id, o.occurrence_id, 0::bigint as registration_id, a.title, org.name as organiser, '' as name, '' as email, '' as phone,
       o.starts_at, a.all_day, c.people - c.ticked as people, c.people as of, o.ends_at as since, null::timestamptz as until
from over o join signup_slot s on s.id = o.slot_id join activity a on a.id = s.activity_id join organisation org on org.id = a.organisation_id
cross join lateral (
    select count(*)::int as people, count(t.state)::int as ticked from registration r join participant p on p.registration_id = r.id
    left join attendance t on t.participant_id = p.id and t.occurrence_id = o.occurrence_id
    where r.slot_id = o.slot_id and r.status = 'confirmed') c
where c.ticked < c.people and ` + keeps + `
order by o.starts_at desc, a.id limit @limit`
)

const mattersShown = 50

// Burst is so many unconfirmed sign-ups for one date that somebody should look
// whether they are real; the statement has the same.
const Burst = 10

// Matters are what waits for the actor: a group's own lists and those that it
// shares, or for staff those that no group keeps. Each kind has a limit, so that
// a page stays short.
func (s *Service) Matters(ctx context.Context, actor account.Actor) ([]Matter, error) {
	args := postgres.Args{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "account_id": actor.AccountID, "now": s.now(), "limit": mattersShown,
	}
	if actor.Door == account.GroupDoor {
		if err := actor.Require(account.RunOwnActivities); err != nil || actor.OrganisationID == 0 {
			return nil, err
		}
	} else if err := actor.Require(account.ManageActivities); err != nil {
		return nil, err
	} else {
		args["organisation_id"] = int64(0)
	}
	return postgres.ManyOf[Matter](ctx, s.pool, []string{ringSQL, unansweredSQL, unprovedSQL, guardianAwaitedSQL, tooFewSQL, bouncedSQL, untickedSQL}, args)
}

// Unset is a published activity with sign-up in the portal that nobody can sign up
// for, since what signing up asks for has not been decided.
type Unset struct {
	ActivityID int64
	Title      string
	Organiser  string
	Since      time.Time // when it was published
}

// Sign-up is closed to residents as long as there is no form; what is over needs none.
const withoutFormSQL = `-- roster.WithoutForm
select a.id as activity_id, a.title, org.name as organiser, coalesce(a.published_at, a.updated_at) as since
from activity a join organisation org on org.id = a.organisation_id
where a.municipality_id = @municipality_id and a.status = 'published' and a.signup_mode = 'here' and a.cancelled_at is null
  and (@organisation_id::bigint = 0 or a.organisation_id = @organisation_id)
  and not exists (select from signup_form f where f.activity_id = a.id)
  and exists (select from occurrence o where o.activity_id = a.id and o.ends_at > @now and o.status <> 'cancelled')
order by since, a.id limit @limit`

// WithoutForm are the published activities whose sign-up waits to be set up: a group's
// own, or for staff those of the municipality.
func (s *Service) WithoutForm(ctx context.Context, actor account.Actor) ([]Unset, error) {
	if actor.Door == account.GroupDoor {
		if err := actor.Require(account.RunOwnActivities); err != nil || actor.OrganisationID == 0 {
			return nil, err
		}
	} else if err := actor.Require(account.ManageActivities); err != nil {
		return nil, err
	} else {
		actor.OrganisationID = 0
	}
	return postgres.Many[Unset](ctx, s.pool, withoutFormSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "now": s.now(), "limit": mattersShown,
	})
}

// ToldOf says whether one of the matters tells of the address already.
func ToldOf(matters []Matter, address string) bool {
	return slices.ContainsFunc(matters, func(m Matter) bool { return m.Kind == Bounced && strings.EqualFold(m.Email, address) })
}
