-- +goose Up
-- A wish to change one's address: it counts when the link sent to the new one is used.
create table email_change (
    id         bigint generated always as identity primary key,
    account_id bigint not null references account on delete cascade,
    email      text not null check (email = lower(email)),
    token_hash bytea not null unique,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index email_change_account on email_change (account_id, created_at);
create index login_attempt_browser on login_attempt (browser_hash);
create index login_attempt_created on login_attempt (created_at);

-- +goose Down
drop index login_attempt_created;
drop index login_attempt_browser;
drop table email_change;
