-- What is not over on a day is found in the index, however long it has lasted.
-- +goose Up
drop index occurrence_municipality;
create index occurrence_municipality on occurrence (municipality_id, starts_at, id, ends_at);

-- +goose Down
drop index occurrence_municipality;
create index occurrence_municipality on occurrence (municipality_id, starts_at, id);
