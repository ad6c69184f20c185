// Who reads each kind of file.

package imports

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/activityimport"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/organisation/orgimport"
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/postgres"
)

// Sources are the readers of all kinds on the features' use cases.
func Sources(contacts *contact.Service, organisations *orgimport.Service, activities *activityimport.Service, calendar *planning.Service) map[Kind]Source {
	return map[Kind]Source{
		Contacts: contactSource{contacts}, Organisations: organisationSource{organisations}, Activities: activitySource{activities},
		Calendar: calendarSource{calendar},
	}
}

type contactSource struct{ svc *contact.Service }

func (s contactSource) Plan(ctx context.Context, q postgres.Querier, by account.Actor, f File) (Plan, error) {
	p, err := s.svc.PlanImport(ctx, q, by, f.Name, f.Data, f.Choices)
	if err != nil {
		return Plan{}, err
	}
	return Plan{Rows: p.Rows, Asked: p.Asked, Apply: p.Apply}, nil
}

type activitySource struct{ svc *activityimport.Service }

func (s activitySource) Plan(ctx context.Context, q postgres.Querier, by account.Actor, f File) (Plan, error) {
	p, err := s.svc.Plan(ctx, q, by, f.OrganisationID, f.Data, f.Choices.AsDraft)
	if err != nil {
		return Plan{}, err
	}
	return Plan{Rows: p.Rows, Apply: p.Apply}, nil
}

type calendarSource struct{ svc *planning.Service }

func (s calendarSource) Plan(ctx context.Context, q postgres.Querier, by account.Actor, f File) (Plan, error) {
	p, err := s.svc.PlanImport(ctx, q, by, f.Data)
	if err != nil {
		return Plan{}, err
	}
	return Plan{Rows: p.Rows, Apply: p.Apply}, nil
}

type organisationSource struct{ svc *orgimport.Service }

func (s organisationSource) Plan(ctx context.Context, q postgres.Querier, by account.Actor, f File) (Plan, error) {
	list, err := orgimport.ReadFile(ctx, f.Name, f.Data, f.Choices)
	if err != nil {
		return Plan{}, err
	}
	p, err := s.svc.Plan(ctx, q, by, list, f.Choices)
	if err != nil {
		return Plan{}, err
	}
	return Plan{Rows: p.Rows, Asked: p.Asked, Apply: p.Apply}, nil
}
