-- Several dates signed up for with one form.
-- +goose Up
-- The id of the first of them, which may be gone; null where it was one date.
alter table registration add column together bigint;
create index registration_together on registration (together) where together is not null;

-- +goose Down
alter table registration drop column together;
