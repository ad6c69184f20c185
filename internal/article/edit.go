// Writing, publishing and ending.

package article

import (
	"context"
	"fmt"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const insertSQL = `-- article.Create
insert into article (municipality_id, kind, slug, group_id, sort, texts, shown_from, shown_until, created_at, updated_at)
values (@municipality_id, @kind, @slug, nullif(@group_id::bigint, 0), @sort, @texts, @shown_from, @shown_until, @now, @now) returning id`

// Create makes a draft and returns its id.
func (s *Service) Create(ctx context.Context, by account.Actor, a Article) (int64, error) {
	if err := by.Require(account.ManageArticles); err != nil {
		return 0, err
	}
	a.Texts, a.MunicipalityID = a.Texts.tidy(), by.MunicipalityID
	if err := a.Check(); err != nil {
		return 0, err
	}
	var id int64
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := checkGroup(ctx, tx, a); err != nil {
			return err
		}
		args, err := s.args(ctx, tx, a)
		if err != nil {
			return err
		}
		args["kind"], args["now"] = string(a.Kind), s.Now()
		if id, err = postgres.Scalar[int64](ctx, tx, insertSQL, args); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "article.create", id)
	})
	return id, err
}

// args are what an article is stored as; its address is one that no other has.
func (s *Service) args(ctx context.Context, tx pgx.Tx, a Article) (postgres.Args, error) {
	slug, err := freeSlug(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	if a.Kind != Question {
		a.GroupID, a.Sort = 0, 0
	}
	return postgres.Args{
		"municipality_id": a.MunicipalityID, "slug": slug, "group_id": a.GroupID, "sort": a.Sort, "texts": a.Texts,
		"shown_from": a.ShownFrom, "shown_until": a.ShownUntil,
	}, nil
}

const groupSQL = `-- article.group
select exists (select from code where id = @group_id and municipality_id = @municipality_id and list = 'question_group')`

func checkGroup(ctx context.Context, tx pgx.Tx, a Article) error {
	if a.GroupID == 0 || a.Kind != Question {
		return nil
	}
	ok, err := postgres.Scalar[bool](ctx, tx, groupSQL, postgres.Args{"group_id": a.GroupID, "municipality_id": a.MunicipalityID})
	if err != nil {
		return err
	}
	var f fault.Fields
	f.Check(ok, "gruppe", i18n.Mark("Velg ett av valgene."))
	return f.Err()
}

const lockSQL = `-- article.lock
select ` + columns + ` from article where id = @id and municipality_id = @municipality_id for update`

func lock(ctx context.Context, tx pgx.Tx, by account.Actor, id int64) (Article, error) {
	a, err := postgres.One[Article](ctx, tx, lockSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		return a, missing()
	}
	return a, err
}

const updateSQL = `-- article.Update
update article set slug = @slug, group_id = nullif(@group_id::bigint, 0), sort = @sort, texts = @texts, shown_from = @shown_from, shown_until = @shown_until,
       shown_at = @shown_at, version = version + 1, updated_at = @now
where id = @id and municipality_id = @municipality_id`

// Update changes an article, a published one at once. Its kind stays. When somebody changed
// it since a.Version was read, it is a Conflict and nothing is stored.
func (s *Service) Update(ctx context.Context, by account.Actor, a Article) error {
	if err := by.Require(account.ManageArticles); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		old, err := lock(ctx, tx, by, a.ID)
		if err != nil {
			return err
		}
		a.Texts, a.Kind, a.MunicipalityID = a.Texts.tidy(), old.Kind, old.MunicipalityID
		if err := a.Check(); err != nil {
			return err
		}
		if old.Version != a.Version {
			return fault.Outrun(i18n.Mark("Noen andre har endret teksten mens du skrev."))
		}
		if err := checkGroup(ctx, tx, a); err != nil {
			return err
		}
		args, err := s.args(ctx, tx, a)
		if err != nil {
			return err
		}
		if old.PublishedAt != nil {
			at := later(*old.PublishedAt, a.ShownFrom)
			old.ShownAt = &at
		}
		args["id"], args["shown_at"], args["now"] = a.ID, old.ShownAt, s.Now()
		if _, err := postgres.Exec(ctx, tx, updateSQL, args); err != nil {
			return err
		}
		if err := leave(ctx, tx, old, fmt.Sprint(args["slug"])); err != nil {
			return err
		}
		return s.after(ctx, tx, by, "article.update", a.ID)
	})
}

