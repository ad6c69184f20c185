-- +goose Up
create extension if not exists pg_trgm;
-- Norwegian order: æ ø å last, aa as å, numbers by value ("Lag 2" before "Lag 10").
create collation nb_sort (provider = icu, locale = 'nb-u-kn-true');

-- Every kommune of the country. The number changes at reforms, so it is never a key.
-- A row with hosts is a tenant: it has a portal of its own.
create table municipality (
    id            bigint generated always as identity primary key,
    number        text not null check (number ~ '^[0-9]{4}$'),
    name          text collate nb_sort not null,
    parallel_name text not null default '',
    county_number text not null default '',
    county        text not null default '',
    valid_from    date not null default '2024-01-01',
    valid_to      date,
    default_lang  text not null default 'nb' check (default_lang in ('nb', 'nn', 'en')),
    theme         text not null default 'kommune',
    controller    text not null default '',   -- who answers for the personal data (behandlingsansvarlig)
    privacy_email text not null default '',   -- personvernombud
    accessibility_url text not null default '',
    approve_activities boolean not null default true,  -- activities of approved groups wait for a coordinator
    version       integer not null default 1,
    unique (number, valid_from)
);

create table municipality_host (
    host            text primary key check (host = lower(host)),
    municipality_id bigint not null references municipality on delete cascade,
    canonical       boolean not null default true
);
create index municipality_host_municipality on municipality_host (municipality_id);

create table centre (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    name            text collate nb_sort not null,
    owner_form      text not null default 'municipal' check (owner_form in ('municipal', 'association', 'foundation', 'cooperative', 'company', 'other')),
    orgnr           text check (orgnr ~ '^[89][0-9]{8}$'),
    address         text not null default '',
    postal_code     text not null default '',
    opening_hours   jsonb not null default '[]',  -- [{"weekday":1,"from":"09:00","to":"15:00"}]
    opening_note    text not null default '',
    phone           text not null default '',
    email           text not null default '',
    about           jsonb not null default '{}',  -- {"nb":"…","nn":"…","en":"…"}
    sort            integer not null default 0,
    version         integer not null default 1
);
create index centre_municipality on centre (municipality_id, sort);

create table postal_code (
    code  text primary key check (code ~ '^[0-9]{4}$'),
    place text not null
);

create table icnpo (
    code       text primary key check (code ~ '^[0-9]{1,5}$'),
    group_code text not null,
    name_nb    text not null,
    name_nn    text not null,
    active     boolean not null default true
);

-- Bydel, grend, skolekrets, tettsted.
create table area (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    slug            text not null,
    name            text collate nb_sort not null,
    kind            text not null default 'grend' check (kind in ('bydel', 'grend', 'skolekrets', 'tettsted')),
    parent_id       bigint references area,
    sort            integer not null default 0,
    active          boolean not null default true,
    version         integer not null default 1,
    unique (municipality_id, slug)
);

-- The municipality's own code lists: activity categories, target groups, topics of contact.
create table code (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    list            text not null check (list in ('category', 'target_group', 'topic')),
    slug            text not null,
    name_nb         text collate nb_sort not null,
    name_nn         text not null default '',
    name_en         text not null default '',
    pictogram       text not null default '',
    age_min         integer,
    age_max         integer,
    sort            integer not null default 0,
    active          boolean not null default true,
    version         integer not null default 1,
    unique (municipality_id, list, slug),
    check (age_min is null or age_max is null or age_min <= age_max)
);

-- Someone who can log in. The same address may be staff and group member; the two doors never mix.
create table account (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    email           text not null check (email = lower(email)),
    name            text collate nb_sort not null,
    phone           text not null default '',
    lang            text not null default 'nb',
    staff_role      text check (staff_role in ('administrator', 'coordinator', 'contact_manager', 'reader')),
    created_at      timestamptz not null default now(),
    last_login_at   timestamptz,
    ended_at        timestamptz,
    version         integer not null default 1,
    unique (municipality_id, email)
);

create table invitation (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    email           text not null,
    name            text not null default '',
    staff_role      text,
    organisation_id bigint,
    group_role      text,
    token_hash      bytea not null unique,
    invited_by      bigint references account on delete set null,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null,
    accepted_at     timestamptz
);
create index invitation_municipality on invitation (municipality_id, created_at desc);

-- A wish to log in: a link and a six-digit code, both stored hashed, single use.
create table login_attempt (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    door            text not null check (door in ('ansatt', 'lag')),
    account_id      bigint references account on delete cascade,  -- null: unknown address, same answer
    email_hash      bytea not null,
    token_hash      bytea not null unique,
    code_hash       bytea not null,
    browser_hash    bytea not null,
    ip              text not null default '',
    tries           integer not null default 0,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null,
    used_at         timestamptz
);
create index login_attempt_email on login_attempt (email_hash, created_at);
create index login_attempt_ip on login_attempt (ip, created_at);

