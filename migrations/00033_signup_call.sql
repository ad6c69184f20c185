-- +goose Up
-- Whom no e-mail reaches must be rung when her date is moved or called off. The
-- row goes when somebody has rung; it holds nothing personal of its own.
CREATE TABLE signup_call (
    registration_id bigint PRIMARY KEY REFERENCES registration ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('cancelled', 'changed')),
    since timestamptz NOT NULL
);

-- +goose Down
DROP TABLE signup_call;
