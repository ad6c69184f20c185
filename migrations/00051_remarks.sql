-- +goose Up
-- What is said of an imported row is kept apart from what it quotes, so that it can be read in any language.
alter table import_row add column remarks jsonb not null default '[]';
update import_row set remarks = (select coalesce(jsonb_agg(jsonb_build_object('text', line)), '[]')
                                 from regexp_split_to_table(message, E'\n') line where line <> '')
where message <> '';
alter table import_row drop column message;
-- A venue that is called otherwise makes search look at the activities with a date there.
create index occurrence_venue on occurrence (venue_id) where venue_id is not null;

-- +goose Down
drop index occurrence_venue;
alter table import_row add column message text not null default '';
update import_row set message = (select coalesce(string_agg(r ->> 'text', E'\n'), '') from jsonb_array_elements(remarks) r);
alter table import_row drop column remarks;
