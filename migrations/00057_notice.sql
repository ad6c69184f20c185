-- Whoever logs in is told by e-mail of what waits for her, as often as she has chosen: what each has chosen, what she
-- has been told of, and the day of a municipality's last round of daily letters.

-- +goose Up
create table notice_choice (
    municipality_id bigint not null references municipality (id) on delete cascade,
    account_id bigint not null references account (id) on delete cascade,
    kind text not null,
    often text not null check (often in ('at_once', 'daily', 'never')),
    primary key (account_id, kind)
);
create index notice_choice_at_once on notice_choice (municipality_id, account_id) where often = 'at_once';

create table notice_told (
    municipality_id bigint not null references municipality (id) on delete cascade,
    account_id bigint not null references account (id) on delete cascade,
    kind text not null,
    things text[] not null, -- of what waits, which she has been told of
    told_at timestamptz not null,
    primary key (account_id, kind)
);
create index on notice_told (municipality_id);

create table notice_day (
    municipality_id bigint primary key references municipality (id) on delete cascade,
    day date not null
);

-- +goose Down
drop table notice_day;
drop table notice_told;
drop table notice_choice;
