-- Browsers that have logged in as somebody before: what others ask for in her name does
-- not keep them out. Of the cookie only a hash is kept.

-- +goose Up
create table known_browser (
    account_id   bigint not null references account on delete cascade,
    door         text not null check (door in ('ansatt', 'lag')),
    browser_hash bytea not null,
    used_at      timestamptz not null,
    primary key (account_id, door, browser_hash)
);
create index known_browser_hash on known_browser (browser_hash);
create index known_browser_used on known_browser (used_at);

alter table login_attempt
    add column known boolean not null default false, -- asked for in a known browser
    add column held boolean not null default false;  -- answered as always, and not sent

-- +goose Down
alter table login_attempt drop column known, drop column held;
drop table known_browser;
