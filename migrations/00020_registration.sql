-- +goose Up
ALTER TABLE municipality
    ADD signup_hold_minutes integer NOT NULL DEFAULT 30 CHECK (signup_hold_minutes BETWEEN 5 AND 1440),
    ADD signup_offer_hours  integer NOT NULL DEFAULT 24 CHECK (signup_offer_hours BETWEEN 1 AND 336),
    ADD guardian_age        integer NOT NULL DEFAULT 15 CHECK (guardian_age BETWEEN 0 AND 18);

ALTER TABLE activity DROP CONSTRAINT activity_signup_mode_check;
ALTER TABLE activity ADD CONSTRAINT activity_signup_mode_check CHECK (signup_mode IN ('none', 'here', 'link'));

-- What the organiser has decided about signing up for one activity.
CREATE TABLE signup_form (
    activity_id      bigint PRIMARY KEY REFERENCES activity ON DELETE CASCADE,
    municipality_id  bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    settings         jsonb NOT NULL,            -- registration.Form: what only the form itself reads
    scope            text NOT NULL CHECK (scope IN ('date', 'series')),
    capacity         integer CHECK (capacity > 0),            -- null: no limit
    waiting_capacity integer CHECK (waiting_capacity >= 0),   -- null: no limit, 0: no list
    strict_order     boolean NOT NULL DEFAULT false,          -- wait for a group that does not fit
    closed           boolean NOT NULL DEFAULT false,
    reminder         text NOT NULL DEFAULT 'day' CHECK (reminder IN ('none', 'day', 'hours')),
    reminder_hours   integer NOT NULL DEFAULT 24 CHECK (reminder_hours BETWEEN 1 AND 168),
    thanks           boolean NOT NULL DEFAULT true,
    keep_days        integer NOT NULL DEFAULT 30 CHECK (keep_days BETWEEN 0 AND 730),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    version          integer NOT NULL DEFAULT 1
);
CREATE INDEX signup_form_municipality ON signup_form (municipality_id, activity_id);

CREATE TABLE signup_template (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    organisation_id bigint NOT NULL REFERENCES organisation ON DELETE CASCADE,
    name            text COLLATE nb_sort NOT NULL,
    settings        jsonb NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (organisation_id, name)
);
CREATE INDEX signup_template_municipality ON signup_template (municipality_id, organisation_id, name);

