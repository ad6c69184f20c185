package organisation

import (
	"context"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const columns = `o.id, o.municipality_id, o.name, o.registered_name, o.kind, coalesce(o.orgnr, '') as org_nr, o.org_form, o.in_voluntary_register,
       o.grasrot, o.icnpo, o.summary, o.description, o.how_to_join, o.lang, o.email_public, o.email_private, o.phone, o.website,
       o.address, o.postal_code, o.members, o.members_under_20, o.founded_year, coalesce(o.parent_id, 0) as parent_id,
       array(select t.code_id from organisation_target_group t where t.organisation_id = o.id order by t.code_id) as target_groups,
       array(select a.area_id from organisation_area a where a.organisation_id = o.id order by a.area_id) as areas,
       o.status, o.status_reason, coalesce(o.merged_into, 0) as merged_into, o.source, o.field_source, o.brreg_status, o.brreg_checked_at,
       o.confirmed_at, o.applicant_name, o.applicant_email, o.applicant_lang, o.applied_at, o.created_at, o.updated_at, o.version
from organisation o`

const byIDSQL = `-- organisation.byID
select ` + columns + ` where o.municipality_id = @municipality_id and o.id = @id`

const lockSQL = `-- organisation.lock
select ` + columns + ` where o.municipality_id = @municipality_id and o.id = @id for update of o`

const byOrgNrSQL = `-- organisation.byOrgNr
select ` + columns + ` where o.municipality_id = @municipality_id and o.orgnr = any(@orgnr::text[]) and o.status <> 'merged'`

// missing is what all say who ask for an organisation that is not there for them.
func missing() error { return fault.Missing(i18n.Mark("Vi finner ikke laget.")) }

func byID(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Organisation, error) {
	return one(ctx, q, byIDSQL, municipalityID, id)
}

// lock reads an organisation and lets nobody else change it before tx ends.
func lock(ctx context.Context, tx pgx.Tx, municipalityID, id int64) (Organisation, error) {
	return one(ctx, tx, lockSQL, municipalityID, id)
}

func one(ctx context.Context, q postgres.Querier, sql string, municipalityID, id int64) (Organisation, error) {
	o, err := postgres.One[Organisation](ctx, q, sql, pgx.StrictNamedArgs{"municipality_id": municipalityID, "id": id})
	if fault.Is(err, fault.NotFound) {
		err = missing()
	}
	return o, err
}

func byOrgNr(ctx context.Context, q postgres.Querier, municipalityID int64, orgnr ...string) (map[string]Organisation, error) {
	rows, err := postgres.Many[Organisation](ctx, q, byOrgNrSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "orgnr": orgnr})
	if err != nil {
		return nil, err
	}
	out := make(map[string]Organisation, len(rows))
	for _, o := range rows {
		out[o.OrgNr] = o
	}
	return out, nil
}

const insertSQL = `-- organisation.insert
insert into organisation (municipality_id, name, registered_name, kind, orgnr, org_form, in_voluntary_register, grasrot, icnpo, summary, description,
       how_to_join, lang, email_public, email_private, phone, website, address, postal_code, members, members_under_20, founded_year,
       parent_id, status, status_reason, source, field_source, brreg_status, brreg_checked_at, confirmed_at,
       applicant_name, applicant_email, applicant_lang, applied_at, created_at, updated_at)
values (@municipality_id, @name, @registered_name, @kind, nullif(@orgnr::text, ''), @org_form, @in_voluntary_register, @grasrot, @icnpo, @summary, @description,
       @how_to_join, @lang, @email_public, @email_private, @phone, @website, @address, @postal_code, @members, @members_under_20, @founded_year,
       nullif(@parent_id::bigint, 0), @status, @status_reason, @source, @field_source, @brreg_status, @brreg_checked_at, @confirmed_at,
       @applicant_name, @applicant_email, @applicant_lang, @applied_at, @now, @now)
returning id`

const updateSQL = `-- organisation.update
update organisation set name = @name, registered_name = @registered_name, kind = @kind, orgnr = nullif(@orgnr::text, ''), org_form = @org_form,
       in_voluntary_register = @in_voluntary_register, grasrot = @grasrot, icnpo = @icnpo, summary = @summary, description = @description,
       how_to_join = @how_to_join, lang = @lang, email_public = @email_public, email_private = @email_private, phone = @phone,
       website = @website, address = @address, postal_code = @postal_code, members = @members, members_under_20 = @members_under_20,
       founded_year = @founded_year, parent_id = nullif(@parent_id::bigint, 0), status = @status, status_reason = @status_reason,
       source = @source, field_source = @field_source, brreg_status = @brreg_status, brreg_checked_at = @brreg_checked_at,
       confirmed_at = @confirmed_at, applicant_name = @applicant_name, applicant_email = @applicant_email, applicant_lang = @applicant_lang,
       applied_at = @applied_at, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version`

// save inserts an organisation without id, and updates one with: the row that was read with o.Version.
func (s *Service) save(ctx context.Context, tx pgx.Tx, o Organisation) (int64, error) {
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
var ErrChanged = fault.New(fault.Conflict, i18n.Mark("Noen andre har endret laget mens du skrev."))

func (s *Service) args(o Organisation) pgx.StrictNamedArgs {
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
	return pgx.StrictNamedArgs{
		"municipality_id": o.MunicipalityID, "name": o.Name, "registered_name": o.RegisteredName, "kind": o.Kind, "orgnr": o.OrgNr,
		"org_form": o.OrgForm, "in_voluntary_register": o.InVoluntaryRegister, "grasrot": o.Grasrot, "icnpo": o.ICNPO, "summary": o.Summary,
		"description": o.Description, "how_to_join": o.HowToJoin, "lang": o.Lang, "email_public": o.EmailPublic, "email_private": o.EmailPrivate,
		"phone": o.Phone, "website": o.Website, "address": o.Address, "postal_code": o.PostalCode, "members": o.Members,
		"members_under_20": o.MembersUnder20, "founded_year": o.FoundedYear, "parent_id": o.ParentID, "status": o.Status,
		"status_reason": o.StatusReason, "source": o.Source, "field_source": o.FieldSource, "brreg_status": o.BrregStatus,
		"brreg_checked_at": o.BrregCheckedAt, "confirmed_at": o.ConfirmedAt, "applicant_name": o.ApplicantName,
		"applicant_email": o.ApplicantEmail, "applicant_lang": o.ApplicantLang, "applied_at": o.AppliedAt, "now": s.Now(),
	}
}
