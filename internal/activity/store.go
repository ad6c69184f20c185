// SQL that stores an activity, its parts and its status.

package activity

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const lockSQL = `-- activity.lock
select ` + activityColumns + `
from activity a join organisation org on org.id = a.organisation_id
where a.id = @id and a.municipality_id = @municipality_id
for no key update of a`

// allowed says whether an actor may do something to an activity: mayEdit or mayEnd.
type allowed func(account.Actor, Activity) error

// lock reads an activity that the actor may change and keeps others from changing
// it until tx ends; those who sign up for it go on. A version other than 0 must be the stored one.
func lock(ctx context.Context, tx pgx.Tx, actor account.Actor, may allowed, id int64, version int) (Activity, error) {
	a, err := postgres.One[Activity](ctx, tx, lockSQL, postgres.Args{"id": id, "municipality_id": actor.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		return Activity{}, Missing()
	}
	if err != nil {
		return Activity{}, fmt.Errorf("lock activity %d: %w", id, err)
	}
	if err := may(actor, a); err != nil {
		return Activity{}, err
	}
	if version != 0 && version != a.Version {
		return Activity{}, fault.Outrun(i18n.Mark("Noen andre har lagret endringer i aktiviteten etter at du åpnet den."))
	}
	return a, nil
}

// What a person edits, as insertSQL and updateSQL write it: the columns, and in
// the same order the arguments that Draft.args gives.
const (
	draftColumns = `kind, title, summary, description, lang, held_in, category_id, age_min, age_max, offer, price_ore, price_note, venue_id, area_id,
    place_note, online_url, bring, contact_name, contact_phone, contact_email, signup_mode, signup_url,
    starts_at, duration_minutes, all_day, rrule, extra_dates, except_dates, dates_shared`
	draftValues = `@kind, @title, @summary, @description, @lang, @held_in, @category_id, @age_min, @age_max, @offer, @price_ore, @price_note,
    nullif(@venue_id::bigint, 0), nullif(@area_id::bigint, 0),
    @place_note, @online_url, @bring, @contact_name, @contact_phone, @contact_email, @signup_mode, @signup_url,
    @starts_at, @duration_minutes, @all_day, @rrule, @extra_dates, @except_dates, @dates_shared`
)

const insertSQL = `-- activity.insert
insert into activity (municipality_id, organisation_id, ` + draftColumns + `,
    source, import_uid, import_hash, created_by, created_at, updated_at)
values (@municipality_id, @organisation_id, ` + draftValues + `,
    @source, nullif(@import_uid::text, ''), @import_hash, nullif(@created_by::bigint, 0), @now, @now)
returning id`

const updateSQL = `-- activity.update
update activity set (` + draftColumns + `) = row (` + draftValues + `),
    sequence = sequence + 1, version = version + 1, updated_at = @now
where id = @id`

func (d Draft) args(now time.Time) postgres.Args {
	return postgres.Args{
		"kind": d.Kind, "title": d.Title, "summary": d.Summary, "description": d.Description, "lang": d.Lang, "held_in": d.HeldIn,
		"category_id": d.CategoryID, "age_min": d.AgeMin, "age_max": d.AgeMax, "offer": d.Offer, "price_ore": d.PriceOre, "price_note": d.PriceNote,
		"venue_id": d.VenueID, "area_id": d.AreaID, "place_note": d.PlaceNote, "online_url": d.OnlineURL, "bring": d.Bring,
		"contact_name": d.ContactName, "contact_phone": d.ContactPhone, "contact_email": d.ContactEmail,
		"signup_mode": d.SignupMode, "signup_url": d.SignupURL, "starts_at": d.StartsAt, "duration_minutes": d.DurationMinutes,
		"all_day": d.AllDay, "rrule": d.RRule, "extra_dates": orEmpty(d.ExtraDates), "except_dates": orEmpty(d.ExceptDates), "dates_shared": d.DatesShared, "now": now,
	}
}

// orEmpty keeps a nil slice from becoming NULL.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// These replace what an activity has several of. Deleting and inserting is
// one statement each, since both parts of one would see the same snapshot.
const (
	clearTargetGroupsSQL = `-- activity.clearTargetGroups
delete from activity_target_group where activity_id = @id`

	putTargetGroupsSQL = `-- activity.putTargetGroups
insert into activity_target_group (activity_id, code_id) select @id, unnest(@codes::bigint[])`

	clearCoOrganisersSQL = `-- activity.clearCoOrganisers
delete from activity_co_organiser where activity_id = @id`

	putCoOrganisersSQL = `-- activity.putCoOrganisers
insert into activity_co_organiser (activity_id, organisation_id) select @id, unnest(@organisations::bigint[])`

	clearPausesSQL = `-- activity.clearPauses
delete from activity_pause where activity_id = @id`

	putPausesSQL = `-- activity.putPauses
insert into activity_pause (activity_id, from_date, to_date, reason)
select @id, p.from_date, p.to_date, p.reason
from unnest(@from_dates::date[], @to_dates::date[], @reasons::text[]) as p (from_date, to_date, reason)`
)

func putParts(ctx context.Context, tx pgx.Tx, id int64, d Draft) error {
	var from, to []time.Time
	var reasons []string
	for _, p := range d.Pauses {
		from, to, reasons = append(from, p.From), append(to, p.To), append(reasons, p.Reason)
	}
	by := postgres.Args{"id": id}
	batch := &pgx.Batch{}
	batch.Queue(clearTargetGroupsSQL, by)
	batch.Queue(putTargetGroupsSQL, postgres.Args{"id": id, "codes": d.TargetGroups})
	batch.Queue(clearCoOrganisersSQL, by)
	batch.Queue(putCoOrganisersSQL, postgres.Args{"id": id, "organisations": d.CoOrganisers})
	batch.Queue(clearPausesSQL, by)
	batch.Queue(putPausesSQL, postgres.Args{"id": id, "from_dates": from, "to_dates": to, "reasons": reasons})
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("store parts of activity %d: %w", id, err)
	}
	return nil
}

