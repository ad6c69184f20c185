-- +goose Up
-- What waits to be sent is looked at every half minute.
CREATE INDEX email_queued ON email (id) WHERE status = 'queued';

-- +goose Down
DROP INDEX email_queued;
