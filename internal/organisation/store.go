// How an organisation is read and stored, with its lists and contacts.

package organisation

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const columns = `o.id, o.municipality_id, o.name, o.registered_name, o.kind, coalesce(o.orgnr, '') as org_nr, o.org_form, o.in_voluntary_register,
       o.grasrot, o.icnpo, o.summary, o.description, o.how_to_join, o.lang, o.email_public, o.email_private, o.phone, o.website,
       o.address, o.postal_code, o.members, o.members_under_20, o.founded_year, coalesce(o.parent_id, 0) as parent_id,
       array(select t.code_id from organisation_target_group t where t.organisation_id = o.id order by t.code_id) as target_groups,
       array(select k.code_id from organisation_local_kind k where k.organisation_id = o.id order by k.code_id) as local_kinds,
       array(select a.area_id from organisation_area a where a.organisation_id = o.id order by a.area_id) as areas,
       o.status, o.status_reason, coalesce(o.merged_into, 0) as merged_into, o.source, o.field_source, o.brreg_status, o.brreg_checked_at,
       o.confirmed_at, o.applicant_name, o.applicant_email, o.applicant_lang, o.applicant_phone, o.applicant_public, o.applied_at, o.applicant_terms, o.created_at, o.updated_at, o.version
from organisation o`

const byIDSQL = `-- organisation.byID
select ` + columns + ` where o.municipality_id = @municipality_id and o.id = @id`

const lockSQL = `-- organisation.lock
select ` + columns + ` where o.municipality_id = @municipality_id and o.id = @id for update of o`

const byOrgNrSQL = `-- organisation.byOrgNr
select ` + columns + ` where o.municipality_id = @municipality_id and o.orgnr = any(@orgnr::text[]) and o.status <> 'merged'
order by ` + standing + `, o.id desc`

// standing puts what holds its number for itself after what waits beside it, and what was refused first.
const standing = `case o.status when 'approved' then 3 when 'ended' then 2 when 'pending' then 1 else 0 end`

// missing is what all say who ask for an organisation that is not there for them.
func missing() error { return fault.Missing(i18n.Mark("Vi finner ikke laget.")) }

func byID(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Organisation, error) {
	return one(ctx, q, byIDSQL, municipalityID, id)
}

// Lock reads an organisation and lets nobody else change it before tx ends.
func Lock(ctx context.Context, tx pgx.Tx, municipalityID, id int64) (Organisation, error) {
	return one(ctx, tx, lockSQL, municipalityID, id)
}

func one(ctx context.Context, q postgres.Querier, sql string, municipalityID, id int64) (Organisation, error) {
	o, err := postgres.One[Organisation](ctx, q, sql, postgres.Args{"municipality_id": municipalityID, "id": id})
	if fault.Is(err, fault.NotFound) {
		err = missing()
	}
	return o, err
}

// ByOrgNr finds organisations by their numbers; those that are not here are left out. Where
// several wait with one number, it is the approved one, or else the one that came first.
func ByOrgNr(ctx context.Context, q postgres.Querier, municipalityID int64, orgnr ...string) (map[string]Organisation, error) {
	rows, err := postgres.Many[Organisation](ctx, q, byOrgNrSQL, postgres.Args{"municipality_id": municipalityID, "orgnr": orgnr})
	if err != nil {
		return nil, err
	}
	out := make(map[string]Organisation, len(rows))
	for _, o := range rows {
		out[o.OrgNr] = o
	}
	return out, nil
}

const byIDsSQL = `-- organisation.ByIDs
select ` + columns + ` join unnest(@ids::bigint[]) with ordinality as hit (id, nr) on hit.id = o.id
where o.municipality_id = @municipality_id order by hit.nr`

// ByIDs are the municipality's organisations with the ids, in the order of the ids.
func ByIDs(ctx context.Context, q postgres.Querier, municipalityID int64, ids []int64) ([]Organisation, error) {
	return postgres.Many[Organisation](ctx, q, byIDsSQL, postgres.Args{"ids": ids, "municipality_id": municipalityID})
}