// referencesSQL finds ids that are not the municipality's to choose, or no longer:
// of the codes those that are in no list that they were chosen from.
const referencesSQL = `-- activity.references
select array(select chosen.id from unnest(@codes::bigint[], @lists::text[]) as chosen (id, list)
             where not exists (select from code c where c.id = chosen.id and c.municipality_id = @municipality_id and c.list = chosen.list)) as codes,
       @venue_id::bigint = 0 or exists (select from venue where id = @venue_id and municipality_id = @municipality_id) as venue,
       @area_id::bigint = 0 or exists (select from area where id = @area_id and municipality_id = @municipality_id) as area,
       (select count(*) from organisation where id = any(@co_organisers::bigint[]) and municipality_id = @municipality_id
            and status = 'approved' and id <> @organisation_id) as co_organisers`

type references struct {
	Codes        []int64 // the wrong ones
	Venue, Area  bool
	CoOrganisers int
}

func checkReferences(ctx context.Context, tx pgx.Tx, municipalityID, organisationID int64, d Draft) error {
	codes, lists := d.codes()
	r, err := postgres.One[references](ctx, tx, referencesSQL, postgres.Args{
		"municipality_id": municipalityID, "organisation_id": organisationID, "codes": codes, "lists": lists,
		"venue_id": d.VenueID, "area_id": d.AreaID, "co_organisers": d.CoOrganisers,
	})
	if err != nil {
		return fmt.Errorf("check what the activity refers to: %w", err)
	}
	var f fault.Fields
	for _, field := range Fields {
		odd := func(id int64) bool { return slices.Contains(r.Codes, id) }
		f.Check(!slices.ContainsFunc(field.Codes(d), odd), field.Name, i18n.Mark("Velg ett av valgene."))
	}
	f.Check(r.Venue, "sted", i18n.Mark("Velg et sted fra listen."))
	f.Check(r.Area, "omrade", i18n.Mark("Velg et område fra listen."))
	f.Check(r.CoOrganisers == len(d.CoOrganisers), "medarrangor", i18n.Mark("Velg medarrangører fra listen."))
	return f.Err()
}

// codes are all entries of code lists that the draft has chosen, each with its list.
func (d Draft) codes() (codes []int64, lists []string) {
	for _, f := range Fields {
		for _, id := range f.Codes(d) {
			codes, lists = append(codes, id), append(lists, string(f.List))
		}
	}
	return codes, lists
}

const statusSQL = `-- activity.setStatus
update activity set status = @status, status_reason = @reason, sequence = sequence + 1, version = version + 1, updated_at = @now,
    published_at = case when @status = 'published' then coalesce(published_at, @now) else published_at end
where id = @id`

func setStatus(ctx context.Context, tx pgx.Tx, id int64, status Status, reason string, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, statusSQL, postgres.Args{"id": id, "status": string(status), "reason": reason, "now": now})
	if err != nil {
		return fmt.Errorf("set status of activity %d: %w", id, err)
	}
	return nil
}

const cancelSQL = `-- activity.cancelSeries
update activity set cancelled_at = @cancelled_at, cancel_reason = @reason, sequence = sequence + 1, version = version + 1, updated_at = @now
where id = @id`

func setCancelled(ctx context.Context, tx pgx.Tx, id int64, at *time.Time, reason string, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, cancelSQL, postgres.Args{"id": id, "cancelled_at": at, "reason": reason, "now": now})
	if err != nil {
		return fmt.Errorf("cancel activity %d: %w", id, err)
	}
	return nil
}

const approvalSQL = `-- activity.approval
select m.approve_activities, o.status = 'approved' as organisation_approved, o.org_form, o.in_voluntary_register
from organisation o join municipality m on m.id = o.municipality_id
where o.id = @organisation_id and o.municipality_id = @municipality_id and o.status in ('pending', 'approved')`

// Approval says whether the municipality approves activities, and whether it has
// approved the organisation, and what that is.
type Approval struct {
	ApproveActivities, OrganisationApproved bool

	OrgForm             string
	InVoluntaryRegister bool
}

// Business says whether the organiser is a business.
func (a Approval) Business() bool { return organisation.IsBusiness(a.OrgForm, a.InVoluntaryRegister) }

// ApprovalOf says how activities of the organisation get published. An
// organisation that is gone or elsewhere is NotFound.
func ApprovalOf(ctx context.Context, q postgres.Querier, municipalityID, organisationID int64) (Approval, error) {
	a, err := postgres.One[Approval](ctx, q, approvalSQL, postgres.Args{
		"organisation_id": organisationID, "municipality_id": municipalityID,
	})
	if fault.Is(err, fault.NotFound) {
		return Approval{}, fault.Missing(i18n.Mark("Vi finner ikke organisasjonen."))
	}
	return a, err
}
