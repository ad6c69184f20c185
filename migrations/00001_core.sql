-- +goose Up
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- Norwegian order: æ ø å last, aa as å, numbers by value ("Lag 2" before "Lag 10").
CREATE COLLATION nb_sort (provider = icu, locale = 'nb-u-kn-true');

-- Every kommune of the country. The number changes at reforms, so it is never a key.
-- A row with hosts is a tenant: it has a portal of its own.
CREATE TABLE municipality (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number        text NOT NULL CHECK (number ~ '^[0-9]{4}$'),
    name          text COLLATE nb_sort NOT NULL,
    parallel_name text NOT NULL DEFAULT '',
    county_number text NOT NULL DEFAULT '',
    county        text NOT NULL DEFAULT '',
    valid_from    date NOT NULL DEFAULT '2024-01-01',
    valid_to      date,
    default_lang  text NOT NULL DEFAULT 'nb' CHECK (default_lang IN ('nb', 'nn', 'en')),
    theme         text NOT NULL DEFAULT 'kommune',
    controller    text NOT NULL DEFAULT '',   -- who answers for the personal data (behandlingsansvarlig)
    privacy_email text NOT NULL DEFAULT '',   -- personvernombud
    accessibility_url text NOT NULL DEFAULT '',
    approve_activities boolean NOT NULL DEFAULT true,  -- activities of approved groups wait for a coordinator
    version       integer NOT NULL DEFAULT 1,
    UNIQUE (number, valid_from)
);

CREATE TABLE municipality_host (
    host            text PRIMARY KEY CHECK (host = lower(host)),
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    canonical       boolean NOT NULL DEFAULT true
);
CREATE INDEX municipality_host_municipality ON municipality_host (municipality_id);

CREATE TABLE centre (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    name            text COLLATE nb_sort NOT NULL,
    owner_form      text NOT NULL DEFAULT 'municipal' CHECK (owner_form IN ('municipal', 'association', 'foundation', 'cooperative', 'company', 'other')),
    orgnr           text CHECK (orgnr ~ '^[89][0-9]{8}$'),
    address         text NOT NULL DEFAULT '',
    postal_code     text NOT NULL DEFAULT '',
    opening_hours   jsonb NOT NULL DEFAULT '[]',  -- [{"weekday":1,"from":"09:00","to":"15:00"}]
    opening_note    text NOT NULL DEFAULT '',
    phone           text NOT NULL DEFAULT '',
    email           text NOT NULL DEFAULT '',
    about           jsonb NOT NULL DEFAULT '{}',  -- {"nb":"…","nn":"…","en":"…"}
    sort            integer NOT NULL DEFAULT 0,
    version         integer NOT NULL DEFAULT 1
);
CREATE INDEX centre_municipality ON centre (municipality_id, sort);

CREATE TABLE postal_code (
    code  text PRIMARY KEY CHECK (code ~ '^[0-9]{4}$'),
    place text NOT NULL
);

CREATE TABLE icnpo (
    code       text PRIMARY KEY CHECK (code ~ '^[0-9]{1,5}$'),
    group_code text NOT NULL,
    name_nb    text NOT NULL,
    name_nn    text NOT NULL,
    active     boolean NOT NULL DEFAULT true
);

-- Bydel, grend, skolekrets, tettsted.
CREATE TABLE area (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    slug            text NOT NULL,
    name            text COLLATE nb_sort NOT NULL,
    kind            text NOT NULL DEFAULT 'grend' CHECK (kind IN ('bydel', 'grend', 'skolekrets', 'tettsted')),
    parent_id       bigint REFERENCES area,
    sort            integer NOT NULL DEFAULT 0,
    active          boolean NOT NULL DEFAULT true,
    version         integer NOT NULL DEFAULT 1,
    UNIQUE (municipality_id, slug)
);

