// Who reads each kind of file.

package imports

import (
	"context"
	"fmt"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/activityimport"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgimport"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Sources are the readers of all kinds on the features' use cases.
func Sources(contacts *contact.Service, organisations *orgimport.Service, activities *activityimport.Service) map[Kind]Source {
	return map[Kind]Source{
		Contacts: contactSource{contacts}, Organisations: organisationSource{organisations}, Activities: activitySource{activities},
	}
}

type contactSource struct{ svc *contact.Service }

func (s contactSource) Plan(ctx context.Context, q postgres.Querier, by account.Actor, f File) (Plan, error) {
	p, err := s.svc.PlanImport(ctx, q, by, f.Name, f.Data)
	if err != nil {
		return Plan{}, err
	}
	return Plan{Rows: p.Rows, Apply: p.Apply}, nil
}

type activitySource struct{ svc *activityimport.Service }

func (s activitySource) Plan(ctx context.Context, q postgres.Querier, by account.Actor, f File) (Plan, error) {
	p, err := s.svc.Plan(ctx, q, by, f.OrganisationID, f.Data)
	if err != nil {
		return Plan{}, err
	}
	return Plan{Rows: p.Rows, Apply: p.Apply}, nil
}

type organisationSource struct{ svc *orgimport.Service }

func (s organisationSource) Plan(ctx context.Context, q postgres.Querier, by account.Actor, f File) (Plan, error) {
	candidates, refused, err := orgimport.ReadFile(f.Name, f.Data)
	if err != nil {
		return Plan{}, err
	}
	planned, err := s.svc.Plan(ctx, q, by, candidates, refused)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Rows: make([]Row, len(planned))}
	tell := func() {
		for i, p := range planned {
			plan.Rows[i] = organisationRow(p)
		}
	}
	tell()
	plan.Apply = func(ctx context.Context, tx pgx.Tx) error {
		defer tell()
		return s.svc.Apply(ctx, tx, by, planned)
	}
	return plan, nil
}

func organisationRow(p orgimport.PlannedRow) Row {
	row := Row{Number: p.Number, Outcome: Outcome(p.Outcome), Label: p.Label, Message: p.Message}
	if len(p.Args) > 0 {
		row.Message = fmt.Sprintf(p.Message, p.Args...)
	}
	if p.Outcome == orgimport.Changed {
		for _, c := range p.Changes {
			if c.Field == "phone" {
				c.Old, c.New = i18n.Phone(c.Old), i18n.Phone(c.New)
			}
			row.Changes = append(row.Changes, Change{Field: organisation.FieldLabel(c.Field), Old: c.Old, New: c.New})
		}
	}
	if p.ObjectID != 0 {
		id := p.ObjectID
		row.ObjectID = &id
	}
	return row
}