-- The table that scs's pgxstore expects. Keys are "ansatt:" or "lag:" and a hash, so a copied token of one door opens nothing at the other.
create table sessions (
    token  text primary key,
    data   bytea not null,
    expiry timestamptz not null
);
create index sessions_expiry on sessions (expiry);

-- What a person sees in the list of own sessions.
create table login_session (
    id           bigint generated always as identity primary key,
    account_id   bigint not null references account on delete cascade,
    door         text not null check (door in ('ansatt', 'lag')),
    user_agent   text not null default '',
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at   timestamptz not null,
    ended_at     timestamptz
);
create index login_session_account on login_session (account_id, ended_at);

create table organisation (
    id                  bigint generated always as identity primary key,
    municipality_id     bigint not null references municipality on delete cascade,
    name                text collate nb_sort not null,
    registered_name     text not null default '',
    kind                text not null check (kind in ('association', 'foundation', 'group', 'social_entrepreneur', 'municipal_unit', 'umbrella', 'centre')),
    orgnr               text check (orgnr ~ '^[89][0-9]{8}$'),
    org_form            text not null default '',
    in_voluntary_register boolean not null default false,
    grasrot             boolean not null default false,
    icnpo               text[] not null default '{}' check (cardinality(icnpo) <= 3),  -- ranked
    summary             text not null default '',
    description         text not null default '',
    how_to_join         text not null default '',
    lang                text not null default 'nb',
    email_public        text not null default '',
    email_private       text not null default '',
    phone               text not null default '',
    website             text not null default '',
    address             text not null default '',   -- never "c/o" a person's home
    postal_code         text not null default '',
    members             integer check (members >= 0),
    members_under_20    integer check (members_under_20 >= 0),
    founded_year        integer,
    parent_id           bigint references organisation on delete set null,
    status              text not null default 'pending' check (status in ('pending', 'approved', 'refused', 'ended', 'merged')),
    status_reason       text not null default '',
    merged_into         bigint references organisation,
    source              text not null default 'self' check (source in ('self', 'staff', 'import', 'brreg')),
    field_source        jsonb not null default '{}',  -- {"name":"brreg"}: where a field's value came from
    brreg_checked_at    timestamptz,
    brreg_deleted       boolean not null default false,
    confirmed_at        timestamptz,
    confirmed_by        bigint references account on delete set null,
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null default now(),
    version             integer not null default 1,
    check (members_under_20 is null or members is null or members_under_20 <= members)
);
create unique index organisation_orgnr on organisation (municipality_id, orgnr) where orgnr is not null and status <> 'merged';
create index organisation_name on organisation (municipality_id, status, name, id);
create index organisation_status on organisation (municipality_id, status, created_at, id);
create index organisation_confirmed on organisation (municipality_id, confirmed_at) where status = 'approved';

create table organisation_target_group (
    organisation_id bigint not null references organisation on delete cascade,
    code_id         bigint not null references code on delete cascade,
    primary key (organisation_id, code_id)
);
create index organisation_target_group_code on organisation_target_group (code_id);
create table organisation_area (
    organisation_id bigint not null references organisation on delete cascade,
    area_id         bigint not null references area on delete cascade,
    primary key (organisation_id, area_id)
);
create index organisation_area_area on organisation_area (area_id);

-- People acting for an organisation (verv). Not accounts: a chair may never log in.
create table organisation_contact (
    id              bigint generated always as identity primary key,
    organisation_id bigint not null references organisation on delete cascade,
    name            text collate nb_sort not null,
    role            text not null default 'contact' check (role in ('leader', 'deputy', 'treasurer', 'secretary', 'manager', 'contact', 'police_certificate', 'activity_leader')),
    email           text not null default '',
    phone           text not null default '',
    public          boolean not null default false,
    source          text not null default 'self',
    sort            integer not null default 0
);
create index organisation_contact_organisation on organisation_contact (organisation_id, sort);

create table organisation_note (
    id              bigint generated always as identity primary key,
    organisation_id bigint not null references organisation on delete cascade,
    author_id       bigint references account on delete set null,
    body            text not null,
    created_at      timestamptz not null default now()
);
create index organisation_note_organisation on organisation_note (organisation_id, created_at desc);

create table membership (
    account_id      bigint not null references account on delete cascade,
    organisation_id bigint not null references organisation on delete cascade,
    role            text not null check (role in ('group_admin', 'group_member')),
    created_at      timestamptz not null default now(),
    primary key (account_id, organisation_id)
);
create index membership_organisation on membership (organisation_id);
alter table invitation add foreign key (organisation_id) references organisation on delete cascade;

