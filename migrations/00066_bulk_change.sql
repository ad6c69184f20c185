-- The same changed of many records at once, with what each had before, kept for a day.

-- +goose Up
create table bulk_change (
    id bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    noun text not null check (noun in ('contact', 'activity', 'organisation')),
    edits jsonb not null,
    search text not null default '',
    state text not null default 'previewed' check (state in ('previewed', 'storing', 'stored', 'undoing', 'undone')),
    done integer not null default 0,
    error text not null default '',
    created_by bigint references account on delete set null,
    created_at timestamptz not null,
    stored_at timestamptz,
    undone_at timestamptz
);
create index bulk_change_municipality on bulk_change (municipality_id, id);
create index bulk_change_created_by on bulk_change (created_by) where created_by is not null;
create index bulk_change_created_at on bulk_change (created_at);

create table bulk_change_row (
    bulk_change_id bigint not null references bulk_change on delete cascade,
    number integer not null,
    object_id bigint not null,
    label text not null,
    outcome text not null check (outcome in ('changed', 'unchanged', 'refused', 'undone', 'left')),
    remarks jsonb not null default '[]',
    before jsonb not null default '{}',
    after jsonb not null default '{}',
    primary key (bulk_change_id, number)
);

-- +goose Down
drop table bulk_change_row;
drop table bulk_change;
