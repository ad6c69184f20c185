-- +goose Up
-- Forms with a smallest number are few among many, and so are courses that are under way.
CREATE INDEX signup_form_minimum ON signup_form (municipality_id, activity_id) WHERE (settings ->> 'min_participants')::int > 1;
CREATE INDEX signup_slot_underway ON signup_slot (municipality_id, ends_at) WHERE scope = 'series';

-- +goose Down
DROP INDEX signup_slot_underway, signup_form_minimum;
