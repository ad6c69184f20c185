// Making two organisations of one again.

package orglife

import (
	"context"
	"slices"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// beforeMerge is what two organisations were, and what belonged to each.
type beforeMerge struct {
	Old, Kept organisation.Organisation
	Belonging belonging
}

// belonging is what moves with an organisation.
type belonging struct {
	Activities                            []mark
	CoOrganised                           []coOrganiser // of both
	Members                               []member      // of both
	Contacts                              []place
	Templates                             []named
	Invitations, Notes, Children, Batches []int64
}

type (
	mark struct {
		ID  int64
		UID *string
	}
	coOrganiser struct{ ActivityID, OrganisationID int64 }
	member      struct {
		AccountID, OrganisationID int64
		Role                      string
	}
	place struct {
		ID   int64
		Sort int
	}
	named struct {
		ID   int64
		Name string
	}
)

const belongingSQL = `-- orglife.belonging
select coalesce((select jsonb_agg(jsonb_build_object('ID', id, 'UID', import_uid)) from activity where organisation_id = @from), '[]') as activities,
       coalesce((select jsonb_agg(jsonb_build_object('ActivityID', activity_id, 'OrganisationID', organisation_id))
                 from activity_co_organiser where organisation_id in (@from, @into)), '[]') as co_organised,
       coalesce((select jsonb_agg(jsonb_build_object('AccountID', account_id, 'OrganisationID', organisation_id, 'Role', role))
                 from membership where organisation_id in (@from, @into)), '[]') as members,
       coalesce((select jsonb_agg(jsonb_build_object('ID', id, 'Sort', sort)) from organisation_contact where organisation_id = @from), '[]') as contacts,
       coalesce((select jsonb_agg(jsonb_build_object('ID', id, 'Name', name)) from signup_template where organisation_id = @from), '[]') as templates,
       coalesce((select array_agg(id) from invitation where organisation_id = @from), '{}') as invitations,
       coalesce((select array_agg(id) from staff_note where organisation_id = @from), '{}') as notes,
       coalesce((select array_agg(id) from organisation where parent_id = @from), '{}') as children,
       coalesce((select array_agg(id) from import_batch where organisation_id = @from), '{}') as batches`

// keepMerge notes what old and kept are before they become one.
func (s *Service) keepMerge(ctx context.Context, tx pgx.Tx, old, kept organisation.Organisation) error {
	has, err := postgres.One[belonging](ctx, tx, belongingSQL, postgres.Args{"from": old.ID, "into": kept.ID})
	if err != nil {
		return err
	}
	return merging.Keep(ctx, tx, kept.MunicipalityID, merging.Organisation, old.ID, kept.ID, beforeMerge{old, kept, has}, s.Now())
}

// Merges are the organisations that became a part of this one and can still be taken out again.
func (s *Service) Merges(ctx context.Context, by account.Actor, into int64) ([]merging.Merge, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return merging.List(ctx, s.Pool, by.MunicipalityID, merging.Organisation, into, s.Now())
}

// Unmerge makes two organisations of one again, within merging.Days: activities, people, invitations, templates, notes
// and contacts that came from the other go back to it, and so do the values that it lent. What somebody has changed or
// made since the merge stays with the one that was kept.
func (s *Service) Unmerge(ctx context.Context, by account.Actor, mergeID int64) (from int64, err error) {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return 0, err
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		var before beforeMerge
		m, err := merging.Take(ctx, tx, by.MunicipalityID, merging.Organisation, mergeID, &before, s.Now())
		if err != nil {
			return err
		}
		from = m.FromID
		old, kept, err := lockBoth(ctx, tx, by.MunicipalityID, m.FromID, m.IntoID)
		if err != nil {
			return err
		}
		if old.Status != organisation.Merged || old.MergedInto != kept.ID || kept.Status == organisation.Merged {
			return fault.Clash(i18n.Mark("Et av lagene er slått sammen med et annet siden. Angre det først."))
		}
		return s.unmerge(ctx, tx, by, before, kept)
	})
	return from, err
}

