-- +goose Up
-- A contact's name stands with the contact alone.
update bulk_change_row r set label = '' from bulk_change c where c.id = r.bulk_change_id and c.noun = 'contact';

-- +goose Down
select 1;
