-- What the municipality writes itself: news, pages, and questions with answers.

-- +goose Up
alter table code drop constraint code_list_check;
alter table code add constraint code_list_check check (list in ('category', 'target_group', 'topic', 'question_group'));

create table article (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    kind            text not null check (kind in ('news', 'page', 'question')),
    slug            text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    status          text not null default 'draft' check (status in ('draft', 'published', 'ended')),
    group_id        bigint references code on delete set null,       -- of a question
    sort            integer not null default 0,                      -- among the questions of its group
    texts           jsonb not null default '{}',                     -- by language
    shown_from      timestamptz,
    shown_until     timestamptz,                                     -- no longer shown from then on
    published_at    timestamptz,
    shown_at        timestamptz,                                     -- when it was published, or the later moment that it is shown from
    version         integer not null default 1,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (municipality_id, kind, slug),
    check (shown_from is null or shown_until is null or shown_from < shown_until),
    check (status <> 'published' or published_at is not null and shown_at is not null)
);
create index article_list on article (municipality_id, updated_at, id);
create index article_shown on article (municipality_id, kind, shown_at, id) where status = 'published';

-- +goose Down
drop table article;
delete from code where list = 'question_group';
alter table code drop constraint code_list_check;
alter table code add constraint code_list_check check (list in ('category', 'target_group', 'topic'));
