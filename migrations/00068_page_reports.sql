-- What residents tell of the open pages, and one table for what staff write to each other about organisations,
-- activities and such reports.

-- +goose Up
create table page_report (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    page            text not null check (length(page) between 1 and 500), -- without host and language
    about           text not null default '' check (about in ('', 'activity', 'organisation', 'venue', 'contact')),
    about_id        bigint,
    reason          text not null check (reason in ('wrong', 'offensive', 'broken', 'accessibility', 'other')),
    body            text not null,
    email           text not null default '',                             -- where an answer goes
    lang            text not null default 'nb',
    network         text not null default '',                             -- where it came from, as long as that is counted
    created_at      timestamptz not null,
    answered_at     timestamptz,
    closed_at       timestamptz,
    outcome         text check (outcome in ('corrected', 'removed', 'unchanged', 'passed_on', 'spam')),
    check ((closed_at is null) = (outcome is null)),
    check ((about = '') = (about_id is null))
);
create index page_report_list on page_report (municipality_id, created_at, id);
create index page_report_open on page_report (municipality_id, created_at, id) where closed_at is null;
create index page_report_page on page_report (municipality_id, split_part(page, '?', 1)) where closed_at is null;
create index page_report_email on page_report (municipality_id, email) where email <> '';
create index page_report_network on page_report (network, created_at) where network <> '';
create index page_report_closed on page_report (closed_at) where closed_at is not null;

create table page_report_answer (
    id              bigint generated always as identity primary key,
    municipality_id bigint not null references municipality on delete cascade,
    page_report_id  bigint not null references page_report on delete cascade,
    author_id       bigint references account on delete set null,
    body            text not null,
    created_at      timestamptz not null
);
create index page_report_answer_report on page_report_answer (page_report_id, id);

alter table organisation_note rename to staff_note;
alter index organisation_note_organisation rename to staff_note_organisation;
alter table staff_note add column municipality_id bigint references municipality on delete cascade,
    add column activity_id bigint references activity on delete cascade,
    add column page_report_id bigint references page_report on delete cascade;
update staff_note n set municipality_id = o.municipality_id from organisation o where o.id = n.organisation_id;
alter table staff_note alter column municipality_id set not null, alter column organisation_id drop not null,
    add constraint staff_note_about check (num_nonnulls(organisation_id, activity_id, page_report_id) = 1);
create index staff_note_activity on staff_note (activity_id, created_at desc) where activity_id is not null;
create index staff_note_page_report on staff_note (page_report_id, created_at desc) where page_report_id is not null;

-- +goose Down
delete from staff_note where organisation_id is null;
alter table staff_note drop constraint staff_note_about;
alter table staff_note drop column municipality_id, drop column activity_id, drop column page_report_id;
alter table staff_note alter column organisation_id set not null;
alter index staff_note_organisation rename to organisation_note_organisation;
alter table staff_note rename to organisation_note;
drop table page_report_answer, page_report;
