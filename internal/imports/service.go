// How the service is made, and the use cases: preview, store, discard, look.

package imports

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool    *pgxpool.Pool
	Sources map[Kind]Source // who reads each kind; see Sources
	Jobs    jobs.Enqueuer
	Now     func() time.Time // nil: time.Now
}

// Service has the use cases of imports.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}

func (s *Service) source(by account.Actor, kind Kind, organisationID int64) (Source, error) {
	src, ok := s.Sources[kind]
	if !ok {
		return nil, fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
	}
	return src, may(by, kind, organisationID)
}

// Preview reads a file and says what each row would do; nothing of it is stored
// but the batch itself. An unreadable file is an Invalid fault, and is kept as a
// failed batch so that it stands on the work list.
func (s *Service) Preview(ctx context.Context, by account.Actor, kind Kind, f File) (Batch, error) {
	f.Name = clean(f.Name, maxName)
	src, err := s.source(by, kind, f.OrganisationID)
	if err != nil {
		return Batch{}, err
	}
	if err := checkFile(kind, f); err != nil {
		return Batch{}, err
	}
	if f.Choices.Answers, err = remembered(ctx, s.Pool, by.MunicipalityID, kind); err != nil {
		return Batch{}, err
	}
	plan, err := planOf(ctx, s.Pool, src, by, f)
	if fault.Is(err, fault.Invalid) {
		return Batch{}, errors.Join(s.keepFailed(ctx, by, kind, f, err), err)
	}
	if err != nil {
		return Batch{}, err
	}
	b := Batch{Kind: kind, FileName: f.Name, State: Previewed, Counts: Count(plan.Rows)}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if b.ID, err = insertBatch(ctx, tx, by, b, f, plan.Asked, s.Now()); err != nil {
			return err
		}
		if err := insertRows(ctx, tx, b.ID, plan.Rows); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), event("import.preview", b))
	})
	return b, err
}

// planOf is what a file would do now, without the rows that somebody leaves out.
func planOf(ctx context.Context, q postgres.Querier, src Source, by account.Actor, f File) (Plan, error) {
	plan, err := src.Plan(ctx, q, by, f)
	if err != nil {
		return plan, err
	}
	left := map[int]bool{}
	for _, n := range f.Choices.LeaveOut {
		left[n] = true
	}
	for i := range plan.Rows {
		if left[plan.Rows[i].Number] && plan.Rows[i].Outcome != Refused {
			plan.Rows[i].Refuse(i18n.Mark("Du har valgt at raden ikke skal være med."))
		}
	}
	return plan, nil
}

func (s *Service) keepFailed(ctx context.Context, by account.Actor, kind Kind, f File, cause error) error {
	b := Batch{Kind: kind, FileName: f.Name, State: Failed, Counts: Counts{}, Error: fault.Text(cause)}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		if b.ID, err = insertBatch(ctx, tx, by, b, File{Name: f.Name, OrganisationID: f.OrganisationID}, intake.Asked{}, s.Now()); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), event("import.failed", b))
	})
}

// Direct plans a file and, unless dryRun, stores it at once: for the command line.
func (s *Service) Direct(ctx context.Context, by account.Actor, kind Kind, f File, dryRun bool) ([]Row, error) {
	f.Name = clean(f.Name, maxName)
	src, err := s.source(by, kind, f.OrganisationID)
	if err != nil {
		return nil, err
	}
	if err := checkFile(kind, f); err != nil {
		return nil, err
	}
	if dryRun {
		plan, err := planOf(ctx, s.Pool, src, by, f)
		return plan.Rows, err
	}
	var rows []Row
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		if rows, err = apply(ctx, tx, src, by, f, func(int) {}); err != nil {
			return err
		}
		b := Batch{Kind: kind, FileName: f.Name, State: Stored, Counts: Count(rows), Remarked: remarked(rows)}
		if b.ID, err = insertBatch(ctx, tx, by, b, File{Name: f.Name, OrganisationID: f.OrganisationID}, intake.Asked{}, s.Now()); err != nil {
			return err
		}
		if err := insertRows(ctx, tx, b.ID, rows); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), event("import.store", b))
	})
	return rows, err
}

// Discard gives a preview (or a failed file on the work list) up.
func (s *Service) Discard(ctx context.Context, by account.Actor, id int64) error {
	b, err := s.Batch(ctx, by, id)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, discardSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Clash(i18n.Mark("Importen er allerede lagret eller forkastet."))
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), event("import.discard", b))
	})
}

