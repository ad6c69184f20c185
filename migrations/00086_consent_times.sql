-- When somebody agreed or chose stands beside what was chosen, and not in the audit log, which goes.
-- +goose Up
alter table registration add column answered_at timestamptz, add column mail_chosen_at timestamptz;
update registration r set answered_at = e.at, mail_chosen_at = e.at
from (select object_id, municipality_id, max(at) as at from audit_event where object = 'registration' and action = 'registration.change' group by 1, 2) e
where r.id = e.object_id and r.municipality_id = e.municipality_id and r.anonymised_at is null;

-- Each time that somebody chose how often she is told of what waits. Rows are only added, and go with the account.
create table notice_chosen (
    id bigint generated always as identity primary key,
    municipality_id bigint not null references municipality,
    account_id bigint not null references account on delete cascade,
    chosen jsonb not null check (jsonb_typeof(chosen) = 'object'), -- how often by kind
    at timestamptz not null
);
create index notice_chosen_account on notice_chosen (account_id, id);
insert into notice_chosen (municipality_id, account_id, chosen, at)
select a.municipality_id, a.id, e.detail -> 'chosen', e.at from audit_event e join account a on a.id = e.object_id and a.municipality_id = e.municipality_id
where e.object = 'account' and e.action = 'account.notice' and jsonb_typeof(e.detail -> 'chosen') = 'object' order by e.at, e.id;
insert into notice_chosen (municipality_id, account_id, chosen, at)
select a.municipality_id, a.id, (select jsonb_object_agg(c.kind, c.often) from notice_choice c where c.account_id = a.id), e.at
from audit_event e join account a on a.id = e.object_id and a.municipality_id = e.municipality_id
where e.object = 'account' and e.action = 'account.notice_stop'
  and exists (select from notice_choice c where c.account_id = a.id) and not exists (select from notice_choice c where c.account_id = a.id and c.often <> 'never')
order by e.at, e.id;

-- +goose Down
drop table notice_chosen;
alter table registration drop column answered_at, drop column mail_chosen_at;
