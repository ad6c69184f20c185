// Storing what a preview said: at once, or by a job when it is much.

package imports

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// atOnce is how many rows are stored while somebody waits for the page.
const atOnce = 300

// Store does what the preview said, all rows in one transaction. What others
// changed since the preview is taken into account: the rows' answers are made
// anew. A batch is stored once; a second call is a Conflict. A large one comes back
// as Storing, and a job does the rest. As drafts, nothing new of it is published.
func (s *Service) Store(ctx context.Context, by account.Actor, id int64, asDraft bool) (Batch, error) {
	b, err := s.Batch(ctx, by, id)
	if err != nil {
		return Batch{}, err
	}
	src, err := s.source(by, b.Kind, b.owner())
	if err != nil {
		return Batch{}, err
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		f, err := lockBatch(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		if f.Choices.AsDraft = asDraft; b.Counts.Total() > atOnce {
			return s.begin(ctx, tx, by, &b, f)
		}
		return s.store(ctx, tx, src, by, &b, f, func(int) {})
	})
	return b, err
}

const beginSQL = `-- imports.begin
update import_batch set state = 'storing', done = 0, error = '', choices = @choices
where id = @id and municipality_id = @municipality_id`

// begin hands a batch to the job that stores it.
func (s *Service) begin(ctx context.Context, tx pgx.Tx, by account.Actor, b *Batch, f File) error {
	b.State, b.Choices = Storing, f.Choices
	if _, err := postgres.Exec(ctx, tx, beginSQL, postgres.Args{"id": b.ID, "municipality_id": by.MunicipalityID, "choices": f.Choices}); err != nil {
		return err
	}
	args := storeArgs{BatchID: b.ID, MunicipalityID: by.MunicipalityID, Door: by.Door, AccountID: by.AccountID, Role: by.Role, OrganisationID: by.OrganisationID}
	if err := s.Jobs.Enqueue(ctx, tx, args, nil); err != nil {
		return err
	}
	return audit.Record(ctx, tx, s.Now(), by.Audit(), event("import.begin", *b))
}

// store does all rows of a file and notes what became of each.
func (s *Service) store(ctx context.Context, tx pgx.Tx, src Source, by account.Actor, b *Batch, f File, done func(rows int)) error {
	rows, err := apply(ctx, tx, src, by, f, done)
	if err != nil {
		return err
	}
	b.State, b.Counts, b.Remarked = Stored, Count(rows), remarked(rows)
	if err := replaceRows(ctx, tx, b.ID, rows); err != nil {
		return err
	}
	if err := finish(ctx, tx, *b, s.Now()); err != nil {
		return err
	}
	return audit.Record(ctx, tx, s.Now(), by.Audit(), event("import.store", *b))
}

func apply(ctx context.Context, tx pgx.Tx, src Source, by account.Actor, f File, done func(rows int)) ([]Row, error) {
	plan, err := planOf(ctx, tx, src, by, f)
	if err != nil {
		return nil, err
	}
	if err := plan.Apply(ctx, tx, done); err != nil {
		return nil, err
	}
	return plan.Rows, nil
}

// remarked is how many rows were stored with something said of them.
func remarked(rows []Row) int {
	n := 0
	for _, r := range rows {
		if len(r.Remarks) > 0 && (r.Outcome == New || r.Outcome == Changed) {
			n++
		}
	}
	return n
}

// storeArgs names who stores a batch; her name is read when it is done.
type storeArgs struct {
	BatchID        int64        `json:"batch_id"`
	MunicipalityID int64        `json:"municipality_id"`
	Door           account.Door `json:"door"`
	AccountID      int64        `json:"account_id"`
	Role           account.Role `json:"role"`
	OrganisationID int64        `json:"organisation_id"`
}

func (storeArgs) Kind() string { return "imports.store" }

type storeWorker struct {
	river.WorkerDefaults[storeArgs]
	s *Service
}

// Timeout is long: a file may have 20,000 rows.
func (storeWorker) Timeout(*river.Job[storeArgs]) time.Duration { return 15 * time.Minute }

// Work stores the batch. When that cannot be done it is a preview again and says so; a
// program that is stopped meanwhile begins anew when it is started.
func (w storeWorker) Work(ctx context.Context, job *river.Job[storeArgs]) error {
	err := w.s.storeLater(ctx, job.Args)
	if err == nil || ctx.Err() != nil {
		return err
	}
	text := fault.Text(err)
	if text == "" {
		text = i18n.Mark("Noe gikk galt, og ingenting er lagret. Prøv igjen.")
	} else {
		err = nil // a refusal is for the one who imports, and nothing to look into
	}
	if _, failed := postgres.Exec(ctx, w.s.Pool, giveBackSQL, postgres.Args{
		"id": job.Args.BatchID, "municipality_id": job.Args.MunicipalityID, "error": text,
	}); failed != nil {
		return failed
	}
	if err != nil {
		return river.JobCancel(err)
	}
	return nil
}

const giveBackSQL = `-- imports.giveBack
update import_batch set state = 'previewed', error = @error where id = @id and municipality_id = @municipality_id and state = 'storing'`

const aloneSQL = `-- imports.alone
select pg_advisory_xact_lock(hashtextextended('imports.store ' || @id::bigint, 0))`

const storingSQL = `-- imports.storing
select file_name, content, coalesce(organisation_id, 0) as organisation_id, state, choices from import_batch
where municipality_id = @municipality_id and id = @id and state = 'storing'`

const progressSQL = `-- imports.progress
update import_batch set done = @done where id = @id and municipality_id = @municipality_id`

const nameSQL = `-- imports.name
select coalesce((select name from account where municipality_id = @municipality_id and id = @id), '')`

// storeLater stores a batch that waits for it, and does nothing to any other. How far it
// has come is told beside the transaction, which must not touch the batch before its end.
func (s *Service) storeLater(ctx context.Context, a storeArgs) error {
	name, err := postgres.Scalar[string](ctx, s.Pool, nameSQL, postgres.Args{"municipality_id": a.MunicipalityID, "id": a.AccountID})
	if err != nil {
		return err
	}
	by := account.Actor{Door: a.Door, MunicipalityID: a.MunicipalityID, AccountID: a.AccountID, Name: name, Role: a.Role, OrganisationID: a.OrganisationID}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := postgres.Exec(ctx, tx, aloneSQL, postgres.Args{"id": a.BatchID}); err != nil {
			return err
		}
		args := postgres.Args{"municipality_id": a.MunicipalityID, "id": a.BatchID}
		waiting, err := postgres.One[lockedBatch](ctx, tx, storingSQL, args)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		b, err := postgres.One[Batch](ctx, tx, batchSQL, args)
		if err != nil {
			return err
		}
		src, err := s.source(by, b.Kind, b.owner())
		if err != nil {
			return err
		}
		told := 0
		var trouble error
		err = s.store(ctx, tx, src, by, &b, waiting.file(), func(rows int) {
			if rows-told < 100 || trouble != nil {
				return
			}
			told = rows
			_, trouble = postgres.Exec(ctx, s.Pool, progressSQL, postgres.Args{"id": a.BatchID, "municipality_id": a.MunicipalityID, "done": rows})
		})
		if err == nil && trouble != nil {
			err = fmt.Errorf("tell how far the import has come: %w", trouble)
		}
		return err
	})
}