create table municipal_unit (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    name            text collate nb_sort not null,
    parent_id       bigint references municipal_unit,
    orgnr           text check (orgnr ~ '^[89][0-9]{8}$'),
    phone           text not null default '',
    email           text not null default '',
    website         text not null default '',
    sort            integer not null default 0,
    active          boolean not null default true,
    version         integer not null default 1
);
create index municipal_unit_municipality on municipal_unit (municipality_id, name, id);

-- A named person in the municipality, for topics in areas (no area rows: the whole municipality).
create table contact (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    unit_id         bigint references municipal_unit,
    name            text collate nb_sort not null,
    title           text not null default '',
    email           text not null default '',
    phone           text not null default '',
    office_hours    text not null default '',
    public          boolean not null default true,
    substitute_id   bigint references contact on delete set null,
    valid_from      date not null default current_date,
    valid_to        date,
    confirmed_at    timestamptz,
    confirmed_by    bigint references account on delete set null,
    source          text not null default 'staff' check (source in ('staff', 'import', 'self')),
    import_key      text,   -- what an imported row is recognised by the next time
    note            text not null default '',
    merged_into     bigint references contact,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    version         integer not null default 1,
    check (valid_to is null or valid_to >= valid_from),
    check (substitute_id is null or substitute_id <> id)
);
create index contact_name on contact (municipality_id, name, id);
create index contact_confirmed on contact (municipality_id, confirmed_at, id);
create index contact_substitute on contact (substitute_id);
create unique index contact_import_key on contact (municipality_id, import_key) where import_key is not null and merged_into is null;
create table contact_topic (
    contact_id bigint not null references contact on delete cascade,
    code_id    bigint not null references code on delete cascade,
    primary key (contact_id, code_id)
);
create index contact_topic_code on contact_topic (code_id);
create table contact_area (
    contact_id bigint not null references contact on delete cascade,
    area_id    bigint not null references area on delete cascade,
    primary key (contact_id, area_id)
);
create index contact_area_area on contact_area (area_id);

create table venue (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    name            text collate nb_sort not null,
    kind            text not null default 'other',
    area_id         bigint references area,
    address         text not null default '',
    postal_code     text not null default '',
    latitude        double precision check (latitude between -90 and 90),
    longitude       double precision check (longitude between -180 and 180),
    capacity        integer check (capacity > 0),
    accessibility   text[] not null default '{}',
    equipment       text not null default '',
    description     text not null default '',
    unit_id         bigint references municipal_unit,
    active          boolean not null default true,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    version         integer not null default 1
);
create index venue_name on venue (municipality_id, name, id);

create table activity (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    organisation_id bigint not null references organisation,
    kind            text not null default 'activity' check (kind in ('activity', 'course', 'event')),
    title           text collate nb_sort not null,
    summary         text not null default '',
    description     text not null default '',     -- Markdown subset
    lang            text not null default 'nb',   -- the language the text is written in
    held_in         text[] not null default '{nb}',  -- languages it is held in (BCP 47)
    category_id     bigint not null references code,
    age_min         integer check (age_min between 0 and 120),
    age_max         integer check (age_max between 0 and 120),
    price_ore       integer check (price_ore >= 0),   -- null: not stated; 0: free
    price_note      text not null default '',
    venue_id        bigint references venue,
    area_id         bigint references area,
    place_note      text not null default '',     -- room, meeting point, how to get there
    online_url      text not null default '',
    bring           text not null default '',
    contact_name    text not null default '',
    contact_phone   text not null default '',
    contact_email   text not null default '',
    signup_mode     text not null default 'none' check (signup_mode in ('none', 'link')),
    signup_url      text not null default '',
    -- when: wall time in Europe/Oslo
    starts_at       timestamptz not null,
    duration_minutes integer not null check (duration_minutes between 0 and 20160),
    all_day         boolean not null default false,
    rrule           text not null default '',
    extra_dates     timestamptz[] not null default '{}',
    except_dates    timestamptz[] not null default '{}',
    materialised_to timestamptz,
    status          text not null default 'draft' check (status in ('draft', 'submitted', 'published', 'refused', 'archived')),
    status_reason   text not null default '',
    cancelled_at    timestamptz,                  -- the whole series is called off
    cancel_reason   text not null default '',
    published_at    timestamptz,
    source          text not null default 'self' check (source in ('self', 'staff', 'import')),
    import_uid      text,
    import_hash     text not null default '',
    sequence        integer not null default 0,   -- iCalendar SEQUENCE
    created_by      bigint references account on delete set null,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    version         integer not null default 1,
    check (age_min is null or age_max is null or age_min <= age_max)
);
create index activity_organisation on activity (organisation_id, status, updated_at desc, id);
create index activity_status on activity (municipality_id, status, updated_at, id);
create index activity_category on activity (category_id);
create index activity_venue on activity (venue_id);
create index activity_horizon on activity (materialised_to) where status = 'published' and rrule <> '';
create unique index activity_import_uid on activity (organisation_id, import_uid) where import_uid is not null;

