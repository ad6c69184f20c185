-- +goose Up
-- Where to find the person: an office, never a home.
ALTER TABLE contact ADD COLUMN address text NOT NULL DEFAULT '', ADD COLUMN postal_code text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE contact DROP COLUMN address, DROP COLUMN postal_code;
