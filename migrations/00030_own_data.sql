-- +goose Up
-- Links by which people see what is held about their address. The address itself is sealed with the
-- link's secret, which only its receiver has: the row says nothing about anybody.
create table own_data_link (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    email_hash      bytea not null,
    token_hash      bytea not null unique,
    sealed          bytea not null,
    ip              text not null default '',
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null
);
create index own_data_link_email on own_data_link (email_hash, created_at);
create index own_data_link_ip on own_data_link (ip, created_at);
create index own_data_link_municipality on own_data_link (municipality_id);
create index own_data_link_created on own_data_link (created_at);

-- +goose Down
drop table own_data_link;
