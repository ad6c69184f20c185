-- +goose Up
alter table municipality
    add signup_hold_minutes integer not null default 30 check (signup_hold_minutes between 5 and 1440),
    add signup_offer_hours  integer not null default 24 check (signup_offer_hours between 1 and 336),
    add guardian_age        integer not null default 15 check (guardian_age between 0 and 18);

alter table activity drop constraint activity_signup_mode_check;
alter table activity add constraint activity_signup_mode_check check (signup_mode in ('none', 'here', 'link'));

-- What the organiser has decided about signing up for one activity.
create table signup_form (
    activity_id      bigint primary key references activity on delete cascade,
    municipality_id  bigint not null references municipality on delete cascade,
    settings         jsonb not null,            -- registration.Form: what only the form itself reads
    scope            text not null check (scope in ('date', 'series')),
    capacity         integer check (capacity > 0),            -- null: no limit
    waiting_capacity integer check (waiting_capacity >= 0),   -- null: no limit, 0: no list
    strict_order     boolean not null default false,          -- wait for a group that does not fit
    closed           boolean not null default false,
    reminder         text not null default 'day' check (reminder in ('none', 'day', 'hours')),
    reminder_hours   integer not null default 24 check (reminder_hours between 1 and 168),
    thanks           boolean not null default true,
    keep_days        integer not null default 30 check (keep_days between 0 and 730),
    updated_at       timestamptz not null default now(),
    version          integer not null default 1
);
create index signup_form_municipality on signup_form (municipality_id, activity_id);

create table signup_template (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    organisation_id bigint not null references organisation on delete cascade,
    name            text collate nb_sort not null,
    settings        jsonb not null,
    created_at      timestamptz not null default now(),
    unique (organisation_id, name)
);
create index signup_template_municipality on signup_template (municipality_id, organisation_id, name);

-- The counter that decides who gets a place: one narrow row for a date or a whole series.
-- taken and waiting are people, not sign-ups; taken includes what is held unconfirmed and what is offered.
create table signup_slot (
    id               bigint generated always as identity primary key,
    municipality_id  bigint not null references municipality on delete cascade,
    activity_id      bigint not null references activity on delete cascade,
    scope            text not null check (scope in ('date', 'series')),
    occurrence_id    bigint references occurrence on delete set null,  -- null with scope date: the date is gone
    starts_at        timestamptz not null,   -- first date
    ends_at          timestamptz not null,   -- of the last date
    capacity         integer check (capacity > 0),
    own_capacity     boolean not null default false,  -- differs from the form on purpose
    taken            integer not null default 0 check (taken >= 0),
    waiting_capacity integer check (waiting_capacity >= 0),
    waiting          integer not null default 0 check (waiting >= 0),
    strict_order     boolean not null default false,
    closed           boolean not null default false,
    cancelled        boolean not null default false,
    last_number      integer not null default 0,
    last_waits       boolean not null default false   -- what became of the last sign-up: read by the statement that wrote it
) with (fillfactor = 50);
create unique index signup_slot_date on signup_slot (activity_id, occurrence_id) where scope = 'date' and occurrence_id is not null;
create unique index signup_slot_series on signup_slot (activity_id) where scope = 'series';
create index signup_slot_occurrence on signup_slot (occurrence_id);
create index signup_slot_municipality on signup_slot (municipality_id, starts_at, id);

-- What the people of a slot have been told about its dates: the difference to what holds now is what they must be told.
create table signup_known (
    slot_id       bigint not null references signup_slot on delete cascade,
    occurrence_id bigint not null,
    key           text not null,
    starts_at     timestamptz not null,
    ends_at       timestamptz not null,
    place         text not null default '',
    cancelled     boolean not null default false,
    sequence      integer not null default 0,
    primary key (slot_id, occurrence_id)
);
create index signup_known_starts on signup_known (starts_at);

