package organisation

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Row is an organisation in the staff's register.
type Row struct {
	ID            int64
	Name          string
	OrgNr         string
	Kind          Kind
	Status        Status
	Source        Source
	BrregStatus   BrregStatus
	ApplicantName string // who waits for an answer, "" when nobody does
	AppliedAt     *time.Time
	ConfirmedAt   *time.Time
	CreatedAt     time.Time
	People        int // who can log in for it
	Contact       string
	Email         string
}

// Waiting says whether somebody waits for the municipality's decision.
func (r Row) Waiting() bool { return r.Status == Pending || r.ApplicantName != "" }

// Stale is as Organisation.Stale.
func (r Row) Stale(now time.Time) bool {
	return Organisation{Status: r.Status, ConfirmedAt: r.ConfirmedAt}.Stale(now)
}

// Show narrows the register to those that somebody should look at.
type Show string

// What to show.
const (
	ShowAll     Show = ""
	ShowWaiting Show = "venter"     // somebody waits for an answer
	ShowStale   Show = "ubekreftet" // not confirmed for a year
	ShowAlone   Show = "uten"       // nobody can log in for it
	ShowTrouble Show = "registeret" // the register says that it is gone, or on its way
)

// Shows are all choices in the order of a list.
var Shows = []Show{ShowAll, ShowWaiting, ShowStale, ShowAlone, ShowTrouble}

// Sort is an order of the register; with "-" in front it is turned around.
type Sort string

// The orders.
const (
	ByName      Sort = "navn"
	ByCreated   Sort = "registrert"
	ByConfirmed Sort = "bekreftet"
)

// RegisterParams narrow, sort and page the register.
type RegisterParams struct {
	Words         string // part of the name, the number, an e-mail address or a contact's name
	Status        Status // "": all but merged
	Kind          Kind   // "": all
	Show          Show
	Sort          Sort // ByName when empty or unknown
	After, Before string
	Limit         int // 0: 50
}

// RegisterPage is one page of the register. Next and Prev are for After and Before, "" where there is nothing.
type RegisterPage struct {
	Rows       []Row
	Next, Prev string
}

const registerColumns = `
select o.id, o.name, coalesce(o.orgnr, '') as org_nr, o.kind, o.status, o.source, o.brreg_status, o.applicant_name, o.applied_at,
       o.confirmed_at, o.created_at, o.email_public as email,
       (select count(*) from membership m join account a on a.id = m.account_id and a.ended_at is null where m.organisation_id = o.id) as people,
       coalesce((select c.name from organisation_contact c where c.organisation_id = o.id order by c.sort, c.id limit 1), '') as contact
from organisation o
where o.municipality_id = @municipality_id
  and (case when @status::text = '' then o.status <> 'merged' else o.status = @status end)
  and (@kind::text = '' or o.kind = @kind)
  and (@words::text = '' or strpos(lower(o.name), lower(@words)) > 0 or strpos(lower(o.registered_name), lower(@words)) > 0
       or (@digits::text <> '' and strpos(o.orgnr, @digits) > 0) or strpos(o.email_public, lower(@words)) > 0
       or strpos(o.email_private, lower(@words)) > 0 or strpos(lower(o.applicant_name), lower(@words)) > 0
       or exists (select from organisation_contact c where c.organisation_id = o.id and strpos(lower(c.name), lower(@words)) > 0))
  and (case @show::text
       when 'venter' then o.status = 'pending' or o.applicant_email <> ''
       when 'ubekreftet' then o.status = 'approved' and (o.confirmed_at is null or o.confirmed_at < @stale::timestamptz)
       when 'uten' then o.status = 'approved' and not exists (
            select from membership m join account a on a.id = m.account_id and a.ended_at is null where m.organisation_id = o.id)
       when 'registeret' then o.status = 'approved' and o.brreg_status in ('bankrupt', 'dissolving', 'deleted')
       else true end)`

const byNameUpSQL = `-- organisation.Register by name` + registerColumns + `
  and (@at::text = '' or (o.name, o.id) > (@at::text collate nb_sort, @id::bigint)) order by o.name, o.id limit @limit`

const byNameDownSQL = `-- organisation.Register by name, down` + registerColumns + `
  and (@at::text = '' or (o.name, o.id) < (@at::text collate nb_sort, @id::bigint)) order by o.name desc, o.id desc limit @limit`

const byCreatedUpSQL = `-- organisation.Register by created` + registerColumns + `
  and (@at::text = '' or (o.created_at, o.id) > (nullif(@at::text, '')::timestamptz, @id::bigint)) order by o.created_at, o.id limit @limit`

const byCreatedDownSQL = `-- organisation.Register by created, down` + registerColumns + `
  and (@at::text = '' or (o.created_at, o.id) < (nullif(@at::text, '')::timestamptz, @id::bigint)) order by o.created_at desc, o.id desc limit @limit`

const byConfirmedUpSQL = `-- organisation.Register by confirmed` + registerColumns + `
  and (@at::text = '' or (coalesce(o.confirmed_at, '-infinity'), o.id) > (nullif(@at::text, '')::timestamptz, @id::bigint))
order by coalesce(o.confirmed_at, '-infinity'), o.id limit @limit`

const byConfirmedDownSQL = `-- organisation.Register by confirmed, down` + registerColumns + `
  and (@at::text = '' or (coalesce(o.confirmed_at, '-infinity'), o.id) < (nullif(@at::text, '')::timestamptz, @id::bigint))
order by coalesce(o.confirmed_at, '-infinity') desc, o.id desc limit @limit`