-- The municipality's own code lists: activity categories, target groups, topics of contact.
CREATE TABLE code (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    list            text NOT NULL CHECK (list IN ('category', 'target_group', 'topic')),
    slug            text NOT NULL,
    name_nb         text COLLATE nb_sort NOT NULL,
    name_nn         text NOT NULL DEFAULT '',
    name_en         text NOT NULL DEFAULT '',
    pictogram       text NOT NULL DEFAULT '',
    age_min         integer,
    age_max         integer,
    sort            integer NOT NULL DEFAULT 0,
    active          boolean NOT NULL DEFAULT true,
    version         integer NOT NULL DEFAULT 1,
    UNIQUE (municipality_id, list, slug),
    CHECK (age_min IS NULL OR age_max IS NULL OR age_min <= age_max)
);

-- Someone who can log in. The same address may be staff and group member; the two doors never mix.
CREATE TABLE account (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    email           text NOT NULL CHECK (email = lower(email)),
    name            text COLLATE nb_sort NOT NULL,
    phone           text NOT NULL DEFAULT '',
    lang            text NOT NULL DEFAULT 'nb',
    staff_role      text CHECK (staff_role IN ('administrator', 'coordinator', 'contact_manager', 'reader')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    last_login_at   timestamptz,
    ended_at        timestamptz,
    version         integer NOT NULL DEFAULT 1,
    UNIQUE (municipality_id, email)
);

CREATE TABLE invitation (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    email           text NOT NULL,
    name            text NOT NULL DEFAULT '',
    staff_role      text,
    organisation_id bigint,
    group_role      text,
    token_hash      bytea NOT NULL UNIQUE,
    invited_by      bigint REFERENCES account ON DELETE SET NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    accepted_at     timestamptz
);
CREATE INDEX invitation_municipality ON invitation (municipality_id, created_at DESC);

-- A wish to log in: a link and a six-digit code, both stored hashed, single use.
CREATE TABLE login_attempt (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    door            text NOT NULL CHECK (door IN ('ansatt', 'lag')),
    account_id      bigint REFERENCES account ON DELETE CASCADE,  -- null: unknown address, same answer
    email_hash      bytea NOT NULL,
    token_hash      bytea NOT NULL UNIQUE,
    code_hash       bytea NOT NULL,
    browser_hash    bytea NOT NULL,
    ip              text NOT NULL DEFAULT '',
    tries           integer NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    used_at         timestamptz
);
CREATE INDEX login_attempt_email ON login_attempt (email_hash, created_at);
CREATE INDEX login_attempt_ip ON login_attempt (ip, created_at);

-- The table that scs's pgxstore expects. Keys are "ansatt:" or "lag:" and a hash, so a copied token of one door opens nothing at the other.
CREATE TABLE sessions (
    token  text PRIMARY KEY,
    data   bytea NOT NULL,
    expiry timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expiry);

-- What a person sees in the list of own sessions.
CREATE TABLE login_session (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    door         text NOT NULL CHECK (door IN ('ansatt', 'lag')),
    user_agent   text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX login_session_account ON login_session (account_id, ended_at);

CREATE TABLE organisation (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id     bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    name                text COLLATE nb_sort NOT NULL,
    registered_name     text NOT NULL DEFAULT '',
    kind                text NOT NULL CHECK (kind IN ('association', 'foundation', 'group', 'social_entrepreneur', 'municipal_unit', 'umbrella', 'centre')),
    orgnr               text CHECK (orgnr ~ '^[89][0-9]{8}$'),
    org_form            text NOT NULL DEFAULT '',
    in_voluntary_register boolean NOT NULL DEFAULT false,
    grasrot             boolean NOT NULL DEFAULT false,
    icnpo               text[] NOT NULL DEFAULT '{}' CHECK (cardinality(icnpo) <= 3),  -- ranked
    summary             text NOT NULL DEFAULT '',
    description         text NOT NULL DEFAULT '',
    how_to_join         text NOT NULL DEFAULT '',
    lang                text NOT NULL DEFAULT 'nb',
    email_public        text NOT NULL DEFAULT '',
    email_private       text NOT NULL DEFAULT '',
    phone               text NOT NULL DEFAULT '',
    website             text NOT NULL DEFAULT '',
    address             text NOT NULL DEFAULT '',   -- never "c/o" a person's home
    postal_code         text NOT NULL DEFAULT '',
    members             integer CHECK (members >= 0),
    members_under_20    integer CHECK (members_under_20 >= 0),
    founded_year        integer,
    parent_id           bigint REFERENCES organisation ON DELETE SET NULL,
    status              text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'refused', 'ended', 'merged')),
    status_reason       text NOT NULL DEFAULT '',
    merged_into         bigint REFERENCES organisation,
    source              text NOT NULL DEFAULT 'self' CHECK (source IN ('self', 'staff', 'import', 'brreg')),
    field_source        jsonb NOT NULL DEFAULT '{}',  -- {"name":"brreg"}: where a field's value came from
    brreg_checked_at    timestamptz,
    brreg_deleted       boolean NOT NULL DEFAULT false,
    confirmed_at        timestamptz,
    confirmed_by        bigint REFERENCES account ON DELETE SET NULL,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    version             integer NOT NULL DEFAULT 1,
    CHECK (members_under_20 IS NULL OR members IS NULL OR members_under_20 <= members)
);
CREATE UNIQUE INDEX organisation_orgnr ON organisation (municipality_id, orgnr) WHERE orgnr IS NOT NULL AND status <> 'merged';
CREATE INDEX organisation_name ON organisation (municipality_id, status, name, id);
CREATE INDEX organisation_status ON organisation (municipality_id, status, created_at, id);
CREATE INDEX organisation_confirmed ON organisation (municipality_id, confirmed_at) WHERE status = 'approved';

