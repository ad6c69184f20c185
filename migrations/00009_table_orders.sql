-- +goose Up
-- The staff's list of activities by change and by title: without these, all of a
-- municipality's activities are sorted for every page.
create index activity_updated on activity (municipality_id, updated_at, id);
create index activity_title on activity (municipality_id, title, id);

-- +goose Down
drop index activity_title;
drop index activity_updated;
