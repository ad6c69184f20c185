-- Made by: go run ./migrations/cmd/dumpschema

CREATE COLLATION public.nb_sort (provider = icu, locale = 'nb-u-kn-true');

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE TYPE public.river_job_state AS ENUM (
    'available',
    'cancelled',
    'completed',
    'discarded',
    'pending',
    'retryable',
    'running',
    'scheduled'
);

CREATE FUNCTION public.audit_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only';
END $$;

CREATE FUNCTION public.river_job_state_in_bitmask(bitmask bit, state public.river_job_state) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE state
        WHEN 'available' THEN get_bit(bitmask, 7)
        WHEN 'cancelled' THEN get_bit(bitmask, 6)
        WHEN 'completed' THEN get_bit(bitmask, 5)
        WHEN 'discarded' THEN get_bit(bitmask, 4)
        WHEN 'pending'   THEN get_bit(bitmask, 3)
        WHEN 'retryable' THEN get_bit(bitmask, 2)
        WHEN 'running'   THEN get_bit(bitmask, 1)
        WHEN 'scheduled' THEN get_bit(bitmask, 0)
        ELSE 0
    END = 1;
$$;

CREATE FUNCTION public.search_similar(typed text[], municipality bigint, most integer) RETURNS TABLE(nr integer, word text, likeness real)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET "pg_trgm.word_similarity_threshold" TO '0.55'
    AS $$
    SELECT t.nr::integer, c.word, c.likeness
    FROM unnest(typed) WITH ORDINALITY AS t (ascii, nr)
    CROSS JOIN LATERAL (
        SELECT v.word, similarity(t.ascii, v.ascii) AS likeness
        FROM search_vocabulary v
        WHERE (v.ascii LIKE '%' || t.ascii || '%' OR t.ascii <% v.ascii)
          AND (municipality = 0 OR EXISTS (
              SELECT 1 FROM search_vocabulary_municipality m WHERE m.municipality_id = municipality AND m.word = v.word))
        ORDER BY similarity(t.ascii, v.ascii) DESC, v.documents DESC, v.word
        LIMIT most) AS c
$$;

CREATE FUNCTION public.signup_queue_turned() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into river_job (kind, queue, max_attempts, args)
    select distinct 'signup.turned', 'default', 25, jsonb_build_object('municipality_id', s.municipality_id, 'activity_id', s.activity_id)
    from signup_slot s where s.id in (old.slot_id, new.slot_id) and s.strict_order;
    return null;
end $$;

CREATE FUNCTION public.signup_turned() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into river_job (kind, queue, max_attempts, args)
    values ('signup.turned', 'default', 25, jsonb_build_object('municipality_id', new.municipality_id, 'activity_id', new.activity_id));
    return null;
end $$;

CREATE TABLE public.account (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    email text NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    phone text DEFAULT ''::text NOT NULL,
    lang text DEFAULT 'nb'::text NOT NULL,
    staff_role text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_login_at timestamp with time zone,
    ended_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT account_email_check CHECK ((email = lower(email))),
    CONSTRAINT account_staff_role_check CHECK ((staff_role = ANY (ARRAY['administrator'::text, 'coordinator'::text, 'contact_manager'::text, 'reader'::text])))
);

CREATE TABLE public.account_feed (
    account_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    secret_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE public.account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.activity (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    kind text DEFAULT 'activity'::text NOT NULL,
    title text NOT NULL COLLATE public.nb_sort,
    summary text DEFAULT ''::text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    lang text DEFAULT 'nb'::text NOT NULL,
    held_in text[] DEFAULT '{nb}'::text[] NOT NULL,
    category_id bigint NOT NULL,
    age_min integer,
    age_max integer,
    price_ore integer,
    price_note text DEFAULT ''::text NOT NULL,
    venue_id bigint,
    area_id bigint,
    place_note text DEFAULT ''::text NOT NULL,
    online_url text DEFAULT ''::text NOT NULL,
    bring text DEFAULT ''::text NOT NULL,
    contact_name text DEFAULT ''::text NOT NULL,
    contact_phone text DEFAULT ''::text NOT NULL,
    contact_email text DEFAULT ''::text NOT NULL,
    signup_mode text DEFAULT 'none'::text NOT NULL,
    signup_url text DEFAULT ''::text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    duration_minutes integer NOT NULL,
    all_day boolean DEFAULT false NOT NULL,
    rrule text DEFAULT ''::text NOT NULL,
    extra_dates timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    except_dates timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    materialised_to timestamp with time zone,
    status text DEFAULT 'draft'::text NOT NULL,
    status_reason text DEFAULT ''::text NOT NULL,
    cancelled_at timestamp with time zone,
    cancel_reason text DEFAULT ''::text NOT NULL,
    published_at timestamp with time zone,
    source text DEFAULT 'self'::text NOT NULL,
    import_uid text,
    import_hash text DEFAULT ''::text NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    created_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    dates_shared boolean DEFAULT false NOT NULL,
    offer text DEFAULT 'voluntary'::text NOT NULL,
    CONSTRAINT activity_age_max_check CHECK (((age_max >= 0) AND (age_max <= 120))),
    CONSTRAINT activity_age_min_check CHECK (((age_min >= 0) AND (age_min <= 120))),
    CONSTRAINT activity_check CHECK (((age_min IS NULL) OR (age_max IS NULL) OR (age_min <= age_max))),
    CONSTRAINT activity_commercial_price CHECK (((offer = 'voluntary'::text) OR (price_ore IS DISTINCT FROM 0))),
    CONSTRAINT activity_duration_minutes_check CHECK (((duration_minutes >= 0) AND (duration_minutes <= 20160))),
    CONSTRAINT activity_kind_check CHECK ((kind = ANY (ARRAY['activity'::text, 'course'::text, 'event'::text]))),
    CONSTRAINT activity_offer_check CHECK ((offer = ANY (ARRAY['voluntary'::text, 'commercial'::text]))),
    CONSTRAINT activity_price_ore_check CHECK ((price_ore >= 0)),
    CONSTRAINT activity_signup_mode_check CHECK ((signup_mode = ANY (ARRAY['none'::text, 'here'::text, 'link'::text]))),
    CONSTRAINT activity_source_check CHECK ((source = ANY (ARRAY['self'::text, 'staff'::text, 'import'::text]))),
    CONSTRAINT activity_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'published'::text, 'refused'::text, 'archived'::text])))
);

CREATE TABLE public.activity_co_organiser (
    activity_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE public.activity ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.activity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.activity_pause (
    id bigint NOT NULL,
    activity_id bigint NOT NULL,
    from_date date NOT NULL,
    to_date date NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT activity_pause_check CHECK ((to_date >= from_date))
);

ALTER TABLE public.activity_pause ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.activity_pause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.activity_target_group (
    activity_id bigint NOT NULL,
    code_id bigint NOT NULL
);

CREATE TABLE public.area (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    slug text NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    kind text DEFAULT 'grend'::text NOT NULL,
    parent_id bigint,
    sort integer DEFAULT 0 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT area_kind_check CHECK ((kind = ANY (ARRAY['bydel'::text, 'grend'::text, 'skolekrets'::text, 'tettsted'::text])))
);

ALTER TABLE public.area ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.area_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.article (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    kind text NOT NULL,
    slug text NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    group_id bigint,
    sort integer DEFAULT 0 NOT NULL,
    texts jsonb DEFAULT '{}'::jsonb NOT NULL,
    shown_from timestamp with time zone,
    shown_until timestamp with time zone,
    published_at timestamp with time zone,
    shown_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT article_check CHECK (((shown_from IS NULL) OR (shown_until IS NULL) OR (shown_from < shown_until))),
    CONSTRAINT article_check1 CHECK (((status <> 'published'::text) OR ((published_at IS NOT NULL) AND (shown_at IS NOT NULL)))),
    CONSTRAINT article_kind_check CHECK ((kind = ANY (ARRAY['news'::text, 'page'::text, 'question'::text]))),
    CONSTRAINT article_slug_check CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
    CONSTRAINT article_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'ended'::text])))
);

CREATE TABLE public.article_address (
    municipality_id bigint NOT NULL,
    kind text NOT NULL,
    slug text NOT NULL,
    article_id bigint NOT NULL
);

ALTER TABLE public.article ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.attendance (
    participant_id bigint NOT NULL,
    occurrence_id bigint NOT NULL,
    state text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT attendance_state_check CHECK ((state = ANY (ARRAY['present'::text, 'absent'::text])))
);

CREATE TABLE public.audit_event (
    id bigint NOT NULL,
    municipality_id bigint,
    at timestamp with time zone DEFAULT now() NOT NULL,
    actor_kind text NOT NULL,
    actor_id bigint,
    actor_name text DEFAULT ''::text NOT NULL,
    action text NOT NULL,
    object text DEFAULT ''::text NOT NULL,
    object_id bigint,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT audit_event_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['staff'::text, 'group'::text, 'public'::text, 'system'::text, 'command'::text])))
);

ALTER TABLE public.audit_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bulk_change (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    noun text NOT NULL,
    edits jsonb NOT NULL,
    search text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'previewed'::text NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    error text DEFAULT ''::text NOT NULL,
    created_by bigint,
    created_at timestamp with time zone NOT NULL,
    stored_at timestamp with time zone,
    undone_at timestamp with time zone,
    CONSTRAINT bulk_change_noun_check CHECK ((noun = ANY (ARRAY['contact'::text, 'activity'::text, 'organisation'::text]))),
    CONSTRAINT bulk_change_state_check CHECK ((state = ANY (ARRAY['previewed'::text, 'storing'::text, 'stored'::text, 'undoing'::text, 'undone'::text])))
);

ALTER TABLE public.bulk_change ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bulk_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bulk_change_row (
    bulk_change_id bigint NOT NULL,
    number integer NOT NULL,
    object_id bigint NOT NULL,
    label text NOT NULL,
    outcome text NOT NULL,
    remarks jsonb DEFAULT '[]'::jsonb NOT NULL,
    before jsonb DEFAULT '{}'::jsonb NOT NULL,
    after jsonb DEFAULT '{}'::jsonb NOT NULL,
    sources jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT bulk_change_row_outcome_check CHECK ((outcome = ANY (ARRAY['changed'::text, 'unchanged'::text, 'refused'::text, 'undone'::text, 'left'::text])))
);