// order is a named order: its statements up and down, and where a row stands in it.
type order struct {
	up, down string
	at       func(Row) string
	fits     func(string) bool // whether a cursor's text is of this order
}

func moment(t *time.Time) string {
	if t == nil {
		return "-infinity"
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func isMoment(s string) bool {
	_, err := time.Parse(time.RFC3339Nano, s)
	return err == nil || s == "-infinity"
}

var orders = map[Sort]order{
	ByName:      {byNameUpSQL, byNameDownSQL, func(r Row) string { return r.Name }, func(string) bool { return true }},
	ByCreated:   {byCreatedUpSQL, byCreatedDownSQL, func(r Row) string { return moment(&r.CreatedAt) }, isMoment},
	ByConfirmed: {byConfirmedUpSQL, byConfirmedDownSQL, func(r Row) string { return moment(r.ConfirmedAt) }, isMoment},
}

func (s Sort) order() (o order, down bool) {
	name, down := strings.CutPrefix(string(s), "-")
	o, ok := orders[Sort(name)]
	if !ok {
		return orders[ByName], false
	}
	return o, down
}

// All is the staff's list of all organisations.
func (s *Service) All(ctx context.Context, by account.Actor, p RegisterParams) (RegisterPage, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return RegisterPage{}, err
	}
	if p.Limit <= 0 || p.Limit > 500 {
		p.Limit = 50
	}
	rows, err := s.registerRows(ctx, by.MunicipalityID, p, p.Limit+1)
	if err != nil {
		return RegisterPage{}, err
	}
	o, _ := p.Sort.order()
	return pageOf(rows, p, o.at), nil
}

func (s *Service) registerRows(ctx context.Context, municipalityID int64, p RegisterParams, limit int) ([]Row, error) {
	o, down := p.Sort.order()
	back := p.Before != ""
	sql := o.up
	if down != back {
		sql = o.down
	}
	at, id := readCursor(p.After+p.Before, o.fits)
	words := strings.TrimSpace(p.Words)
	return postgres.Many[Row](ctx, s.Pool, sql, pgx.StrictNamedArgs{
		"municipality_id": municipalityID, "words": words, "digits": digits(words), "status": p.Status, "kind": p.Kind, "show": p.Show,
		"stale": staleBefore(s.Now()), "at": at, "id": id, "limit": limit,
	}, postgres.Fresh)
}

// digits are those of words when they are a part of an organisation number, else "".
func digits(words string) string {
	d := strings.NewReplacer(" ", "", "\u00a0", "").Replace(words)
	if len(d) < 3 || len(d) > 9 || strings.Trim(d, "0123456789") != "" {
		return ""
	}
	return d
}

func pageOf(rows []Row, p RegisterParams, at func(Row) string) RegisterPage {
	back := p.Before != ""
	more := len(rows) > p.Limit
	rows = rows[:min(len(rows), p.Limit)]
	if back {
		slices.Reverse(rows)
	}
	page := RegisterPage{Rows: rows}
	if len(rows) == 0 {
		return page
	}
	if more || back {
		page.Next = cursor(rows[len(rows)-1], at)
	}
	if back && more || p.After != "" {
		page.Prev = cursor(rows[0], at)
	}
	if back && !more {
		page.Prev = ""
	}
	if !back && !more {
		page.Next = ""
	}
	return page
}

func cursor(r Row, at func(Row) string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(r.ID, 10) + " " + at(r)))
}

// readCursor reads what cursor wrote; anything else starts from the beginning.
func readCursor(s string, fits func(string) bool) (at string, id int64) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return "", 0
	}
	first, at, _ := strings.Cut(string(raw), " ")
	id, err = strconv.ParseInt(first, 10, 64)
	if err != nil || !fits(at) || strings.ToValidUTF8(at, "") != at || strings.ContainsRune(at, 0) {
		return "", 0
	}
	return at, id
}

const waitingSQL = `-- organisation.PendingCount
select count(*) from organisation where municipality_id = @municipality_id and (status = 'pending' or applicant_email <> '')`

// PendingCount is how many registrations and wishes wait for an answer.
func (s *Service) PendingCount(ctx context.Context, municipalityID int64) (int, error) {
	return postgres.Scalar[int](ctx, s.Pool, waitingSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID})
}

// Waiting are the registrations and wishes that wait for an answer, the oldest first: for the work list.
func (s *Service) Waiting(ctx context.Context, by account.Actor, limit int) ([]Row, error) {
	page, err := s.All(ctx, by, RegisterParams{Show: ShowWaiting, Sort: ByCreated, Limit: limit})
	return page.Rows, err
}

const staleSQL = `-- organisation.staleCount
select count(*) from organisation where municipality_id = @municipality_id and status = 'approved' and (confirmed_at is null or confirmed_at < @before)`

// ExpiredConfirmations are organisations whose details nobody confirmed for a year, the oldest first, and how many
// there are in all: for the work list.
func (s *Service) ExpiredConfirmations(ctx context.Context, by account.Actor, limit int) ([]Row, int, error) {
	page, err := s.All(ctx, by, RegisterParams{Show: ShowStale, Sort: ByConfirmed, Limit: limit})
	if err != nil {
		return nil, 0, err
	}
	n, err := postgres.Scalar[int](ctx, s.Pool, staleSQL, pgx.StrictNamedArgs{"municipality_id": by.MunicipalityID, "before": staleBefore(s.Now())})
	return page.Rows, n, err
}
