-- What the municipality's own calendar says that organisers plan around, and drafts whose dates other organisers may see.
-- +goose Up
create table calendar_entry (
    id bigint generated always as identity primary key,
    municipality_id bigint not null references municipality,
    kind text not null check (kind in ('school_holiday', 'meeting', 'other')),
    title text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    all_day boolean not null,
    -- Of one that came with a calendar file: what it is recognised by, and what the file said.
    import_uid text not null default '',
    import_stamp bytea,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version int not null default 1,
    check (ends_at > starts_at and ends_at <= starts_at + interval '367 days')
);
create index calendar_entry_time on calendar_entry (municipality_id, starts_at, id);
create index calendar_entry_import on calendar_entry (municipality_id, import_uid) where import_uid <> '';

alter table activity add column dates_shared boolean not null default false;

alter table import_batch drop constraint import_batch_kind_check;
alter table import_batch add constraint import_batch_kind_check check (kind in ('organisations', 'contacts', 'activities', 'calendar'));

-- +goose Down
delete from import_row r using import_batch b where b.id = r.batch_id and b.kind = 'calendar';
delete from import_batch where kind = 'calendar';
alter table import_batch drop constraint import_batch_kind_check;
alter table import_batch add constraint import_batch_kind_check check (kind in ('organisations', 'contacts', 'activities'));
alter table activity drop column dates_shared;
drop table calendar_entry;
