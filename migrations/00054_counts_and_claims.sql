-- Each browser that has logged in before has counts of its own, so that what is tried in one keeps
-- no other out. Rows from before say only that it was such a one, and count for none. Whoever
-- registers an organisation is found by her address.

-- +goose Up
alter table login_attempt add column known_hash bytea; -- of the known browser that asked, else null
update login_attempt set known_hash = '' where known;
alter table login_attempt drop column known;

create index organisation_applicant on organisation (municipality_id, lower(applicant_email)) where applicant_email <> '';

-- +goose Down
drop index organisation_applicant;
alter table login_attempt add column known boolean not null default false;
update login_attempt set known = true where known_hash is not null;
alter table login_attempt drop column known_hash;
