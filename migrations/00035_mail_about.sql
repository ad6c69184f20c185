-- +goose Up
-- What an e-mail is about, for retention and erasure. The kind says which sort of thing it is.
alter table email add column about text not null default '', add column about_id bigint;
create index email_about on email (about, about_id) where about_id is not null;

update email set about = case
    when kind in ('login', 'email-change', 'email-changed') then 'account'
    when kind = 'invitation' then 'invitation'
    when kind in ('organisation.received', 'organisation.approved', 'organisation.refused', 'organisation.confirm') then 'organisation'
    when kind in ('activity-approved', 'activity-refused', 'signup-substitute') then 'activity'
    when kind in ('registration-confirm', 'registration-confirmed', 'registration-waiting', 'registration-guardian', 'registration-changed',
                  'registration-cancelled', 'registration-offer', 'registration-expired', 'registration-reminder', 'registration-thanks',
                  'registration-message', 'registration-link') then 'registration'
    when kind = 'own-data' then 'own_data'
    else '' end;

-- The keys that have been in use are <kind>:<id>:<what>, and organisation:<id>:confirm:<what>.
update email set about_id = split_part(cause_key, ':', 2)::bigint
where about in ('registration', 'activity', 'organisation') and cause_key ~ '^[a-z-]+:[0-9]{1,18}:';

-- Without a key the receiver tells, as well as she can be found.
update email e set about_id = (select max(r.id) from registration r
    where r.municipality_id = e.municipality_id and r.email = lower(e.recipient) and r.created_at <= e.created_at)
where about = 'registration' and about_id is null;
update email e set about_id = (select a.id from account a where a.municipality_id = e.municipality_id and a.email = lower(e.recipient))
where about = 'account';
update email e set about_id = (select max(i.id) from invitation i
    where i.municipality_id = e.municipality_id and lower(i.email) = lower(e.recipient) and i.created_at <= e.created_at)
where about = 'invitation';
update email e set about_id = (select max(o.id) from organisation o
    where o.municipality_id = e.municipality_id and lower(o.applicant_email) = lower(e.recipient))
where about = 'organisation' and about_id is null;

-- +goose Down
drop index email_about;
alter table email drop column about, drop column about_id;