CREATE TABLE organisation_target_group (
    organisation_id bigint NOT NULL REFERENCES organisation ON DELETE CASCADE,
    code_id         bigint NOT NULL REFERENCES code ON DELETE CASCADE,
    PRIMARY KEY (organisation_id, code_id)
);
CREATE INDEX organisation_target_group_code ON organisation_target_group (code_id);
CREATE TABLE organisation_area (
    organisation_id bigint NOT NULL REFERENCES organisation ON DELETE CASCADE,
    area_id         bigint NOT NULL REFERENCES area ON DELETE CASCADE,
    PRIMARY KEY (organisation_id, area_id)
);
CREATE INDEX organisation_area_area ON organisation_area (area_id);

-- People acting for an organisation (verv). Not accounts: a chair may never log in.
CREATE TABLE organisation_contact (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id bigint NOT NULL REFERENCES organisation ON DELETE CASCADE,
    name            text COLLATE nb_sort NOT NULL,
    role            text NOT NULL DEFAULT 'contact' CHECK (role IN ('leader', 'deputy', 'treasurer', 'secretary', 'manager', 'contact', 'police_certificate', 'activity_leader')),
    email           text NOT NULL DEFAULT '',
    phone           text NOT NULL DEFAULT '',
    public          boolean NOT NULL DEFAULT false,
    source          text NOT NULL DEFAULT 'self',
    sort            integer NOT NULL DEFAULT 0
);
CREATE INDEX organisation_contact_organisation ON organisation_contact (organisation_id, sort);

