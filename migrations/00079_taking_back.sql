-- +goose Up
-- Where a value that can be taken back came from, of fields that remember it.
alter table bulk_change_row add column sources jsonb not null default '{}';

-- What a calendar file said of an event the last time, and before when its dates were taken then:
-- what staff have changed or removed since stays so until the file says something else.
create table calendar_import (
    municipality_id bigint not null references municipality,
    uid text not null,
    stamp bytea not null,
    until timestamptz not null,
    primary key (municipality_id, uid)
);
insert into calendar_import (municipality_id, uid, stamp, until)
select distinct on (municipality_id, import_uid) municipality_id, import_uid, import_stamp, updated_at + interval '2 years'
from calendar_entry where import_uid <> '' and import_stamp is not null order by municipality_id, import_uid, starts_at desc;
alter table calendar_entry drop column import_stamp;

-- +goose Down
alter table calendar_entry add column import_stamp bytea;
update calendar_entry e set import_stamp = i.stamp from calendar_import i where i.municipality_id = e.municipality_id and i.uid = e.import_uid;
drop table calendar_import;
alter table bulk_change_row drop column sources;
