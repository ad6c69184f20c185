-- Answers to the questions of a sign-up in a table of their own, sealed: see internal/seal and internal/registration/answers.
-- +goose Up
create table registration_answer (
    registration_id bigint not null references registration on delete cascade,
    question text not null,
    -- The first four bytes say by which key it is sealed; zeros: not sealed yet, the text follows. The program seals it when it begins.
    sealed bytea not null check (octet_length(sealed) > 4),
    sealed_by bytea not null generated always as (substring(sealed from 1 for 4)) stored,
    primary key (registration_id, question)
);
create index registration_answer_sealed_by on registration_answer (sealed_by);

insert into registration_answer (registration_id, question, sealed)
select r.id, x.key, '\x00000000'::bytea || convert_to(x.value, 'UTF8') from registration r cross join jsonb_each_text(r.answers) x where x.value <> '';
alter table registration drop column answers;

-- Links to what is held about a person are sealed in the same form now; whoever has one asks for another.
delete from own_data_link;

-- +goose Down
-- Sealed ones are read by nobody without the key, so they are lost.
alter table registration add column answers jsonb not null default '{}';
update registration r set answers = x.answers
from (select n.registration_id, jsonb_object_agg(n.question, convert_from(substring(n.sealed from 5), 'UTF8')) as answers
      from registration_answer n where n.sealed_by = '\x00000000' group by 1) x where r.id = x.registration_id;
drop table registration_answer;
