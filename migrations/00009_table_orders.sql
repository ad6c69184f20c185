-- +goose Up
-- The staff's list of activities by change and by title: without these, all of a
-- municipality's activities are sorted for every page.
CREATE INDEX activity_updated ON activity (municipality_id, updated_at, id);
CREATE INDEX activity_title ON activity (municipality_id, title, id);

-- +goose Down
DROP INDEX activity_title;
DROP INDEX activity_updated;
