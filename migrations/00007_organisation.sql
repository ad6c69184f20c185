-- +goose Up
-- Who asked to register the organisation, or to act for one that is here already. Emptied when it is decided.
ALTER TABLE organisation
    ADD COLUMN applicant_name  text NOT NULL DEFAULT '',
    ADD COLUMN applicant_email text NOT NULL DEFAULT '',
    ADD COLUMN applicant_lang  text NOT NULL DEFAULT 'nb',
    ADD COLUMN applied_at      timestamptz,
    -- What Enhetsregisteret last said; '' is not asked.
    ADD COLUMN brreg_status    text NOT NULL DEFAULT '' CHECK (brreg_status IN ('', 'active', 'not_found', 'bankrupt', 'dissolving', 'deleted')),
    ADD COLUMN reminded_at     timestamptz,
    DROP COLUMN brreg_deleted;
CREATE INDEX organisation_applied ON organisation (municipality_id, applied_at, id) WHERE applicant_email <> '';
CREATE INDEX organisation_parent ON organisation (parent_id) WHERE parent_id IS NOT NULL;

-- +goose Down
DROP INDEX organisation_parent, organisation_applied;
ALTER TABLE organisation
    DROP COLUMN applicant_name, DROP COLUMN applicant_email, DROP COLUMN applicant_lang, DROP COLUMN applied_at,
    DROP COLUMN brreg_status, DROP COLUMN reminded_at,
    ADD COLUMN brreg_deleted boolean NOT NULL DEFAULT false;
