-- +goose Up
-- Search finds what one needs no sign-up for by a word of its own; see search.Facts.
UPDATE live_activity l SET lex = l.lex || array_to_tsvector(ARRAY['~utenpamelding']) FROM activity a WHERE a.id = l.activity_id AND a.signup_mode = 'none';

-- +goose Down
UPDATE live_activity SET lex = ts_delete(lex, '~utenpamelding');
