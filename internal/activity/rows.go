package activity

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// rowColumns is every list behind the doors, with the sort key as one moment, so
// that paging is a keyset in both directions.
const rowColumns = `
select r.id, r.title, r.lang, r.organisation_id, org.name as organisation_name, r.category_id, r.status, r.status_reason,
       r.cancelled_at is not null as series_cancelled, r.next_at, r.last_at,
       (select count(*) from occurrence o where o.activity_id = r.id and o.ends_at > @now) as coming,
       (select count(*) from occurrence o where o.activity_id = r.id and o.ends_at > @now and o.status = 'cancelled') as cancelled_dates,
       r.updated_at, r.version,
       case when isfinite(r.sort_at) then to_char(r.sort_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else r.sort_at::text end as sort_key
from (
    select a.*, k.next_at, k.last_at,
           case @sort::text when 'next' then coalesce(k.next_at, 'infinity') when 'last' then coalesce(k.last_at, '-infinity') else a.updated_at end as sort_at
    from activity a
    left join lateral (
        select min(o.starts_at) filter (where o.ends_at > @now) as next_at, max(o.starts_at) as last_at
        from occurrence o where o.activity_id = a.id) k on true
    where a.municipality_id = @municipality_id) as r
join organisation org on org.id = r.organisation_id
where (@organisation_id::bigint = 0 or r.organisation_id = @organisation_id
       or (@co_organised and r.id in (select c.activity_id from activity_co_organiser c where c.organisation_id = @organisation_id)))
  and r.status = any(@statuses::text[])
  and (@category_id::bigint = 0 or r.category_id = @category_id)
  and (@tab::text = '' or (@tab = 'past') = (r.status = 'archived' or r.next_at is null))
  and (@words::text = '' or strpos(lower(r.title), lower(@words)) > 0 or strpos(lower(org.name), lower(@words)) > 0)`

const rowsUpSQL = `-- activity.rowsUp` + rowColumns + `
  and (r.sort_at, r.id) > (@at::timestamptz, @id::bigint)
order by r.sort_at, r.id limit @limit`

const rowsDownSQL = `-- activity.rowsDown` + rowColumns + `
  and (r.sort_at, r.id) < (@at::timestamptz, @id::bigint)
order by r.sort_at desc, r.id desc limit @limit`

type rowRow struct {
	Row
	SortKey string // RFC 3339 or infinity
}

// rowList is one of the lists: what it holds and how it runs.
type rowList struct {
	municipalityID, organisationID int64
	coOrganised                    bool
	statuses                       []Status
	tab                            string // "", "coming", "past"
	sort                           string // "next", "last", "updated"
	down                           bool
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
		statuses: []Status{Published}, tab: "coming", sort: "next",
	}
	switch tab {
	case PastTab:
		list.statuses, list.tab, list.sort, list.down = []Status{Published, Archived}, "past", "last", true
	case DraftTab:
		list.statuses, list.tab, list.sort, list.down = []Status{Drafted, Submitted, Refused}, "", "updated", true
		list.coOrganised = false
	}
	return s.rows(ctx, list, p)
}

// Queue is what waits for the municipality's approval, the oldest first.
func (s *Service) Queue(ctx context.Context, actor account.Actor, p RowParams) (RowPage, error) {
	if err := actor.Require(account.ReadStaff); err != nil {
		return RowPage{}, err
	}
	return s.rows(ctx, rowList{municipalityID: actor.MunicipalityID, statuses: []Status{Submitted}, sort: "updated"}, p)
}

// StaffList is every activity of the municipality, the last changed first. Drafts
// are the groups' own until they are sent in: they stand here only when asked for
// by status.
func (s *Service) StaffList(ctx context.Context, actor account.Actor, p RowParams) (RowPage, error) {
	if err := actor.Require(account.ReadStaff); err != nil {
		return RowPage{}, err
	}
	return s.rows(ctx, staffList(actor, p), p)
}

func staffList(actor account.Actor, p RowParams) rowList {
	list := rowList{
		municipalityID: actor.MunicipalityID, organisationID: p.OrganisationID, sort: "updated", down: true,
		statuses: []Status{Submitted, Published, Refused, Archived},
	}
	if slices.Contains(Statuses, p.Status) {
		list.statuses = []Status{p.Status}
	}
	return list
}

const queueLengthSQL = `-- activity.QueueLength
select count(*) from activity where municipality_id = @municipality_id and status = 'submitted'`

// QueueLength is how many activities wait for approval.
func (s *Service) QueueLength(ctx context.Context, municipalityID int64) (int, error) {
	return postgres.Scalar[int](ctx, s.pool, queueLengthSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID})
}

func (s *Service) rows(ctx context.Context, list rowList, p RowParams) (RowPage, error) {
	limit := p.Limit
	if limit <= 0 || limit > 500 {
		limit = 50
	}
	back := p.Before != ""
	up := list.down == back
	sql, at, id := rowsDownSQL, "infinity", int64(0)
	if up {
		sql, at = rowsUpSQL, "-infinity"
	}
	if c := p.After + p.Before; c != "" {
		at, id = readCursor(c, at)
	} else if !up {
		id = 1 << 62 // what has no date sorts as infinity too
	}
	rows, err := postgres.Many[rowRow](ctx, s.pool, sql, pgx.StrictNamedArgs{
		"now": s.now(), "sort": list.sort, "municipality_id": list.municipalityID, "organisation_id": list.organisationID,
		"co_organised": list.coOrganised, "statuses": list.statuses, "category_id": p.CategoryID, "tab": list.tab,
		"words": strings.TrimSpace(p.Words), "at": at, "id": id, "limit": limit + 1,
	}, postgres.Fresh)
	if err != nil {
		return RowPage{}, err
	}
	return pageOf(rows, limit, back, p.After != ""), nil
}

func pageOf(rows []rowRow, limit int, back, after bool) RowPage {
	more := len(rows) > limit
	rows = rows[:min(len(rows), limit)]
	if back {
		slices.Reverse(rows)
	}
	var page RowPage
	for _, r := range rows {
		page.Rows = append(page.Rows, r.Row)
	}
	if len(rows) == 0 {
		return page
	}
	if more && !back || back {
		page.Next = rows[len(rows)-1].cursor()
	}
	if more && back || after {
		page.Prev = rows[0].cursor()
	}
	return page
}

func (r rowRow) cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(r.ID, 10) + " " + r.SortKey))
}

// readCursor reads what cursor wrote; anything else starts from the beginning.
func readCursor(s, start string) (string, int64) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return start, 0
	}
	first, at, _ := strings.Cut(string(raw), " ")
	id, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return start, 0
	}
	if _, err := time.Parse(time.RFC3339Nano, at); err != nil && at != "infinity" && at != "-infinity" {
		return start, 0
	}
	return at, id
}
