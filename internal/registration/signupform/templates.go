// Forms that an organisation uses again.

package signupform

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Template is a form that an organisation uses again.
type Template struct {
	ID   int64
	Name string
	Form Form
}

const templatesSQL = `-- signupform.templates
select id, name, settings as form from signup_template where municipality_id = @municipality_id and organisation_id = @organisation_id order by name, id limit 100`

// Templates are the forms that an organisation has kept.
func (s *Service) Templates(ctx context.Context, actor account.Actor, organisationID int64) ([]Template, error) {
	if err := actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, organisationID); err != nil {
		return nil, err
	}
	return postgres.Many[Template](ctx, s.pool, templatesSQL, postgres.Args{"municipality_id": actor.MunicipalityID, "organisation_id": organisationID})
}

const putTemplateSQL = `-- signupform.putTemplate
insert into signup_template (municipality_id, organisation_id, name, settings, created_at)
select o.municipality_id, o.id, @name, @settings, @now from organisation o where o.id = @organisation_id and o.municipality_id = @municipality_id
on conflict (organisation_id, name) do update set settings = excluded.settings
returning id`

// SaveTemplate keeps a form under a name; one with the same name is replaced.
func (s *Service) SaveTemplate(ctx context.Context, actor account.Actor, organisationID int64, name string, f Form) (int64, error) {
	if err := actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, organisationID); err != nil {
		return 0, err
	}
	name, f = strings.Join(strings.Fields(name), " "), f.Normal()
	if name == "" || utf8.RuneCountInString(name) > MaxName {
		return 0, fault.Fields{{Name: "mal_navn", Msg: i18n.Mark("Skriv hva malen skal hete.")}}.Err()
	}
	if err := f.Validate(); err != nil {
		return 0, err
	}
	f.OpensAt, f.Retired = nil, nil // of one activity
	var id int64
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) (err error) {
		id, err = postgres.Scalar[int64](ctx, tx, putTemplateSQL, postgres.Args{
			"municipality_id": actor.MunicipalityID, "organisation_id": organisationID, "name": name, "settings": f, "now": s.now(),
		})
		if err != nil {
			return err
		}
		return recordTemplate(ctx, tx, s.now(), actor, "registration.template", id, organisationID, name)
	})
	if fault.Is(err, fault.NotFound) {
		return 0, activity.Missing()
	}
	return id, err
}

func recordTemplate(ctx context.Context, tx pgx.Tx, at time.Time, actor account.Actor, action string, id, organisationID int64, name string) error {
	return audit.Record(ctx, tx, at, actor.Audit(), audit.Event{
		Action: action, Object: "signup_template", ObjectID: id, Detail: map[string]any{"organisation": organisationID, "name": name},
	})
}

const dropTemplateSQL = `-- signupform.dropTemplate
delete from signup_template where id = @id and municipality_id = @municipality_id and organisation_id = @organisation_id returning name`

// DeleteTemplate forgets a template; one that is gone is no error.
func (s *Service) DeleteTemplate(ctx context.Context, actor account.Actor, organisationID, id int64) error {
	if err := actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, organisationID); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		name, err := postgres.Scalar[string](ctx, tx, dropTemplateSQL, postgres.Args{
			"id": id, "municipality_id": actor.MunicipalityID, "organisation_id": organisationID,
		})
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return recordTemplate(ctx, tx, s.now(), actor, "registration.template_end", id, organisationID, name)
	})
}
