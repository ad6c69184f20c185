// Package staffnote is what municipal staff write to each other about a thing: an
// organisation, an activity or a report about a page. Nobody else sees the notes; they
// stay as they were written, and go with the thing.
package staffnote

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Thing is a sort of thing that notes are about, as the log names it.
type Thing string

// The things.
const (
	Organisation Thing = "organisation"
	Activity     Thing = "activity"
	PageReport   Thing = "page_report"
)

// Max is how many characters a note may have.
const Max = 3000

// rights are who may read the notes about a thing, and who may write them.
func (t Thing) rights() (read, write account.Permission) {
	switch t {
	case Organisation:
		return account.ReadStaff, account.ManageOrganisation
	case Activity:
		return account.ReadStaff, account.ManageActivities
	}
	return account.ManageOrganisation, account.ManageOrganisation
}

// Note is one of them. Author is "" when the account is gone.
type Note struct {
	ID        int64
	Author    string
	Body      string
	CreatedAt time.Time
}

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time
}

// Service has the use cases.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

const columns = `n.id, coalesce(a.name, '') as author, n.body, n.created_at
from staff_note n left join account a on a.id = n.author_id
where n.municipality_id = @municipality_id
  and (n.organisation_id = nullif(@organisation_id::bigint, 0) or n.activity_id = nullif(@activity_id::bigint, 0) or n.page_report_id = nullif(@page_report_id::bigint, 0))`

const newestSQL = `-- staffnote.newest
select ` + columns + `
  and (@id::bigint = 0 or (n.created_at, n.id) < (@at::text::timestamptz, @id)) order by n.created_at desc, n.id desc limit @limit`

const oldestSQL = `-- staffnote.oldest
select ` + columns + `
  and (@id::bigint = 0 or (n.created_at, n.id) > (@at::text::timestamptz, @id)) order by n.created_at, n.id limit @limit`

const byTime = "tid"

var orders = keyset.Orders[Note]{byTime: {Up: oldestSQL, Down: newestSQL, Fits: keyset.IsMoment, Place: func(n Note) keyset.Place {
	return keyset.Place{At: keyset.Moment(&n.CreatedAt, ""), ID: n.ID}
}}}

// List are the notes about a thing, the newest first. Of at, the place and the number are asked for.
func (s *Service) List(ctx context.Context, by account.Actor, about Thing, id int64, at keyset.Params) (keyset.Page[Note], error) {
	read, _ := about.rights()
	if err := by.Require(read); err != nil {
		return keyset.Page[Note]{}, err
	}
	at.Sort = "-" + byTime
	return orders.Read(at, func(sql string, from keyset.Place, limit int) ([]Note, error) {
		if from.ID == 0 {
			from.At = "-infinity"
		}
		args := about.ids(id)
		args["municipality_id"], args["at"], args["id"], args["limit"] = by.MunicipalityID, from.At, from.ID, limit
		return postgres.Many[Note](ctx, s.Pool, sql, args, postgres.Fresh)
	})
}

// ids name the thing for a statement: its own id, and 0 for the others.
func (t Thing) ids(id int64) postgres.Args {
	args := postgres.Args{"organisation_id": int64(0), "activity_id": int64(0), "page_report_id": int64(0)}
	args[string(t)+"_id"] = id
	return args
}

// addSQL adds nothing when the municipality has no such thing.
const addSQL = `-- staffnote.Add
insert into staff_note (municipality_id, organisation_id, activity_id, page_report_id, author_id, body, created_at)
select @municipality_id, o.id, a.id, r.id, nullif(@author::bigint, 0), @body, @now
from (select 1) one
left join organisation o on o.id = @organisation_id and o.municipality_id = @municipality_id
left join activity a on a.id = @activity_id and a.municipality_id = @municipality_id
left join page_report r on r.id = @page_report_id and r.municipality_id = @municipality_id
where num_nonnulls(o.id, a.id, r.id) = 1`

// The lock makes one who writes twice at once wait for herself.
const lockSQL = `-- staffnote.lock
select pg_advisory_xact_lock(hashtextextended('staff_note' || @municipality_id::bigint || ' ' || @author::bigint, 0))`

const againSQL = `-- staffnote.again
select exists (select from staff_note n
where n.municipality_id = @municipality_id and n.author_id = @author and n.body = @body and n.created_at > @now::timestamptz - interval '1 hour'
  and (n.organisation_id = nullif(@organisation_id::bigint, 0) or n.activity_id = nullif(@activity_id::bigint, 0) or n.page_report_id = nullif(@page_report_id::bigint, 0)))`

// Add writes a note for other staff. The field of a refusal is "notat". The same once more within an hour is one note.
func (s *Service) Add(ctx context.Context, by account.Actor, about Thing, id int64, body string) error {
	if _, write := about.rights(); by.Require(write) != nil {
		return by.Require(write)
	}
	body = strings.TrimSpace(body)
	var f fault.Fields
	f.Check(body != "", "notat", i18n.Mark("Skriv et notat."))
	if n := utf8.RuneCountInString(body); n > Max {
		f.Add("notat", i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), Max, n)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		args := about.ids(id)
		args["municipality_id"], args["author"], args["body"], args["now"] = by.MunicipalityID, by.AccountID, body, s.Now()
		if _, err := postgres.Exec(ctx, tx, lockSQL, postgres.Args{"municipality_id": by.MunicipalityID, "author": by.AccountID}); err != nil {
			return err
		}
		again, err := postgres.Scalar[bool](ctx, tx, againSQL, args)
		if err != nil || again {
			return err
		}
		n, err := postgres.Exec(ctx, tx, addSQL, args)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: string(about) + ".note", Object: string(about), ObjectID: id})
	})
}
