package registration

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Page is what residents see of signing up for one date or series.
type Page struct {
	Form     Form
	Settings Settings
	Slot     Slot
	Gate     Gate // for one person
	Deadline time.Time
}

// SignUpPage is what the page of an activity shows about signing up, without
// storing anything. OccurrenceID 0 is the whole series. An activity without
// sign-up here, or one that residents cannot see, is NotFound.
func (s *Service) SignUpPage(ctx context.Context, actor account.Actor, activityID, occurrenceID int64) (Page, error) {
	b, err := readBase(ctx, s.pool, actor, activityID)
	if err != nil {
		return Page{}, err
	}
	form, _ := b.form()
	if !b.open() {
		return Page{}, missing()
	}
	if form.Scope == WholeSeries {
		occurrenceID = 0
	}
	slot, err := readSlot(ctx, s.pool, b, occurrenceID)
	return Page{Form: form, Settings: b.settings(), Slot: slot, Gate: GateFor(s.now(), form, slot, 1), Deadline: form.Deadline(slot)}, err
}

const slotsToComeSQL = `-- registration.slotsToCome
select coalesce(s.id, 0) as id, a.municipality_id, a.id as activity_id, f.scope, case when f.scope = 'series' then 0 else o.id end as occurrence_id,
       o.starts_at, o.ends_at, case when s.id is null then f.capacity else s.capacity end as capacity, coalesce(s.own_capacity, false) as own_capacity,
       coalesce(s.taken, 0) as taken, f.waiting_capacity, coalesce(s.waiting, 0) as waiting, f.strict_order,
       f.closed or coalesce(s.closed, false) as closed, a.cancelled_at is not null or o.status = 'cancelled' as cancelled
from activity a join signup_form f on f.activity_id = a.id and f.scope = 'date' join occurrence o on o.activity_id = a.id
left join signup_slot s on s.activity_id = a.id and s.scope = 'date' and s.occurrence_id = o.id
where a.id = @id and a.municipality_id = @municipality_id and o.ends_at > @from
order by o.starts_at, o.id limit @limit`

// Slots are the dates of an activity with their places, for choosing one: those
// that end after from. A form for the whole series gives its one slot.
func (s *Service) Slots(ctx context.Context, actor account.Actor, activityID int64, from time.Time, limit int) ([]Slot, error) {
	b, err := readBase(ctx, s.pool, actor, activityID)
	if err != nil {
		return nil, err
	}
	form, stored := b.form()
	if !b.open() && (!stored || b.mayManage(actor) != nil) {
		return nil, missing()
	}
	if form.Scope == WholeSeries {
		slot, err := readSlot(ctx, s.pool, b, 0)
		return []Slot{slot}, err
	}
	return postgres.Many[Slot](ctx, s.pool, slotsToComeSQL, pgx.StrictNamedArgs{
		"id": activityID, "municipality_id": actor.MunicipalityID, "from": from, "limit": limit,
	})
}

// ListParams narrows the organiser's list.
type ListParams struct {
	ActivityID   int64
	OccurrenceID int64    // 0: the series
	AttendanceAt int64    // the date whose attendance is shown; 0: OccurrenceID
	Words        string   // in names, e-mail, phone
	Statuses     []Status // nil: all
	Attendance   *Attendance
	AfterNumber  int // keyset: List.Next
	Limit        int // 0: 50; at most MaxListed
}

// MaxListed is all that one date or series can hold: its places and a waiting list as long.
const MaxListed = 2 * maxPlaces

// List is one page of the organiser's list.
type List struct {
	Title  string
	Form   Form
	Slot   Slot
	Rows   []Registration // in order of signing up
	Next   int            // AfterNumber of the next page, 0 for none
	Counts map[Status]int // people by status, whatever the filter
}

const listSQL = `-- registration.List
select ` + registrationColumns + ` from registration r
where r.slot_id = @slot_id and r.number > @after and (@statuses::text[] is null or r.status = any(@statuses::text[]))
  and (@words::text = '' or strpos(lower(r.name || ' ' || r.email || ' ' || r.phone || ' '
       || coalesce((select string_agg(p.name, ' ') from participant p where p.registration_id = r.id), '')), lower(@words)) > 0)
  and (@attendance::text is null or exists (select from participant p left join attendance t on t.participant_id = p.id and t.occurrence_id = @occurrence_id
       where p.registration_id = r.id and coalesce(t.state, '') = @attendance::text))
order by r.number limit @limit`

