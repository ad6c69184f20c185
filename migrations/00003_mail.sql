-- +goose Up
-- Every e-mail that the portal sends. The bodies are emptied when it is
-- delivered, and the row goes after 30 days.
CREATE TABLE email (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint REFERENCES municipality ON DELETE CASCADE,
    recipient       text NOT NULL,
    recipient_name  text NOT NULL DEFAULT '',
    sender_name     text NOT NULL DEFAULT '',
    reply_to        text NOT NULL DEFAULT '',
    lang            text NOT NULL DEFAULT 'nb' CHECK (lang IN ('nb', 'nn', 'en')),
    kind            text NOT NULL CHECK (kind <> ''),
    subject         text NOT NULL,
    text_body       text NOT NULL,
    html_body       text NOT NULL DEFAULT '',
    attachments     jsonb NOT NULL DEFAULT '[]', -- [{"name":"…","type":"text/calendar","data":"base64"}]
    cause_key       text UNIQUE,                 -- at most one e-mail for each cause
    status          text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed', 'bounced')),
    attempts        integer NOT NULL DEFAULT 0,
    last_error      text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL DEFAULT now(),
    sent_at         timestamptz
);
CREATE INDEX email_recipient ON email (recipient, id DESC);
CREATE INDEX email_created ON email (created_at);
CREATE INDEX email_trouble ON email (municipality_id, id DESC) WHERE status IN ('failed', 'bounced');

-- Addresses that a mail server refused for good.
CREATE TABLE email_address_status (
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    address         text NOT NULL CHECK (address = lower(address)),
    bounced_at      timestamptz NOT NULL DEFAULT now(),
    reason          text NOT NULL,
    PRIMARY KEY (municipality_id, address)
);

-- +goose Down
DROP TABLE email_address_status;
DROP TABLE email;
