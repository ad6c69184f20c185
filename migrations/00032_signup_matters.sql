-- +goose Up
-- Forms with a smallest number are few among many, and so are courses that are under way.
create index signup_form_minimum on signup_form (municipality_id, activity_id) where (settings ->> 'min_participants')::int > 1;
create index signup_slot_underway on signup_slot (municipality_id, ends_at) where scope = 'series';

-- +goose Down
drop index signup_slot_underway, signup_form_minimum;
