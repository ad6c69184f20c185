-- +goose Up
-- Search finds what one needs no sign-up for by a word of its own; see search.Facts.
update live_activity l set lex = l.lex || array_to_tsvector(array['~utenpamelding']) from activity a where a.id = l.activity_id and a.signup_mode = 'none';

-- +goose Down
update live_activity set lex = ts_delete(lex, '~utenpamelding');
