// Lists of contacts: the staff's register, and what residents find.

package contact

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"
)

const listWhere = `
where c.municipality_id = @municipality_id and c.merged_into is null
  and not exists (select from unnest(@terms::text[]) w
                  where concat_ws(' ', c.name, c.title, c.email, c.phone, u.name) not ilike '%' || w || '%')
  and (@topic::bigint = 0 or exists (select from contact_topic t where t.contact_id = c.id and t.code_id = @topic))
  and (@area::bigint = 0 or exists (select from contact_area ca where ca.contact_id = c.id and ca.area_id = @area))
  and (@unit::bigint = 0 or c.unit_id = @unit)
  and case @state::text
        when 'valid' then c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)
        when 'stale' then c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)
                          and (c.confirmed_at is null or c.confirmed_at < @stale_before)
        when 'ending' then c.valid_to between @today and @today::date + 30
        when 'uncovered' then c.valid_to between @today and @today::date + 30
                          and (s.id is null or (s.valid_to is not null and s.valid_to <= c.valid_to))
        when 'ended' then c.valid_to < @today
        when 'internal' then not c.public
        else true end`

const byNameUpSQL = `-- contact.List by name
select ` + listedColumns + listedFrom + listWhere + `
  and (@id::bigint = 0 or (c.name, c.id) > (@at::text collate nb_sort, @id)) order by c.name, c.id limit @limit`

const byNameDownSQL = `-- contact.List by name, down
select ` + listedColumns + listedFrom + listWhere + `
  and (@id::bigint = 0 or (c.name, c.id) < (@at::text collate nb_sort, @id)) order by c.name desc, c.id desc limit @limit`

const byUnitUpSQL = `-- contact.List by unit
select ` + listedColumns + listedFrom + listWhere + `
  and (@id::bigint = 0 or (coalesce(u.name, ''), c.id) > (@at::text collate nb_sort, @id)) order by coalesce(u.name, ''), c.id limit @limit`

const byUnitDownSQL = `-- contact.List by unit, down
select ` + listedColumns + listedFrom + listWhere + `
  and (@id::bigint = 0 or (coalesce(u.name, ''), c.id) < (@at::text collate nb_sort, @id))
order by coalesce(u.name, '') desc, c.id desc limit @limit`

const byConfirmedUpSQL = `-- contact.List by confirmed
select ` + listedColumns + listedFrom + listWhere + `
  and (@id::bigint = 0 or (coalesce(c.confirmed_at, '-infinity'), c.id) > (nullif(@at::text, '')::timestamptz, @id))
order by coalesce(c.confirmed_at, '-infinity'), c.id limit @limit`

const byConfirmedDownSQL = `-- contact.List by confirmed, down
select ` + listedColumns + listedFrom + listWhere + `
  and (@id::bigint = 0 or (coalesce(c.confirmed_at, '-infinity'), c.id) < (nullif(@at::text, '')::timestamptz, @id))
order by coalesce(c.confirmed_at, '-infinity') desc, c.id desc limit @limit`

// Sort is an order of the register; with "-" in front it is turned around.
type Sort string

// The orders. Who has no unit, or was never confirmed, comes first.
const (
	ByName      Sort = "navn"
	ByUnit      Sort = "enhet"
	ByConfirmed Sort = "bekreftet"
)

func byName(c Listed) keyset.Place { return keyset.Place{At: c.Name, ID: c.ID} }

var orders = keyset.Orders[Listed]{
	string(ByName): {Up: byNameUpSQL, Down: byNameDownSQL, Place: byName},
	string(ByUnit): {Up: byUnitUpSQL, Down: byUnitDownSQL, Place: func(c Listed) keyset.Place { return keyset.Place{At: c.UnitName, ID: c.ID} }},
	string(ByConfirmed): {Up: byConfirmedUpSQL, Down: byConfirmedDownSQL, Fits: keyset.IsMoment, Place: func(c Listed) keyset.Place {
		return keyset.Place{At: keyset.Moment(c.ConfirmedAt, "-infinity"), ID: c.ID}
	}},
}

// Known is the order when there is such a one, otherwise ByName.
func (s Sort) Known() Sort { return Sort(orders.Known(string(s), string(ByName))) }

