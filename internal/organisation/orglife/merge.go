// Making two registrations of the same organisation one.

package orglife

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// An imported activity that both have keeps its mark with the one that is left.
const moveMarksSQL = `-- orglife.moveMarks
update activity a set import_uid = null where a.organisation_id = @from and a.import_uid is not null
  and exists (select from activity b where b.organisation_id = @into and b.import_uid = a.import_uid)`

const moveActivitiesSQL = `-- orglife.moveActivities
update activity set organisation_id = @into, updated_at = @now where organisation_id = @from`

const moveCoOrganisersSQL = `-- orglife.moveCoOrganisers
insert into activity_co_organiser (activity_id, organisation_id)
select c.activity_id, @into from activity_co_organiser c join activity a on a.id = c.activity_id
where c.organisation_id = @from and a.organisation_id <> @into on conflict do nothing`

const dropCoOrganisersSQL = `-- orglife.dropCoOrganisers
delete from activity_co_organiser c using activity a
where a.id = c.activity_id and (c.organisation_id = @from or c.organisation_id = @into and a.organisation_id = @into)`

const moveMembersSQL = `-- orglife.moveMembers
insert into membership (account_id, organisation_id, role, created_at)
select account_id, @into, role, @now from membership where organisation_id = @from on conflict do nothing`

const dropMembersSQL = `-- orglife.dropMembers
delete from membership where organisation_id = @from`

const moveInvitationsSQL = `-- orglife.moveInvitations
update invitation set organisation_id = @into where organisation_id = @from`

const moveNotesSQL = `-- orglife.moveNotes
update staff_note set organisation_id = @into where organisation_id = @from`

const moveContactsSQL = `-- orglife.moveContacts
update organisation_contact c set organisation_id = @into, sort = c.sort + 100
where c.organisation_id = @from and not exists (
    select from organisation_contact d where d.organisation_id = @into and lower(d.name) = lower(c.name))`

// What the register proposes of one that is gone is asked for again with the one that is left.
const dropProposalsSQL = `-- orglife.dropProposals
delete from organisation_role_proposal where organisation_id = @from`

const dropFetchSQL = `-- orglife.dropFetch
delete from organisation_role_fetch where organisation_id = @from`

const moveChildrenSQL = `-- orglife.moveChildren
update organisation set parent_id = nullif(@into::bigint, id) where parent_id = @from`

const moveBatchesSQL = `-- orglife.moveBatches
update import_batch set organisation_id = @into where organisation_id = @from`

// A template whose name both have is told apart by the organisation that it comes from.
const moveTemplatesSQL = `-- orglife.moveTemplates
update signup_template t set organisation_id = @into,
       name = case when exists (select from signup_template x where x.organisation_id = @into and x.name = t.name)
              then t.name || ' (' || o.name || ')' else t.name end
from organisation o where o.id = @from and t.organisation_id = @from and t.municipality_id = o.municipality_id
  and not exists (select from signup_template x where x.organisation_id = @into and x.name = t.name || ' (' || o.name || ')')`

// Merge makes two registrations of the same organisation one: activities, people, invitations, templates, notes and
// contacts move to into, and the address of from leads there. Where into lacks a value, it takes over that of from.
func (s *Service) Merge(ctx context.Context, by account.Actor, from, into int64) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	if from == into {
		return mergeFault(i18n.Mark("Velg et annet lag enn det du slår sammen."))
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		old, kept, err := lockBoth(ctx, tx, by.MunicipalityID, from, into)
		if err != nil {
			return err
		}
		if err := mayMerge(old, kept); err != nil {
			return err
		}
		taken, err := s.mergeLocked(ctx, tx, by, old, &kept)
		if err != nil {
			return err
		}
		return s.Organisations.RecordChange(ctx, tx, by, kept, "organisation.merge", map[string]any{"from": from, "from_name": old.Name, "fields": taken})
	})
}

// mergeLocked makes old a part of kept, both of them locked, and says which fields kept has taken over.
func (s *Service) mergeLocked(ctx context.Context, tx pgx.Tx, by account.Actor, old organisation.Organisation, kept *organisation.Organisation) (taken []string, err error) {
	if err := s.keepMerge(ctx, tx, old, *kept); err != nil {
		return nil, err
	}
	if err := s.move(ctx, tx, old.ID, kept.ID); err != nil {
		return nil, err
	}
	if err := s.becomeMerged(ctx, tx, by, old, *kept); err != nil {
		return nil, err
	}
	taken = take(kept, old)
	_, err = s.Organisations.Store(ctx, tx, *kept)
	return taken, err
}