const publishSQL = `-- article.Publish
update article set status = 'published', published_at = @now, shown_at = @shown_at, version = version + 1, updated_at = @now
where id = @id and municipality_id = @municipality_id`

// Publish lets residents see an article, from the moment that was chosen. One whose last day is past
// is refused at the field "til"; one that is published already stays as it is.
func (s *Service) Publish(ctx context.Context, by account.Actor, id int64) error {
	if err := by.Require(account.ManageArticles); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		a, err := lock(ctx, tx, by, id)
		if err != nil || a.Status == Published {
			return err
		}
		if a.ShownUntil != nil && !s.Now().Before(*a.ShownUntil) {
			return fault.Fields{{Name: "til", Msg: i18n.Mark("Siste dag er passert. Velg en senere dag før du publiserer.")}}.Err()
		}
		args := postgres.Args{"id": id, "municipality_id": by.MunicipalityID, "now": s.Now(), "shown_at": later(s.Now(), a.ShownFrom)}
		if _, err := postgres.Exec(ctx, tx, publishSQL, args); err != nil {
			return err
		}
		return s.after(ctx, tx, by, "article.publish", id)
	})
}

const endSQL = `-- article.End
update article set status = 'ended', version = version + 1, updated_at = @now where id = @id and municipality_id = @municipality_id`

// End takes a published article away from residents. One that is not published stays as it is.
func (s *Service) End(ctx context.Context, by account.Actor, id int64) error {
	if err := by.Require(account.ManageArticles); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		a, err := lock(ctx, tx, by, id)
		if err != nil || a.Status != Published {
			return err
		}
		if _, err := postgres.Exec(ctx, tx, endSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID, "now": s.Now()}); err != nil {
			return err
		}
		return s.after(ctx, tx, by, "article.end", id)
	})
}

const deleteSQL = `-- article.Delete
delete from article where id = @id and municipality_id = @municipality_id`

// Deletable says whether an article may be deleted: residents have never been given it.
func (a Article) Deletable() bool { return a.Status == Draft && a.PublishedAt == nil }

// Delete takes away a draft that never was published. One that was is a Conflict: it is ended instead.
func (s *Service) Delete(ctx context.Context, by account.Actor, id int64) error {
	if err := by.Require(account.ManageArticles); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		a, err := lock(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if !a.Deletable() {
			return fault.Clash(i18n.Mark("Bare det som aldri har vært publisert, kan slettes. Det andre kan avsluttes."))
		}
		if _, err := postgres.Exec(ctx, tx, deleteSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID}); err != nil {
			return err
		}
		t, _ := a.Texts.In(i18n.NB)
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "article.delete", Object: object, ObjectID: id, Detail: map[string]any{"title": t.Title}})
	})
}

// after keeps search and the log in step, in the same transaction.
func (s *Service) after(ctx context.Context, tx pgx.Tx, by account.Actor, action string, id int64) error {
	a, err := lock(ctx, tx, by, id)
	if err != nil {
		return err
	}
	if err := index(ctx, tx, s.Now(), a); err != nil {
		return err
	}
	return s.record(ctx, tx, by, action, id)
}

func (s *Service) record(ctx context.Context, tx pgx.Tx, by account.Actor, action string, id int64) error {
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: object, ObjectID: id})
}

// object is an article in the log and in search.
const object = "article"
