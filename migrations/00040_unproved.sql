-- +goose Up
-- A sign-up that nobody has answered for holds little: of a date's places no more than this share,
-- and from one network no more than some people in an hour.
alter table municipality add column signup_unproved_percent int not null default 50 check (signup_unproved_percent between 1 and 100);
create index registration_unproved on registration (slot_id) where status = 'unconfirmed' and confirmed_at is null;

-- From which network a sign-up came, for an hour. One that was released still counts, so there is no foreign key to it.
create table signup_trace (
    registration_id bigint primary key,
    municipality_id bigint not null references municipality (id) on delete cascade,
    network text not null,
    people int not null,
    at timestamptz not null
);
create index signup_trace_network on signup_trace (municipality_id, network, at);
create index signup_trace_at on signup_trace (at);

-- Who has asked for the links to her sign-ups; a job writes them and takes the row away.
create table signup_link_wish (
    municipality_id bigint not null references municipality (id) on delete cascade,
    email text not null check (email = lower(email)),
    asked_at timestamptz not null,
    primary key (municipality_id, email)
);

-- +goose Down
drop table signup_link_wish, signup_trace;
drop index registration_unproved;
alter table municipality drop column signup_unproved_percent;
