-- The secret address of a person's own calendar: all that her e-mail address is signed up for.
-- +goose Up
create table calendar_feed (
    municipality_id bigint not null references municipality (id) on delete cascade,
    email text not null check (email = lower(email) and email <> ''),
    secret_hash bytea not null unique,
    created_at timestamptz not null,
    primary key (municipality_id, email)
);

-- +goose Down
drop table calendar_feed;
