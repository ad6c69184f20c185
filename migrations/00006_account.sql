-- +goose Up
-- A wish to change one's address: it counts when the link sent to the new one is used.
CREATE TABLE email_change (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    email      text NOT NULL CHECK (email = lower(email)),
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX email_change_account ON email_change (account_id, created_at);
CREATE INDEX login_attempt_browser ON login_attempt (browser_hash);
CREATE INDEX login_attempt_created ON login_attempt (created_at);

-- +goose Down
DROP INDEX login_attempt_created;
DROP INDEX login_attempt_browser;
DROP TABLE email_change;
