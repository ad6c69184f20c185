-- +goose Up
-- Links by which people see what is held about their address. The address itself is sealed with the
-- link's secret, which only its receiver has: the row says nothing about anybody.
CREATE TABLE own_data_link (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    email_hash      bytea NOT NULL,
    token_hash      bytea NOT NULL UNIQUE,
    sealed          bytea NOT NULL,
    ip              text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL
);
CREATE INDEX own_data_link_email ON own_data_link (email_hash, created_at);
CREATE INDEX own_data_link_ip ON own_data_link (ip, created_at);
CREATE INDEX own_data_link_municipality ON own_data_link (municipality_id);
CREATE INDEX own_data_link_created ON own_data_link (created_at);

-- +goose Down
DROP TABLE own_data_link;
