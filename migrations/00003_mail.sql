-- +goose Up
-- Every e-mail that the portal sends. The bodies are emptied when it is
-- delivered, and the row goes after 30 days.
create table email (
    id              bigint generated always as identity primary key,
    municipality_id bigint references municipality on delete cascade,
    recipient       text not null,
    recipient_name  text not null default '',
    sender_name     text not null default '',
    reply_to        text not null default '',
    lang            text not null default 'nb' check (lang in ('nb', 'nn', 'en')),
    kind            text not null check (kind <> ''),
    subject         text not null,
    text_body       text not null,
    html_body       text not null default '',
    attachments     jsonb not null default '[]', -- [{"name":"…","type":"text/calendar","data":"base64"}]
    cause_key       text unique,                 -- at most one e-mail for each cause
    status          text not null default 'queued' check (status in ('queued', 'sent', 'failed', 'bounced')),
    attempts        integer not null default 0,
    last_error      text not null default '',
    created_at      timestamptz not null default now(),
    sent_at         timestamptz
);
create index email_recipient on email (recipient, id desc);
create index email_created on email (created_at);
create index email_trouble on email (municipality_id, id desc) where status in ('failed', 'bounced');

-- Addresses that a mail server refused for good.
create table email_address_status (
    municipality_id bigint not null references municipality on delete cascade,
    address         text not null check (address = lower(address)),
    bounced_at      timestamptz not null default now(),
    reason          text not null,
    primary key (municipality_id, address)
);

-- +goose Down
drop table email_address_status;
drop table email;
