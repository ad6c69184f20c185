-- What two records were before they became one, for as long as that can be undone.

-- +goose Up
create table merging (
    id bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    object text not null check (object in ('contact', 'organisation')),
    from_id bigint not null,
    into_id bigint not null,
    before jsonb not null,
    merged_at timestamptz not null
);
create index merging_into on merging (municipality_id, object, into_id);
create index merging_age on merging (merged_at);

-- +goose Down
drop table merging;
