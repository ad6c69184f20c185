// A group's own lists, and the rows of all lists behind the doors.

package listing

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"
)

// Tab is one of the lists that a group keeps of its own activities.
type Tab string

// The tabs. Each state of an activity stands in one of them: what was sent in stays where
// it was put until it is published, also when it has been sent back.
const (
	ComingTab Tab = "kommende"
	PastTab   Tab = "tidligere"
	SentTab   Tab = "sendt"
	DraftTab  Tab = "utkast"
)

// Tabs are all tabs in order.
var Tabs = []Tab{ComingTab, SentTab, DraftTab, PastTab}

// Row is an activity in a list behind the doors.
type Row struct {
	ID               int64
	Title            string
	Lang             i18n.Lang
	OrganisationID   int64
	OrganisationName string
	CategoryID       int64
	Status           activity.Status
	StatusReason     string
	SeriesCancelled  bool
	AllDay           bool
	NextAt           *time.Time // next date that is not over, nil when none
	LastAt           *time.Time // start of the last date
	Coming           int        // coming dates
	CancelledDates   int        // of those, called off
	PostponedDates   int        // of those, without a new time yet
	UpdatedAt        time.Time
	Version          int
}

// RowPage is one page of such a list.
type RowPage struct {
	Rows       []Row
	Next, Prev string // opaque cursors for After and Before; "" where there is nothing
}

// RowParams narrows and pages such a list.
type RowParams struct {
	Words          string          // part of the title or the organisation's name
	Status         activity.Status // "": all
	OrganisationID int64           // 0: all
	CategoryID     int64           // 0: all
	Sort           Sort            // of StaffList: LastUpdated when empty or unknown
	After, Before  string
	Limit          int // as in keyset.Params
}

// rowColumns is a group's own lists, with the sort key as one moment, so
// that paging is a keyset in both directions.
const rowColumns = `
select r.id, r.title, r.lang, r.organisation_id, org.name as organisation_name, r.category_id, r.status, r.status_reason,
       r.cancelled_at is not null as series_cancelled, r.all_day, r.next_at, r.last_at,
       (select count(*) from occurrence o where o.activity_id = r.id and o.ends_at > @now) as coming,
       (select count(*) from occurrence o where o.activity_id = r.id and o.ends_at > @now and o.status = 'cancelled') as cancelled_dates,
       (select count(*) from occurrence o where o.activity_id = r.id and o.ends_at > @now and o.status = 'postponed') as postponed_dates,
       r.updated_at, r.version,
       case when isfinite(r.sort_at) then to_char(r.sort_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else r.sort_at::text end as sort_key
from (
    select a.*, k.next_at, k.last_at,
           case @sort::text when 'next' then coalesce(k.next_at, 'infinity') when 'last' then coalesce(k.last_at, '-infinity') else a.updated_at end as sort_at
    from activity a
    left join lateral (
        select coalesce(min(o.starts_at) filter (where o.ends_at > @now and not o.off),
                        min(o.starts_at) filter (where o.ends_at > @now)) as next_at, max(o.starts_at) as last_at
        from occurrence o where o.activity_id = a.id) k on true
    where a.municipality_id = @municipality_id) as r
join organisation org on org.id = r.organisation_id
where (@organisation_id::bigint = 0 or r.organisation_id = @organisation_id
       or (@co_organised and r.id in (select c.activity_id from activity_co_organiser c where c.organisation_id = @organisation_id)))
  and r.status = any(@statuses::text[])
  and (@category_id::bigint = 0 or r.category_id = @category_id)
  and (@tab::text = '' or (@tab = 'past') = (r.status = 'archived' or r.next_at is null))
  and (@words::text = '' or strpos(lower(r.title), lower(@words)) > 0 or strpos(lower(org.name), lower(@words)) > 0)`

const rowsUpSQL = `-- listing.rowsUp` + rowColumns + `
  and (@id::bigint = 0 or (r.sort_at, r.id) > (nullif(@at::text, '')::timestamptz, @id))
order by r.sort_at, r.id limit @limit`

const rowsDownSQL = `-- listing.rowsDown` + rowColumns + `
  and (@id::bigint = 0 or (r.sort_at, r.id) < (nullif(@at::text, '')::timestamptz, @id))
order by r.sort_at desc, r.id desc limit @limit`

type rowRow struct {
	Row
	SortKey string // RFC 3339 or infinity
}

// rowList is one of the lists: what it holds and how it runs.
type rowList struct {
	municipalityID, organisationID int64
	coOrganised                    bool
	statuses                       []activity.Status
	tab                            string // "", "coming", "past"
	sort                           string // "next", "-last", "-updated"
}

// Mine is a group's own list: coming and past ones that are published, and all
// that are not yet. Words in p narrow it; Status and OrganisationID do not count.
func (s *Service) Mine(ctx context.Context, actor account.Actor, tab Tab, p RowParams) (RowPage, error) {
	if err := actor.Require(account.ReadOwn); err != nil {
		return RowPage{}, err
	}
	if actor.Door != account.GroupDoor || actor.OrganisationID == 0 {
		return RowPage{}, fault.Denied(i18n.Mark("Du har ikke tilgang til dette."))
	}
	list := rowList{
		municipalityID: actor.MunicipalityID, organisationID: actor.OrganisationID, coOrganised: true,
		statuses: []activity.Status{activity.Published}, tab: "coming", sort: "next",
	}
	switch tab {
	case PastTab:
		list.statuses, list.tab, list.sort = []activity.Status{activity.Published, activity.Archived}, "past", "-last"
	case SentTab:
		list.statuses, list.tab, list.sort, list.coOrganised = []activity.Status{activity.Submitted, activity.Refused}, "", "-updated", false
	case DraftTab:
		list.statuses, list.tab, list.sort, list.coOrganised = []activity.Status{activity.Drafted}, "", "-updated", false
	}
	return s.rows(ctx, list, p)
}

// rowOrders are those of a group's own lists, which are short: one statement reads them all.
var rowOrders = keyset.Orders[rowRow]{"next": rowOrder, "last": rowOrder, "updated": rowOrder}

var rowOrder = keyset.Order[rowRow]{Up: rowsUpSQL, Down: rowsDownSQL, Fits: keyset.IsMoment, Place: func(r rowRow) keyset.Place {
	return keyset.Place{At: r.SortKey, ID: r.ID}
}}

func (s *Service) rows(ctx context.Context, list rowList, p RowParams) (RowPage, error) {
	name, _ := strings.CutPrefix(list.sort, "-")
	found, err := rowOrders.Read(p.place(list.sort), func(sql string, from keyset.Place, limit int) ([]rowRow, error) {
		return postgres.Many[rowRow](ctx, s.pool, sql, postgres.Args{
			"now": s.now(), "sort": name, "municipality_id": list.municipalityID, "organisation_id": list.organisationID,
			"co_organised": list.coOrganised, "statuses": list.statuses, "category_id": p.CategoryID, "tab": list.tab,
			"words": strings.TrimSpace(p.Words), "at": from.At, "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
	return rowPage(found), err
}

func (p RowParams) place(sort string) keyset.Params {
	return keyset.Params{Sort: sort, After: p.After, Before: p.Before, Limit: p.Limit}
}

func rowPage(found keyset.Page[rowRow]) RowPage {
	page := RowPage{Next: found.Next, Prev: found.Prev}
	for _, r := range found.Rows {
		page.Rows = append(page.Rows, r.Row)
	}
	return page
}
