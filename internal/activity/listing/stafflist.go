// The staff's list in its orders, the queue of what waits, and the chosen ones.

package listing

import (
	"context"
	"slices"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"
)

// A municipality has tens of thousands of activities when some years have gone, so
// the page is found first, along an index, and only its rows are counted.
const staffColumns = `
select r.id, r.title, r.lang, r.organisation_id, r.organisation_name, r.category_id, r.status, r.status_reason,
       r.cancelled_at is not null as series_cancelled, r.all_day, k.next_at, k.last_at, k.coming, k.cancelled_dates, k.postponed_dates, r.updated_at, r.version, r.sort_key
from (`

const staffInner = `
    select a.id, a.title, a.lang, a.organisation_id, org.name as organisation_name, a.category_id, a.status, a.status_reason,
           a.cancelled_at, a.all_day, a.updated_at, a.version, `

const staffTables = `
    from activity a
    join organisation org on org.id = a.organisation_id`

const staffFrom = staffInner + `'' as sort_key` + staffTables

// The next date as a cursor has it: a moment in UTC, or infinity.
const staffNextFrom = staffInner + `n.at, case when isfinite(n.at) then to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else n.at::text end as sort_key` +
	staffTables + staffNext

const staffWhere = `
    where a.municipality_id = @municipality_id and a.status = any(@statuses::text[])
      and (@organisation_id::bigint = 0 or a.organisation_id = @organisation_id)
      and (@category_id::bigint = 0 or a.category_id = @category_id)
      and (@words::text = '' or strpos(lower(a.title), lower(@words)) > 0 or strpos(lower(org.name), lower(@words)) > 0)`

const staffCounts = `) as r
cross join lateral (
    select coalesce(min(o.starts_at) filter (where o.ends_at > @now and not o.off),
                    min(o.starts_at) filter (where o.ends_at > @now)) as next_at, max(o.starts_at) as last_at,
           count(*) filter (where o.ends_at > @now) as coming,
           count(*) filter (where o.ends_at > @now and o.status = 'cancelled') as cancelled_dates,
           count(*) filter (where o.ends_at > @now and o.status = 'postponed') as postponed_dates
    from occurrence o where o.activity_id = r.id) k`

const staffByUpdatedUpSQL = `-- listing.StaffList by change` + staffColumns + staffFrom + staffWhere + `
      and (@id::bigint = 0 or (a.updated_at, a.id) > (nullif(@at::text, '')::timestamptz, @id))
    order by a.updated_at, a.id limit @limit` + staffCounts + `
order by r.updated_at, r.id`

const staffByUpdatedDownSQL = `-- listing.StaffList by change, down` + staffColumns + staffFrom + staffWhere + `
      and (@id::bigint = 0 or (a.updated_at, a.id) < (nullif(@at::text, '')::timestamptz, @id))
    order by a.updated_at desc, a.id desc limit @limit` + staffCounts + `
order by r.updated_at desc, r.id desc`

const staffByTitleUpSQL = `-- listing.StaffList by title` + staffColumns + staffFrom + staffWhere + `
      and (@id::bigint = 0 or (a.title, a.id) > (@at::text collate nb_sort, @id))
    order by a.title, a.id limit @limit` + staffCounts + `
order by r.title, r.id`

const staffByTitleDownSQL = `-- listing.StaffList by title, down` + staffColumns + staffFrom + staffWhere + `
      and (@id::bigint = 0 or (a.title, a.id) < (@at::text collate nb_sort, @id))
    order by a.title desc, a.id desc limit @limit` + staffCounts + `
order by r.title desc, r.id desc`

// No date lasts longer than 14 days, so one that is not over began after that:
// the index on an activity's dates leads straight to the first of them. What is
// archived has no next date here, so that years of history cost nothing.
const staffNext = `
    left join lateral (
        select o.starts_at, o.off from occurrence o
        where a.status <> 'archived' and o.activity_id = a.id and o.starts_at > @now::timestamptz - interval '15 days' and o.ends_at > @now
        order by o.starts_at limit 1) f on true
    cross join lateral (
        select coalesce(case when f.off then (
            select o.starts_at from occurrence o
            where o.activity_id = a.id and o.starts_at >= f.starts_at and o.ends_at > @now and not o.off
            order by o.starts_at limit 1) end, f.starts_at, 'infinity') as at) n`

const staffByNextUpSQL = `-- listing.StaffList by next date` + staffColumns + staffNextFrom + staffWhere + `
      and (@id::bigint = 0 or (n.at, a.id) > (nullif(@at::text, '')::timestamptz, @id))
    order by n.at, a.id limit @limit` + staffCounts + `
order by r.at, r.id`

