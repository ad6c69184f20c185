-- +goose Up
-- The narrow read side of search: only what is published and coming. Written in the transaction that
-- changes the thing itself; everything here can be thrown away and made again.

-- One row per live activity. lex has no positions: folded words, stems, parts of compounds, the title's
-- words once more behind "=", and the filters as lexemes (~m301 ~k12 ~gratis).
CREATE TABLE live_activity (
    activity_id        bigint PRIMARY KEY REFERENCES activity ON DELETE CASCADE,
    municipality_id    bigint NOT NULL,
    category_id        bigint NOT NULL,
    area_id            bigint,
    next_at            timestamptz NOT NULL,
    next_occurrence_id bigint NOT NULL,
    expires_at         timestamptz NOT NULL,  -- from then on next_at may be wrong: roll forward
    lex                tsvector NOT NULL
);
-- The planner must know the frequent words and filters: it walks by date for those, and takes the GIN index for rare ones.
ALTER TABLE live_activity ALTER COLUMN lex SET STATISTICS 500;
-- Without a pending list, a read never pays for earlier writes.
CREATE INDEX live_activity_lex ON live_activity USING gin (lex) WITH (fastupdate = off);
CREATE INDEX live_activity_next ON live_activity (next_at, activity_id);
CREATE INDEX live_activity_municipality ON live_activity (municipality_id, next_at, activity_id);
CREATE INDEX live_activity_category ON live_activity (category_id, next_at, activity_id);
CREATE INDEX live_activity_municipality_category ON live_activity (municipality_id, category_id, next_at, activity_id);
CREATE INDEX live_activity_expires ON live_activity (expires_at);

-- One row per occurrence and day: what lasts three days stands on three days. at is the start on the
-- first day and midnight in Oslo on the others.
CREATE TABLE live_occurrence (
    occurrence_id   bigint NOT NULL REFERENCES occurrence ON DELETE CASCADE,
    at              timestamptz NOT NULL,
    until           timestamptz NOT NULL,
    activity_id     bigint NOT NULL REFERENCES live_activity ON DELETE CASCADE,
    municipality_id bigint NOT NULL,
    slot            smallint NOT NULL,  -- (ISO weekday - 1) * 3 + morning 0, afternoon 1, evening 2
    cancelled       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (occurrence_id, at)
);
CREATE INDEX live_occurrence_at ON live_occurrence (at, occurrence_id);
CREATE INDEX live_occurrence_municipality ON live_occurrence (municipality_id, at, occurrence_id);
CREATE INDEX live_occurrence_activity ON live_occurrence (activity_id, at, occurrence_id);

-- Everything else that the search page finds: organisations, contacts, venues.
CREATE TABLE search_document (
    kind            text NOT NULL,
    id              bigint NOT NULL,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    title           text COLLATE nb_sort NOT NULL,
    lex             tsvector NOT NULL,
    PRIMARY KEY (kind, id)
);
ALTER TABLE search_document ALTER COLUMN lex SET STATISTICS 500;
CREATE INDEX search_document_lex ON search_document USING gin (lex) WITH (fastupdate = off);
CREATE INDEX search_document_title ON search_document (municipality_id, title, kind, id);

-- Every word in use, for typos, parts of words and suggestions. Made from lex by a job.
CREATE TABLE search_vocabulary (
    word      text COLLATE "C" PRIMARY KEY,
    ascii     text NOT NULL,
    documents integer NOT NULL
);
CREATE INDEX search_vocabulary_ascii ON search_vocabulary USING gin (ascii gin_trgm_ops) WITH (fastupdate = off);
CREATE TABLE search_vocabulary_municipality (
    municipality_id bigint NOT NULL,
    word            text COLLATE "C" NOT NULL,
    documents       integer NOT NULL,
    titles          integer NOT NULL,
    PRIMARY KEY (municipality_id, word)
);

-- A municipality of null means everywhere. Terms and alternatives are folded as search.Fold does.
CREATE TABLE search_synonym (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint REFERENCES municipality ON DELETE CASCADE,
    term            text NOT NULL CHECK (term <> ''),
    alternatives    text[] NOT NULL,
    UNIQUE NULLS NOT DISTINCT (municipality_id, term)
);
INSERT INTO search_synonym (term, alternatives) VALUES
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
CREATE TABLE search_word (
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    day             date NOT NULL,
    word            text NOT NULL CHECK (length(word) BETWEEN 1 AND 60),
    searches        integer NOT NULL,
    hits            integer NOT NULL,  -- of the last search that day; 0: looked for and not found
    PRIMARY KEY (municipality_id, day, word)
);

-- +goose StatementBegin
-- Words like the ones typed, each best first. A function for its SET: only the operator <% uses the
-- index, and its threshold is a setting.
CREATE FUNCTION search_similar(typed text[], municipality bigint, most integer)
RETURNS TABLE (nr integer, word text, likeness real)
LANGUAGE sql STABLE PARALLEL SAFE SET pg_trgm.word_similarity_threshold = 0.55 AS $$
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
DROP FUNCTION search_similar;
DROP TABLE search_word, search_synonym, search_vocabulary_municipality, search_vocabulary, search_document, live_occurrence, live_activity;
