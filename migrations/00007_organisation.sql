-- +goose Up
-- Who asked to register the organisation, or to act for one that is here already. Emptied when it is decided.
alter table organisation
    add column applicant_name  text not null default '',
    add column applicant_email text not null default '',
    add column applicant_lang  text not null default 'nb',
    add column applied_at      timestamptz,
    -- What Enhetsregisteret last said; '' is not asked.
    add column brreg_status    text not null default '' check (brreg_status in ('', 'active', 'not_found', 'bankrupt', 'dissolving', 'deleted')),
    add column reminded_at     timestamptz,
    drop column brreg_deleted;
create index organisation_applied on organisation (municipality_id, applied_at, id) where applicant_email <> '';
create index organisation_parent on organisation (parent_id) where parent_id is not null;

-- +goose Down
drop index organisation_parent, organisation_applied;
alter table organisation
    drop column applicant_name, drop column applicant_email, drop column applicant_lang, drop column applied_at,
    drop column brreg_status, drop column reminded_at,
    add column brreg_deleted boolean not null default false;
