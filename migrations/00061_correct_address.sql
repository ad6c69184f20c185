-- An address is corrected without losing the place: a new one is shown to be hers by
-- a link sent to it, and whoever has just filled in the form may correct what she typed.
-- Three hours to confirm, as people read e-mail in the evening; 30 minutes was nobody's choice.

-- +goose Up
alter table registration_token drop constraint registration_token_purpose_check,
    add column email text not null default '',
    add constraint registration_token_purpose_check check (purpose in ('own', 'guardian', 'address', 'correct')),
    add constraint registration_token_email_check check ((email <> '') = (purpose = 'address'));
create index registration_token_address on registration_token (created_at) where purpose = 'address';
alter table municipality alter column signup_hold_minutes set default 180;
update municipality set signup_hold_minutes = 180 where signup_hold_minutes = 30;

-- +goose Down
update municipality set signup_hold_minutes = 30 where signup_hold_minutes = 180;
alter table municipality alter column signup_hold_minutes set default 30;
drop index registration_token_address;
delete from registration_token where purpose in ('address', 'correct');
alter table registration_token drop constraint registration_token_purpose_check, drop column email,
    add constraint registration_token_purpose_check check (purpose in ('own', 'guardian'));
