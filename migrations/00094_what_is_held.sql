-- +goose Up
-- When a person who could be seen as contact of an organisation was hidden: her no, as public_at is her yes.
alter table organisation_contact add column private_at timestamptz;
alter table organisation_contact add constraint organisation_contact_seen_check check (not public or private_at is null);

-- What was answered about a sign-up after it was made: yes or no to a place, and leaving.
create table registration_said (
    id bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    registration_id bigint not null references registration on delete cascade,
    at timestamptz not null,
    what text not null check (what in ('accept', 'decline', 'cancel')),
    guardian boolean not null
);
create index registration_said_registration on registration_said (registration_id);
create index registration_said_municipality on registration_said (municipality_id);

-- What is already in the log.
insert into registration_said (municipality_id, registration_id, at, what, guardian)
select e.municipality_id, r.id, e.at, substr(e.action, 14), false from audit_event e
join registration r on r.id = e.object_id and r.municipality_id = e.municipality_id and r.anonymised_at is null
where e.object = 'registration' and e.actor_kind = 'public' and e.action in ('registration.accept', 'registration.decline', 'registration.cancel')
  and r.guardian_email = ''; -- of the others the log does not say who it was

-- How many records of each kind name somebody, counted by a job for the privacy page.
create table held_count (
    municipality_id bigint not null references municipality on delete cascade,
    kind text not null,
    kept bigint not null,
    due bigint not null,
    counted_at timestamptz not null,
    primary key (municipality_id, kind)
);

-- +goose Down
drop table held_count;
drop table registration_said;
alter table organisation_contact drop column private_at;