CREATE TABLE organisation_note (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id bigint NOT NULL REFERENCES organisation ON DELETE CASCADE,
    author_id       bigint REFERENCES account ON DELETE SET NULL,
    body            text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX organisation_note_organisation ON organisation_note (organisation_id, created_at DESC);

CREATE TABLE membership (
    account_id      bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    organisation_id bigint NOT NULL REFERENCES organisation ON DELETE CASCADE,
    role            text NOT NULL CHECK (role IN ('group_admin', 'group_member')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, organisation_id)
);
CREATE INDEX membership_organisation ON membership (organisation_id);
ALTER TABLE invitation ADD FOREIGN KEY (organisation_id) REFERENCES organisation ON DELETE CASCADE;

CREATE TABLE municipal_unit (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    name            text COLLATE nb_sort NOT NULL,
    parent_id       bigint REFERENCES municipal_unit,
    orgnr           text CHECK (orgnr ~ '^[89][0-9]{8}$'),
    phone           text NOT NULL DEFAULT '',
    email           text NOT NULL DEFAULT '',
    website         text NOT NULL DEFAULT '',
    sort            integer NOT NULL DEFAULT 0,
    active          boolean NOT NULL DEFAULT true,
    version         integer NOT NULL DEFAULT 1
);
CREATE INDEX municipal_unit_municipality ON municipal_unit (municipality_id, name, id);

-- A named person in the municipality, for topics in areas (no area rows: the whole municipality).
CREATE TABLE contact (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    unit_id         bigint REFERENCES municipal_unit,
    name            text COLLATE nb_sort NOT NULL,
    title           text NOT NULL DEFAULT '',
    email           text NOT NULL DEFAULT '',
    phone           text NOT NULL DEFAULT '',
    office_hours    text NOT NULL DEFAULT '',
    public          boolean NOT NULL DEFAULT true,
    substitute_id   bigint REFERENCES contact ON DELETE SET NULL,
    valid_from      date NOT NULL DEFAULT current_date,
    valid_to        date,
    confirmed_at    timestamptz,
    confirmed_by    bigint REFERENCES account ON DELETE SET NULL,
    source          text NOT NULL DEFAULT 'staff' CHECK (source IN ('staff', 'import', 'self')),
    import_key      text,   -- what an imported row is recognised by the next time
    note            text NOT NULL DEFAULT '',
    merged_into     bigint REFERENCES contact,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    version         integer NOT NULL DEFAULT 1,
    CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CHECK (substitute_id IS NULL OR substitute_id <> id)
);
CREATE INDEX contact_name ON contact (municipality_id, name, id);
CREATE INDEX contact_confirmed ON contact (municipality_id, confirmed_at, id);
CREATE INDEX contact_substitute ON contact (substitute_id);
CREATE UNIQUE INDEX contact_import_key ON contact (municipality_id, import_key) WHERE import_key IS NOT NULL AND merged_into IS NULL;
CREATE TABLE contact_topic (
    contact_id bigint NOT NULL REFERENCES contact ON DELETE CASCADE,
    code_id    bigint NOT NULL REFERENCES code ON DELETE CASCADE,
    PRIMARY KEY (contact_id, code_id)
);
CREATE INDEX contact_topic_code ON contact_topic (code_id);
CREATE TABLE contact_area (
    contact_id bigint NOT NULL REFERENCES contact ON DELETE CASCADE,
    area_id    bigint NOT NULL REFERENCES area ON DELETE CASCADE,
    PRIMARY KEY (contact_id, area_id)
);
CREATE INDEX contact_area_area ON contact_area (area_id);

CREATE TABLE venue (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    name            text COLLATE nb_sort NOT NULL,
    kind            text NOT NULL DEFAULT 'other',
    area_id         bigint REFERENCES area,
    address         text NOT NULL DEFAULT '',
    postal_code     text NOT NULL DEFAULT '',
    latitude        double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude       double precision CHECK (longitude BETWEEN -180 AND 180),
    capacity        integer CHECK (capacity > 0),
    accessibility   text[] NOT NULL DEFAULT '{}',
    equipment       text NOT NULL DEFAULT '',
    description     text NOT NULL DEFAULT '',
    unit_id         bigint REFERENCES municipal_unit,
    active          boolean NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    version         integer NOT NULL DEFAULT 1
);
CREATE INDEX venue_name ON venue (municipality_id, name, id);

CREATE TABLE activity (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    organisation_id bigint NOT NULL REFERENCES organisation,
    kind            text NOT NULL DEFAULT 'activity' CHECK (kind IN ('activity', 'course', 'event')),
    title           text COLLATE nb_sort NOT NULL,
    summary         text NOT NULL DEFAULT '',
    description     text NOT NULL DEFAULT '',     -- Markdown subset
    lang            text NOT NULL DEFAULT 'nb',   -- the language the text is written in
    held_in         text[] NOT NULL DEFAULT '{nb}',  -- languages it is held in (BCP 47)
    category_id     bigint NOT NULL REFERENCES code,
    age_min         integer CHECK (age_min BETWEEN 0 AND 120),
    age_max         integer CHECK (age_max BETWEEN 0 AND 120),
    price_ore       integer CHECK (price_ore >= 0),   -- null: not stated; 0: free
    price_note      text NOT NULL DEFAULT '',
    venue_id        bigint REFERENCES venue,
    area_id         bigint REFERENCES area,
    place_note      text NOT NULL DEFAULT '',     -- room, meeting point, how to get there
    online_url      text NOT NULL DEFAULT '',
    bring           text NOT NULL DEFAULT '',
    contact_name    text NOT NULL DEFAULT '',
    contact_phone   text NOT NULL DEFAULT '',
    contact_email   text NOT NULL DEFAULT '',
    signup_mode     text NOT NULL DEFAULT 'none' CHECK (signup_mode IN ('none', 'link')),
    signup_url      text NOT NULL DEFAULT '',
    -- when: wall time in Europe/Oslo
    starts_at       timestamptz NOT NULL,
    duration_minutes integer NOT NULL CHECK (duration_minutes BETWEEN 0 AND 20160),
    all_day         boolean NOT NULL DEFAULT false,
    rrule           text NOT NULL DEFAULT '',
    extra_dates     timestamptz[] NOT NULL DEFAULT '{}',
    except_dates    timestamptz[] NOT NULL DEFAULT '{}',
    materialised_to timestamptz,
    status          text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'submitted', 'published', 'refused', 'archived')),
    status_reason   text NOT NULL DEFAULT '',
    cancelled_at    timestamptz,                  -- the whole series is called off
    cancel_reason   text NOT NULL DEFAULT '',
    published_at    timestamptz,
    source          text NOT NULL DEFAULT 'self' CHECK (source IN ('self', 'staff', 'import')),
    import_uid      text,
    import_hash     text NOT NULL DEFAULT '',
    sequence        integer NOT NULL DEFAULT 0,   -- iCalendar SEQUENCE
    created_by      bigint REFERENCES account ON DELETE SET NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    version         integer NOT NULL DEFAULT 1,
    CHECK (age_min IS NULL OR age_max IS NULL OR age_min <= age_max)
);
CREATE INDEX activity_organisation ON activity (organisation_id, status, updated_at DESC, id);
CREATE INDEX activity_status ON activity (municipality_id, status, updated_at, id);
CREATE INDEX activity_category ON activity (category_id);
CREATE INDEX activity_venue ON activity (venue_id);
CREATE INDEX activity_horizon ON activity (materialised_to) WHERE status = 'published' AND rrule <> '';
CREATE UNIQUE INDEX activity_import_uid ON activity (organisation_id, import_uid) WHERE import_uid IS NOT NULL;

