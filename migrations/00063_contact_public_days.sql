-- A contact person leaves the public page of an activity some time after its last date.

-- +goose Up
alter table municipality add column contact_public_days int not null default 30 check (contact_public_days between 0 and 365);

-- +goose Down
alter table municipality drop column contact_public_days;