const insertSQL = `-- organisation.insert
insert into organisation (municipality_id, name, registered_name, kind, orgnr, org_form, in_voluntary_register, grasrot, icnpo, summary, description,
       how_to_join, lang, email_public, email_private, phone, website, address, postal_code, members, members_under_20, founded_year,
       parent_id, status, status_reason, source, field_source, brreg_status, brreg_checked_at, confirmed_at,
       applicant_name, applicant_email, applicant_lang, applicant_phone, applicant_public, applied_at, applicant_terms, created_at, updated_at)
values (@municipality_id, @name, @registered_name, @kind, nullif(@orgnr::text, ''), @org_form, @in_voluntary_register, @grasrot, @icnpo, @summary, @description,
       @how_to_join, @lang, @email_public, @email_private, @phone, @website, @address, @postal_code, @members, @members_under_20, @founded_year,
       nullif(@parent_id::bigint, 0), @status, @status_reason, @source, @field_source, @brreg_status, @brreg_checked_at, @confirmed_at,
       @applicant_name, @applicant_email, @applicant_lang, @applicant_phone, @applicant_public, @applied_at, @applicant_terms, @now, @now)
returning id`

const updateSQL = `-- organisation.update
update organisation set name = @name, registered_name = @registered_name, kind = @kind, orgnr = nullif(@orgnr::text, ''), org_form = @org_form,
       in_voluntary_register = @in_voluntary_register, grasrot = @grasrot, icnpo = @icnpo, summary = @summary, description = @description,
       how_to_join = @how_to_join, lang = @lang, email_public = @email_public, email_private = @email_private, phone = @phone,
       website = @website, address = @address, postal_code = @postal_code, members = @members, members_under_20 = @members_under_20,
       founded_year = @founded_year, parent_id = nullif(@parent_id::bigint, 0), status = @status, status_reason = @status_reason,
       source = @source, field_source = @field_source, brreg_status = @brreg_status, brreg_checked_at = @brreg_checked_at,
       confirmed_at = @confirmed_at, applicant_name = @applicant_name, applicant_email = @applicant_email, applicant_lang = @applicant_lang,
       applicant_phone = @applicant_phone, applicant_public = @applicant_public, applied_at = @applied_at, applicant_terms = @applicant_terms, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version`

// Store inserts an organisation without id, and updates one with: the row that was read with o.Version.
func (s *Service) Store(ctx context.Context, tx pgx.Tx, o Organisation) (int64, error) {
	if o.ID == 0 {
		id, err := postgres.Scalar[int64](ctx, tx, insertSQL, s.args(o))
		if postgres.Constraint(err) == "organisation_orgnr" {
			err = fault.Clash(i18n.Mark("Organisasjonsnummeret er registrert fra før."))
		}
		if err != nil {
			return 0, err
		}
		o.ID = id
		return id, saveLists(ctx, tx, o)
	}
	args := s.args(o)
	args["id"], args["version"] = o.ID, o.Version
	n, err := postgres.Exec(ctx, tx, updateSQL, args)
	if postgres.Constraint(err) == "organisation_orgnr" {
		err = fault.Clash(i18n.Mark("Organisasjonsnummeret er registrert fra før."))
	}
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, ErrChanged
	}
	return o.ID, saveLists(ctx, tx, o)
}

// ErrChanged says that somebody else saved first. Nothing was stored; Show has their version.
var ErrChanged = fault.Outrun(i18n.Mark("Noen andre har endret laget mens du skrev."))

