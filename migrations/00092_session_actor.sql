-- +goose Up
-- Who stands behind a browser's session is found in one statement with it. Of sessions from before
-- that is not known: whoever is logged in logs in again.
delete from sessions;
alter table sessions add column login_session_id bigint, add column organisation_id bigint;

-- +goose Down
alter table sessions drop column login_session_id, drop column organisation_id;
