// Who has signed up for a date, in order, and one of them.

package roster

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// ListParams narrows the organiser's list.
type ListParams struct {
	ActivityID   int64
	OccurrenceID int64                 // 0: the series
	AttendanceAt int64                 // the date whose attendance is shown; 0: OccurrenceID
	Words        string                // in names, e-mail, phone
	Statuses     []registration.Status // nil: all
	Attendance   *registration.Attendance
	After        string // List.Next of the page before
	Before       string // List.Prev of the page after
	Limit        int    // 0: 50; at most MaxListed
}

// MaxListed is all that one date or series can hold: its places and a waiting list as long.
const MaxListed = 2 * signupform.MaxPlaces

// List is one page of the organiser's list.
type List struct {
	Title  string
	Form   signupform.Form
	Slot   signupform.Slot
	Rows   []registration.Registration // in order of signing up
	Prev   string                      // Before of the previous page, "" for none
	Next   string                      // After of the next page, "" for none
	Counts map[registration.Status]int // people by status, whatever the filter
}

const listFrom = `
select ` + registration.Columns + ` from registration r
where r.slot_id = @slot_id and (@statuses::text[] is null or r.status = any(@statuses::text[]))
  and (@words::text = '' or strpos(lower(r.name || ' ' || r.email || ' ' || r.phone || ' '
       || coalesce((select string_agg(p.name, ' ') from participant p where p.registration_id = r.id), '')), lower(@words)) > 0)
  and (@attendance::text is null or exists (select from participant p left join attendance t on t.participant_id = p.id and t.occurrence_id = @occurrence_id
       where p.registration_id = r.id and coalesce(t.state, '') = @attendance::text))`

const listUpSQL = `-- roster.List` + listFrom + `
  and (@id::bigint = 0 or r.number > @id)
order by r.number limit @limit`

const listDownSQL = `-- roster.List back` + listFrom + `
  and (@id::bigint = 0 or r.number < @id)
order by r.number desc limit @limit`

// byNumber is the one order of the list: that of signing up.
const byNumber = "nummer"

var listOrders = keyset.Orders[registration.Registration]{
	byNumber: {Up: listUpSQL, Down: listDownSQL, Place: func(r registration.Registration) keyset.Place { return keyset.Place{ID: int64(r.Number)} }},
}

const countsSQL = `-- roster.counts
select status, sum(party_size)::int as people from registration where slot_id = @slot_id group by status`

// List is who has signed up, in the order in which they did. That somebody has
// looked at it is written in the log.
func (s *Service) List(ctx context.Context, actor account.Actor, p ListParams) (List, error) {
	if p.Limit <= 0 || p.Limit > MaxListed {
		p.Limit = 50
	}
	list, err := s.list(ctx, actor, p)
	if err != nil {
		return list, err
	}
	return list, signupform.RecordActivity(ctx, s.pool, s.now(), actor, "registration.look", p.ActivityID, map[string]any{"occurrence": p.OccurrenceID, "rows": len(list.Rows)})
}

func (s *Service) list(ctx context.Context, actor account.Actor, p ListParams) (List, error) {
	b, err := signupform.Manage(ctx, s.pool, actor, p.ActivityID)
	if err != nil {
		return List{}, err
	}
	form, stored := b.Form()
	if !stored {
		return List{}, activity.Missing()
	}
	if form.Scope == signupform.WholeSeries {
		if p.AttendanceAt == 0 {
			p.AttendanceAt = p.OccurrenceID
		}
		p.OccurrenceID = 0
	}
	if p.AttendanceAt == 0 {
		p.AttendanceAt = p.OccurrenceID
	}
	slot, err := signupform.ReadSlot(ctx, s.pool, b, p.OccurrenceID)
	list := List{Title: b.Title, Form: form, Slot: slot, Counts: map[registration.Status]int{}}
	if err != nil || slot.ID == 0 {
		return list, err
	}
	place := keyset.Params{Sort: byNumber, After: p.After, Before: p.Before, Limit: p.Limit}
	rows, err := listOrders.Read(place, func(sql string, from keyset.Place, limit int) ([]registration.Registration, error) {
		return postgres.Many[registration.Registration](ctx, s.pool, sql, p.args(slot, from, limit), postgres.Fresh)
	})
	if err != nil {
		return list, err
	}
	for i := range rows.Rows {
		if err := rows.Rows[i].Open(s.keys); err != nil {
			return list, err
		}
	}
	list.Rows, list.Prev, list.Next = rows.Rows, rows.Prev, rows.Next
	type count struct {
		Status registration.Status
		People int
	}
	counts, err := postgres.Many[count](ctx, s.pool, countsSQL, postgres.Args{"slot_id": slot.ID})
	for _, c := range counts {
		list.Counts[c.Status] = c.People
	}
	return list, err
}

func (p ListParams) args(slot signupform.Slot, from keyset.Place, limit int) postgres.Args {
	var statuses []string
	for _, s := range p.Statuses {
		statuses = append(statuses, string(s))
	}
	var attendance *string
	if p.Attendance != nil {
		a := string(*p.Attendance)
		attendance = &a
	}
	return postgres.Args{
		"slot_id": slot.ID, "id": from.ID, "statuses": statuses, "words": strings.TrimSpace(p.Words),
		"attendance": attendance, "occurrence_id": p.AttendanceAt, "limit": limit,
	}
}

// One is a single registration of a list that the actor keeps.
func (s *Service) One(ctx context.Context, actor account.Actor, id int64) (registration.Registration, error) {
	r, err := registration.Read(ctx, s.pool, actor.MunicipalityID, id)
	if err != nil {
		return r, err
	}
	if _, err := signupform.Manage(ctx, s.pool, actor, r.ActivityID); err != nil {
		if fault.Is(err, fault.NotFound) {
			err = registration.Missing()
		}
		return registration.Registration{}, err
	}
	if err := r.Open(s.keys); err != nil {
		return r, err
	}
	return r, registration.Record(ctx, s.pool, s.now(), actor, "registration.look", id, map[string]any{"activity": r.ActivityID})
}