func (s *Service) args(o Organisation) postgres.Args {
	if o.ICNPO == nil {
		o.ICNPO = []string{}
	}
	if o.FieldSource == nil {
		o.FieldSource = map[string]Source{}
	}
	if o.Lang == "" {
		o.Lang = i18n.NB
	}
	if o.ApplicantLang == "" {
		o.ApplicantLang = i18n.NB
	}
	return postgres.Args{
		"municipality_id": o.MunicipalityID, "name": o.Name, "registered_name": o.RegisteredName, "kind": o.Kind, "orgnr": o.OrgNr,
		"org_form": o.OrgForm, "in_voluntary_register": o.InVoluntaryRegister, "grasrot": o.Grasrot, "icnpo": o.ICNPO, "summary": o.Summary,
		"description": o.Description, "how_to_join": o.HowToJoin, "lang": o.Lang, "email_public": o.EmailPublic, "email_private": o.EmailPrivate,
		"phone": o.Phone, "website": o.Website, "address": o.Address, "postal_code": o.PostalCode, "members": o.Members,
		"members_under_20": o.MembersUnder20, "founded_year": o.FoundedYear, "parent_id": o.ParentID, "status": o.Status,
		"status_reason": o.StatusReason, "source": o.Source, "field_source": o.FieldSource, "brreg_status": o.BrregStatus,
		"brreg_checked_at": o.BrregCheckedAt, "confirmed_at": o.ConfirmedAt, "applicant_name": o.ApplicantName,
		"applicant_email": o.ApplicantEmail, "applicant_lang": o.ApplicantLang, "applicant_phone": o.ApplicantPhone, "applicant_public": o.ApplicantPublic, "applied_at": o.AppliedAt, "applicant_terms": o.ApplicantTerms, "now": s.Now(),
	}
}

const clearTargetGroupsSQL = `-- organisation.clearTargetGroups
delete from organisation_target_group where organisation_id = @id and code_id <> all(@codes::bigint[])`

const setTargetGroupsSQL = `-- organisation.setTargetGroups
insert into organisation_target_group (organisation_id, code_id)
select @id, c.id from code c where c.id = any(@codes::bigint[]) and c.municipality_id = @municipality_id and c.list = 'target_group'
on conflict do nothing`

const clearLocalKindsSQL = `-- organisation.clearLocalKinds
delete from organisation_local_kind where organisation_id = @id and code_id <> all(@codes::bigint[])`

const setLocalKindsSQL = `-- organisation.setLocalKinds
insert into organisation_local_kind (organisation_id, code_id)
select @id, c.id from code c where c.id = any(@codes::bigint[]) and c.municipality_id = @municipality_id and c.list = 'local_kind'
on conflict do nothing`

const clearAreasSQL = `-- organisation.clearAreas
delete from organisation_area where organisation_id = @id and area_id <> all(@areas::bigint[])`

const setAreasSQL = `-- organisation.setAreas
insert into organisation_area (organisation_id, area_id)
select @id, a.id from area a where a.id = any(@areas::bigint[]) and a.municipality_id = @municipality_id
on conflict do nothing`

// saveLists stores target groups, local kinds and areas. Those of other municipalities are left out.
func saveLists(ctx context.Context, tx pgx.Tx, o Organisation) error {
	codes, kinds, areas := append([]int64{}, o.TargetGroups...), append([]int64{}, o.LocalKinds...), append([]int64{}, o.Areas...)
	for _, q := range []struct {
		sql  string
		args postgres.Args
	}{
		{clearTargetGroupsSQL, postgres.Args{"id": o.ID, "codes": codes}},
		{setTargetGroupsSQL, postgres.Args{"id": o.ID, "codes": codes, "municipality_id": o.MunicipalityID}},
		{clearLocalKindsSQL, postgres.Args{"id": o.ID, "codes": kinds}},
		{setLocalKindsSQL, postgres.Args{"id": o.ID, "codes": kinds, "municipality_id": o.MunicipalityID}},
		{clearAreasSQL, postgres.Args{"id": o.ID, "areas": areas}},
		{setAreasSQL, postgres.Args{"id": o.ID, "areas": areas, "municipality_id": o.MunicipalityID}},
	} {
		if _, err := postgres.Exec(ctx, tx, q.sql, q.args); err != nil {
			return err
		}
	}
	return nil
}

