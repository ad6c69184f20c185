// What somebody decides about a preview, and what is remembered of it for the next file.

package imports

import (
	"context"
	"slices"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const askedSQL = `-- imports.Asked
select asked from import_batch where municipality_id = @municipality_id and id = @id`

// Asked are the questions that a preview leaves open.
func (s *Service) Asked(ctx context.Context, by account.Actor, id int64) (intake.Asked, error) {
	if _, err := s.Batch(ctx, by, id); err != nil {
		return intake.Asked{}, err
	}
	return postgres.Scalar[intake.Asked](ctx, s.Pool, askedSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id})
}

const rememberedSQL = `-- imports.remembered
select about, word, value from import_answer where municipality_id = @municipality_id and kind = @kind order by about, word limit 2000`

// remembered are the answers to earlier files of the kind.
func remembered(ctx context.Context, q postgres.Querier, municipalityID int64, kind Kind) ([]intake.Answer, error) {
	return postgres.Many[intake.Answer](ctx, q, rememberedSQL, postgres.Args{"municipality_id": municipalityID, "kind": string(kind)})
}

const rememberSQL = `-- imports.remember
insert into import_answer (municipality_id, kind, about, word, value, answered_at)
values (@municipality_id, @kind, @about, @word, @value, @now)
on conflict (municipality_id, kind, about, word) do update set value = excluded.value, answered_at = excluded.answered_at`

const forgetAnswerSQL = `-- imports.forgetAnswer
delete from import_answer where municipality_id = @municipality_id and kind = @kind and about = @about and word = @word`

// Answer settles questions of a preview, and makes its rows anew. The answers are used
// for the next file of the kind too.
func (s *Service) Answer(ctx context.Context, by account.Actor, id int64, answers []intake.Answer) error {
	return s.choose(ctx, by, id, func(ctx context.Context, tx pgx.Tx, b Batch, f *File) error {
		asked, err := postgres.Scalar[intake.Asked](ctx, tx, askedSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id})
		if err != nil {
			return err
		}
		for _, a := range answers {
			i := slices.IndexFunc(asked.Questions, func(q intake.Question) bool { return q.About == a.About && q.Word == a.Word })
			if i < 0 || asked.Questions[i].Value == a.Value {
				continue
			}
			if !asked.Allows(a.About, a.Value) {
				return fault.Refuse(i18n.Mark("Velg fra listen for «%s»."), a.Word)
			}
			f.Choices = f.Choices.With(a)
			if err := s.remember(ctx, tx, by, b.Kind, a); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) remember(ctx context.Context, tx pgx.Tx, by account.Actor, kind Kind, a intake.Answer) error {
	args := postgres.Args{"municipality_id": by.MunicipalityID, "kind": string(kind), "about": string(a.About), "word": intake.FoldWord(a.Word)}
	sql := forgetAnswerSQL
	if a.Value != "" {
		sql, args["value"], args["now"] = rememberSQL, a.Value, s.Now()
	}
	_, err := postgres.Exec(ctx, tx, sql, args)
	return err
}

// LeaveOut says of some rows of a preview, by their numbers, which of them are to be left
// out; the others of these are taken again.
func (s *Service) LeaveOut(ctx context.Context, by account.Actor, id int64, of, out []int) error {
	return s.choose(ctx, by, id, func(_ context.Context, _ pgx.Tx, _ Batch, f *File) error {
		left := slices.DeleteFunc(f.Choices.LeaveOut, func(n int) bool { return slices.Contains(of, n) })
		for _, n := range out {
			if slices.Contains(of, n) {
				left = append(left, n)
			}
		}
		slices.Sort(left)
		f.Choices.LeaveOut = slices.Compact(left)
		return nil
	})
}

const setChoicesSQL = `-- imports.setChoices
update import_batch set choices = @choices, asked = @asked, counts = @counts, error = '' where id = @id and municipality_id = @municipality_id`

// choose changes what was chosen of a preview and makes its rows anew.
func (s *Service) choose(ctx context.Context, by account.Actor, id int64, change func(context.Context, pgx.Tx, Batch, *File) error) error {
	b, err := s.Batch(ctx, by, id)
	if err != nil {
		return err
	}
	src, err := s.source(by, b.Kind, b.owner())
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		f, err := lockBatch(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		if err := change(ctx, tx, b, &f); err != nil {
			return err
		}
		plan, err := planOf(ctx, tx, src, by, f)
		if err != nil {
			return err
		}
		b.Counts = Count(plan.Rows)
		if _, err := postgres.Exec(ctx, tx, setChoicesSQL, postgres.Args{
			"id": id, "municipality_id": by.MunicipalityID, "choices": f.Choices, "asked": plan.Asked, "counts": b.Counts,
		}); err != nil {
			return err
		}
		if err := replaceRows(ctx, tx, id, plan.Rows); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), event("import.choose", b))
	})
}

const reviewSQL = `-- imports.Review
update import_batch set reviewed_at = @now where id = @id and municipality_id = @municipality_id and state = 'stored' and reviewed_at is null`

// Review notes that somebody has looked at what was said of the rows that were stored.
func (s *Service) Review(ctx context.Context, by account.Actor, id int64) error {
	b, err := s.Batch(ctx, by, id)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, reviewSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID, "now": s.Now()})
		if err != nil || n == 0 {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), event("import.review", b))
	})
}

const remarkedSQL = `-- imports.Remarked
select ` + batchColumns + ` ` + batchTables + `
where b.municipality_id = @municipality_id and b.state = 'stored' and b.remarked > 0 and b.reviewed_at is null order by b.id desc limit @limit`

// Remarked are the batches that were stored with something said of their rows, at which
// nobody has looked yet.
func (s *Service) Remarked(ctx context.Context, by account.Actor, limit int) ([]Batch, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return postgres.Many[Batch](ctx, s.Pool, remarkedSQL, postgres.Args{"municipality_id": by.MunicipalityID, "limit": limit})
}