create table activity_target_group (
    activity_id bigint not null references activity on delete cascade,
    code_id     bigint not null references code on delete cascade,
    primary key (activity_id, code_id)
);
create index activity_target_group_code on activity_target_group (code_id);
create table activity_co_organiser (
    activity_id     bigint not null references activity on delete cascade,
    organisation_id bigint not null references organisation on delete cascade,
    primary key (activity_id, organisation_id)
);
create index activity_co_organiser_organisation on activity_co_organiser (organisation_id);
create table activity_pause (
    id          bigint generated always as identity primary key,
    activity_id bigint not null references activity on delete cascade,
    from_date   date not null,
    to_date     date not null,
    reason      text not null default '',
    check (to_date >= from_date)
);
create index activity_pause_activity on activity_pause (activity_id, from_date);

-- One dated happening. Made from the rule on a rolling horizon; what a person changed on one date is kept by key.
create table occurrence (
    id              bigint generated always as identity primary key,
    activity_id     bigint not null references activity on delete cascade,
    municipality_id bigint not null,
    key             text not null,            -- original start in UTC, yyyymmddThhmmssZ; stable when the date is moved
    starts_at       timestamptz not null,
    ends_at         timestamptz not null,
    status          text not null default 'planned' check (status in ('planned', 'cancelled', 'moved')),
    reason          text not null default '',  -- shown publicly
    original_start  timestamptz,               -- set when moved
    venue_id        bigint references venue,   -- set when this date is elsewhere
    place_note      text not null default '',
    sequence        integer not null default 0,
    updated_at      timestamptz not null default now(),
    unique (activity_id, key),
    check (ends_at >= starts_at)
);
create index occurrence_activity on occurrence (activity_id, starts_at, id);
create index occurrence_municipality on occurrence (municipality_id, starts_at, id);

-- Import: what was read, what it would do, and what it did. Stored so that the second step stores just what was previewed.
create table import_batch (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    kind            text not null check (kind in ('organisations', 'contacts', 'activities')),
    organisation_id bigint references organisation on delete cascade,
    file_name       text not null,
    file_hash       bytea not null,
    content         bytea,                      -- wiped when stored or given up
    state           text not null default 'previewed' check (state in ('previewed', 'stored', 'failed', 'discarded')),
    counts          jsonb not null default '{}',  -- {"new":1,"changed":2,"unchanged":3,"refused":4}
    error           text not null default '',
    created_by      bigint references account on delete set null,
    created_at      timestamptz not null default now(),
    stored_at       timestamptz
);
create index import_batch_municipality on import_batch (municipality_id, created_at desc, id desc);
create table import_row (
    batch_id bigint not null references import_batch on delete cascade,
    number   integer not null,                  -- as the user sees it in the file
    outcome  text not null check (outcome in ('new', 'changed', 'unchanged', 'refused')),
    label    text not null,
    message  text not null default '',
    changes  jsonb not null default '[]',       -- [{"field":"…","old":"…","new":"…"}]
    object_id bigint,
    primary key (batch_id, number)
);

create table saved_view (
    id         bigint generated always as identity primary key,
    account_id bigint not null references account on delete cascade,
    page       text not null,
    name       text not null,
    query      text not null,
    unique (account_id, page, name)
);

-- Who did what. Append-only: rows are never changed; only retention may delete old ones.
create table audit_event (
    id              bigint generated always as identity primary key,
    municipality_id bigint,
    at              timestamptz not null default now(),
    actor_kind      text not null check (actor_kind in ('staff', 'group', 'public', 'system', 'command')),
    actor_id        bigint,
    actor_name      text not null default '',
    action          text not null,               -- "contact.end"
    object          text not null default '',    -- "contact"
    object_id       bigint,
    detail          jsonb not null default '{}'
);
create index audit_event_municipality on audit_event (municipality_id, at desc, id desc);
create index audit_event_object on audit_event (object, object_id, at desc);
-- +goose StatementBegin
create function audit_append_only() returns trigger language plpgsql as $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only';
END $$;
-- +goose StatementEnd
create trigger audit_event_append_only before update on audit_event for each row execute function audit_append_only();

-- +goose Down
drop table audit_event, saved_view, import_row, import_batch, occurrence, activity_pause, activity_co_organiser, activity_target_group, activity,
    venue, contact_area, contact_topic, contact, municipal_unit, membership, organisation_note, organisation_contact, organisation_area,
    organisation_target_group, invitation, organisation, login_session, sessions, login_attempt, account, code, area, icnpo, postal_code,
    centre, municipality_host, municipality cascade;
drop function audit_append_only();
drop collation nb_sort;
drop extension pg_trgm;