create table registration (
    id               bigint generated always as identity primary key,
    municipality_id  bigint not null references municipality on delete cascade,
    activity_id      bigint not null references activity on delete cascade,
    slot_id          bigint not null references signup_slot on delete cascade,
    number           integer not null,     -- order of signing up within the slot
    status           text not null check (status in ('unconfirmed', 'confirmed', 'waiting', 'offered', 'expired_offer', 'cancelled', 'cancelled_by_organiser')),
    holds            text not null check (holds in ('place', 'queue', 'none')),
    party_size       integer not null check (party_size between 1 and 200),
    name             text collate nb_sort not null,
    email            text not null default '' check (email = lower(email)),
    phone            text not null default '',
    lang             text not null default 'nb' check (lang in ('nb', 'nn', 'en')),
    guardian_needed  boolean not null default false,
    guardian_name    text not null default '',
    guardian_email   text not null default '',
    guardian_confirmed_at timestamptz,
    answers          jsonb not null default '{}',   -- {"question id": "answer"}
    source           text not null check (source in ('web', 'desk', 'staff')),
    mail_kinds       text[] not null default '{reminder,thanks}',
    overbooked       boolean not null default false,
    created_at       timestamptz not null default now(),
    confirmed_at     timestamptz,
    hold_expires_at  timestamptz,
    offered_at       timestamptz,
    offer_expires_at timestamptz,
    cancelled_at     timestamptz,
    anonymised_at    timestamptz,
    version          integer not null default 1,
    unique (slot_id, number),
    check ((holds = 'queue') <= (status in ('unconfirmed', 'waiting'))),
    check ((holds = 'none') = (status in ('expired_offer', 'cancelled', 'cancelled_by_organiser')))
);
create index registration_email on registration (municipality_id, email) where email <> '';
create index registration_activity on registration (activity_id);
create index registration_queue on registration (slot_id, number) where holds = 'queue';
create index registration_hold on registration (hold_expires_at) where status = 'unconfirmed';
create index registration_offer on registration (offer_expires_at) where status = 'offered';
create index registration_personal on registration (municipality_id, id) where anonymised_at is null;

create table participant (
    id              bigint generated always as identity primary key,
    registration_id bigint not null references registration on delete cascade,
    name            text not null default '',
    age_band        text not null default ''
);
create index participant_registration on participant (registration_id, id);

create table attendance (
    participant_id bigint not null references participant on delete cascade,
    occurrence_id  bigint not null references occurrence on delete cascade,
    state          text not null check (state in ('present', 'absent')),
    at             timestamptz not null default now(),
    primary key (participant_id, occurrence_id)
);
create index attendance_occurrence on attendance (occurrence_id);

-- Each e-mail carries a link of its own; only the hash is kept.
create table registration_token (
    token_hash      bytea primary key,
    registration_id bigint not null references registration on delete cascade,
    purpose         text not null check (purpose in ('own', 'guardian')),
    created_at      timestamptz not null default now()
);
create index registration_token_registration on registration_token (registration_id);

-- Reminders and thank-yous that went out: once for each date.
create table registration_sent (
    registration_id bigint not null references registration on delete cascade,
    kind            text not null check (kind in ('reminder', 'thanks')),
    occurrence_id   bigint not null,
    at              timestamptz not null default now(),
    primary key (registration_id, kind, occurrence_id)
);

-- A substitute: someone outside the organisation who may keep the list.
create table signup_access (
    activity_id bigint not null references activity on delete cascade,
    account_id  bigint not null references account on delete cascade,
    created_at  timestamptz not null default now(),
    primary key (activity_id, account_id)
);
create index signup_access_account on signup_access (account_id);

-- +goose Down
drop table signup_access, registration_sent, registration_token, attendance, participant, registration, signup_known, signup_slot, signup_template, signup_form;
update activity set signup_mode = 'none' where signup_mode = 'here';
alter table activity drop constraint activity_signup_mode_check;
alter table activity add constraint activity_signup_mode_check check (signup_mode in ('none', 'link'));
alter table municipality drop signup_hold_minutes, drop signup_offer_hours, drop guardian_age;