const countSQL = `-- contact.Count
select count(*)` + listedFrom + listWhere

// State narrows the register to contacts that need something, or are of a kind.
type State string

// The states. Uncovered ones end within 30 days and nobody answers after them.
const (
	Valid     State = "valid"
	StaleOnes State = "stale"
	Ending    State = "ending"
	Uncovered State = "uncovered"
	Ended     State = "ended"
	Internal  State = "internal"
)

// Filter narrows, sorts and pages the register.
type Filter struct {
	Words             string
	Topic, Area, Unit int64
	State             State // "" means all
	Sort              Sort  // ByName when empty or unknown
	After, Before     string
	Limit             int // as in keyset.Params
}

func (f Filter) place() keyset.Params {
	return keyset.Params{Sort: string(f.Sort.Known()), After: f.After, Before: f.Before, Limit: f.Limit}
}

// Page is one page of a list.
type Page = keyset.Page[Listed]

func (s *Service) filterArgs(municipalityID int64, f Filter) postgres.Args {
	return postgres.Args{
		"municipality_id": municipalityID, "today": s.today(), "stale_before": s.staleBefore(), "terms": terms(f.Words),
		"topic": f.Topic, "area": f.Area, "unit": f.Unit, "state": string(f.State),
	}
}

// List is a page of the register for staff.
func (s *Service) List(ctx context.Context, by account.Actor, f Filter) (Page, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return Page{}, err
	}
	return orders.Read(f.place(), func(sql string, from keyset.Place, limit int) ([]Listed, error) {
		args := s.filterArgs(by.MunicipalityID, f)
		args["at"], args["id"], args["limit"] = from.At, from.ID, limit
		return postgres.Many[Listed](ctx, s.Pool, sql, args, postgres.Fresh)
	})
}

// Count is how many contacts the filter leaves.
func (s *Service) Count(ctx context.Context, by account.Actor, f Filter) (int, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return 0, err
	}
	return postgres.Scalar[int](ctx, s.Pool, countSQL, s.filterArgs(by.MunicipalityID, f), postgres.Fresh)
}

var wild = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// terms are the words that a contact must all have, with the signs that mean
// something to LIKE made harmless. A phone number is one word however it is spaced.
func terms(words string) []string {
	if digits := strings.Join(strings.Fields(words), ""); len(digits) >= 5 && strings.Trim(digits, "+0123456789") == "" {
		return []string{digits}
	}
	out := []string{}
	for _, w := range strings.Fields(words) {
		if len(out) < 8 {
			out = append(out, wild.Replace(w))
		}
	}
	return out
}

const publicWhere = `
from contact c
left join municipal_unit u on u.id = c.unit_id
left join lateral (select x.* from contact x where x.id = c.substitute_id and x.merged_into is null and x.public
                   and x.valid_from <= @today and (x.valid_to is null or x.valid_to >= @today)) s on true
where c.municipality_id = @municipality_id and c.public and c.merged_into is null
  and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)`

// A substitute who is not public, or away, is not named to residents.
const publicColumns = columns + `,
       coalesce(u.name, '') as unit_name, coalesce(s.name, '') as substitute_name,
       coalesce(s.phone, '') as substitute_phone, coalesce(s.email, '') as substitute_email`

const findSQL = `-- contact.PublicFind
select ` + publicColumns + publicWhere + `
  and exists (select from contact_topic t where t.contact_id = c.id and t.code_id = @topic)
  and (@area::bigint = 0 or exists (select from contact_area a where a.contact_id = c.id and a.area_id = @area)
       or not exists (select from contact_area a where a.contact_id = c.id))
order by exists (select from contact_area a where a.contact_id = c.id and a.area_id = @area) desc, c.name, c.id
limit 30`

// PublicFind is who to contact about a topic: public, valid today, those who answer for
// the area before those who answer for the whole municipality. Area 0 is every area.
func (s *Service) PublicFind(ctx context.Context, municipalityID, topic, area int64) ([]Listed, error) {
	return postgres.Many[Listed](ctx, s.Pool, findSQL, postgres.Args{
		"municipality_id": municipalityID, "today": s.today(), "topic": topic, "area": area,
	}, postgres.Fresh)
}