const countsSQL = `-- registration.counts
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
	return list, recordActivity(ctx, s.pool, actor, "registration.look", p.ActivityID, map[string]any{"occurrence": p.OccurrenceID, "rows": len(list.Rows)})
}

func (s *Service) list(ctx context.Context, actor account.Actor, p ListParams) (List, error) {
	b, err := manage(ctx, s.pool, actor, p.ActivityID)
	if err != nil {
		return List{}, err
	}
	form, stored := b.form()
	if !stored {
		return List{}, missing()
	}
	if form.Scope == WholeSeries {
		if p.AttendanceAt == 0 {
			p.AttendanceAt = p.OccurrenceID
		}
		p.OccurrenceID = 0
	}
	if p.AttendanceAt == 0 {
		p.AttendanceAt = p.OccurrenceID
	}
	slot, err := readSlot(ctx, s.pool, b, p.OccurrenceID)
	list := List{Title: b.Title, Form: form, Slot: slot, Counts: map[Status]int{}}
	if err != nil || slot.ID == 0 {
		return list, err
	}
	if list.Rows, err = postgres.Many[Registration](ctx, s.pool, listSQL, p.args(slot), postgres.Fresh); err != nil {
		return list, err
	}
	if len(list.Rows) > p.Limit {
		list.Rows = list.Rows[:p.Limit]
		list.Next = list.Rows[p.Limit-1].Number
	}
	type count struct {
		Status Status
		People int
	}
	counts, err := postgres.Many[count](ctx, s.pool, countsSQL, pgx.StrictNamedArgs{"slot_id": slot.ID})
	for _, c := range counts {
		list.Counts[c.Status] = c.People
	}
	return list, err
}

func (p ListParams) args(slot Slot) pgx.StrictNamedArgs {
	var statuses []string
	for _, s := range p.Statuses {
		statuses = append(statuses, string(s))
	}
	var attendance *string
	if p.Attendance != nil {
		a := string(*p.Attendance)
		attendance = &a
	}
	return pgx.StrictNamedArgs{
		"slot_id": slot.ID, "after": p.AfterNumber, "statuses": statuses, "words": strings.TrimSpace(p.Words),
		"attendance": attendance, "occurrence_id": p.AttendanceAt, "limit": p.Limit + 1,
	}
}

// One is a single registration of a list that the actor keeps.
func (s *Service) One(ctx context.Context, actor account.Actor, id int64) (Registration, error) {
	r, err := readOne(ctx, s.pool, actor.MunicipalityID, id)
	if err != nil {
		return r, err
	}
	if _, err := manage(ctx, s.pool, actor, r.ActivityID); err != nil {
		if fault.Is(err, fault.NotFound) {
			err = missingRegistration()
		}
		return Registration{}, err
	}
	return r, record(ctx, s.pool, actor, "registration.look", id, map[string]any{"activity": r.ActivityID})
}

const exportLimit = 10_000

// Export is the list as rows of a file, in order of signing up: the header and
// one row for each participant. Whoever writes the file makes its cells harmless.
// That it was taken out is written in the log.
func (s *Service) Export(ctx context.Context, actor account.Actor, l i18n.Lang, p ListParams) ([]string, iter.Seq[[]string], error) {
	p.Limit, p.AfterNumber = exportLimit, 0
	list, err := s.list(ctx, actor, p)
	if err != nil {
		return nil, nil, err
	}
	detail := map[string]any{"occurrence": p.OccurrenceID, "rows": len(list.Rows)}
	if err := recordActivity(ctx, s.pool, actor, "registration.export", p.ActivityID, detail); err != nil {
		return nil, nil, err
	}
	header := []string{
		l.T("Nummer"), l.T("Status"), l.T("Kontaktperson"), l.T("Deltaker"), l.T("Alder"), l.T("E-post"), l.T("Telefon"), l.T("Foresatt"),
		l.T("Foresattes e-post"), l.T("Antall"), l.T("Møtt"), l.T("Meldt på"),
	}
	for _, q := range list.Form.Questions {
		header = append(header, q.Label)
	}
	return header, func(yield func([]string) bool) {
		for _, r := range list.Rows {
			for _, person := range r.Participants {
				if !yield(r.cells(l, list.Form, person)) {
					return
				}
			}
		}
	}, nil
}

func (r Registration) cells(l i18n.Lang, f Form, p Participant) []string {
	age := ""
	if band, known := BandOf(p.AgeBand); known {
		age = band.Name(l)
	}
	came := map[Attendance]string{Present: l.T("Møtt"), Absent: l.T("Ikke møtt")}[p.Attendance]
	row := []string{
		strconv.Itoa(r.Number), l.T(r.Status.Name()), r.Name, p.Name, age, r.Email, i18n.Phone(r.Phone), r.GuardianName, r.GuardianEmail,
		strconv.Itoa(r.PartySize), came, r.CreatedAt.In(i18n.Oslo).Format("02.01.2006 15:04"),
	}
	for _, q := range f.Questions {
		row = append(row, q.AnswerText(l, r.Answers[q.ID]))
	}
	return row
}