const unmergedSQL = `-- orglife.unmerged
update organisation set status = @status, merged_into = null, parent_id = nullif(@parent_id::bigint, 0), applicant_name = @applicant_name,
       applicant_email = @applicant_email, applicant_phone = @applicant_phone, applicant_public = @applicant_public, applied_at = @applied_at, applicant_terms = @applicant_terms, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @from`

func (s *Service) unmerge(ctx context.Context, tx pgx.Tx, by account.Actor, before beforeMerge, kept organisation.Organisation) error {
	old := before.Old
	returnValues(&kept, before)
	if _, err := s.Organisations.Store(ctx, tx, kept); err != nil { // the number is free before the other has it
		return err
	}
	if _, err := postgres.Exec(ctx, tx, unmergedSQL, postgres.Args{
		"municipality_id": by.MunicipalityID, "from": old.ID, "status": string(old.Status), "parent_id": old.ParentID, "applicant_name": old.ApplicantName,
		"applicant_email": old.ApplicantEmail, "applicant_phone": old.ApplicantPhone, "applicant_public": old.ApplicantPublic, "applied_at": old.AppliedAt, "applicant_terms": old.ApplicantTerms, "now": s.Now(),
	}); err != nil {
		return err
	}
	if err := s.moveBack(ctx, tx, old.ID, kept.ID, before.Belonging); err != nil {
		return err
	}
	for _, o := range []struct {
		organisation.Organisation
		action string
		other  organisation.Organisation
	}{{kept, "organisation.unmerge", old}, {old, "organisation.unmerged", kept}} {
		if err := s.Organisations.RecordChange(ctx, tx, by, o.Organisation, o.action, map[string]any{"other": o.other.ID, "other_name": o.other.Name}); err != nil {
			return err
		}
	}
	return nil
}

// returnValues takes from kept what it got from the other, where nobody has changed it since.
func returnValues(kept *organisation.Organisation, before beforeMerge) {
	for _, f := range organisation.Fields {
		if lent := f.Get(&before.Old); lent != "" && f.Get(&before.Kept) == "" && f.Get(kept) == lent {
			f.Set(kept, "")
			delete(kept.FieldSource, f.Key)
		}
	}
	if before.Kept.OrgNr == "" && before.Old.OrgNr != "" && kept.OrgNr == before.Old.OrgNr {
		kept.OrgNr, kept.Kind = "", before.Kept.Kind
	}
	if kept.ParentID == 0 && before.Kept.ParentID == before.Old.ID {
		kept.ParentID = before.Old.ID
	}
	kept.Areas = without(kept.Areas, before.Old.Areas, before.Kept.Areas)
	kept.TargetGroups = without(kept.TargetGroups, before.Old.TargetGroups, before.Kept.TargetGroups)
	kept.LocalKinds = without(kept.LocalKinds, before.Old.LocalKinds, before.Kept.LocalKinds)
}

// without is all but what was lent and not there before.
func without(all, lent, before []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(all), func(id int64) bool { return slices.Contains(lent, id) && !slices.Contains(before, id) })
}

const activitiesBackSQL = `-- orglife.activitiesBack
update activity a set organisation_id = @from, import_uid = coalesce(r."UID", a.import_uid)
from jsonb_to_recordset(@rows::jsonb) as r ("ID" bigint, "UID" text) where a.id = r."ID" and a.organisation_id = @into`

const dropLentCoOrganisersSQL = `-- orglife.dropLentCoOrganisers
delete from activity_co_organiser c
where c.organisation_id = @into
  and exists (select from jsonb_to_recordset(@rows::jsonb) as r ("ActivityID" bigint, "OrganisationID" bigint) where r."ActivityID" = c.activity_id and r."OrganisationID" = @from)
  and not exists (select from jsonb_to_recordset(@rows::jsonb) as r ("ActivityID" bigint, "OrganisationID" bigint) where r."ActivityID" = c.activity_id and r."OrganisationID" = @into)`

