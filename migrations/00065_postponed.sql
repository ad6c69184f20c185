-- A date that is postponed: it does not happen when it should have, and nobody knows yet when.
-- +goose Up
alter table occurrence drop constraint occurrence_status_check;
alter table occurrence add constraint occurrence_status_check check (status in ('planned', 'cancelled', 'moved', 'postponed'));
-- The end that it had. A postponed date is over (ends_at) when nobody waits for a new one any more.
alter table occurrence add column postponed_end timestamptz;
alter table occurrence add constraint occurrence_postponed_check check ((status = 'postponed') = (postponed_end is not null));
-- It does not happen at its time.
alter table occurrence add column off boolean not null generated always as (status in ('cancelled', 'postponed')) stored;
create index occurrence_postponed on occurrence (ends_at) where status = 'postponed';

-- What people have been told: cancelled is true of what is postponed too.
alter table signup_known add column postponed_end timestamptz;
alter table signup_slot add column postponed boolean not null default false;

alter table signup_call drop constraint signup_call_kind_check;
alter table signup_call add constraint signup_call_kind_check check (kind in ('cancelled', 'postponed', 'changed'));

-- +goose Down
update signup_call set kind = 'cancelled' where kind = 'postponed';
alter table signup_call drop constraint signup_call_kind_check;
alter table signup_call add constraint signup_call_kind_check check (kind in ('cancelled', 'changed'));
alter table signup_slot drop column postponed;
alter table signup_known drop column postponed_end;
alter table occurrence drop column off;
update occurrence set status = 'cancelled', ends_at = postponed_end, postponed_end = null where status = 'postponed';
alter table occurrence drop column postponed_end;
alter table occurrence drop constraint occurrence_status_check;
alter table occurrence add constraint occurrence_status_check check (status in ('planned', 'cancelled', 'moved'));