// owner is the organisation whose batch it is, 0 for the municipality's own.
func (b Batch) owner() int64 {
	if b.OrganisationID == nil {
		return 0
	}
	return *b.OrganisationID
}

// Batch is one batch of the actor's municipality, or of the group's own organisation.
func (s *Service) Batch(ctx context.Context, by account.Actor, id int64) (Batch, error) {
	if !by.LoggedIn() && by.Door != account.SystemDoor {
		return Batch{}, by.Require(account.ImportContacts)
	}
	b, err := postgres.One[Batch](ctx, s.Pool, batchSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		return Batch{}, fault.Missing(i18n.Mark("Vi finner ikke importen."))
	}
	if err != nil {
		return Batch{}, err
	}
	if err := may(by, b.Kind, b.owner()); err != nil {
		return Batch{}, err
	}
	return b, nil
}

// RowParams says which rows of a batch are wanted: those of one outcome ("" means
// all), after or before a row number, at most Limit. A row's number is its place and
// never changes, so it needs no cursor of keyset's, and a report takes all at once.
type RowParams struct {
	Outcome       Outcome
	Remarked      bool // only those of which something is said
	After, Before int
	Limit         int
}

// RowPage is a part of a batch's rows in the file's order, with the numbers that
// the parts after and before it begin from; 0 where there is none.
type RowPage struct {
	Rows       []Row
	Next, Prev int
}

// Rows are a batch's rows.
func (s *Service) Rows(ctx context.Context, by account.Actor, id int64, p RowParams) (RowPage, error) {
	if _, err := s.Batch(ctx, by, id); err != nil {
		return RowPage{}, err
	}
	args := postgres.Args{"batch_id": id, "outcome": string(p.Outcome), "remarked": p.Remarked, "limit": p.Limit + 1}
	sql := rowsSQL
	if p.Before > 0 {
		sql, args["before"] = rowsBackSQL, p.Before
	} else {
		args["after"] = p.After
	}
	rows, err := postgres.Many[Row](ctx, s.Pool, sql, args)
	if err != nil {
		return RowPage{}, err
	}
	return p.page(rows), nil
}

func (p RowParams) page(rows []Row) RowPage {
	more := len(rows) > p.Limit
	rows = rows[:min(len(rows), p.Limit)]
	back := p.Before > 0
	if back {
		slices.Reverse(rows)
	}
	page := RowPage{Rows: rows}
	if len(rows) == 0 {
		return page
	}
	if more || back {
		page.Next = rows[len(rows)-1].Number
	}
	if more && back || !back && p.After > 0 {
		page.Prev = rows[0].Number
	}
	if !back && !more {
		page.Next = 0
	}
	return page
}

// List is the batches that the actor may see, the newest first, older than before (0: from the newest).
func (s *Service) List(ctx context.Context, by account.Actor, before int64, limit int) ([]Batch, error) {
	var kinds []string
	organisationID := int64(0)
	if by.Door == account.GroupDoor {
		organisationID = by.OrganisationID
	}
	for _, k := range Kinds {
		if may(by, k, organisationID) == nil {
			kinds = append(kinds, string(k))
		}
	}
	if len(kinds) == 0 {
		return nil, by.Require(account.ImportContacts)
	}
	return postgres.Many[Batch](ctx, s.Pool, listSQL, postgres.Args{
		"municipality_id": by.MunicipalityID, "before": before, "limit": limit, "kinds": kinds, "organisation_id": organisationID,
	})
}

// FailedBatches are the files that could not be read and still wait for somebody.
func (s *Service) FailedBatches(ctx context.Context, by account.Actor, limit int) ([]Batch, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return postgres.Many[Batch](ctx, s.Pool, failedSQL, postgres.Args{"municipality_id": by.MunicipalityID, "limit": limit})
}

func event(action string, b Batch) audit.Event {
	return audit.Event{Action: action, Object: "import", ObjectID: b.ID, Detail: map[string]any{
		"kind": b.Kind, "file": b.FileName, "new": b.Counts[New], "changed": b.Counts[Changed], "refused": b.Counts[Refused],
	}}
}

func fileHash(f File) []byte {
	h := sha256.Sum256(f.Data)
	return h[:]
}
