-- Synonyms say which language their word is in and whether they go one way only, and words that nothing had before wait
-- to be added to the vocabulary.

-- +goose Up
alter table search_synonym
    add column lang text not null default 'nb' check (lang in ('nb', 'nn', 'en')),
    add column one_way boolean not null default false,
    drop constraint search_synonym_municipality_id_term_key,
    add constraint search_synonym_term unique nulls not distinct (municipality_id, lang, term);
-- What a municipality has stored went one way, and back only by another row.
update search_synonym set one_way = true where municipality_id is not null;
-- Whoever looks for a choir does not look for all music.
update search_synonym set one_way = true
where municipality_id is null and term in ('musikk', 'sang', 'song', 'håndarbeid', 'handarbeid', 'datahjelp', 'måltid', 'mat', 'kveldsmat', 'funksjonshemmet', 'hjelp', 'unger', 'pensjonist', 'eldre', 'senior');
update search_synonym set lang = 'nn' where municipality_id is null and term in ('symjing', 'born', 'song', 'handarbeid', 'veke', 'leik', 'skule', 'heim');

-- Written with what is indexed, read and emptied by a job.
create table search_new_word (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    word            text not null,
    ascii           text not null,
    title           boolean not null
);

-- +goose Down
drop table search_new_word;
delete from search_synonym where lang = 'en';
alter table search_synonym
    drop constraint search_synonym_term,
    add constraint search_synonym_municipality_id_term_key unique nulls not distinct (municipality_id, term),
    drop column one_way,
    drop column lang;
