// Reports as staff read them.

package pagereport

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"
)

// State is which reports a list has.
type State string

// The states. Of those that are open, some are answered.
const (
	Unclosed   State = ""
	Unanswered State = "unanswered"
	Answered   State = "answered"
	Closed     State = "closed"
	All        State = "all"
)

// Filter narrows and pages the list.
type Filter struct {
	State         State
	Reason        Reason
	After, Before string
	Limit         int // as in keyset.Params
}

const columns = `r.id, r.page, r.about, coalesce(r.about_id, 0) as about_id, coalesce(a.title, o.name, v.name, c.name, nullif(t.texts #>> '{nb,title}', ''), nullif(t.texts #>> '{nn,title}', ''), t.texts #>> '{en,title}', '') as title, r.reason, r.body, r.email,
       r.lang, r.created_at, r.answered_at, r.closed_at, coalesce(r.outcome, '') as outcome
from page_report r
left join activity a on r.about = 'activity' and a.id = r.about_id and a.municipality_id = r.municipality_id
left join organisation o on r.about = 'organisation' and o.id = r.about_id and o.municipality_id = r.municipality_id
left join venue v on r.about = 'venue' and v.id = r.about_id and v.municipality_id = r.municipality_id
left join contact c on r.about = 'contact' and c.id = r.about_id and c.municipality_id = r.municipality_id
left join article t on r.about = 'article' and t.id = r.about_id and t.municipality_id = r.municipality_id
where r.municipality_id = @municipality_id`

const narrowed = `
  and case @state::text when '' then r.closed_at is null when 'unanswered' then r.closed_at is null and r.answered_at is null
      when 'answered' then r.closed_at is null and r.answered_at is not null when 'closed' then r.closed_at is not null else true end
  and (@reason::text = '' or r.reason = @reason)`

const newestSQL = `-- pagereport.newest
select ` + columns + narrowed + `
  and (@id::bigint = 0 or (r.created_at, r.id) < (@at::text::timestamptz, @id)) order by r.created_at desc, r.id desc limit @limit`

const oldestSQL = `-- pagereport.oldest
select ` + columns + narrowed + `
  and (@id::bigint = 0 or (r.created_at, r.id) > (@at::text::timestamptz, @id)) order by r.created_at, r.id limit @limit`

const byTime = "tid"

var orders = keyset.Orders[Report]{byTime: {Up: oldestSQL, Down: newestSQL, Fits: keyset.IsMoment, Place: func(r Report) keyset.Place {
	return keyset.Place{At: keyset.Moment(&r.CreatedAt, ""), ID: r.ID}
}}}

// List are the reports, those that came last first.
func (s *Service) List(ctx context.Context, by account.Actor, f Filter) (keyset.Page[Report], error) {
	return s.list(ctx, by, f, "-"+byTime)
}

// Waiting are those that are open, those that have waited the longest first.
func (s *Service) Waiting(ctx context.Context, by account.Actor, limit int) ([]Report, error) {
	found, err := s.list(ctx, by, Filter{Limit: limit}, byTime)
	return found.Rows, err
}

func (s *Service) list(ctx context.Context, by account.Actor, f Filter, sort string) (keyset.Page[Report], error) {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return keyset.Page[Report]{}, err
	}
	at := keyset.Params{Sort: sort, After: f.After, Before: f.Before, Limit: f.Limit}
	return orders.Read(at, func(sql string, from keyset.Place, limit int) ([]Report, error) {
		if from.ID == 0 {
			from.At = "-infinity"
		}
		return postgres.Many[Report](ctx, s.Pool, sql, postgres.Args{
			"municipality_id": by.MunicipalityID, "state": string(f.State), "reason": string(f.Reason), "at": from.At, "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
}

const openCountSQL = `-- pagereport.OpenCount
select count(*)::int from page_report where municipality_id = @municipality_id and closed_at is null`

// OpenCount is how many are open.
func (s *Service) OpenCount(ctx context.Context, by account.Actor) (int, error) {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return 0, err
	}
	return postgres.Scalar[int](ctx, s.Pool, openCountSQL, postgres.Args{"municipality_id": by.MunicipalityID})
}

const showSQL = `-- pagereport.Show
select ` + columns + ` and r.id = @id`

const answersSQL = `-- pagereport.answers
select n.id, coalesce(a.name, '') as author, n.body, n.created_at from page_report_answer n left join account a on a.id = n.author_id
where n.page_report_id = @id and n.municipality_id = @municipality_id order by n.id`

// Show is one report.
func (s *Service) Show(ctx context.Context, by account.Actor, id int64) (View, error) {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return View{}, err
	}
	args := postgres.Args{"municipality_id": by.MunicipalityID, "id": id}
	r, err := postgres.One[Report](ctx, s.Pool, showSQL, args)
	if fault.Is(err, fault.NotFound) {
		return View{}, missing()
	}
	if err != nil {
		return View{}, err
	}
	answers, err := postgres.Many[Answer](ctx, s.Pool, answersSQL, args)
	return View{Report: r, Answers: answers}, err
}

// History is what has been done with a report, the newest first.
func (s *Service) History(ctx context.Context, by account.Actor, id int64) ([]audit.Row, error) {
	if _, err := s.Show(ctx, by, id); err != nil {
		return nil, err
	}
	return audit.List(ctx, s.Pool, audit.Query{MunicipalityID: by.MunicipalityID, Object: object, ObjectID: id, Limit: 50})
}