const areasOfSQL = `-- contact.PublicAreasOf
select distinct ca.area_id from contact_area ca
join contact_topic t on t.contact_id = ca.contact_id and t.code_id = @topic
join contact c on c.id = ca.contact_id
where c.municipality_id = @municipality_id and c.public and c.merged_into is null
  and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)`

// PublicAreasOf are the areas that have somebody of their own for the topic. When there
// are any, where one lives decides whom to ask.
func (s *Service) PublicAreasOf(ctx context.Context, municipalityID, topic int64) ([]int64, error) {
	return postgres.Scalars[int64](ctx, s.Pool, areasOfSQL, postgres.Args{"municipality_id": municipalityID, "topic": topic, "today": s.today()})
}

const topicCountsSQL = `-- contact.PublicTopicCounts
select t.code_id as id, count(*) as n from contact_topic t join contact c on c.id = t.contact_id
where c.municipality_id = @municipality_id and c.public and c.merged_into is null
  and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)
group by t.code_id`

// PublicTopicCounts is how many public contacts answer for each topic today.
func (s *Service) PublicTopicCounts(ctx context.Context, municipalityID int64) (map[int64]int, error) {
	type row struct {
		ID int64
		N  int
	}
	rows, err := postgres.Many[row](ctx, s.Pool, topicCountsSQL, postgres.Args{"municipality_id": municipalityID, "today": s.today()})
	out := make(map[int64]int, len(rows))
	for _, r := range rows {
		out[r.ID] = r.N
	}
	return out, err
}

const directoryWhere = publicWhere + `
  and not exists (select from unnest(@terms::text[]) w where concat_ws(' ', c.name, c.title, u.name,
        (select string_agg(concat_ws(' ', k.name_nb, k.name_nn, k.name_en), ' ') from contact_topic t join code k on k.id = t.code_id
         where t.contact_id = c.id)) not ilike '%' || w || '%')`

const directoryUpSQL = `-- contact.PublicDirectory
select ` + publicColumns + directoryWhere + `
  and (@id::bigint = 0 or (c.name, c.id) > (@at::text collate nb_sort, @id)) order by c.name, c.id limit @limit`

const directoryDownSQL = `-- contact.Directory, down
select ` + publicColumns + directoryWhere + `
  and (@id::bigint = 0 or (c.name, c.id) < (@at::text collate nb_sort, @id)) order by c.name desc, c.id desc limit @limit`

var directoryOrders = keyset.Orders[Listed]{string(ByName): {Up: directoryUpSQL, Down: directoryDownSQL, Place: byName}}

// PublicDirectory is a page of all public contacts that are valid today, by name. Of
// the filter only the words and the place in the list count.
func (s *Service) PublicDirectory(ctx context.Context, municipalityID int64, f Filter) (Page, error) {
	f.Sort = ByName
	return directoryOrders.Read(f.place(), func(sql string, from keyset.Place, limit int) ([]Listed, error) {
		return postgres.Many[Listed](ctx, s.Pool, sql, postgres.Args{
			"municipality_id": municipalityID, "today": s.today(), "terms": terms(f.Words), "at": from.At, "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
}

func (s *Service) staleBefore() time.Time { return s.Now().AddDate(0, -ReconfirmAfter, 0) }

// today is the date in Oslo, as midnight UTC, which Postgres takes as a date.
func (s *Service) today() time.Time { return dateOf(s.Now()) }

func dateOf(t time.Time) time.Time {
	t = t.In(i18n.Oslo)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

const byIDsSQL = `-- contact.PublicByIDs
select ` + publicColumns + publicWhere + `
  and c.id = any(@ids::bigint[])
order by array_position(@ids::bigint[], c.id)`

// PublicByIDs are those of the contacts that residents may see today, in the order of
// the ids: for pages that found them by search.
func (s *Service) PublicByIDs(ctx context.Context, municipalityID int64, ids []int64) ([]Listed, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return postgres.Many[Listed](ctx, s.Pool, byIDsSQL, postgres.Args{
		"municipality_id": municipalityID, "today": s.today(), "ids": ids,
	})
}
