package contact

import (
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
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

const listSQL = `-- contact.List
select ` + listedColumns + listedFrom + listWhere + `
  and (@from::bigint = 0 or (c.name, c.id) > (select x.name, x.id from contact x where x.id = @from and x.municipality_id = @municipality_id))
order by c.name, c.id limit @limit`

const listBackSQL = `-- contact.ListBack
select ` + listedColumns + listedFrom + listWhere + `
  and (@from::bigint = 0 or (c.name, c.id) < (select x.name, x.id from contact x where x.id = @from and x.municipality_id = @municipality_id))
order by c.name desc, c.id desc limit @limit`

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

// Filter narrows the register. After and Before are ids of the contact that the
// page shown ended or began with; at most one of them is set.
type Filter struct {
	Words             string
	Topic, Area, Unit int64
	State             State // "" means all
	After, Before     int64
	Limit             int // 0: 50; at most 20,000
}

// Page is one page of a list by name. Prev and Next are the Before and After of
// the pages beside it, 0 when there is none.
type Page struct {
	Rows       []Listed
	Prev, Next int64
}

func (s *Service) filterArgs(municipalityID int64, f Filter) pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{
		"municipality_id": municipalityID, "today": s.today(), "stale_before": s.staleBefore(), "terms": terms(f.Words),
		"topic": f.Topic, "area": f.Area, "unit": f.Unit, "state": string(f.State),
	}
}

// List is a page of the register for staff, by name.
func (s *Service) List(ctx context.Context, by account.Actor, f Filter) (Page, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return Page{}, err
	}
	return paged(f.After, f.Before, f.Limit, func(back bool, from int64, limit int) ([]Listed, error) {
		args := s.filterArgs(by.MunicipalityID, f)
		args["from"], args["limit"] = from, limit
		return postgres.Many[Listed](ctx, s.pool, direction(back, listSQL, listBackSQL), args, postgres.Fresh)
	})
}

// Count is how many contacts the filter leaves.
func (s *Service) Count(ctx context.Context, by account.Actor, f Filter) (int, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return 0, err
	}
	return postgres.Scalar[int](ctx, s.pool, countSQL, s.filterArgs(by.MunicipalityID, f), postgres.Fresh)
}

func direction(back bool, forth, backwards string) string {
	if back {
		return backwards
	}
	return forth
}

// paged reads one row more than it shows, to know whether the list goes on.
func paged(after, before int64, limit int, read func(back bool, from int64, limit int) ([]Listed, error)) (Page, error) {
	if limit <= 0 || limit > exportLimit {
		limit = 50
	}
	back := before != 0
	rows, err := read(back, max(after, before), limit+1)
	if err != nil {
		return Page{}, err
	}
	more := len(rows) > limit
	rows = rows[:min(len(rows), limit)]
	if back {
		slices.Reverse(rows)
	}
	p := Page{Rows: rows}
	if len(rows) == 0 {
		return p, nil
	}
	if more && !back || back {
		p.Next = rows[len(rows)-1].ID
	}
	if more && back || after != 0 {
		p.Prev = rows[0].ID
	}
	return p, nil
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

const findSQL = `-- contact.Find
select ` + publicColumns + publicWhere + `
  and exists (select from contact_topic t where t.contact_id = c.id and t.code_id = @topic)
  and (@area::bigint = 0 or exists (select from contact_area a where a.contact_id = c.id and a.area_id = @area)
       or not exists (select from contact_area a where a.contact_id = c.id))
order by exists (select from contact_area a where a.contact_id = c.id and a.area_id = @area) desc, c.name, c.id
limit 30`

// Find is who to contact about a topic: public, valid today, those who answer for
// the area before those who answer for the whole municipality. Area 0 is every area.
func (s *Service) Find(ctx context.Context, municipalityID, topic, area int64) ([]Listed, error) {
	return postgres.Many[Listed](ctx, s.pool, findSQL, pgx.StrictNamedArgs{
		"municipality_id": municipalityID, "today": s.today(), "topic": topic, "area": area,
	}, postgres.Fresh)
}

const areasOfSQL = `-- contact.AreasOf
select distinct ca.area_id from contact_area ca
join contact_topic t on t.contact_id = ca.contact_id and t.code_id = @topic
join contact c on c.id = ca.contact_id
where c.municipality_id = @municipality_id and c.public and c.merged_into is null
  and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)`

// AreasOf are the areas that have somebody of their own for the topic. When there
// are any, where one lives decides whom to ask.
func (s *Service) AreasOf(ctx context.Context, municipalityID, topic int64) ([]int64, error) {
	return postgres.Scalars[int64](ctx, s.pool, areasOfSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "topic": topic, "today": s.today()})
}

const topicCountsSQL = `-- contact.TopicCounts
select t.code_id as id, count(*) as n from contact_topic t join contact c on c.id = t.contact_id
where c.municipality_id = @municipality_id and c.public and c.merged_into is null
  and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)
group by t.code_id`

// TopicCounts is how many public contacts answer for each topic today.
func (s *Service) TopicCounts(ctx context.Context, municipalityID int64) (map[int64]int, error) {
	type row struct {
		ID int64
		N  int
	}
	rows, err := postgres.Many[row](ctx, s.pool, topicCountsSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "today": s.today()})
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

const directorySQL = `-- contact.Directory
select ` + publicColumns + directoryWhere + `
  and (@from::bigint = 0 or (c.name, c.id) > (select x.name, x.id from contact x where x.id = @from and x.municipality_id = @municipality_id))
order by c.name, c.id limit @limit`

const directoryBackSQL = `-- contact.DirectoryBack
select ` + publicColumns + directoryWhere + `
  and (@from::bigint = 0 or (c.name, c.id) < (select x.name, x.id from contact x where x.id = @from and x.municipality_id = @municipality_id))
order by c.name desc, c.id desc limit @limit`

// Directory is a page of all public contacts that are valid today, by name. Of
// the filter only the words and the place in the list count.
func (s *Service) Directory(ctx context.Context, municipalityID int64, f Filter) (Page, error) {
	return paged(f.After, f.Before, f.Limit, func(back bool, from int64, limit int) ([]Listed, error) {
		return postgres.Many[Listed](ctx, s.pool, direction(back, directorySQL, directoryBackSQL), pgx.StrictNamedArgs{
			"municipality_id": municipalityID, "today": s.today(), "terms": terms(f.Words), "from": from, "limit": limit,
		}, postgres.Fresh)
	})
}

func (s *Service) staleBefore() time.Time { return s.now().AddDate(0, -ReconfirmAfter, 0) }

// today is the date in Oslo, as midnight UTC, which Postgres takes as a date.
func (s *Service) today() time.Time { return dateOf(s.now()) }

func dateOf(t time.Time) time.Time {
	t = t.In(i18n.Oslo)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