CREATE TABLE public.calendar_entry (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    all_day boolean NOT NULL,
    import_uid text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT calendar_entry_check CHECK (((ends_at > starts_at) AND (ends_at <= (starts_at + '367 days'::interval)))),
    CONSTRAINT calendar_entry_kind_check CHECK ((kind = ANY (ARRAY['school_holiday'::text, 'meeting'::text, 'other'::text])))
);

ALTER TABLE public.calendar_entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.calendar_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calendar_feed (
    municipality_id bigint NOT NULL,
    email text NOT NULL,
    secret_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT calendar_feed_email_check CHECK (((email = lower(email)) AND (email <> ''::text)))
);

CREATE TABLE public.calendar_import (
    municipality_id bigint NOT NULL,
    uid text NOT NULL,
    stamp bytea NOT NULL,
    until timestamp with time zone NOT NULL
);

CREATE TABLE public.centre (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    owner_form text DEFAULT 'municipal'::text NOT NULL,
    orgnr text,
    address text DEFAULT ''::text NOT NULL,
    postal_code text DEFAULT ''::text NOT NULL,
    opening_note text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    about jsonb DEFAULT '{}'::jsonb NOT NULL,
    sort integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    opening jsonb DEFAULT '{"closed_on_holidays": true}'::jsonb NOT NULL,
    CONSTRAINT centre_orgnr_check CHECK ((orgnr ~ '^[89][0-9]{8}$'::text)),
    CONSTRAINT centre_owner_form_check CHECK ((owner_form = ANY (ARRAY['municipal'::text, 'association'::text, 'foundation'::text, 'cooperative'::text, 'company'::text, 'other'::text])))
);

ALTER TABLE public.centre ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.centre_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.code (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    list text NOT NULL,
    slug text NOT NULL,
    name_nb text NOT NULL COLLATE public.nb_sort,
    name_nn text DEFAULT ''::text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    pictogram text DEFAULT ''::text NOT NULL,
    age_min integer,
    age_max integer,
    sort integer DEFAULT 0 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT code_check CHECK (((age_min IS NULL) OR (age_max IS NULL) OR (age_min <= age_max))),
    CONSTRAINT code_list_check CHECK ((list = ANY (ARRAY['category'::text, 'target_group'::text, 'topic'::text, 'question_group'::text, 'local_kind'::text])))
);

ALTER TABLE public.code ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.code_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contact (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    unit_id bigint,
    name text NOT NULL COLLATE public.nb_sort,
    title text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    office_hours text DEFAULT ''::text NOT NULL,
    public boolean DEFAULT true NOT NULL,
    substitute_id bigint,
    valid_from date DEFAULT CURRENT_DATE NOT NULL,
    valid_to date,
    confirmed_at timestamp with time zone,
    confirmed_by bigint,
    source text DEFAULT 'staff'::text NOT NULL,
    import_key text,
    note text DEFAULT ''::text NOT NULL,
    merged_into bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    postal_code text DEFAULT ''::text NOT NULL,
    CONSTRAINT contact_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT contact_check1 CHECK (((substitute_id IS NULL) OR (substitute_id <> id))),
    CONSTRAINT contact_source_check CHECK ((source = ANY (ARRAY['staff'::text, 'import'::text, 'self'::text])))
);

CREATE TABLE public.contact_area (
    contact_id bigint NOT NULL,
    area_id bigint NOT NULL
);

CREATE TABLE public.contact_double (
    municipality_id bigint NOT NULL,
    contact_id bigint NOT NULL,
    other_id bigint NOT NULL,
    CONSTRAINT contact_double_check CHECK ((contact_id < other_id))
);

ALTER TABLE public.contact ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contact_topic (
    contact_id bigint NOT NULL,
    code_id bigint NOT NULL
);

CREATE TABLE public.email (
    id bigint NOT NULL,
    municipality_id bigint,
    recipient text NOT NULL,
    recipient_name text DEFAULT ''::text NOT NULL,
    sender_name text DEFAULT ''::text NOT NULL,
    reply_to text DEFAULT ''::text NOT NULL,
    lang text DEFAULT 'nb'::text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    text_body text NOT NULL,
    html_body text DEFAULT ''::text NOT NULL,
    attachments jsonb DEFAULT '[]'::jsonb NOT NULL,
    cause_key text,
    status text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone,
    about text DEFAULT ''::text NOT NULL,
    about_id bigint,
    unsubscribe text DEFAULT ''::text NOT NULL,
    CONSTRAINT email_kind_check CHECK ((kind <> ''::text)),
    CONSTRAINT email_lang_check CHECK ((lang = ANY (ARRAY['nb'::text, 'nn'::text, 'en'::text]))),
    CONSTRAINT email_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text, 'bounced'::text])))
);

CREATE TABLE public.email_address_status (
    municipality_id bigint NOT NULL,
    address text NOT NULL,
    bounced_at timestamp with time zone DEFAULT now() NOT NULL,
    reason text NOT NULL,
    CONSTRAINT email_address_status_address_check CHECK ((address = lower(address)))
);

CREATE TABLE public.email_change (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    email text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT email_change_email_check CHECK ((email = lower(email)))
);

ALTER TABLE public.email_change ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.email_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.email ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.email_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.held_count (
    municipality_id bigint NOT NULL,
    kind text NOT NULL,
    kept bigint NOT NULL,
    due bigint NOT NULL,
    counted_at timestamp with time zone NOT NULL
);

CREATE TABLE public.icnpo (
    code text NOT NULL,
    group_code text NOT NULL,
    name_nb text NOT NULL,
    name_nn text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT icnpo_code_check CHECK ((code ~ '^[0-9]{1,5}$'::text))
);

CREATE TABLE public.import_answer (
    municipality_id bigint NOT NULL,
    kind text NOT NULL,
    about text NOT NULL,
    word text NOT NULL,
    value text NOT NULL,
    answered_at timestamp with time zone NOT NULL
);

CREATE TABLE public.import_batch (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    kind text NOT NULL,
    organisation_id bigint,
    file_name text NOT NULL,
    file_hash bytea NOT NULL,
    content bytea,
    state text DEFAULT 'previewed'::text NOT NULL,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    error text DEFAULT ''::text NOT NULL,
    created_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    stored_at timestamp with time zone,
    choices jsonb DEFAULT '{}'::jsonb NOT NULL,
    asked jsonb DEFAULT '{}'::jsonb NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    remarked integer DEFAULT 0 NOT NULL,
    reviewed_at timestamp with time zone,
    CONSTRAINT import_batch_kind_check CHECK ((kind = ANY (ARRAY['organisations'::text, 'contacts'::text, 'activities'::text, 'calendar'::text]))),
    CONSTRAINT import_batch_state_check CHECK ((state = ANY (ARRAY['previewed'::text, 'storing'::text, 'stored'::text, 'failed'::text, 'discarded'::text])))
);

ALTER TABLE public.import_batch ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.import_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.import_row (
    batch_id bigint NOT NULL,
    number integer NOT NULL,
    outcome text NOT NULL,
    label text NOT NULL,
    changes jsonb DEFAULT '[]'::jsonb NOT NULL,
    object_id bigint,
    remarks jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT import_row_outcome_check CHECK ((outcome = ANY (ARRAY['new'::text, 'changed'::text, 'unchanged'::text, 'refused'::text])))
);

CREATE TABLE public.invitation (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    email text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    staff_role text,
    organisation_id bigint,
    group_role text,
    token_hash bytea NOT NULL,
    invited_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone
);

ALTER TABLE public.invitation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.known_browser (
    account_id bigint NOT NULL,
    door text NOT NULL,
    browser_hash bytea NOT NULL,
    used_at timestamp with time zone NOT NULL,
    CONSTRAINT known_browser_door_check CHECK ((door = ANY (ARRAY['ansatt'::text, 'lag'::text])))
);

CREATE TABLE public.live_activity (
    activity_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    category_id bigint NOT NULL,
    area_id bigint,
    next_at timestamp with time zone NOT NULL,
    next_occurrence_id bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    lex tsvector NOT NULL
);
ALTER TABLE ONLY public.live_activity ALTER COLUMN lex SET STATISTICS 0;

CREATE TABLE public.live_occurrence (
    occurrence_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    activity_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    slot smallint NOT NULL,
    cancelled boolean DEFAULT false NOT NULL,
    joining smallint DEFAULT 0 NOT NULL
);

CREATE TABLE public.login_attempt (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    door text NOT NULL,
    account_id bigint,
    email_hash bytea NOT NULL,
    token_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    ip text DEFAULT ''::text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    held boolean DEFAULT false NOT NULL,
    known_hash bytea,
    CONSTRAINT login_attempt_door_check CHECK ((door = ANY (ARRAY['ansatt'::text, 'lag'::text])))
);

ALTER TABLE public.login_attempt ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.login_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.login_session (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    door text NOT NULL,
    user_agent text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT login_session_door_check CHECK ((door = ANY (ARRAY['ansatt'::text, 'lag'::text])))
);

ALTER TABLE public.login_session ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.login_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mail_allowance (
    receiver_hash bytea NOT NULL,
    municipality_id bigint,
    since timestamp with time zone NOT NULL,
    sent integer NOT NULL,
    bundle text NOT NULL
);

CREATE TABLE public.membership (
    account_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['group_admin'::text, 'group_member'::text])))
);

CREATE TABLE public.merging (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    object text NOT NULL,
    from_id bigint NOT NULL,
    into_id bigint NOT NULL,
    before jsonb NOT NULL,
    merged_at timestamp with time zone NOT NULL,
    CONSTRAINT merging_object_check CHECK ((object = ANY (ARRAY['contact'::text, 'organisation'::text])))
);

ALTER TABLE public.merging ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.merging_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.municipal_unit (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    parent_id bigint,
    orgnr text,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    website text DEFAULT ''::text NOT NULL,
    sort integer DEFAULT 0 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT municipal_unit_orgnr_check CHECK ((orgnr ~ '^[89][0-9]{8}$'::text))
);

