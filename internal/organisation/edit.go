// Changing what an organisation says of itself, confirming that it holds, and making one.

package organisation

import (
	"context"
	"slices"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/plainname"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// MayEdit says whether the actor may change the organisation; pages ask it for their buttons.
func MayEdit(by account.Actor, id int64) bool {
	return by.RequireOwn(account.EditOwnProfile, account.ManageOrganisation, id) == nil
}

// Update changes what an organisation says of itself: its own administrator may, and staff, who may change kind and
// organisation number too. When somebody saved since d.Version was read, the error is ErrChanged and nothing is stored.
func (s *Service) Update(ctx context.Context, by account.Actor, d Draft) error {
	if err := by.RequireOwn(account.EditOwnProfile, account.ManageOrganisation, d.ID); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		old, err := Lock(ctx, tx, by.MunicipalityID, d.ID)
		if err != nil {
			return err
		}
		if old.Version != d.Version {
			return ErrChanged
		}
		changed, err := s.merged(ctx, tx, by, old, d)
		if err != nil {
			return err
		}
		if _, err := s.Store(ctx, tx, changed.Organisation); err != nil {
			return err
		}
		if err := SaveContacts(ctx, tx, d.ID, changed.Contacts); err != nil {
			return err
		}
		return s.RecordChange(ctx, tx, by, changed.Organisation, "organisation.update", detailOf(old, changed.Organisation))
	})
}

// merged is the old organisation with what the actor may change taken from d, checked.
func (s *Service) merged(ctx context.Context, tx pgx.Tx, by account.Actor, old Organisation, d Draft) (Draft, error) {
	o := old
	d.CopyTo(&o)
	from := FromSelf
	if by.Door != account.GroupDoor {
		from = FromStaff
		o.Kind, o.OrgNr = d.Kind, d.OrgNr
	}
	o.Mark(Differences(old, o), from)
	here, err := contactsOf(ctx, tx, old.ID, false)
	if err != nil {
		return Draft{}, err
	}
	out := Draft{Organisation: o, Contacts: KeepSources(here, d.Contacts, from, s.Now())}
	err = s.checkAll(ctx, tx, out)
	if from == FromSelf && (err == nil || fault.Is(err, fault.Invalid)) {
		err = append(ownNames(old, out), fault.FieldsOf(err)...).Err()
	}
	return out, err
}

// ownNames are the faults of names that a group's own people have written: letters quote them.
func ownNames(old Organisation, d Draft) fault.Fields {
	var f fault.Fields
	if d.Name != old.Name {
		plainname.Check(&f, "navn", d.Name)
	}
	for i, c := range d.Contacts {
		if c.Source == FromSelf {
			plainname.Check(&f, ContactField(i, "navn"), c.Name)
		}
	}
	return f
}

const contactsOfAllSQL = `-- organisation.contactsOfAll
select c.organisation_id, c.name, c.role, c.email, c.phone, c.public, c.source, c.source_at, c.in_register_at, c.public_at, c.private_at from organisation_contact c join organisation o on o.id = c.organisation_id
where o.municipality_id = @municipality_id and o.id = any(@ids::bigint[]) order by c.organisation_id, c.sort, c.id`

// ReadAll are those of the organisations that the municipality has and that are merged into
// no other, with their contacts, by id. It asks nobody's leave: whoever changes them is asked.
func ReadAll(ctx context.Context, q postgres.Querier, municipalityID int64, ids []int64) (map[int64]Draft, error) {
	found, err := ByIDs(ctx, q, municipalityID, ids)
	if err != nil {
		return nil, err
	}
	contacts, err := postgres.Many[struct {
		OrganisationID int64
		Contact
	}](ctx, q, contactsOfAllSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids})
	of := map[int64][]Contact{}
	for _, c := range contacts {
		of[c.OrganisationID] = append(of[c.OrganisationID], c.Contact)
	}
	all := make(map[int64]Draft, len(found))
	for _, o := range found {
		if o.Status != Merged {
			all[o.ID] = Draft{Organisation: o, Contacts: of[o.ID]}
		}
	}
	return all, err
}

// Change gives one organisation among many its kinds and areas, in the caller's transaction.
// Another kind comes from staff, but one that is taken back from where d says that it came.
// When somebody saved since d.Version was read, the error is ErrChanged.
func (s *Service) Change(ctx context.Context, tx pgx.Tx, by account.Actor, d Draft) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	old, err := Lock(ctx, tx, by.MunicipalityID, d.ID)
	if err != nil {
		return err
	}
	if old.Version != d.Version {
		return ErrChanged
	}
	o := old
	o.Kind, o.LocalKinds, o.Areas = d.Kind, d.LocalKinds, d.Areas
	o.Mark(Differences(old, o), FromStaff)
	if from := d.FieldSource[KindKey]; d.Kind != old.Kind && from != old.FieldSource[KindKey] {
		o.SetSource(KindKey, from)
	}
	if err := s.checkAll(ctx, tx, Draft{Organisation: o, Contacts: d.Contacts}); err != nil {
		return err
	}
	if _, err := s.Store(ctx, tx, o); err != nil {
		return err
	}
	return s.RecordChange(ctx, tx, by, o, "organisation.update", detailOf(old, o))
}