const coOrganisersBackSQL = `-- orglife.coOrganisersBack
insert into activity_co_organiser (activity_id, organisation_id)
select r."ActivityID", r."OrganisationID" from jsonb_to_recordset(@rows::jsonb) as r ("ActivityID" bigint, "OrganisationID" bigint)
join activity a on a.id = r."ActivityID" and a.organisation_id <> r."OrganisationID"
on conflict do nothing`

const dropLentMembersSQL = `-- orglife.dropLentMembers
delete from membership m
where m.organisation_id = @into
  and exists (select from jsonb_to_recordset(@rows::jsonb) as r ("AccountID" bigint, "OrganisationID" bigint) where r."AccountID" = m.account_id and r."OrganisationID" = @from)
  and not exists (select from jsonb_to_recordset(@rows::jsonb) as r ("AccountID" bigint, "OrganisationID" bigint) where r."AccountID" = m.account_id and r."OrganisationID" = @into)`

// Whoever is no longer with the one that was kept is not brought back by the other.
const membersBackSQL = `-- orglife.membersBack
insert into membership (account_id, organisation_id, role, created_at)
select r."AccountID", @from, r."Role", @now from jsonb_to_recordset(@rows::jsonb) as r ("AccountID" bigint, "OrganisationID" bigint, "Role" text)
join membership m on m.account_id = r."AccountID" and m.organisation_id = @into
where r."OrganisationID" = @from
on conflict do nothing`

const contactsBackSQL = `-- orglife.contactsBack
update organisation_contact c set organisation_id = @from, sort = r."Sort"
from jsonb_to_recordset(@rows::jsonb) as r ("ID" bigint, "Sort" int) where c.id = r."ID" and c.organisation_id = @into`

const templatesBackSQL = `-- orglife.templatesBack
update signup_template t set organisation_id = @from, name = r."Name"
from jsonb_to_recordset(@rows::jsonb) as r ("ID" bigint, "Name" text) where t.id = r."ID" and t.organisation_id = @into`

const invitationsBackSQL = `-- orglife.invitationsBack
update invitation set organisation_id = @from where id = any(@rows::bigint[]) and organisation_id = @into`

const notesBackSQL = `-- orglife.notesBack
update staff_note set organisation_id = @from where id = any(@rows::bigint[]) and organisation_id = @into`

const childrenBackSQL = `-- orglife.childrenBack
update organisation set parent_id = @from where id = any(@rows::bigint[]) and (parent_id = @into or id = @into) and id <> @from`

const batchesBackSQL = `-- orglife.batchesBack
update import_batch set organisation_id = @from where id = any(@rows::bigint[]) and organisation_id = @into`

// moveBack gives the other what came from it. Members come back before those that were lent go.
func (s *Service) moveBack(ctx context.Context, tx pgx.Tx, from, into int64, b belonging) error {
	for _, back := range []struct {
		sql  string
		rows any
	}{
		{activitiesBackSQL, b.Activities}, {dropLentCoOrganisersSQL, b.CoOrganised}, {coOrganisersBackSQL, b.CoOrganised},
		{membersBackSQL, b.Members}, {dropLentMembersSQL, b.Members}, {contactsBackSQL, b.Contacts}, {templatesBackSQL, b.Templates},
		{invitationsBackSQL, b.Invitations}, {notesBackSQL, b.Notes}, {childrenBackSQL, b.Children}, {batchesBackSQL, b.Batches},
	} {
		args := pgx.NamedArgs{"from": from, "into": into, "rows": back.rows, "now": s.Now()} // not every statement needs all four
		if _, err := tx.Exec(ctx, back.sql, args); err != nil {
			return postgres.Fault(err)
		}
	}
	return nil
}
