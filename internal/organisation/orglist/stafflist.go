// The staff's register: narrowed, sorted and paged.

package orglist

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
)

// Row is an organisation in the staff's register.
type Row struct {
	ID            int64
	Name          string
	OrgNr         string
	Kind          organisation.Kind
	Status        organisation.Status
	Source        organisation.Source
	BrregStatus   organisation.BrregStatus
	ApplicantName string // who waits for an answer, "" when nobody does
	AppliedAt     *time.Time
	ConfirmedAt   *time.Time
	CreatedAt     time.Time
	People        int // who can log in for it
	Beside        int // how many others wait for an answer about its number
	Contact       string
	Email         string
}

// Waiting says whether somebody waits for the municipality's decision.
func (r Row) Waiting() bool { return r.Status == organisation.Pending || r.ApplicantName != "" }

// Contested says whether several wait for an answer about the same organisation number.
func (r Row) Contested() bool { return r.Waiting() && r.Beside > 0 }

// Stale is as Organisation.Stale.
func (r Row) Stale(now time.Time) bool {
	return organisation.Organisation{Status: r.Status, ConfirmedAt: r.ConfirmedAt}.Stale(now)
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
	Words         string              // part of the name, the number, an e-mail address or a contact's name
	Status        organisation.Status // "": all but merged
	Kind          organisation.Kind   // "": all
	LocalKind     int64               // 0: all
	Show          Show
	Sort          Sort // ByName when empty or unknown
	After, Before string
	Limit         int // as in keyset.Params
}

// RegisterPage is one page of the register.
type RegisterPage = keyset.Page[Row]

const rowColumns = `
select o.id, o.name, coalesce(o.orgnr, '') as org_nr, o.kind, o.status, o.source, o.brreg_status, o.applicant_name, o.applied_at,
       o.confirmed_at, o.created_at, o.email_public as email,
       (select count(*) from membership m join account a on a.id = m.account_id and a.ended_at is null where m.organisation_id = o.id) as people,
       (select count(*) from organisation x where x.municipality_id = o.municipality_id and x.orgnr = o.orgnr and x.id <> o.id
           and (x.status = 'pending' or x.status = 'approved' and x.applicant_email <> '')) as beside,
       coalesce((select c.name from organisation_contact c where c.organisation_id = o.id order by c.sort, c.id limit 1), '') as contact
from organisation o
where o.municipality_id = @municipality_id`

const registerColumns = rowColumns + `
  and (case when @status::text = '' then o.status <> 'merged' else o.status = @status end)
  and (@kind::text = '' or o.kind = @kind)
  and (@local_kind::bigint = 0 or exists (select from organisation_local_kind k where k.organisation_id = o.id and k.code_id = @local_kind))
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

const chosenSQL = `-- orglist.Chosen` + rowColumns + ` and o.status <> 'merged' and o.id = any(@ids::bigint[]) order by o.name, o.id`

const byNameUpSQL = `-- orglist.Register by name` + registerColumns + `
  and (@id::bigint = 0 or (o.name, o.id) > (@at::text collate nb_sort, @id)) order by o.name, o.id limit @limit`

const byNameDownSQL = `-- orglist.Register by name, down` + registerColumns + `
  and (@id::bigint = 0 or (o.name, o.id) < (@at::text collate nb_sort, @id)) order by o.name desc, o.id desc limit @limit`

const byCreatedUpSQL = `-- orglist.Register by created` + registerColumns + `
  and (@id::bigint = 0 or (o.created_at, o.id) > (nullif(@at::text, '')::timestamptz, @id)) order by o.created_at, o.id limit @limit`

const byCreatedDownSQL = `-- orglist.Register by created, down` + registerColumns + `
  and (@id::bigint = 0 or (o.created_at, o.id) < (nullif(@at::text, '')::timestamptz, @id)) order by o.created_at desc, o.id desc limit @limit`

const byConfirmedUpSQL = `-- orglist.Register by confirmed` + registerColumns + `
  and (@id::bigint = 0 or (coalesce(o.confirmed_at, '-infinity'), o.id) > (nullif(@at::text, '')::timestamptz, @id))
order by coalesce(o.confirmed_at, '-infinity'), o.id limit @limit`

const byConfirmedDownSQL = `-- orglist.Register by confirmed, down` + registerColumns + `
  and (@id::bigint = 0 or (coalesce(o.confirmed_at, '-infinity'), o.id) < (nullif(@at::text, '')::timestamptz, @id))