// CopyTo sets what a form changes on an organisation, but not kind and organisation number.
func (d Draft) CopyTo(o *Organisation) {
	o.Name, o.Summary, o.Description, o.HowToJoin, o.Lang = d.Name, d.Summary, d.Description, d.HowToJoin, d.Lang
	o.EmailPublic, o.EmailPrivate, o.Phone, o.Website = d.EmailPublic, d.EmailPrivate, d.Phone, d.Website
	o.Address, o.PostalCode, o.Members, o.MembersUnder20, o.FoundedYear = d.Address, d.PostalCode, d.Members, d.MembersUnder20, d.FoundedYear
	o.ICNPO, o.TargetGroups, o.LocalKinds, o.Areas, o.ParentID = d.ICNPO, d.TargetGroups, d.LocalKinds, d.Areas, d.ParentID
}

// checkAll is Check and what only the database knows.
func (s *Service) checkAll(ctx context.Context, tx pgx.Tx, d Draft) error {
	f := fault.FieldsOf(d.Check(s.Now()))
	if d.OrgNr != "" {
		if _, err := i18n.ParseOrgNr(d.OrgNr); err != nil {
			f = append(f, fault.FieldsOf(OrgNrFault(err))...)
		}
		here, err := ByOrgNr(ctx, tx, d.MunicipalityID, d.OrgNr)
		if err != nil {
			return err
		}
		other, found := here[d.OrgNr]
		claims := other.Status == Pending || other.Status == Refused || d.Status == Pending // they wait beside each other
		f.Check(!found || other.ID == d.ID || claims, "orgnr", i18n.Mark("%s har dette organisasjonsnummeret. Er det samme lag, kan du slå dem sammen."), other.Name)
	}
	fits, err := parentFits(ctx, tx, d.Organisation)
	if err != nil {
		return err
	}
	f.Check(fits, "overordnet", i18n.Mark("Velg et annet lag. Dette kan ikke stå over %s."), d.Name)
	return f.Err()
}

// detailOf names what changed, never the values: they may be about people.
func detailOf(old, changed Organisation) map[string]any {
	var names []string
	for _, c := range Differences(old, changed) {
		names = append(names, c.Field)
	}
	if old.OrgNr != changed.OrgNr {
		names = append(names, "orgnr")
	}
	if !slices.Equal(old.Areas, changed.Areas) {
		names = append(names, "areas")
	}
	if !slices.Equal(old.TargetGroups, changed.TargetGroups) {
		names = append(names, "target_groups")
	}
	if !slices.Equal(old.LocalKinds, changed.LocalKinds) {
		names = append(names, "local_kinds")
	}
	return map[string]any{"fields": names}
}

const confirmSQL = `-- organisation.Confirm
update organisation set confirmed_at = @now, confirmed_by = nullif(@account_id::bigint, 0)
where id = @id and municipality_id = @municipality_id and status = 'approved'`

// Confirm says "opplysningene stemmer", by its own administrator or by staff who asked.
func (s *Service) Confirm(ctx context.Context, by account.Actor, id int64) error {
	if err := by.RequireOwn(account.EditOwnProfile, account.ManageOrganisation, id); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, confirmSQL, postgres.Args{
			"id": id, "municipality_id": by.MunicipalityID, "account_id": by.AccountID, "now": s.Now(),
		})
		if err != nil {
			return err
		}
		if n == 0 {
			if _, err := Lock(ctx, tx, by.MunicipalityID, id); err != nil {
				return err
			}
			return fault.Clash(i18n.Mark("Bare et godkjent lag kan bekreftes."))
		}
		return s.Record(ctx, tx, by, "organisation.confirm", id, nil)
	})
}

// Create makes an approved organisation, for staff who know it.
func (s *Service) Create(ctx context.Context, by account.Actor, d Draft) (int64, error) {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return 0, err
	}
	now := s.Now()
	d.ID, d.MunicipalityID, d.Status, d.Source, d.ConfirmedAt = 0, by.MunicipalityID, Approved, FromStaff, &now
	d.ForgetApplicant()
	d.Contacts = KeepSources(nil, d.Contacts, FromStaff, now)
	d.Mark(Differences(Organisation{Lang: d.Lang}, d.Organisation), FromStaff)
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := s.checkAll(ctx, tx, d); err != nil {
			return err
		}
		var err error
		d.ID, err = s.Save(ctx, tx, by, d)
		return err
	})
	return d.ID, err
}

// Save stores an organisation with its contacts as it is given, in the caller's transaction, and keeps search and the
// log in step. It checks nothing: for imports and demonstrations, and for callers that have checked.
func (s *Service) Save(ctx context.Context, tx pgx.Tx, by account.Actor, d Draft) (int64, error) {
	action := "organisation.update"
	if d.ID == 0 {
		action = "organisation.create"
	}
	id, err := s.Store(ctx, tx, d.Organisation)
	if err != nil {
		return 0, err
	}
	d.ID = id
	if d.Contacts != nil {
		if err := SaveContacts(ctx, tx, id, KeepSources(nil, d.Contacts, FromSelf, s.Now())); err != nil {
			return 0, err
		}
	}
	return id, s.RecordChange(ctx, tx, by, d.Organisation, action, map[string]any{"name": d.Name, "source": string(d.Source)})
}