CREATE TABLE activity_target_group (
    activity_id bigint NOT NULL REFERENCES activity ON DELETE CASCADE,
    code_id     bigint NOT NULL REFERENCES code ON DELETE CASCADE,
    PRIMARY KEY (activity_id, code_id)
);
CREATE INDEX activity_target_group_code ON activity_target_group (code_id);
CREATE TABLE activity_co_organiser (
    activity_id     bigint NOT NULL REFERENCES activity ON DELETE CASCADE,
    organisation_id bigint NOT NULL REFERENCES organisation ON DELETE CASCADE,
    PRIMARY KEY (activity_id, organisation_id)
);
CREATE INDEX activity_co_organiser_organisation ON activity_co_organiser (organisation_id);
CREATE TABLE activity_pause (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    activity_id bigint NOT NULL REFERENCES activity ON DELETE CASCADE,
    from_date   date NOT NULL,
    to_date     date NOT NULL,
    reason      text NOT NULL DEFAULT '',
    CHECK (to_date >= from_date)
);
CREATE INDEX activity_pause_activity ON activity_pause (activity_id, from_date);

-- One dated happening. Made from the rule on a rolling horizon; what a person changed on one date is kept by key.
CREATE TABLE occurrence (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    activity_id     bigint NOT NULL REFERENCES activity ON DELETE CASCADE,
    municipality_id bigint NOT NULL,
    key             text NOT NULL,            -- original start in UTC, yyyymmddThhmmssZ; stable when the date is moved
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,
    status          text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'cancelled', 'moved')),
    reason          text NOT NULL DEFAULT '',  -- shown publicly
    original_start  timestamptz,               -- set when moved
    venue_id        bigint REFERENCES venue,   -- set when this date is elsewhere
    place_note      text NOT NULL DEFAULT '',
    sequence        integer NOT NULL DEFAULT 0,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (activity_id, key),
    CHECK (ends_at >= starts_at)
);
CREATE INDEX occurrence_activity ON occurrence (activity_id, starts_at, id);
CREATE INDEX occurrence_municipality ON occurrence (municipality_id, starts_at, id);