order by coalesce(o.confirmed_at, '-infinity') desc, o.id desc limit @limit`

// The orders; what was never confirmed comes before everything that was.
var orders = keyset.Orders[Row]{
	string(ByName): {Up: byNameUpSQL, Down: byNameDownSQL, Place: func(r Row) keyset.Place { return keyset.Place{At: r.Name, ID: r.ID} }},
	string(ByCreated): {Up: byCreatedUpSQL, Down: byCreatedDownSQL, Fits: keyset.IsMoment, Place: func(r Row) keyset.Place {
		return keyset.Place{At: keyset.Moment(&r.CreatedAt, ""), ID: r.ID}
	}},
	string(ByConfirmed): {Up: byConfirmedUpSQL, Down: byConfirmedDownSQL, Fits: keyset.IsMoment, Place: func(r Row) keyset.Place {
		return keyset.Place{At: keyset.Moment(r.ConfirmedAt, "-infinity"), ID: r.ID}
	}},
}

// Known is the order when there is such a one, otherwise ByName.
func (s Sort) Known() Sort { return Sort(orders.Known(string(s), string(ByName))) }

// All is the staff's list of all organisations.
func (s *Service) All(ctx context.Context, by account.Actor, p RegisterParams) (RegisterPage, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return RegisterPage{}, err
	}
	return s.register(ctx, by.MunicipalityID, p)
}

func (s *Service) register(ctx context.Context, municipalityID int64, p RegisterParams) (RegisterPage, error) {
	words := strings.TrimSpace(p.Words)
	at := keyset.Params{Sort: string(p.Sort.Known()), After: p.After, Before: p.Before, Limit: p.Limit}
	return orders.Read(at, func(sql string, from keyset.Place, limit int) ([]Row, error) {
		return postgres.Many[Row](ctx, s.Pool, sql, postgres.Args{
			"municipality_id": municipalityID, "words": words, "digits": digits(words), "status": p.Status, "kind": p.Kind, "local_kind": p.LocalKind, "show": p.Show,
			"stale": organisation.StaleBefore(s.Now()), "at": from.At, "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
}

// digits are those of words when they are a part of an organisation number, else "".
func digits(words string) string {
	d := strings.NewReplacer(" ", "", "\u00a0", "").Replace(words)
	if len(d) < 3 || len(d) > 9 || strings.Trim(d, "0123456789") != "" {
		return ""
	}
	return d
}

// Chosen are the rows of those ids that are the municipality's, by name: for what is done to several at once.
func (s *Service) Chosen(ctx context.Context, by account.Actor, ids []int64) ([]Row, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return postgres.Many[Row](ctx, s.Pool, chosenSQL, postgres.Args{"municipality_id": by.MunicipalityID, "ids": ids})
}

const waitingSQL = `-- orglist.PendingCount
select count(*) from organisation where municipality_id = @municipality_id and (status = 'pending' or applicant_email <> '')`

// PendingCount is how many registrations and wishes wait for an answer.
func (s *Service) PendingCount(ctx context.Context, by account.Actor) (int, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return 0, err
	}
	return postgres.Scalar[int](ctx, s.Pool, waitingSQL, postgres.Args{"municipality_id": by.MunicipalityID})
}

// Waiting are the registrations and wishes that wait for an answer, the oldest first: for the work list.
func (s *Service) Waiting(ctx context.Context, by account.Actor, limit int) ([]Row, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	page, err := s.All(ctx, by, RegisterParams{Show: ShowWaiting, Sort: ByCreated, Limit: limit})
	return page.Rows, err
}

const staleSQL = `-- orglist.staleCount
select count(*) from organisation where municipality_id = @municipality_id and status = 'approved' and (confirmed_at is null or confirmed_at < @before)`

// ExpiredConfirmations are organisations whose details nobody confirmed for a year, the oldest first, and how many
// there are in all: for the work list.
func (s *Service) ExpiredConfirmations(ctx context.Context, by account.Actor, limit int) ([]Row, int, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, 0, err
	}
	page, err := s.All(ctx, by, RegisterParams{Show: ShowStale, Sort: ByConfirmed, Limit: limit})
	if err != nil {
		return nil, 0, err
	}
	n, err := postgres.Scalar[int](ctx, s.Pool, staleSQL, postgres.Args{"municipality_id": by.MunicipalityID, "before": organisation.StaleBefore(s.Now())})
	return page.Rows, n, err
}
