-- What somebody decides about a file before it is stored, how far storing has come, and what was
-- decided of earlier files.

-- +goose Up
alter table import_batch
    add column choices jsonb not null default '{}',
    add column asked jsonb not null default '{}',
    add column done integer not null default 0,
    add column remarked integer not null default 0,
    add column reviewed_at timestamptz,
    drop constraint import_batch_state_check,
    add constraint import_batch_state_check check (state in ('previewed', 'storing', 'stored', 'failed', 'discarded'));
create index import_batch_remarked on import_batch (municipality_id, id) where state = 'stored' and remarked > 0 and reviewed_at is null;
create table import_answer (
    municipality_id bigint not null references municipality on delete cascade,
    kind text not null,
    about text not null,
    word text not null,
    value text not null,
    answered_at timestamptz not null,
    primary key (municipality_id, kind, about, word)
);

-- +goose Down
drop table import_answer;
drop index import_batch_remarked;
update import_batch set state = 'previewed' where state = 'storing';
alter table import_batch
    drop constraint import_batch_state_check,
    add constraint import_batch_state_check check (state in ('previewed', 'stored', 'failed', 'discarded')),
    drop column choices,
    drop column asked,
    drop column done,
    drop column remarked,
    drop column reviewed_at;
