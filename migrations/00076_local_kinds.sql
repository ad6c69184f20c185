-- What organisations are in the municipality's own words, beside ICNPO.
-- +goose Up
alter table code drop constraint code_list_check;
alter table code add constraint code_list_check check (list in ('category', 'target_group', 'topic', 'question_group', 'local_kind'));

create table organisation_local_kind (
    organisation_id bigint not null references organisation on delete cascade,
    code_id bigint not null references code on delete cascade,
    primary key (organisation_id, code_id)
);
create index organisation_local_kind_code on organisation_local_kind (code_id);

-- +goose Down
drop table organisation_local_kind;
delete from code where list = 'local_kind';
alter table code drop constraint code_list_check;
alter table code add constraint code_list_check check (list in ('category', 'target_group', 'topic', 'question_group'));
