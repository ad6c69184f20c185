-- A substitute is known by the address that the organiser wrote, whether or not somebody
-- logs in with it: the list of them tells nobody who has an account.

-- +goose Up
alter table signup_access add column email text;
update signup_access x set email = a.email from account a where a.id = x.account_id;
alter table signup_access
    drop constraint signup_access_pkey,
    alter column account_id drop not null,
    alter column email set not null,
    add primary key (activity_id, email);
create index signup_access_nobody on signup_access (created_at) where account_id is null;

-- +goose Down
delete from signup_access x where account_id is null
    or exists (select from signup_access y where y.activity_id = x.activity_id and y.account_id = x.account_id and y.email < x.email);
drop index signup_access_nobody;
alter table signup_access
    drop constraint signup_access_pkey,
    alter column account_id set not null,
    drop column email,
    add primary key (activity_id, account_id);
