-- +goose Up
-- The number of the municipality stands in front of every lexeme, and a document says of which kind it is.
-- Walks of more than one municipality are gone, and with them their indexes.
drop index live_activity_category;
drop index live_activity_next;
drop index live_occurrence_at;
drop index live_occurrence_joining;
drop index live_occurrence_municipality;
create index live_occurrence_municipality on live_occurrence (municipality_id, at, occurrence_id) include (activity_id, slot, cancelled, joining);

update live_activity set lex = array_to_tsvector(array(
    select municipality_id || ':' || l from unnest(tsvector_to_array(lex)) l where l not like '~m%'));
update search_document set lex = array_to_tsvector(array(
    select municipality_id || ':' || l from unnest(tsvector_to_array(lex) || ('~what-' || regexp_replace(lower(kind), '[^a-z0-9_-]', '', 'g'))) l where l not like '~m%'));

-- Plans no longer depend on how often a word occurs.
alter table live_activity alter column lex set statistics 0;
alter table search_document alter column lex set statistics 0;

-- +goose Down
alter table live_activity alter column lex set statistics 500;
alter table search_document alter column lex set statistics 500;
update live_activity set lex = array_to_tsvector(array(
    select substr(l, strpos(l, ':') + 1) from unnest(tsvector_to_array(lex)) l) || ('~m' || municipality_id));
update search_document set lex = array_to_tsvector(array(
    select substr(l, strpos(l, ':') + 1) from unnest(tsvector_to_array(lex)) l where l not like '%:~what-%') || ('~m' || municipality_id));
drop index live_occurrence_municipality;
create index live_occurrence_municipality on live_occurrence (municipality_id, at, occurrence_id);
create index live_occurrence_joining on live_occurrence (municipality_id, at, occurrence_id) where joining = any (array[1, 2]);
create index live_occurrence_at on live_occurrence (at, occurrence_id);
create index live_activity_next on live_activity (next_at, activity_id);
create index live_activity_category on live_activity (category_id, next_at, activity_id);