ALTER TABLE public.municipal_unit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.municipal_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.municipality (
    id bigint NOT NULL,
    number text NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    parallel_name text DEFAULT ''::text NOT NULL,
    county_number text DEFAULT ''::text NOT NULL,
    county text DEFAULT ''::text NOT NULL,
    valid_from date DEFAULT '2024-01-01'::date NOT NULL,
    valid_to date,
    default_lang text DEFAULT 'nb'::text NOT NULL,
    theme text DEFAULT 'kommune'::text NOT NULL,
    controller text DEFAULT ''::text NOT NULL,
    privacy_email text DEFAULT ''::text NOT NULL,
    accessibility_url text DEFAULT ''::text NOT NULL,
    approve_activities boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    signup_hold_minutes integer DEFAULT 180 NOT NULL,
    signup_offer_hours integer DEFAULT 24 NOT NULL,
    guardian_age integer DEFAULT 15 NOT NULL,
    signup_unproved_percent integer DEFAULT 50 NOT NULL,
    contact_public_days integer DEFAULT 30 NOT NULL,
    hide_commercial boolean DEFAULT false NOT NULL,
    CONSTRAINT municipality_contact_public_days_check CHECK (((contact_public_days >= 0) AND (contact_public_days <= 365))),
    CONSTRAINT municipality_default_lang_check CHECK ((default_lang = ANY (ARRAY['nb'::text, 'nn'::text, 'en'::text]))),
    CONSTRAINT municipality_guardian_age_check CHECK (((guardian_age >= 0) AND (guardian_age <= 18))),
    CONSTRAINT municipality_number_check CHECK ((number ~ '^[0-9]{4}$'::text)),
    CONSTRAINT municipality_signup_hold_minutes_check CHECK (((signup_hold_minutes >= 5) AND (signup_hold_minutes <= 1440))),
    CONSTRAINT municipality_signup_offer_hours_check CHECK (((signup_offer_hours >= 1) AND (signup_offer_hours <= 336))),
    CONSTRAINT municipality_signup_unproved_percent_check CHECK (((signup_unproved_percent >= 1) AND (signup_unproved_percent <= 100)))
);

CREATE TABLE public.municipality_host (
    host text NOT NULL,
    municipality_id bigint NOT NULL,
    canonical boolean DEFAULT true NOT NULL,
    CONSTRAINT municipality_host_host_check CHECK ((host = lower(host)))
);

ALTER TABLE public.municipality ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.municipality_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notice_choice (
    municipality_id bigint NOT NULL,
    account_id bigint NOT NULL,
    kind text NOT NULL,
    often text NOT NULL,
    CONSTRAINT notice_choice_often_check CHECK ((often = ANY (ARRAY['at_once'::text, 'daily'::text, 'never'::text])))
);

CREATE TABLE public.notice_chosen (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    account_id bigint NOT NULL,
    chosen jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT notice_chosen_chosen_check CHECK ((jsonb_typeof(chosen) = 'object'::text))
);

ALTER TABLE public.notice_chosen ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notice_chosen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notice_day (
    municipality_id bigint NOT NULL,
    day date NOT NULL
);

CREATE TABLE public.notice_told (
    municipality_id bigint NOT NULL,
    account_id bigint NOT NULL,
    kind text NOT NULL,
    things text[] NOT NULL,
    told_at timestamp with time zone NOT NULL
);

CREATE TABLE public.occurrence (
    id bigint NOT NULL,
    activity_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    key text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    status text DEFAULT 'planned'::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    original_start timestamp with time zone,
    venue_id bigint,
    place_note text DEFAULT ''::text NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    postponed_end timestamp with time zone,
    off boolean GENERATED ALWAYS AS ((status = ANY (ARRAY['cancelled'::text, 'postponed'::text]))) STORED NOT NULL,
    CONSTRAINT occurrence_check CHECK ((ends_at >= starts_at)),
    CONSTRAINT occurrence_postponed_check CHECK (((status = 'postponed'::text) = (postponed_end IS NOT NULL))),
    CONSTRAINT occurrence_status_check CHECK ((status = ANY (ARRAY['planned'::text, 'cancelled'::text, 'moved'::text, 'postponed'::text])))
);

ALTER TABLE public.occurrence ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.occurrence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisation (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    registered_name text DEFAULT ''::text NOT NULL,
    kind text NOT NULL,
    orgnr text,
    org_form text DEFAULT ''::text NOT NULL,
    in_voluntary_register boolean DEFAULT false NOT NULL,
    grasrot boolean DEFAULT false NOT NULL,
    icnpo text[] DEFAULT '{}'::text[] NOT NULL,
    summary text DEFAULT ''::text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    how_to_join text DEFAULT ''::text NOT NULL,
    lang text DEFAULT 'nb'::text NOT NULL,
    email_public text DEFAULT ''::text NOT NULL,
    email_private text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    website text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    postal_code text DEFAULT ''::text NOT NULL,
    members integer,
    members_under_20 integer,
    founded_year integer,
    parent_id bigint,
    status text DEFAULT 'pending'::text NOT NULL,
    status_reason text DEFAULT ''::text NOT NULL,
    merged_into bigint,
    source text DEFAULT 'self'::text NOT NULL,
    field_source jsonb DEFAULT '{}'::jsonb NOT NULL,
    brreg_checked_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    confirmed_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    applicant_name text DEFAULT ''::text NOT NULL,
    applicant_email text DEFAULT ''::text NOT NULL,
    applicant_lang text DEFAULT 'nb'::text NOT NULL,
    applied_at timestamp with time zone,
    brreg_status text DEFAULT ''::text NOT NULL,
    reminded_at timestamp with time zone,
    applicant_terms integer DEFAULT 0 NOT NULL,
    applicant_phone text DEFAULT ''::text NOT NULL,
    applicant_public boolean DEFAULT false NOT NULL,
    CONSTRAINT organisation_brreg_status_check CHECK ((brreg_status = ANY (ARRAY[''::text, 'active'::text, 'not_found'::text, 'bankrupt'::text, 'dissolving'::text, 'deleted'::text]))),
    CONSTRAINT organisation_check CHECK (((members_under_20 IS NULL) OR (members IS NULL) OR (members_under_20 <= members))),
    CONSTRAINT organisation_icnpo_check CHECK ((cardinality(icnpo) <= 3)),
    CONSTRAINT organisation_kind_check CHECK ((kind = ANY (ARRAY['association'::text, 'foundation'::text, 'group'::text, 'social_entrepreneur'::text, 'municipal_unit'::text, 'umbrella'::text, 'centre'::text]))),
    CONSTRAINT organisation_members_check CHECK ((members >= 0)),
    CONSTRAINT organisation_members_under_20_check CHECK ((members_under_20 >= 0)),
    CONSTRAINT organisation_orgnr_check CHECK ((orgnr ~ '^[89][0-9]{8}$'::text)),
    CONSTRAINT organisation_source_check CHECK ((source = ANY (ARRAY['self'::text, 'staff'::text, 'import'::text, 'brreg'::text]))),
    CONSTRAINT organisation_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'refused'::text, 'ended'::text, 'merged'::text])))
);

CREATE TABLE public.organisation_area (
    organisation_id bigint NOT NULL,
    area_id bigint NOT NULL
);

CREATE TABLE public.organisation_contact (
    id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    role text DEFAULT 'contact'::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    public boolean DEFAULT false NOT NULL,
    source text DEFAULT 'self'::text NOT NULL,
    sort integer DEFAULT 0 NOT NULL,
    source_at timestamp with time zone,
    in_register_at timestamp with time zone,
    public_at timestamp with time zone,
    private_at timestamp with time zone,
    CONSTRAINT organisation_contact_role_check CHECK ((role = ANY (ARRAY['leader'::text, 'deputy'::text, 'treasurer'::text, 'secretary'::text, 'board_member'::text, 'alternate'::text, 'manager'::text, 'contact'::text, 'police_certificate'::text, 'activity_leader'::text]))),
    CONSTRAINT organisation_contact_seen_check CHECK (((NOT public) OR (private_at IS NULL)))
);

ALTER TABLE public.organisation_contact ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.organisation_contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.organisation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisation_local_kind (
    organisation_id bigint NOT NULL,
    code_id bigint NOT NULL
);

CREATE TABLE public.staff_note (
    id bigint NOT NULL,
    organisation_id bigint,
    author_id bigint,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    municipality_id bigint NOT NULL,
    activity_id bigint,
    page_report_id bigint,
    CONSTRAINT staff_note_about CHECK ((num_nonnulls(organisation_id, activity_id, page_report_id) = 1))
);

ALTER TABLE public.staff_note ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.organisation_note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisation_role_fetch (
    organisation_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL
);

CREATE TABLE public.organisation_role_proposal (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    change text NOT NULL,
    role text NOT NULL,
    name text DEFAULT ''::text NOT NULL COLLATE public.nb_sort,
    fingerprint bytea NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT organisation_role_proposal_change_check CHECK ((change = ANY (ARRAY['begins'::text, 'ends'::text]))),
    CONSTRAINT organisation_role_proposal_check CHECK (((state = 'waiting'::text) = (name <> ''::text))),
    CONSTRAINT organisation_role_proposal_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'declined'::text, 'lapsed'::text])))
);

ALTER TABLE public.organisation_role_proposal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.organisation_role_proposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisation_target_group (
    organisation_id bigint NOT NULL,
    code_id bigint NOT NULL
);