-- Import: what was read, what it would do, and what it did. Stored so that the second step stores just what was previewed.
CREATE TABLE import_batch (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint NOT NULL REFERENCES municipality ON DELETE CASCADE,
    kind            text NOT NULL CHECK (kind IN ('organisations', 'contacts', 'activities')),
    organisation_id bigint REFERENCES organisation ON DELETE CASCADE,
    file_name       text NOT NULL,
    file_hash       bytea NOT NULL,
    content         bytea,                      -- wiped when stored or given up
    state           text NOT NULL DEFAULT 'previewed' CHECK (state IN ('previewed', 'stored', 'failed', 'discarded')),
    counts          jsonb NOT NULL DEFAULT '{}',  -- {"new":1,"changed":2,"unchanged":3,"refused":4}
    error           text NOT NULL DEFAULT '',
    created_by      bigint REFERENCES account ON DELETE SET NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    stored_at       timestamptz
);
CREATE INDEX import_batch_municipality ON import_batch (municipality_id, created_at DESC, id DESC);
CREATE TABLE import_row (
    batch_id bigint NOT NULL REFERENCES import_batch ON DELETE CASCADE,
    number   integer NOT NULL,                  -- as the user sees it in the file
    outcome  text NOT NULL CHECK (outcome IN ('new', 'changed', 'unchanged', 'refused')),
    label    text NOT NULL,
    message  text NOT NULL DEFAULT '',
    changes  jsonb NOT NULL DEFAULT '[]',       -- [{"field":"…","old":"…","new":"…"}]
    object_id bigint,
    PRIMARY KEY (batch_id, number)
);

CREATE TABLE saved_view (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    page       text NOT NULL,
    name       text NOT NULL,
    query      text NOT NULL,
    UNIQUE (account_id, page, name)
);

-- Who did what. Append-only: rows are never changed; only retention may delete old ones.
CREATE TABLE audit_event (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality_id bigint,
    at              timestamptz NOT NULL DEFAULT now(),
    actor_kind      text NOT NULL CHECK (actor_kind IN ('staff', 'group', 'public', 'system', 'command')),
    actor_id        bigint,
    actor_name      text NOT NULL DEFAULT '',
    action          text NOT NULL,               -- "contact.end"
    object          text NOT NULL DEFAULT '',    -- "contact"
    object_id       bigint,
    detail          jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_event_municipality ON audit_event (municipality_id, at DESC, id DESC);
CREATE INDEX audit_event_object ON audit_event (object, object_id, at DESC);
-- +goose StatementBegin
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_event_append_only BEFORE UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_append_only();

-- +goose Down
DROP TABLE audit_event, saved_view, import_row, import_batch, occurrence, activity_pause, activity_co_organiser, activity_target_group, activity,
    venue, contact_area, contact_topic, contact, municipal_unit, membership, organisation_note, organisation_contact, organisation_area,
    organisation_target_group, invitation, organisation, login_session, sessions, login_attempt, account, code, area, icnpo, postal_code,
    centre, municipality_host, municipality CASCADE;
DROP FUNCTION audit_append_only();
DROP COLLATION nb_sort;
DROP EXTENSION pg_trgm;
