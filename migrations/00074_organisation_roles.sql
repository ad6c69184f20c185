-- +goose Up
-- When a role in an organisation was written here, unknown for old ones, and when Enhetsregisteret last had it too.
alter table organisation_contact add column source_at timestamptz, add column in_register_at timestamptz;
alter table organisation_contact drop constraint organisation_contact_role_check;
alter table organisation_contact add constraint organisation_contact_role_check check (role in
    ('leader', 'deputy', 'treasurer', 'secretary', 'board_member', 'alternate', 'manager', 'contact', 'police_certificate', 'activity_leader'));

-- When the roles of an organisation were last asked for.
create table organisation_role_fetch (
    organisation_id bigint primary key references organisation on delete cascade,
    municipality_id bigint not null references municipality on delete cascade,
    fetched_at timestamptz not null
);
create index organisation_role_fetch_municipality on organisation_role_fetch (municipality_id);

-- What Enhetsregisteret says otherwise. A name is here only while somebody may accept it; the fingerprint keeps what was
-- declined, or left to lie, from being proposed again.
create table organisation_role_proposal (
    id bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    organisation_id bigint not null references organisation on delete cascade,
    change text not null check (change in ('begins', 'ends')),
    role text not null,
    name text collate nb_sort not null default '',
    fingerprint bytea not null,
    state text not null default 'waiting' check (state in ('waiting', 'declined', 'lapsed')),
    proposed_at timestamptz not null,
    check ((state = 'waiting') = (name <> '')),
    unique (organisation_id, fingerprint)
);
create index organisation_role_proposal_waiting on organisation_role_proposal (municipality_id, proposed_at) where state = 'waiting';

-- +goose Down
drop table organisation_role_proposal;
drop table organisation_role_fetch;
update organisation_contact set role = 'contact' where role in ('board_member', 'alternate');
alter table organisation_contact drop constraint organisation_contact_role_check;
alter table organisation_contact add constraint organisation_contact_role_check check (role in
    ('leader', 'deputy', 'treasurer', 'secretary', 'manager', 'contact', 'police_certificate', 'activity_leader'));
alter table organisation_contact drop column source_at, drop column in_register_at;