CREATE TABLE public.own_data_link (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    email_hash bytea NOT NULL,
    token_hash bytea NOT NULL,
    sealed bytea NOT NULL,
    ip text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE public.own_data_link ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.own_data_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.page_report (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    page text NOT NULL,
    about text DEFAULT ''::text NOT NULL,
    about_id bigint,
    reason text NOT NULL,
    body text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    lang text DEFAULT 'nb'::text NOT NULL,
    network text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    closed_at timestamp with time zone,
    outcome text,
    CONSTRAINT page_report_about_check CHECK ((about = ANY (ARRAY[''::text, 'activity'::text, 'organisation'::text, 'venue'::text, 'contact'::text, 'article'::text]))),
    CONSTRAINT page_report_check CHECK (((closed_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT page_report_check1 CHECK (((about = ''::text) = (about_id IS NULL))),
    CONSTRAINT page_report_outcome_check CHECK ((outcome = ANY (ARRAY['corrected'::text, 'removed'::text, 'unchanged'::text, 'passed_on'::text, 'spam'::text]))),
    CONSTRAINT page_report_page_check CHECK (((length(page) >= 1) AND (length(page) <= 500))),
    CONSTRAINT page_report_reason_check CHECK ((reason = ANY (ARRAY['wrong'::text, 'offensive'::text, 'broken'::text, 'accessibility'::text, 'other'::text])))
);

CREATE TABLE public.page_report_answer (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    page_report_id bigint NOT NULL,
    author_id bigint,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE public.page_report_answer ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.page_report_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.page_report ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.page_report_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.participant (
    id bigint NOT NULL,
    registration_id bigint NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    age_band text DEFAULT ''::text NOT NULL
);

ALTER TABLE public.participant ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.participant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.postal_code (
    code text NOT NULL,
    place text NOT NULL,
    CONSTRAINT postal_code_code_check CHECK ((code ~ '^[0-9]{4}$'::text))
);

CREATE TABLE public.registration (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    activity_id bigint NOT NULL,
    slot_id bigint NOT NULL,
    number integer NOT NULL,
    status text NOT NULL,
    holds text NOT NULL,
    party_size integer NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    lang text DEFAULT 'nb'::text NOT NULL,
    guardian_needed boolean DEFAULT false NOT NULL,
    guardian_name text DEFAULT ''::text NOT NULL,
    guardian_email text DEFAULT ''::text NOT NULL,
    guardian_confirmed_at timestamp with time zone,
    source text NOT NULL,
    mail_kinds text[] DEFAULT '{reminder,thanks}'::text[] NOT NULL,
    overbooked boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    confirmed_at timestamp with time zone,
    hold_expires_at timestamp with time zone,
    offered_at timestamp with time zone,
    offer_expires_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    anonymised_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    together bigint,
    answered_at timestamp with time zone,
    mail_chosen_at timestamp with time zone,
    CONSTRAINT registration_check CHECK (((holds = 'queue'::text) <= (status = ANY (ARRAY['unconfirmed'::text, 'waiting'::text])))),
    CONSTRAINT registration_check1 CHECK (((holds = 'none'::text) = (status = ANY (ARRAY['expired_offer'::text, 'cancelled'::text, 'cancelled_by_organiser'::text])))),
    CONSTRAINT registration_email_check CHECK ((email = lower(email))),
    CONSTRAINT registration_holds_check CHECK ((holds = ANY (ARRAY['place'::text, 'queue'::text, 'none'::text]))),
    CONSTRAINT registration_lang_check CHECK ((lang = ANY (ARRAY['nb'::text, 'nn'::text, 'en'::text]))),
    CONSTRAINT registration_party_size_check CHECK (((party_size >= 1) AND (party_size <= 200))),
    CONSTRAINT registration_source_check CHECK ((source = ANY (ARRAY['web'::text, 'desk'::text, 'staff'::text]))),
    CONSTRAINT registration_status_check CHECK ((status = ANY (ARRAY['unconfirmed'::text, 'confirmed'::text, 'waiting'::text, 'offered'::text, 'expired_offer'::text, 'cancelled'::text, 'cancelled_by_organiser'::text])))
);

CREATE TABLE public.registration_answer (
    registration_id bigint NOT NULL,
    question text NOT NULL,
    sealed bytea NOT NULL,
    sealed_by bytea GENERATED ALWAYS AS (SUBSTRING(sealed FROM 1 FOR 4)) STORED NOT NULL,
    CONSTRAINT registration_answer_sealed_check CHECK ((octet_length(sealed) > 4))
);

ALTER TABLE public.registration ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.registration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registration_said (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    registration_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    what text NOT NULL,
    guardian boolean NOT NULL,
    CONSTRAINT registration_said_what_check CHECK ((what = ANY (ARRAY['accept'::text, 'decline'::text, 'cancel'::text])))
);

ALTER TABLE public.registration_said ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.registration_said_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registration_sent (
    registration_id bigint NOT NULL,
    kind text NOT NULL,
    occurrence_id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT registration_sent_kind_check CHECK ((kind = ANY (ARRAY['reminder'::text, 'thanks'::text])))
);

CREATE TABLE public.registration_token (
    token_hash bytea NOT NULL,
    registration_id bigint NOT NULL,
    purpose text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    CONSTRAINT registration_token_email_check CHECK (((email <> ''::text) = (purpose = 'address'::text))),
    CONSTRAINT registration_token_purpose_check CHECK ((purpose = ANY (ARRAY['own'::text, 'guardian'::text, 'address'::text, 'correct'::text])))
);

CREATE TABLE public.river_job (
    id bigint NOT NULL,
    state public.river_job_state DEFAULT 'available'::public.river_job_state NOT NULL,
    attempt smallint DEFAULT 0 NOT NULL,
    max_attempts smallint DEFAULT 25 NOT NULL,
    attempted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finalized_at timestamp with time zone,
    scheduled_at timestamp with time zone DEFAULT now() NOT NULL,
    priority smallint DEFAULT 1 NOT NULL,
    args jsonb NOT NULL,
    attempted_by text[],
    errors jsonb[],
    kind text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    queue text DEFAULT 'default'::text NOT NULL,
    tags character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    unique_key bytea,
    unique_states bit(8),
    CONSTRAINT finalized_or_finalized_at_null CHECK ((((finalized_at IS NULL) AND (state <> ALL (ARRAY['cancelled'::public.river_job_state, 'completed'::public.river_job_state, 'discarded'::public.river_job_state]))) OR ((finalized_at IS NOT NULL) AND (state = ANY (ARRAY['cancelled'::public.river_job_state, 'completed'::public.river_job_state, 'discarded'::public.river_job_state]))))),
    CONSTRAINT kind_length CHECK (((char_length(kind) > 0) AND (char_length(kind) < 128))),
    CONSTRAINT max_attempts_is_positive CHECK ((max_attempts > 0)),
    CONSTRAINT priority_in_range CHECK (((priority >= 1) AND (priority <= 4))),
    CONSTRAINT queue_length CHECK (((char_length(queue) > 0) AND (char_length(queue) < 128)))
);

CREATE SEQUENCE public.river_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.river_job_id_seq OWNED BY public.river_job.id;

CREATE UNLOGGED TABLE public.river_leader (
    elected_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    leader_id text NOT NULL,
    name text DEFAULT 'default'::text NOT NULL,
    CONSTRAINT leader_id_length CHECK (((char_length(leader_id) > 0) AND (char_length(leader_id) < 128))),
    CONSTRAINT name_length CHECK ((name = 'default'::text))
);

CREATE TABLE public.river_migration (
    line text NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT line_length CHECK (((char_length(line) > 0) AND (char_length(line) < 128))),
    CONSTRAINT version_gte_1 CHECK ((version >= 1))
);

CREATE TABLE public.river_notification (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    payload text NOT NULL,
    topic text NOT NULL,
    CONSTRAINT topic_length CHECK (((length(topic) > 0) AND (length(topic) < 128)))
);

CREATE SEQUENCE public.river_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.river_notification_id_seq OWNED BY public.river_notification.id;

CREATE TABLE public.river_queue (
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    paused_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

CREATE TABLE public.saved_view (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    page text NOT NULL,
    name text NOT NULL,
    query text NOT NULL
);

ALTER TABLE public.saved_view ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.saved_view_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.search_document (
    kind text NOT NULL,
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    title text NOT NULL COLLATE public.nb_sort,
    lex tsvector NOT NULL
);
ALTER TABLE ONLY public.search_document ALTER COLUMN lex SET STATISTICS 0;

CREATE TABLE public.search_new_word (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    word text NOT NULL,
    ascii text NOT NULL,
    title boolean NOT NULL
);

ALTER TABLE public.search_new_word ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.search_new_word_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.search_synonym (
    id bigint NOT NULL,
    municipality_id bigint,
    term text NOT NULL,
    alternatives text[] NOT NULL,
    lang text DEFAULT 'nb'::text NOT NULL,
    one_way boolean DEFAULT false NOT NULL,
    CONSTRAINT search_synonym_lang_check CHECK ((lang = ANY (ARRAY['nb'::text, 'nn'::text, 'en'::text]))),
    CONSTRAINT search_synonym_term_check CHECK ((term <> ''::text))
);

ALTER TABLE public.search_synonym ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.search_synonym_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.search_vocabulary (
    word text NOT NULL COLLATE pg_catalog."C",
    ascii text NOT NULL,
    documents integer NOT NULL
);

CREATE TABLE public.search_vocabulary_municipality (
    municipality_id bigint NOT NULL,
    word text NOT NULL COLLATE pg_catalog."C",
    documents integer NOT NULL,
    titles integer NOT NULL
);

CREATE TABLE public.search_word (
    municipality_id bigint NOT NULL,
    day date NOT NULL,
    word text NOT NULL,
    searches integer NOT NULL,
    hits integer NOT NULL,
    CONSTRAINT search_word_word_check CHECK (((length(word) >= 1) AND (length(word) <= 60)))
);

CREATE TABLE public.sessions (
    token text NOT NULL,
    data bytea NOT NULL,
    expiry timestamp with time zone NOT NULL,
    login_session_id bigint,
    organisation_id bigint
);

CREATE TABLE public.signup_access (
    activity_id bigint NOT NULL,
    account_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    email text NOT NULL
);

CREATE TABLE public.signup_call (
    registration_id bigint NOT NULL,
    kind text NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT signup_call_kind_check CHECK ((kind = ANY (ARRAY['cancelled'::text, 'postponed'::text, 'changed'::text])))
);

CREATE TABLE public.signup_form (
    activity_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    settings jsonb NOT NULL,
    scope text NOT NULL,
    capacity integer,
    waiting_capacity integer,
    strict_order boolean DEFAULT false NOT NULL,
    closed boolean DEFAULT false NOT NULL,
    reminder text DEFAULT 'day'::text NOT NULL,
    reminder_hours integer DEFAULT 24 NOT NULL,
    thanks boolean DEFAULT true NOT NULL,
    keep_days integer DEFAULT 30 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT signup_form_capacity_check CHECK ((capacity > 0)),
    CONSTRAINT signup_form_keep_days_check CHECK (((keep_days >= 0) AND (keep_days <= 730))),
    CONSTRAINT signup_form_reminder_check CHECK ((reminder = ANY (ARRAY['none'::text, 'day'::text, 'hours'::text]))),
    CONSTRAINT signup_form_reminder_hours_check CHECK (((reminder_hours >= 1) AND (reminder_hours <= 168))),
    CONSTRAINT signup_form_scope_check CHECK ((scope = ANY (ARRAY['date'::text, 'series'::text]))),
    CONSTRAINT signup_form_waiting_capacity_check CHECK ((waiting_capacity >= 0))
);

CREATE TABLE public.signup_known (
    slot_id bigint NOT NULL,
    occurrence_id bigint NOT NULL,
    key text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    place text DEFAULT ''::text NOT NULL,
    cancelled boolean DEFAULT false NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    postponed_end timestamp with time zone
);

CREATE TABLE public.signup_link_wish (
    municipality_id bigint NOT NULL,
    email text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT signup_link_wish_email_check CHECK ((email = lower(email)))
);

CREATE TABLE public.signup_open (
    occurrence_id bigint NOT NULL,
    activity_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    joining smallint NOT NULL,
    CONSTRAINT signup_open_joining_check CHECK ((joining = ANY (ARRAY[1, 2])))
);

CREATE TABLE public.signup_slot (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    activity_id bigint NOT NULL,
    scope text NOT NULL,
    occurrence_id bigint,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    capacity integer,
    own_capacity boolean DEFAULT false NOT NULL,
    taken integer DEFAULT 0 NOT NULL,
    waiting_capacity integer,
    waiting integer DEFAULT 0 NOT NULL,
    strict_order boolean DEFAULT false NOT NULL,
    closed boolean DEFAULT false NOT NULL,
    cancelled boolean DEFAULT false NOT NULL,
    last_number integer DEFAULT 0 NOT NULL,
    last_waits boolean DEFAULT false NOT NULL,
    off_reason text DEFAULT ''::text NOT NULL,
    postponed boolean DEFAULT false NOT NULL,
    CONSTRAINT signup_slot_capacity_check CHECK ((capacity > 0)),
    CONSTRAINT signup_slot_scope_check CHECK ((scope = ANY (ARRAY['date'::text, 'series'::text]))),
    CONSTRAINT signup_slot_taken_check CHECK ((taken >= 0)),
    CONSTRAINT signup_slot_waiting_capacity_check CHECK ((waiting_capacity >= 0)),
    CONSTRAINT signup_slot_waiting_check CHECK ((waiting >= 0))
)
WITH (fillfactor='50');

ALTER TABLE public.signup_slot ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.signup_slot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signup_template (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    settings jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.signup_template ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.signup_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signup_trace (
    registration_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    network text NOT NULL,
    people integer NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.signup_turn (
    activity_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.table_layout (
    account_id bigint NOT NULL,
    page text NOT NULL,
    hidden text[] DEFAULT '{}'::text[] NOT NULL,
    compact boolean DEFAULT false NOT NULL
);

CREATE TABLE public.terms_acceptance (
    account_id bigint NOT NULL,
    number integer NOT NULL,
    municipality_id bigint NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    occasion text NOT NULL,
    CONSTRAINT terms_acceptance_occasion_check CHECK ((occasion = ANY (ARRAY['registration'::text, 'invitation'::text, 'login'::text])))
);

CREATE TABLE public.terms_draft (
    municipality_id bigint NOT NULL,
    text_nb text NOT NULL,
    text_nn text NOT NULL,
    text_en text NOT NULL,
    changes_nb text NOT NULL,
    changes_nn text NOT NULL,
    changes_en text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL
);

CREATE TABLE public.terms_version (
    municipality_id bigint NOT NULL,
    number integer NOT NULL,
    text_nb text NOT NULL,
    text_nn text DEFAULT ''::text NOT NULL,
    text_en text DEFAULT ''::text NOT NULL,
    changes_nb text DEFAULT ''::text NOT NULL,
    changes_nn text DEFAULT ''::text NOT NULL,
    changes_en text DEFAULT ''::text NOT NULL,
    published_at timestamp with time zone,
    CONSTRAINT terms_version_number_check CHECK ((number >= 1))
);

CREATE TABLE public.venue (
    id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    name text NOT NULL COLLATE public.nb_sort,
    kind text DEFAULT 'other'::text NOT NULL,
    area_id bigint,
    address text DEFAULT ''::text NOT NULL,
    postal_code text DEFAULT ''::text NOT NULL,
    latitude double precision,
    longitude double precision,
    capacity integer,
    accessibility text[] DEFAULT '{}'::text[] NOT NULL,
    equipment text DEFAULT ''::text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    unit_id bigint,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    opening jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT venue_capacity_check CHECK ((capacity > 0)),
    CONSTRAINT venue_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
    CONSTRAINT venue_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)))
);

ALTER TABLE public.venue ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.venue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.river_job ALTER COLUMN id SET DEFAULT nextval('public.river_job_id_seq'::regclass);

ALTER TABLE ONLY public.river_notification ALTER COLUMN id SET DEFAULT nextval('public.river_notification_id_seq'::regclass);

ALTER TABLE ONLY public.account_feed
    ADD CONSTRAINT account_feed_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.account_feed
    ADD CONSTRAINT account_feed_secret_hash_key UNIQUE (secret_hash);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_municipality_id_email_key UNIQUE (municipality_id, email);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.activity_co_organiser
    ADD CONSTRAINT activity_co_organiser_pkey PRIMARY KEY (activity_id, organisation_id);

ALTER TABLE ONLY public.activity_pause
    ADD CONSTRAINT activity_pause_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.activity_target_group
    ADD CONSTRAINT activity_target_group_pkey PRIMARY KEY (activity_id, code_id);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_municipality_id_slug_key UNIQUE (municipality_id, slug);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.article_address
    ADD CONSTRAINT article_address_pkey PRIMARY KEY (municipality_id, kind, slug);

ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_municipality_id_kind_slug_key UNIQUE (municipality_id, kind, slug);

ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attendance
    ADD CONSTRAINT attendance_pkey PRIMARY KEY (participant_id, occurrence_id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bulk_change
    ADD CONSTRAINT bulk_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bulk_change_row
    ADD CONSTRAINT bulk_change_row_pkey PRIMARY KEY (bulk_change_id, number);

ALTER TABLE ONLY public.calendar_entry
    ADD CONSTRAINT calendar_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_pkey PRIMARY KEY (municipality_id, email);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_secret_hash_key UNIQUE (secret_hash);

ALTER TABLE ONLY public.calendar_import
    ADD CONSTRAINT calendar_import_pkey PRIMARY KEY (municipality_id, uid);

ALTER TABLE ONLY public.centre
    ADD CONSTRAINT centre_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.code
    ADD CONSTRAINT code_municipality_id_list_slug_key UNIQUE (municipality_id, list, slug);

ALTER TABLE ONLY public.code
    ADD CONSTRAINT code_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contact_area
    ADD CONSTRAINT contact_area_pkey PRIMARY KEY (contact_id, area_id);

ALTER TABLE ONLY public.contact_double
    ADD CONSTRAINT contact_double_pkey PRIMARY KEY (municipality_id, contact_id, other_id);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contact_topic
    ADD CONSTRAINT contact_topic_pkey PRIMARY KEY (contact_id, code_id);

ALTER TABLE ONLY public.email_address_status
    ADD CONSTRAINT email_address_status_pkey PRIMARY KEY (municipality_id, address);

ALTER TABLE ONLY public.email
    ADD CONSTRAINT email_cause_key_key UNIQUE (cause_key);

ALTER TABLE ONLY public.email_change
    ADD CONSTRAINT email_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.email_change
    ADD CONSTRAINT email_change_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.email
    ADD CONSTRAINT email_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.held_count
    ADD CONSTRAINT held_count_pkey PRIMARY KEY (municipality_id, kind);

ALTER TABLE ONLY public.icnpo
    ADD CONSTRAINT icnpo_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.import_answer
    ADD CONSTRAINT import_answer_pkey PRIMARY KEY (municipality_id, kind, about, word);

ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.import_row
    ADD CONSTRAINT import_row_pkey PRIMARY KEY (batch_id, number);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.known_browser
    ADD CONSTRAINT known_browser_pkey PRIMARY KEY (account_id, door, browser_hash);

ALTER TABLE ONLY public.live_activity
    ADD CONSTRAINT live_activity_pkey PRIMARY KEY (activity_id);

ALTER TABLE ONLY public.live_occurrence
    ADD CONSTRAINT live_occurrence_pkey PRIMARY KEY (occurrence_id, at);

ALTER TABLE ONLY public.login_attempt
    ADD CONSTRAINT login_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.login_attempt
    ADD CONSTRAINT login_attempt_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT login_session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mail_allowance
    ADD CONSTRAINT mail_allowance_pkey PRIMARY KEY (receiver_hash);

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (account_id, organisation_id);

ALTER TABLE ONLY public.merging
    ADD CONSTRAINT merging_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.municipal_unit
    ADD CONSTRAINT municipal_unit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.municipality_host
    ADD CONSTRAINT municipality_host_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.municipality
    ADD CONSTRAINT municipality_number_valid_from_key UNIQUE (number, valid_from);

ALTER TABLE ONLY public.municipality
    ADD CONSTRAINT municipality_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notice_choice
    ADD CONSTRAINT notice_choice_pkey PRIMARY KEY (account_id, kind);

ALTER TABLE ONLY public.notice_chosen
    ADD CONSTRAINT notice_chosen_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notice_day
    ADD CONSTRAINT notice_day_pkey PRIMARY KEY (municipality_id);

ALTER TABLE ONLY public.notice_told
    ADD CONSTRAINT notice_told_pkey PRIMARY KEY (account_id, kind);

ALTER TABLE ONLY public.occurrence
    ADD CONSTRAINT occurrence_activity_id_key_key UNIQUE (activity_id, key);

ALTER TABLE ONLY public.occurrence
    ADD CONSTRAINT occurrence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisation_area
    ADD CONSTRAINT organisation_area_pkey PRIMARY KEY (organisation_id, area_id);

ALTER TABLE ONLY public.organisation_contact
    ADD CONSTRAINT organisation_contact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisation_local_kind
    ADD CONSTRAINT organisation_local_kind_pkey PRIMARY KEY (organisation_id, code_id);

ALTER TABLE ONLY public.staff_note
    ADD CONSTRAINT organisation_note_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisation_role_fetch
    ADD CONSTRAINT organisation_role_fetch_pkey PRIMARY KEY (organisation_id);

ALTER TABLE ONLY public.organisation_role_proposal
    ADD CONSTRAINT organisation_role_proposal_organisation_id_fingerprint_key UNIQUE (organisation_id, fingerprint);

ALTER TABLE ONLY public.organisation_role_proposal
    ADD CONSTRAINT organisation_role_proposal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisation_target_group
    ADD CONSTRAINT organisation_target_group_pkey PRIMARY KEY (organisation_id, code_id);

ALTER TABLE ONLY public.own_data_link
    ADD CONSTRAINT own_data_link_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.own_data_link
    ADD CONSTRAINT own_data_link_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.page_report_answer
    ADD CONSTRAINT page_report_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.page_report
    ADD CONSTRAINT page_report_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.participant
    ADD CONSTRAINT participant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.postal_code
    ADD CONSTRAINT postal_code_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.registration_answer
    ADD CONSTRAINT registration_answer_pkey PRIMARY KEY (registration_id, question);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registration_said
    ADD CONSTRAINT registration_said_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registration_sent
    ADD CONSTRAINT registration_sent_pkey PRIMARY KEY (registration_id, kind, occurrence_id);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_slot_id_number_key UNIQUE (slot_id, number);

ALTER TABLE ONLY public.registration_token
    ADD CONSTRAINT registration_token_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.river_job
    ADD CONSTRAINT river_job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.river_leader
    ADD CONSTRAINT river_leader_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.river_migration
    ADD CONSTRAINT river_migration_pkey1 PRIMARY KEY (line, version);

ALTER TABLE ONLY public.river_notification
    ADD CONSTRAINT river_notification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.river_queue
    ADD CONSTRAINT river_queue_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_account_id_page_name_key UNIQUE (account_id, page, name);

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_document
    ADD CONSTRAINT search_document_pkey PRIMARY KEY (kind, id);

ALTER TABLE ONLY public.search_new_word
    ADD CONSTRAINT search_new_word_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_synonym
    ADD CONSTRAINT search_synonym_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_synonym
    ADD CONSTRAINT search_synonym_term UNIQUE NULLS NOT DISTINCT (municipality_id, lang, term);

ALTER TABLE ONLY public.search_vocabulary_municipality
    ADD CONSTRAINT search_vocabulary_municipality_pkey PRIMARY KEY (municipality_id, word);

ALTER TABLE ONLY public.search_vocabulary
    ADD CONSTRAINT search_vocabulary_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.search_word
    ADD CONSTRAINT search_word_pkey PRIMARY KEY (municipality_id, day, word);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token);

ALTER TABLE ONLY public.signup_access
    ADD CONSTRAINT signup_access_pkey PRIMARY KEY (activity_id, email);

ALTER TABLE ONLY public.signup_call
    ADD CONSTRAINT signup_call_pkey PRIMARY KEY (registration_id);

ALTER TABLE ONLY public.signup_form
    ADD CONSTRAINT signup_form_pkey PRIMARY KEY (activity_id);

ALTER TABLE ONLY public.signup_known
    ADD CONSTRAINT signup_known_pkey PRIMARY KEY (slot_id, occurrence_id);

ALTER TABLE ONLY public.signup_link_wish
    ADD CONSTRAINT signup_link_wish_pkey PRIMARY KEY (municipality_id, email);

ALTER TABLE ONLY public.signup_open
    ADD CONSTRAINT signup_open_pkey PRIMARY KEY (occurrence_id);

ALTER TABLE ONLY public.signup_slot
    ADD CONSTRAINT signup_slot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signup_template
    ADD CONSTRAINT signup_template_organisation_id_name_key UNIQUE (organisation_id, name);

ALTER TABLE ONLY public.signup_template
    ADD CONSTRAINT signup_template_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signup_trace
    ADD CONSTRAINT signup_trace_pkey PRIMARY KEY (registration_id);

ALTER TABLE ONLY public.signup_turn
    ADD CONSTRAINT signup_turn_pkey PRIMARY KEY (activity_id);

ALTER TABLE ONLY public.table_layout
    ADD CONSTRAINT table_layout_pkey PRIMARY KEY (account_id, page);

ALTER TABLE ONLY public.terms_acceptance
    ADD CONSTRAINT terms_acceptance_pkey PRIMARY KEY (account_id, number);

ALTER TABLE ONLY public.terms_draft
    ADD CONSTRAINT terms_draft_pkey PRIMARY KEY (municipality_id);

ALTER TABLE ONLY public.terms_version
    ADD CONSTRAINT terms_version_pkey PRIMARY KEY (municipality_id, number);

ALTER TABLE ONLY public.venue
    ADD CONSTRAINT venue_pkey PRIMARY KEY (id);

CREATE INDEX activity_category ON public.activity USING btree (category_id);

CREATE INDEX activity_co_organiser_organisation ON public.activity_co_organiser USING btree (organisation_id);

CREATE INDEX activity_horizon ON public.activity USING btree (materialised_to) WHERE ((status = 'published'::text) AND (rrule <> ''::text));

CREATE UNIQUE INDEX activity_import_uid ON public.activity USING btree (organisation_id, import_uid) WHERE (import_uid IS NOT NULL);

CREATE INDEX activity_organisation ON public.activity USING btree (organisation_id, status, updated_at DESC, id);

CREATE INDEX activity_pause_activity ON public.activity_pause USING btree (activity_id, from_date);

CREATE INDEX activity_status ON public.activity USING btree (municipality_id, status, updated_at, id);

CREATE INDEX activity_target_group_code ON public.activity_target_group USING btree (code_id);

CREATE INDEX activity_title ON public.activity USING btree (municipality_id, title, id);

CREATE INDEX activity_updated ON public.activity USING btree (municipality_id, updated_at, id);

CREATE INDEX activity_venue ON public.activity USING btree (venue_id);

CREATE INDEX article_address_article ON public.article_address USING btree (article_id);

CREATE INDEX article_list ON public.article USING btree (municipality_id, updated_at, id);

CREATE INDEX article_shown ON public.article USING btree (municipality_id, kind, shown_at, id) WHERE (status = 'published'::text);

CREATE INDEX attendance_occurrence ON public.attendance USING btree (occurrence_id);

CREATE INDEX audit_event_municipality ON public.audit_event USING btree (municipality_id, at DESC, id DESC);

CREATE INDEX audit_event_object ON public.audit_event USING btree (object, object_id, at DESC);

CREATE INDEX bulk_change_created_at ON public.bulk_change USING btree (created_at);

CREATE INDEX bulk_change_created_by ON public.bulk_change USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX bulk_change_municipality ON public.bulk_change USING btree (municipality_id, id);

CREATE INDEX calendar_entry_import ON public.calendar_entry USING btree (municipality_id, import_uid) WHERE (import_uid <> ''::text);

CREATE INDEX calendar_entry_time ON public.calendar_entry USING btree (municipality_id, starts_at, id);

CREATE INDEX centre_municipality ON public.centre USING btree (municipality_id, sort);

CREATE INDEX contact_alike_first ON public.contact USING btree (municipality_id, lower(email), lower(split_part(name, ' '::text, 1))) WHERE ((merged_into IS NULL) AND (email <> ''::text));

CREATE INDEX contact_alike_last ON public.contact USING btree (municipality_id, lower(email), lower(split_part(name, ' '::text, '-1'::integer))) WHERE ((merged_into IS NULL) AND (email <> ''::text));

CREATE INDEX contact_alike_phone ON public.contact USING btree (municipality_id, lower(name), phone) WHERE ((merged_into IS NULL) AND (phone <> ''::text));

CREATE INDEX contact_alike_unit ON public.contact USING btree (municipality_id, lower(name), COALESCE(unit_id, (0)::bigint)) WHERE (merged_into IS NULL);

CREATE INDEX contact_area_area ON public.contact_area USING btree (area_id);

CREATE INDEX contact_confirmed ON public.contact USING btree (municipality_id, confirmed_at, id);

CREATE INDEX contact_double_contact ON public.contact_double USING btree (contact_id);

CREATE INDEX contact_double_other ON public.contact_double USING btree (other_id);

CREATE UNIQUE INDEX contact_import_key ON public.contact USING btree (municipality_id, import_key) WHERE ((import_key IS NOT NULL) AND (merged_into IS NULL));

CREATE INDEX contact_name ON public.contact USING btree (municipality_id, name, id);

CREATE INDEX contact_substitute ON public.contact USING btree (substitute_id);

CREATE INDEX contact_topic_code ON public.contact_topic USING btree (code_id);

CREATE INDEX email_about ON public.email USING btree (about, about_id) WHERE (about_id IS NOT NULL);

CREATE INDEX email_change_account ON public.email_change USING btree (account_id, created_at);

CREATE INDEX email_created ON public.email USING btree (created_at);

CREATE INDEX email_queued ON public.email USING btree (id) WHERE (status = 'queued'::text);

CREATE INDEX email_recipient ON public.email USING btree (recipient, id DESC);

CREATE INDEX email_trouble ON public.email USING btree (municipality_id, id DESC) WHERE (status = ANY (ARRAY['failed'::text, 'bounced'::text]));

CREATE INDEX import_batch_municipality ON public.import_batch USING btree (municipality_id, created_at DESC, id DESC);

CREATE INDEX import_batch_remarked ON public.import_batch USING btree (municipality_id, id) WHERE ((state = 'stored'::text) AND (remarked > 0) AND (reviewed_at IS NULL));

CREATE INDEX invitation_municipality ON public.invitation USING btree (municipality_id, created_at DESC);

CREATE INDEX known_browser_hash ON public.known_browser USING btree (browser_hash);

CREATE INDEX known_browser_used ON public.known_browser USING btree (used_at);

CREATE INDEX live_activity_expires ON public.live_activity USING btree (expires_at);

CREATE INDEX live_activity_lex ON public.live_activity USING gin (lex) WITH (fastupdate=off);

CREATE INDEX live_activity_municipality ON public.live_activity USING btree (municipality_id, next_at, activity_id);

CREATE INDEX live_activity_municipality_category ON public.live_activity USING btree (municipality_id, category_id, next_at, activity_id);

CREATE INDEX live_occurrence_activity ON public.live_occurrence USING btree (activity_id, at, occurrence_id);

CREATE INDEX live_occurrence_municipality ON public.live_occurrence USING btree (municipality_id, at, occurrence_id) INCLUDE (activity_id, slot, cancelled, joining);

CREATE INDEX login_attempt_browser ON public.login_attempt USING btree (browser_hash);

CREATE INDEX login_attempt_created ON public.login_attempt USING btree (created_at);

CREATE INDEX login_attempt_email ON public.login_attempt USING btree (email_hash, created_at);

CREATE INDEX login_attempt_ip ON public.login_attempt USING btree (ip, created_at);

CREATE INDEX login_session_account ON public.login_session USING btree (account_id, ended_at);

CREATE INDEX mail_allowance_since ON public.mail_allowance USING btree (since);

CREATE INDEX membership_organisation ON public.membership USING btree (organisation_id);

CREATE INDEX merging_age ON public.merging USING btree (merged_at);

CREATE INDEX merging_into ON public.merging USING btree (municipality_id, object, into_id);

CREATE INDEX municipal_unit_municipality ON public.municipal_unit USING btree (municipality_id, name, id);

CREATE INDEX municipality_host_municipality ON public.municipality_host USING btree (municipality_id);

CREATE INDEX notice_choice_at_once ON public.notice_choice USING btree (municipality_id, account_id) WHERE (often = 'at_once'::text);

CREATE INDEX notice_chosen_account ON public.notice_chosen USING btree (account_id, id);

CREATE INDEX notice_told_municipality_id_idx ON public.notice_told USING btree (municipality_id);

CREATE INDEX occurrence_activity ON public.occurrence USING btree (activity_id, starts_at, id);

CREATE INDEX occurrence_municipality ON public.occurrence USING btree (municipality_id, starts_at, id, ends_at);

CREATE INDEX occurrence_postponed ON public.occurrence USING btree (ends_at) WHERE (status = 'postponed'::text);

CREATE INDEX occurrence_venue ON public.occurrence USING btree (venue_id) WHERE (venue_id IS NOT NULL);

CREATE INDEX organisation_applicant ON public.organisation USING btree (municipality_id, lower(applicant_email)) WHERE (applicant_email <> ''::text);

CREATE INDEX organisation_applied ON public.organisation USING btree (municipality_id, applied_at, id) WHERE (applicant_email <> ''::text);

CREATE INDEX organisation_area_area ON public.organisation_area USING btree (area_id);

CREATE INDEX organisation_confirmed ON public.organisation USING btree (municipality_id, confirmed_at) WHERE (status = 'approved'::text);

CREATE INDEX organisation_contact_organisation ON public.organisation_contact USING btree (organisation_id, sort);

CREATE INDEX organisation_local_kind_code ON public.organisation_local_kind USING btree (code_id);

CREATE INDEX organisation_name ON public.organisation USING btree (municipality_id, status, name, id);

CREATE UNIQUE INDEX organisation_orgnr ON public.organisation USING btree (municipality_id, orgnr) WHERE ((orgnr IS NOT NULL) AND (status = ANY (ARRAY['approved'::text, 'ended'::text])));

CREATE INDEX organisation_orgnr_any ON public.organisation USING btree (municipality_id, orgnr) WHERE (orgnr IS NOT NULL);

CREATE INDEX organisation_parent ON public.organisation USING btree (parent_id) WHERE (parent_id IS NOT NULL);

CREATE INDEX organisation_role_fetch_municipality ON public.organisation_role_fetch USING btree (municipality_id);

CREATE INDEX organisation_role_proposal_waiting ON public.organisation_role_proposal USING btree (municipality_id, proposed_at) WHERE (state = 'waiting'::text);

CREATE INDEX organisation_status ON public.organisation USING btree (municipality_id, status, created_at, id);

CREATE INDEX organisation_target_group_code ON public.organisation_target_group USING btree (code_id);

CREATE INDEX own_data_link_created ON public.own_data_link USING btree (created_at);

CREATE INDEX own_data_link_email ON public.own_data_link USING btree (email_hash, created_at);

CREATE INDEX own_data_link_ip ON public.own_data_link USING btree (ip, created_at);

CREATE INDEX own_data_link_municipality ON public.own_data_link USING btree (municipality_id);

CREATE INDEX page_report_answer_report ON public.page_report_answer USING btree (page_report_id, id);

CREATE INDEX page_report_closed ON public.page_report USING btree (closed_at) WHERE (closed_at IS NOT NULL);

CREATE INDEX page_report_email ON public.page_report USING btree (municipality_id, email) WHERE (email <> ''::text);

CREATE INDEX page_report_list ON public.page_report USING btree (municipality_id, created_at, id);

CREATE INDEX page_report_network ON public.page_report USING btree (network, created_at) WHERE (network <> ''::text);

CREATE INDEX page_report_open ON public.page_report USING btree (municipality_id, created_at, id) WHERE (closed_at IS NULL);

CREATE INDEX page_report_page ON public.page_report USING btree (municipality_id, split_part(page, '?'::text, 1)) WHERE (closed_at IS NULL);

CREATE INDEX participant_registration ON public.participant USING btree (registration_id, id);

CREATE INDEX registration_activity ON public.registration USING btree (activity_id);

CREATE INDEX registration_answer_sealed_by ON public.registration_answer USING btree (sealed_by);

CREATE INDEX registration_email ON public.registration USING btree (municipality_id, email) WHERE (email <> ''::text);

CREATE INDEX registration_hold ON public.registration USING btree (hold_expires_at) WHERE (status = 'unconfirmed'::text);

CREATE INDEX registration_offer ON public.registration USING btree (offer_expires_at) WHERE (status = 'offered'::text);

CREATE INDEX registration_personal ON public.registration USING btree (municipality_id, id) WHERE (anonymised_at IS NULL);

CREATE INDEX registration_queue ON public.registration USING btree (slot_id, number) WHERE (holds = 'queue'::text);

CREATE INDEX registration_said_municipality ON public.registration_said USING btree (municipality_id);

CREATE INDEX registration_said_registration ON public.registration_said USING btree (registration_id);

CREATE INDEX registration_together ON public.registration USING btree (together) WHERE (together IS NOT NULL);

CREATE INDEX registration_token_address ON public.registration_token USING btree (created_at) WHERE (purpose = 'address'::text);

CREATE INDEX registration_token_registration ON public.registration_token USING btree (registration_id);

CREATE INDEX registration_unproved ON public.registration USING btree (slot_id) WHERE ((status = 'unconfirmed'::text) AND (confirmed_at IS NULL));

CREATE INDEX river_job_args_index ON public.river_job USING gin (args);

CREATE INDEX river_job_kind ON public.river_job USING btree (kind);

CREATE INDEX river_job_metadata_index ON public.river_job USING gin (metadata);

CREATE INDEX river_job_prioritized_fetching_index ON public.river_job USING btree (state, queue, priority, scheduled_at, id);

CREATE INDEX river_job_state_and_finalized_at_index ON public.river_job USING btree (state, finalized_at) WHERE (finalized_at IS NOT NULL);

CREATE UNIQUE INDEX river_job_unique_idx ON public.river_job USING btree (unique_key) WHERE ((unique_key IS NOT NULL) AND (unique_states IS NOT NULL) AND public.river_job_state_in_bitmask(unique_states, state));

CREATE INDEX river_notification_created_at_idx ON public.river_notification USING btree (created_at);

CREATE INDEX river_notification_topic_id_idx ON public.river_notification USING btree (topic, id);

CREATE INDEX search_document_lex ON public.search_document USING gin (lex) WITH (fastupdate=off);

CREATE INDEX search_document_title ON public.search_document USING btree (municipality_id, title, kind, id);

CREATE INDEX search_vocabulary_ascii ON public.search_vocabulary USING gin (ascii public.gin_trgm_ops) WITH (fastupdate=off);

CREATE INDEX sessions_expiry ON public.sessions USING btree (expiry);

CREATE INDEX signup_access_account ON public.signup_access USING btree (account_id);

CREATE INDEX signup_access_nobody ON public.signup_access USING btree (created_at) WHERE (account_id IS NULL);

CREATE INDEX signup_form_minimum ON public.signup_form USING btree (municipality_id, activity_id) WHERE (((settings ->> 'min_participants'::text))::integer > 1);

CREATE INDEX signup_form_municipality ON public.signup_form USING btree (municipality_id, activity_id);

CREATE INDEX signup_known_starts ON public.signup_known USING btree (starts_at);

CREATE INDEX signup_open_activity ON public.signup_open USING btree (activity_id);

CREATE UNIQUE INDEX signup_slot_date ON public.signup_slot USING btree (activity_id, occurrence_id) WHERE ((scope = 'date'::text) AND (occurrence_id IS NOT NULL));

CREATE INDEX signup_slot_municipality ON public.signup_slot USING btree (municipality_id, starts_at, id);

CREATE INDEX signup_slot_occurrence ON public.signup_slot USING btree (occurrence_id);

CREATE UNIQUE INDEX signup_slot_series ON public.signup_slot USING btree (activity_id) WHERE (scope = 'series'::text);

CREATE INDEX signup_slot_underway ON public.signup_slot USING btree (municipality_id, ends_at) WHERE (scope = 'series'::text);

CREATE INDEX signup_template_municipality ON public.signup_template USING btree (municipality_id, organisation_id, name);

CREATE INDEX signup_trace_at ON public.signup_trace USING btree (at);

CREATE INDEX signup_trace_network ON public.signup_trace USING btree (municipality_id, network, at);

CREATE INDEX signup_turn_at ON public.signup_turn USING btree (at);

CREATE INDEX staff_note_activity ON public.staff_note USING btree (activity_id, created_at DESC) WHERE (activity_id IS NOT NULL);

CREATE INDEX staff_note_organisation ON public.staff_note USING btree (organisation_id, created_at DESC);

CREATE INDEX staff_note_page_report ON public.staff_note USING btree (page_report_id, created_at DESC) WHERE (page_report_id IS NOT NULL);

CREATE INDEX terms_acceptance_municipality ON public.terms_acceptance USING btree (municipality_id, number);

CREATE INDEX venue_name ON public.venue USING btree (municipality_id, name, id);

CREATE TRIGGER audit_event_append_only BEFORE UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION public.audit_append_only();

CREATE TRIGGER registration_gone AFTER DELETE ON public.registration FOR EACH ROW WHEN (((old.holds = 'queue'::text) AND ((old.status <> 'unconfirmed'::text) OR (old.confirmed_at IS NOT NULL)))) EXECUTE FUNCTION public.signup_queue_turned();

CREATE TRIGGER registration_turned AFTER UPDATE OF status, confirmed_at, holds, slot_id ON public.registration FOR EACH ROW WHEN (((((old.holds = 'queue'::text) AND ((old.status <> 'unconfirmed'::text) OR (old.confirmed_at IS NOT NULL))) IS DISTINCT FROM ((new.holds = 'queue'::text) AND ((new.status <> 'unconfirmed'::text) OR (new.confirmed_at IS NOT NULL)))) OR (old.slot_id IS DISTINCT FROM new.slot_id))) EXECUTE FUNCTION public.signup_queue_turned();

CREATE TRIGGER signup_form_turned AFTER INSERT OR UPDATE ON public.signup_form FOR EACH ROW EXECUTE FUNCTION public.signup_turned();

CREATE TRIGGER signup_slot_turned AFTER UPDATE ON public.signup_slot FOR EACH ROW WHEN ((((((((old.closed IS DISTINCT FROM new.closed) OR (old.cancelled IS DISTINCT FROM new.cancelled)) OR (old.starts_at IS DISTINCT FROM new.starts_at)) OR (old.ends_at IS DISTINCT FROM new.ends_at)) OR (((old.capacity IS NULL) OR (old.taken < old.capacity)) IS DISTINCT FROM ((new.capacity IS NULL) OR (new.taken < new.capacity)))) OR ((old.strict_order AND (old.waiting > 0)) IS DISTINCT FROM (new.strict_order AND (new.waiting > 0)))) OR ((old.waiting < COALESCE(old.waiting_capacity,
        CASE
            WHEN (old.capacity IS NULL) THEN 200
            ELSE LEAST(10000, GREATEST(20, (2 * old.capacity)))
        END)) IS DISTINCT FROM (new.waiting < COALESCE(new.waiting_capacity,
        CASE
            WHEN (new.capacity IS NULL) THEN 200
            ELSE LEAST(10000, GREATEST(20, (2 * new.capacity)))
        END))))) EXECUTE FUNCTION public.signup_turned();

ALTER TABLE ONLY public.account_feed
    ADD CONSTRAINT account_feed_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.account_feed
    ADD CONSTRAINT account_feed_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.area(id);

ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.code(id);

ALTER TABLE ONLY public.activity_co_organiser
    ADD CONSTRAINT activity_co_organiser_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.activity_co_organiser
    ADD CONSTRAINT activity_co_organiser_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.activity_pause
    ADD CONSTRAINT activity_pause_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.activity_target_group
    ADD CONSTRAINT activity_target_group_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.activity_target_group
    ADD CONSTRAINT activity_target_group_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.code(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES public.venue(id);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.area(id);

ALTER TABLE ONLY public.article_address
    ADD CONSTRAINT article_address_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.article_address
    ADD CONSTRAINT article_address_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.code(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attendance
    ADD CONSTRAINT attendance_occurrence_id_fkey FOREIGN KEY (occurrence_id) REFERENCES public.occurrence(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attendance
    ADD CONSTRAINT attendance_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES public.participant(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_change
    ADD CONSTRAINT bulk_change_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.bulk_change
    ADD CONSTRAINT bulk_change_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_change_row
    ADD CONSTRAINT bulk_change_row_bulk_change_id_fkey FOREIGN KEY (bulk_change_id) REFERENCES public.bulk_change(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.calendar_entry
    ADD CONSTRAINT calendar_entry_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.calendar_import
    ADD CONSTRAINT calendar_import_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.centre
    ADD CONSTRAINT centre_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.code
    ADD CONSTRAINT code_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_area
    ADD CONSTRAINT contact_area_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.area(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_area
    ADD CONSTRAINT contact_area_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.contact_double
    ADD CONSTRAINT contact_double_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_double
    ADD CONSTRAINT contact_double_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_double
    ADD CONSTRAINT contact_double_other_id_fkey FOREIGN KEY (other_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.contact(id);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_substitute_id_fkey FOREIGN KEY (substitute_id) REFERENCES public.contact(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.contact_topic
    ADD CONSTRAINT contact_topic_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.code(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_topic
    ADD CONSTRAINT contact_topic_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.contact(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.municipal_unit(id);

ALTER TABLE ONLY public.email_address_status
    ADD CONSTRAINT email_address_status_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.email_change
    ADD CONSTRAINT email_change_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.email
    ADD CONSTRAINT email_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.held_count
    ADD CONSTRAINT held_count_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_answer
    ADD CONSTRAINT import_answer_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_row
    ADD CONSTRAINT import_row_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.import_batch(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.known_browser
    ADD CONSTRAINT known_browser_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.live_activity
    ADD CONSTRAINT live_activity_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.live_occurrence
    ADD CONSTRAINT live_occurrence_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.live_activity(activity_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.live_occurrence
    ADD CONSTRAINT live_occurrence_occurrence_id_fkey FOREIGN KEY (occurrence_id) REFERENCES public.occurrence(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.login_attempt
    ADD CONSTRAINT login_attempt_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.login_attempt
    ADD CONSTRAINT login_attempt_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT login_session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mail_allowance
    ADD CONSTRAINT mail_allowance_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.merging
    ADD CONSTRAINT merging_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.municipal_unit
    ADD CONSTRAINT municipal_unit_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.municipal_unit
    ADD CONSTRAINT municipal_unit_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.municipal_unit(id);

ALTER TABLE ONLY public.municipality_host
    ADD CONSTRAINT municipality_host_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_choice
    ADD CONSTRAINT notice_choice_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_choice
    ADD CONSTRAINT notice_choice_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_chosen
    ADD CONSTRAINT notice_chosen_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_chosen
    ADD CONSTRAINT notice_chosen_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.notice_day
    ADD CONSTRAINT notice_day_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_told
    ADD CONSTRAINT notice_told_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_told
    ADD CONSTRAINT notice_told_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.occurrence
    ADD CONSTRAINT occurrence_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.occurrence
    ADD CONSTRAINT occurrence_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES public.venue(id);

ALTER TABLE ONLY public.organisation_area
    ADD CONSTRAINT organisation_area_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.area(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation_area
    ADD CONSTRAINT organisation_area_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.organisation_contact
    ADD CONSTRAINT organisation_contact_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation_local_kind
    ADD CONSTRAINT organisation_local_kind_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.code(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation_local_kind
    ADD CONSTRAINT organisation_local_kind_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff_note
    ADD CONSTRAINT organisation_note_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.staff_note
    ADD CONSTRAINT organisation_note_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.organisation(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.organisation_role_fetch
    ADD CONSTRAINT organisation_role_fetch_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation_role_fetch
    ADD CONSTRAINT organisation_role_fetch_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation_role_proposal
    ADD CONSTRAINT organisation_role_proposal_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation_role_proposal
    ADD CONSTRAINT organisation_role_proposal_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation_target_group
    ADD CONSTRAINT organisation_target_group_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.code(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.organisation_target_group
    ADD CONSTRAINT organisation_target_group_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.own_data_link
    ADD CONSTRAINT own_data_link_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.page_report_answer
    ADD CONSTRAINT page_report_answer_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.page_report_answer
    ADD CONSTRAINT page_report_answer_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.page_report_answer
    ADD CONSTRAINT page_report_answer_page_report_id_fkey FOREIGN KEY (page_report_id) REFERENCES public.page_report(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.page_report
    ADD CONSTRAINT page_report_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.participant
    ADD CONSTRAINT participant_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES public.registration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration_answer
    ADD CONSTRAINT registration_answer_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES public.registration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration_said
    ADD CONSTRAINT registration_said_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration_said
    ADD CONSTRAINT registration_said_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES public.registration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration_sent
    ADD CONSTRAINT registration_sent_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES public.registration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES public.signup_slot(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration_token
    ADD CONSTRAINT registration_token_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES public.registration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_document
    ADD CONSTRAINT search_document_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_new_word
    ADD CONSTRAINT search_new_word_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_synonym
    ADD CONSTRAINT search_synonym_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_word
    ADD CONSTRAINT search_word_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_access
    ADD CONSTRAINT signup_access_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_access
    ADD CONSTRAINT signup_access_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_call
    ADD CONSTRAINT signup_call_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES public.registration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_form
    ADD CONSTRAINT signup_form_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_form
    ADD CONSTRAINT signup_form_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_known
    ADD CONSTRAINT signup_known_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES public.signup_slot(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_link_wish
    ADD CONSTRAINT signup_link_wish_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_open
    ADD CONSTRAINT signup_open_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_open
    ADD CONSTRAINT signup_open_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_open
    ADD CONSTRAINT signup_open_occurrence_id_fkey FOREIGN KEY (occurrence_id) REFERENCES public.occurrence(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_slot
    ADD CONSTRAINT signup_slot_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_slot
    ADD CONSTRAINT signup_slot_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_slot
    ADD CONSTRAINT signup_slot_occurrence_id_fkey FOREIGN KEY (occurrence_id) REFERENCES public.occurrence(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.signup_template
    ADD CONSTRAINT signup_template_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_template
    ADD CONSTRAINT signup_template_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_trace
    ADD CONSTRAINT signup_trace_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_turn
    ADD CONSTRAINT signup_turn_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signup_turn
    ADD CONSTRAINT signup_turn_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff_note
    ADD CONSTRAINT staff_note_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff_note
    ADD CONSTRAINT staff_note_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff_note
    ADD CONSTRAINT staff_note_page_report_id_fkey FOREIGN KEY (page_report_id) REFERENCES public.page_report(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.table_layout
    ADD CONSTRAINT table_layout_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.terms_acceptance
    ADD CONSTRAINT terms_acceptance_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.terms_acceptance
    ADD CONSTRAINT terms_acceptance_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.terms_acceptance
    ADD CONSTRAINT terms_acceptance_municipality_id_number_fkey FOREIGN KEY (municipality_id, number) REFERENCES public.terms_version(municipality_id, number);

ALTER TABLE ONLY public.terms_draft
    ADD CONSTRAINT terms_draft_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.terms_version
    ADD CONSTRAINT terms_version_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.venue
    ADD CONSTRAINT venue_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.area(id);

ALTER TABLE ONLY public.venue
    ADD CONSTRAINT venue_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES public.municipality(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.venue
    ADD CONSTRAINT venue_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.municipal_unit(id);