func mergeFault(msg string) error {
	return &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{Name: "inn_i", Msg: msg}}}
}

// lockBoth locks in the order of the ids, so that two merges cannot wait for each other.
func lockBoth(ctx context.Context, tx pgx.Tx, municipalityID, from, into int64) (old, kept organisation.Organisation, err error) {
	first, second := &old, &kept
	a, b := from, into
	if a > b {
		first, second, a, b = second, first, b, a
	}
	if *first, err = organisation.Lock(ctx, tx, municipalityID, a); err != nil {
		return old, kept, err
	}
	*second, err = organisation.Lock(ctx, tx, municipalityID, b)
	return old, kept, err
}

func mayMerge(old, kept organisation.Organisation) error {
	switch {
	case old.Status == organisation.Merged:
		return mergeFault(i18n.Mark("Laget er slått sammen med et annet fra før."))
	case kept.Status != organisation.Approved:
		return mergeFault(i18n.Mark("Velg et godkjent lag."))
	case old.OrgNr != "" && kept.OrgNr != "" && old.OrgNr != kept.OrgNr:
		return mergeFault(i18n.Mark("De to lagene har hvert sitt organisasjonsnummer. Da er de ikke det samme laget."))
	}
	return nil
}

func (s *Service) move(ctx context.Context, tx pgx.Tx, from, into int64) error {
	for _, sql := range []string{
		moveMarksSQL, moveActivitiesSQL, moveCoOrganisersSQL, dropCoOrganisersSQL, moveMembersSQL, dropMembersSQL,
		moveInvitationsSQL, moveNotesSQL, moveContactsSQL, moveChildrenSQL, moveBatchesSQL, moveTemplatesSQL,
		dropProposalsSQL, dropFetchSQL,
	} {
		args := pgx.NamedArgs{"from": from, "into": into, "now": s.Now()} // not every statement needs all three
		if _, err := tx.Exec(ctx, sql, args); err != nil {
			return postgres.Fault(err)
		}
	}
	return nil
}

const becomeMergedSQL = `-- orglife.becomeMerged
update organisation set status = 'merged', merged_into = @into, parent_id = null, applicant_name = '', applicant_email = '', applicant_phone = '', applicant_public = false,
       applied_at = null, applicant_terms = 0,
       updated_at = @now, version = version + 1
where id = @from`

// becomeMerged comes before the one that is kept is saved: it may take over the organisation number.
func (s *Service) becomeMerged(ctx context.Context, tx pgx.Tx, by account.Actor, old, kept organisation.Organisation) error {
	if _, err := postgres.Exec(ctx, tx, becomeMergedSQL, postgres.Args{"from": old.ID, "into": kept.ID, "now": s.Now()}); err != nil {
		return err
	}
	old.Status = organisation.Merged
	return s.Organisations.RecordChange(ctx, tx, by, old, "organisation.merged_away", map[string]any{"into": kept.ID, "into_name": kept.Name})
}

// take fills in what kept lacks, and says which fields that were.
func take(kept *organisation.Organisation, old organisation.Organisation) []string {
	var taken []string
	for _, f := range organisation.Fields {
		if value := f.Get(&old); value != "" && f.Get(kept) == "" {
			f.Set(kept, value)
			kept.Mark([]organisation.Change{{Field: f.Key}}, old.FieldSource[f.Key])
			taken = append(taken, f.Key)
		}
	}
	if kept.OrgNr == "" && old.OrgNr != "" {
		kept.OrgNr = old.OrgNr
		taken = append(taken, "orgnr")
		if kept.Kind == organisation.Group {
			kept.Kind = old.Kind
		}
	}
	if kept.ParentID == kept.ID || kept.ParentID == old.ID {
		kept.ParentID = 0
	}
	kept.Areas = append(kept.Areas, old.Areas...)
	kept.TargetGroups = append(kept.TargetGroups, old.TargetGroups...)
	kept.LocalKinds = append(kept.LocalKinds, old.LocalKinds...)
	return taken
}
