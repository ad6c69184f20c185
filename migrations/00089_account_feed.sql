-- The secret address of the calendar of one who logs in: what her groups do, published or not, and for staff what the centre does.
-- +goose Up
create table account_feed (
    account_id bigint primary key references account on delete cascade,
    municipality_id bigint not null references municipality on delete cascade,
    secret_hash bytea not null unique,
    created_at timestamptz not null
);

-- +goose Down
drop table account_feed;
