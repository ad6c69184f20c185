// One organisation, as residents, its own people and staff see it, and the names to choose from.

package organisation

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
)

// PublicShow is what residents see of an organisation: approved ones, with public contacts only. For one that was merged
// the view has nothing but MergedInto, where the page leads. All others are NotFound.
func (s *Service) PublicShow(ctx context.Context, municipalityID, id int64) (View, error) {
	o, err := byID(ctx, s.Pool, municipalityID, id)
	if err != nil {
		return View{}, err
	}
	switch o.Status {
	case Approved:
		v, err := s.view(ctx, s.Pool, o, true)
		return v.public(), err
	case Merged:
		to, err := s.mergedInto(ctx, o)
		return View{Organisation: Organisation{ID: o.ID, Status: Merged, MergedInto: to}}, err
	}
	return View{}, missing()
}

// public is v without what residents may not see.
func (v View) public() View {
	v.EmailPrivate, v.StatusReason = "", ""
	v.ForgetApplicant()
	return v
}

const mergedIntoSQL = `-- organisation.mergedInto
with recursive into_ as (
    select id, merged_into, status, 1 as depth from organisation where id = @id
    union all
    select o.id, o.merged_into, o.status, i.depth + 1 from organisation o join into_ i on o.id = i.merged_into where i.depth < 10)
select id from into_ where status <> 'merged' limit 1`

// mergedInto follows merges to the organisation that is left.
func (s *Service) mergedInto(ctx context.Context, o Organisation) (int64, error) {
	id, err := postgres.Scalar[int64](ctx, s.Pool, mergedIntoSQL, postgres.Args{"id": o.ID})
	if fault.Is(err, fault.NotFound) {
		err = missing()
	}
	return id, err
}

// Get is an organisation as its own people and staff see it, whatever its status.
func (s *Service) Get(ctx context.Context, by account.Actor, id int64) (View, error) {
	if err := by.RequireOwn(account.ReadOwn, account.ReadStaff, id); err != nil {
		return View{}, err
	}
	o, err := byID(ctx, s.Pool, by.MunicipalityID, id)
	if err != nil {
		return View{}, err
	}
	v, err := s.view(ctx, s.Pool, o, false)
	if by.Door == account.GroupDoor {
		v.ForgetApplicant()
	}
	if err == nil && by.Door != account.GroupDoor && o.OrgNr != "" && o.Status != Merged {
		v.SameNumber, err = postgres.Many[SameNumber](ctx, s.Pool, sameNumberSQL, postgres.Args{
			"municipality_id": by.MunicipalityID, "orgnr": o.OrgNr, "id": o.ID,
		})
	}
	return v, err
}

const sameNumberSQL = `-- organisation.sameNumber
select o.id, o.name, o.status from organisation o
where o.municipality_id = @municipality_id and o.orgnr = @orgnr and o.id <> @id and o.status in ('approved', 'ended', 'pending')
order by ` + standing + ` desc, o.id limit 20`

func (s *Service) view(ctx context.Context, q postgres.Querier, o Organisation, publicOnly bool) (View, error) {
	v := View{Organisation: o}
	var err error
	if v.Contacts, err = contactsOf(ctx, q, o.ID, publicOnly); err != nil {
		return v, err
	}
	if o.ParentID != 0 {
		parent, err := postgres.One[Ref](ctx, q, parentSQL, postgres.Args{"id": o.ParentID, "municipality_id": o.MunicipalityID})
		if err == nil {
			v.Parent = &parent
		} else if !fault.Is(err, fault.NotFound) {
			return v, err
		}
	}
	v.Children, err = postgres.Many[Ref](ctx, q, childrenSQL, postgres.Args{"id": o.ID, "municipality_id": o.MunicipalityID})
	return v, err
}

const choicesSQL = `-- organisation.PublicChoices
select id, name from organisation where municipality_id = @municipality_id and status = 'approved' order by name, id limit 5000`

// PublicChoices are the approved organisations by name, for selects.
func (s *Service) PublicChoices(ctx context.Context, municipalityID int64) ([]Ref, error) {
	return postgres.Many[Ref](ctx, s.Pool, choicesSQL, postgres.Args{"municipality_id": municipalityID})
}

const idByOrgNrSQL = `-- organisation.PublicIDByOrgNr
select o.id from organisation o where o.municipality_id = @municipality_id and o.orgnr = @orgnr and o.status <> 'merged'
order by ` + standing + ` desc, o.id limit 1`

// PublicIDByOrgNr finds an organisation by its nine digits; the command line names organisations so.
func (s *Service) PublicIDByOrgNr(ctx context.Context, municipalityID int64, orgnr string) (int64, error) {
	id, err := postgres.Scalar[int64](ctx, s.Pool, idByOrgNrSQL, postgres.Args{"municipality_id": municipalityID, "orgnr": orgnr})
	if fault.Is(err, fault.NotFound) {
		err = missing()
	}
	return id, err
}

// History is what happened to an organisation, the newest first. Staff only.
func (s *Service) History(ctx context.Context, by account.Actor, id int64) ([]audit.Row, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return audit.List(ctx, s.Pool, audit.Query{MunicipalityID: by.MunicipalityID, Object: DocumentKind, ObjectID: id, Limit: 50})
}