-- The counter that decides who gets a place: one narrow row for a date or a whole series.
-- taken and waiting are people, not sign-ups; taken includes what is held unconfirmed and what is offered.
CREATE TABLE signup_slot (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id  bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    activity_id      bigint NOT NULL REFERENCES activity ON DELETE CASCADE,
    scope            text NOT NULL CHECK (scope IN ('date', 'series')),
    occurrence_id    bigint REFERENCES occurrence ON DELETE SET NULL,  -- null with scope date: the date is gone
    starts_at        timestamptz NOT NULL,   -- first date
    ends_at          timestamptz NOT NULL,   -- of the last date
    capacity         integer CHECK (capacity > 0),
    own_capacity     boolean NOT NULL DEFAULT false,  -- differs from the form on purpose
    taken            integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
    waiting_capacity integer CHECK (waiting_capacity >= 0),
    waiting          integer NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    strict_order     boolean NOT NULL DEFAULT false,
    closed           boolean NOT NULL DEFAULT false,
    cancelled        boolean NOT NULL DEFAULT false,
    last_number      integer NOT NULL DEFAULT 0,
    last_waits       boolean NOT NULL DEFAULT false   -- what became of the last sign-up: read by the statement that wrote it
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX signup_slot_date ON signup_slot (activity_id, occurrence_id) WHERE scope = 'date' AND occurrence_id IS NOT NULL;
CREATE UNIQUE INDEX signup_slot_series ON signup_slot (activity_id) WHERE scope = 'series';
CREATE INDEX signup_slot_occurrence ON signup_slot (occurrence_id);
CREATE INDEX signup_slot_municipality ON signup_slot (municipality_id, starts_at, id);

-- What the people of a slot have been told about its dates: the difference to what holds now is what they must be told.
CREATE TABLE signup_known (
    slot_id       bigint NOT NULL REFERENCES signup_slot ON DELETE CASCADE,
    occurrence_id bigint NOT NULL,
    key           text NOT NULL,
    starts_at     timestamptz NOT NULL,
    ends_at       timestamptz NOT NULL,
    place         text NOT NULL DEFAULT '',
    cancelled     boolean NOT NULL DEFAULT false,
    sequence      integer NOT NULL DEFAULT 0,
    PRIMARY KEY (slot_id, occurrence_id)
);
CREATE INDEX signup_known_starts ON signup_known (starts_at);

CREATE TABLE registration (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id  bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    activity_id      bigint NOT NULL REFERENCES activity ON DELETE CASCADE,
    slot_id          bigint NOT NULL REFERENCES signup_slot ON DELETE CASCADE,
    number           integer NOT NULL,     -- order of signing up within the slot
    status           text NOT NULL CHECK (status IN ('unconfirmed', 'confirmed', 'waiting', 'offered', 'expired_offer', 'cancelled', 'cancelled_by_organiser')),
    holds            text NOT NULL CHECK (holds IN ('place', 'queue', 'none')),
    party_size       integer NOT NULL CHECK (party_size BETWEEN 1 AND 200),
    name             text COLLATE nb_sort NOT NULL,
    email            text NOT NULL DEFAULT '' CHECK (email = lower(email)),
    phone            text NOT NULL DEFAULT '',
    lang             text NOT NULL DEFAULT 'nb' CHECK (lang IN ('nb', 'nn', 'en')),
    guardian_needed  boolean NOT NULL DEFAULT false,
    guardian_name    text NOT NULL DEFAULT '',
    guardian_email   text NOT NULL DEFAULT '',
    guardian_confirmed_at timestamptz,
    answers          jsonb NOT NULL DEFAULT '{}',   -- {"question id": "answer"}
    source           text NOT NULL CHECK (source IN ('web', 'desk', 'staff')),
    mail_kinds       text[] NOT NULL DEFAULT '{reminder,thanks}',
    overbooked       boolean NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL DEFAULT now(),
    confirmed_at     timestamptz,
    hold_expires_at  timestamptz,
    offered_at       timestamptz,
    offer_expires_at timestamptz,
    cancelled_at     timestamptz,
    anonymised_at    timestamptz,
    version          integer NOT NULL DEFAULT 1,
    UNIQUE (slot_id, number),
    CHECK ((holds = 'queue') <= (status IN ('unconfirmed', 'waiting'))),
    CHECK ((holds = 'none') = (status IN ('expired_offer', 'cancelled', 'cancelled_by_organiser')))
);
CREATE INDEX registration_email ON registration (municipality_id, email) WHERE email <> '';
CREATE INDEX registration_activity ON registration (activity_id);
CREATE INDEX registration_queue ON registration (slot_id, number) WHERE holds = 'queue';
CREATE INDEX registration_hold ON registration (hold_expires_at) WHERE status = 'unconfirmed';
CREATE INDEX registration_offer ON registration (offer_expires_at) WHERE status = 'offered';
CREATE INDEX registration_personal ON registration (municipality_id, id) WHERE anonymised_at IS NULL;

CREATE TABLE participant (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    registration_id bigint NOT NULL REFERENCES registration ON DELETE CASCADE,
    name            text NOT NULL DEFAULT '',
    age_band        text NOT NULL DEFAULT ''
);
CREATE INDEX participant_registration ON participant (registration_id, id);

CREATE TABLE attendance (
    participant_id bigint NOT NULL REFERENCES participant ON DELETE CASCADE,
    occurrence_id  bigint NOT NULL REFERENCES occurrence ON DELETE CASCADE,
    state          text NOT NULL CHECK (state IN ('present', 'absent')),
    at             timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (participant_id, occurrence_id)
);
CREATE INDEX attendance_occurrence ON attendance (occurrence_id);

-- Each e-mail carries a link of its own; only the hash is kept.
CREATE TABLE registration_token (
    token_hash      bytea PRIMARY KEY,
    registration_id bigint NOT NULL REFERENCES registration ON DELETE CASCADE,
    purpose         text NOT NULL CHECK (purpose IN ('own', 'guardian')),
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX registration_token_registration ON registration_token (registration_id);

-- Reminders and thank-yous that went out: once for each date.
CREATE TABLE registration_sent (
    registration_id bigint NOT NULL REFERENCES registration ON DELETE CASCADE,
    kind            text NOT NULL CHECK (kind IN ('reminder', 'thanks')),
    occurrence_id   bigint NOT NULL,
    at              timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (registration_id, kind, occurrence_id)
);

-- A substitute: someone outside the organisation who may keep the list.
CREATE TABLE signup_access (
    activity_id bigint NOT NULL REFERENCES activity ON DELETE CASCADE,
    account_id  bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (activity_id, account_id)
);
CREATE INDEX signup_access_account ON signup_access (account_id);

-- +goose Down
DROP TABLE signup_access, registration_sent, registration_token, attendance, participant, registration, signup_known, signup_slot, signup_template, signup_form;
UPDATE activity SET signup_mode = 'none' WHERE signup_mode = 'here';
ALTER TABLE activity DROP CONSTRAINT activity_signup_mode_check;
ALTER TABLE activity ADD CONSTRAINT activity_signup_mode_check CHECK (signup_mode IN ('none', 'link'));
ALTER TABLE municipality DROP signup_hold_minutes, DROP signup_offer_hours, DROP guardian_age;
