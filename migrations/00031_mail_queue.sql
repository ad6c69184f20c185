-- +goose Up
-- What waits to be sent is looked at every half minute.
create index email_queued on email (id) where status = 'queued';

-- +goose Down
drop index email_queued;
