-- +goose Up
-- The narrow read side of search: only what is published and coming. Written in the transaction that
-- changes the thing itself; everything here can be thrown away and made again.

-- One row per live activity. lex has no positions: folded words, stems, parts of compounds, the title's
-- words once more behind "=", and the filters as lexemes (~m301 ~k12 ~gratis).
create table live_activity (
    activity_id        bigint primary key references activity on delete cascade,
    municipality_id    bigint not null,
    category_id        bigint not null,
    area_id            bigint,
    next_at            timestamptz not null,
    next_occurrence_id bigint not null,
    expires_at         timestamptz not null,  -- from then on next_at may be wrong: roll forward
    lex                tsvector not null
);
-- The planner must know the frequent words and filters: it walks by date for those, and takes the GIN index for rare ones.
alter table live_activity alter column lex set statistics 500;
-- Without a pending list, a read never pays for earlier writes.
create index live_activity_lex on live_activity using gin (lex) with (fastupdate = off);
create index live_activity_next on live_activity (next_at, activity_id);
create index live_activity_municipality on live_activity (municipality_id, next_at, activity_id);
create index live_activity_category on live_activity (category_id, next_at, activity_id);
create index live_activity_municipality_category on live_activity (municipality_id, category_id, next_at, activity_id);
create index live_activity_expires on live_activity (expires_at);

-- One row per occurrence and day: what lasts three days stands on three days. at is the start on the
-- first day and midnight in Oslo on the others.
create table live_occurrence (
    occurrence_id   bigint not null references occurrence on delete cascade,
    at              timestamptz not null,
    until           timestamptz not null,
    activity_id     bigint not null references live_activity on delete cascade,
    municipality_id bigint not null,
    slot            smallint not null,  -- (ISO weekday - 1) * 3 + morning 0, afternoon 1, evening 2
    cancelled       boolean not null default false,
    primary key (occurrence_id, at)
);
create index live_occurrence_at on live_occurrence (at, occurrence_id);
create index live_occurrence_municipality on live_occurrence (municipality_id, at, occurrence_id);
create index live_occurrence_activity on live_occurrence (activity_id, at, occurrence_id);

-- Everything else that the search page finds: organisations, contacts, venues.
create table search_document (
    kind            text not null,
    id              bigint not null,
    municipality_id bigint not null references municipality on delete cascade,
    title           text collate nb_sort not null,
    lex             tsvector not null,
    primary key (kind, id)
);
alter table search_document alter column lex set statistics 500;
create index search_document_lex on search_document using gin (lex) with (fastupdate = off);
create index search_document_title on search_document (municipality_id, title, kind, id);

-- Every word in use, for typos, parts of words and suggestions. Made from lex by a job.
create table search_vocabulary (
    word      text collate "C" primary key,
    ascii     text not null,
    documents integer not null
);
create index search_vocabulary_ascii on search_vocabulary using gin (ascii gin_trgm_ops) with (fastupdate = off);
create table search_vocabulary_municipality (
    municipality_id bigint not null,
    word            text collate "C" not null,
    documents       integer not null,
    titles          integer not null,
    primary key (municipality_id, word)
);

-- A municipality of null means everywhere. Terms and alternatives are folded as search.Fold does.
create table search_synonym (
    id              bigint generated always as identity primary key,
    municipality_id bigint references municipality on delete cascade,
    term            text not null check (term <> ''),
    alternatives    text[] not null,
    unique nulls not distinct (municipality_id, term)
);
insert into search_synonym (term, alternatives) values
    ('svømming', '{symjing,symje,bading}'), ('symjing', '{svømming,svømme}'), ('svømme', '{symjing,symje}'),
    ('eldre', '{senior,pensjonist}'), ('senior', '{eldre,pensjonist}'), ('pensjonist', '{senior,eldre}'),
    ('gåtur', '{tur,vandring}'), ('vandring', '{gåtur,tur}'), ('fottur', '{tur,vandring}'),
    ('unge', '{ungdom}'), ('tenåring', '{ungdom}'), ('ungdom', '{unge}'),
    ('unger', '{barn}'), ('born', '{barn}'), ('barn', '{born}'),
    ('flyktning', '{innvandrer}'), ('innvandrer', '{flyktning}'),
    ('norsktrening', '{språkkafe,norskkurs}'), ('norskkurs', '{språkkafe,norsktrening}'),
    ('trim', '{trening}'), ('trening', '{trim}'),
    ('musikk', '{kor,korps}'), ('sang', '{song,kor}'), ('song', '{sang,kor}'),
    ('håndarbeid', '{strikk,hekling,søm}'), ('handarbeid', '{håndarbeid,strikk}'),
    ('datahjelp', '{nettbrett,mobil,pc}'), ('hjelp', '{bistand}'),
    ('funksjonshemmet', '{tilrettelagt}'),
    ('måltid', '{middag,lunsj}'), ('mat', '{måltid,middag,lunsj}'),
    ('veke', '{uke}'), ('kveldsmat', '{måltid}'), ('venn', '{venskap,vennskap}'),
    ('leik', '{lek}'), ('lek', '{leik}'), ('skule', '{skole}'), ('heim', '{hjem}'), ('leksehjelp', '{leksekafe}');

-- How often a word was searched for, a day at a time, and never by whom.
create table search_word (
    municipality_id bigint not null references municipality on delete cascade,
    day             date not null,
    word            text not null check (length(word) between 1 and 60),
    searches        integer not null,
    hits            integer not null,  -- of the last search that day; 0: looked for and not found
    primary key (municipality_id, day, word)
);

-- +goose StatementBegin
-- Words like the ones typed, each best first. A function for its SET: only the operator <% uses the
-- index, and its threshold is a setting.
create function search_similar(typed text[], municipality bigint, most integer)
returns table (nr integer, word text, likeness real)
language sql stable parallel safe set pg_trgm.word_similarity_threshold = 0.55 as $$
    SELECT t.nr::integer, c.word, c.likeness
    FROM unnest(typed) WITH ORDINALITY AS t (ascii, nr)
    CROSS JOIN LATERAL (
        SELECT v.word, similarity(t.ascii, v.ascii) AS likeness
        FROM search_vocabulary v
        WHERE (v.ascii LIKE '%' || t.ascii || '%' OR t.ascii <% v.ascii)
          AND (municipality = 0 OR EXISTS (
              SELECT 1 FROM search_vocabulary_municipality m WHERE m.municipality_id = municipality AND m.word = v.word))
        ORDER BY similarity(t.ascii, v.ascii) DESC, v.documents DESC, v.word
        LIMIT most) AS c
$$;
-- +goose StatementEnd

-- +goose Down
drop function search_similar;
drop table search_word, search_synonym, search_vocabulary_municipality, search_vocabulary, search_document, live_occurrence, live_activity;
