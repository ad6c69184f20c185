-- +goose Up
-- Where to find the person: an office, never a home.
alter table contact add column address text not null default '', add column postal_code text not null default '';

-- +goose Down
alter table contact drop column address, drop column postal_code;