const staffByNextDownSQL = `-- listing.StaffList by next date, down` + staffColumns + staffNextFrom + staffWhere + `
      and (@id::bigint = 0 or (n.at, a.id) < (nullif(@at::text, '')::timestamptz, @id))
    order by n.at desc, a.id desc limit @limit` + staffCounts + `
order by r.at desc, r.id desc`

// Sort is an order of the staff's list; with "-" in front it is turned around.
type Sort string

// The orders. What has no date that comes stands after all that have.
const (
	ByUpdated Sort = "endret"
	ByTitle   Sort = "tittel"
	ByNext    Sort = "neste"

	// LastUpdated is the staff's list as long as nobody has chosen.
	LastUpdated = "-" + ByUpdated
)

var staffOrders = keyset.Orders[rowRow]{
	string(ByUpdated): {Up: staffByUpdatedUpSQL, Down: staffByUpdatedDownSQL, Fits: keyset.IsMoment, Place: func(r rowRow) keyset.Place {
		return keyset.Place{At: keyset.Moment(&r.UpdatedAt, ""), ID: r.ID}
	}},
	string(ByTitle): {Up: staffByTitleUpSQL, Down: staffByTitleDownSQL, Place: func(r rowRow) keyset.Place {
		return keyset.Place{At: r.Title, ID: r.ID}
	}},
	string(ByNext): {Up: staffByNextUpSQL, Down: staffByNextDownSQL, Fits: keyset.IsMoment, Place: func(r rowRow) keyset.Place {
		return keyset.Place{At: r.SortKey, ID: r.ID}
	}},
}

// Known is the order when there is such a one, otherwise LastUpdated.
func (s Sort) Known() Sort { return Sort(staffOrders.Known(string(s), string(LastUpdated))) }

// StaffList is every activity of the municipality in the order that p names. Drafts
// are the groups' own until they are sent in: they stand here only when asked for
// by status.
func (s *Service) StaffList(ctx context.Context, actor account.Actor, p RowParams) (RowPage, error) {
	if err := actor.Require(account.ReadStaff); err != nil {
		return RowPage{}, err
	}
	return s.staffRows(ctx, actor, p, p.statuses())
}

// Queue is what waits for the municipality's approval, the oldest first.
func (s *Service) Queue(ctx context.Context, actor account.Actor, p RowParams) (RowPage, error) {
	if err := actor.Require(account.ReadStaff); err != nil {
		return RowPage{}, err
	}
	p.OrganisationID, p.Sort = 0, ByUpdated
	return s.staffRows(ctx, actor, p, []activity.Status{activity.Submitted})
}

const queueLengthSQL = `-- listing.QueueLength
select count(*) from activity where municipality_id = @municipality_id and status = 'submitted'`

// QueueLength is how many activities wait for approval.
func (s *Service) QueueLength(ctx context.Context, actor account.Actor) (int, error) {
	if err := actor.Require(account.ReadStaff); err != nil {
		return 0, err
	}
	return postgres.Scalar[int](ctx, s.pool, queueLengthSQL, postgres.Args{"municipality_id": actor.MunicipalityID})
}

func (s *Service) staffRows(ctx context.Context, actor account.Actor, p RowParams, statuses []activity.Status) (RowPage, error) {
	found, err := staffOrders.Read(p.place(string(p.Sort.Known())), func(sql string, from keyset.Place, limit int) ([]rowRow, error) {
		return postgres.Many[rowRow](ctx, s.pool, sql, postgres.Args{
			"now": s.now(), "municipality_id": actor.MunicipalityID, "organisation_id": p.OrganisationID, "statuses": statuses,
			"category_id": p.CategoryID, "words": strings.TrimSpace(p.Words), "at": from.At, "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
	return rowPage(found), err
}

func (p RowParams) statuses() []activity.Status {
	if slices.Contains(activity.Statuses, p.Status) {
		return []activity.Status{p.Status}
	}
	return []activity.Status{activity.Submitted, activity.Published, activity.Refused, activity.Archived}
}

const chosenSQL = `-- listing.Chosen` + staffColumns + staffFrom + `
    where a.municipality_id = @municipality_id and a.status <> 'draft' and a.id = any(@ids::bigint[])` + staffCounts + `
order by r.title, r.id`

// Chosen are the rows of those ids that are the municipality's, by title: for what
// is done to several at once.
func (s *Service) Chosen(ctx context.Context, actor account.Actor, ids []int64) ([]Row, error) {
	if err := actor.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	rows, err := postgres.Many[rowRow](ctx, s.pool, chosenSQL, postgres.Args{"now": s.now(), "municipality_id": actor.MunicipalityID, "ids": ids})
	return rowPage(keyset.Page[rowRow]{Rows: rows}).Rows, err
}