const contactsSQL = `-- organisation.contacts
select name, role, email, phone, public, source, source_at, in_register_at, public_at, private_at from organisation_contact
where organisation_id = @id and (public or not @public_only::boolean) order by sort, id`

func contactsOf(ctx context.Context, q postgres.Querier, id int64, publicOnly bool) ([]Contact, error) {
	return postgres.Many[Contact](ctx, q, contactsSQL, postgres.Args{"id": id, "public_only": publicOnly})
}

const clearContactsSQL = `-- organisation.clearContacts
delete from organisation_contact where organisation_id = @id`

const insertContactSQL = `-- organisation.insertContact
insert into organisation_contact (organisation_id, name, role, email, phone, public, source, source_at, in_register_at, public_at, private_at, sort)
values (@id, @name, @role, @email, @phone, @public, @source, @source_at, @in_register_at, @public_at, @private_at, @sort)`

// SaveContacts replaces the contacts of an organisation, whose sources KeepSources has given.
func SaveContacts(ctx context.Context, tx pgx.Tx, id int64, contacts []Contact) error {
	if _, err := postgres.Exec(ctx, tx, clearContactsSQL, postgres.Args{"id": id}); err != nil {
		return err
	}
	for i, c := range contacts {
		_, err := postgres.Exec(ctx, tx, insertContactSQL, postgres.Args{
			"id": id, "name": c.Name, "role": c.Role, "email": c.Email, "phone": c.Phone, "public": c.Public, "source": c.Source,
			"source_at": c.SourceAt, "in_register_at": c.InRegisterAt, "public_at": c.PublicAt, "private_at": c.PrivateAt, "sort": i,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// AddContact makes somebody a contact person of a locked organisation, after those it has. Who is there already, by
// address or by name, is only given what she lacks.
func AddContact(ctx context.Context, tx pgx.Tx, id int64, c Contact, now time.Time) error {
	here, err := contactsOf(ctx, tx, id, false)
	if err != nil {
		return err
	}
	contacts := slices.Clone(here)
	at := slices.IndexFunc(contacts, func(x Contact) bool {
		return x.Email != "" && strings.EqualFold(x.Email, c.Email) || x.Email == "" && PersonKey(x.Name) == PersonKey(c.Name)
	})
	if at < 0 {
		contacts = append(contacts, c)
	} else {
		x := &contacts[at]
		x.Email, x.Phone, x.Public = cmp.Or(x.Email, c.Email), cmp.Or(x.Phone, c.Phone), x.Public || c.Public
	}
	return SaveContacts(ctx, tx, id, KeepSources(here, contacts, c.Source, now))
}

const parentSQL = `-- organisation.parent
select id, name from organisation where id = @id and municipality_id = @municipality_id and status = 'approved'`

const childrenSQL = `-- organisation.children
select id, name from organisation where parent_id = @id and municipality_id = @municipality_id and status = 'approved' order by name, id limit 200`

// A chain of parents that leads back to the organisation, or to one elsewhere, is refused.
const parentFitsSQL = `-- organisation.parentFits
with recursive up as (
    select p.id, p.parent_id, 1 as depth from organisation p
    where p.id = @parent_id and p.municipality_id = @municipality_id and p.status = 'approved'
    union all
    select p.id, p.parent_id, up.depth + 1 from organisation p join up on p.id = up.parent_id where up.depth < 20)
select exists (select from up) and not exists (select from up where up.id = @id)`

func parentFits(ctx context.Context, q postgres.Querier, o Organisation) (bool, error) {
	if o.ParentID == 0 {
		return true, nil
	}
	return postgres.Scalar[bool](ctx, q, parentFitsSQL, postgres.Args{"id": o.ID, "parent_id": o.ParentID, "municipality_id": o.MunicipalityID})
}
