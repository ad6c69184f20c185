-- What whoever asks to act for an organisation has said of being its contact person, until it is decided.
-- +goose Up
alter table organisation add column applicant_phone text not null default '', add column applicant_public boolean not null default false;

-- +goose Down
alter table organisation drop column applicant_phone, drop column applicant_public;
