-- Why a date is off that fell out of its activity's schedule: the date itself is gone.

-- +goose Up
alter table signup_slot add column off_reason text not null default '';

-- +goose Down
alter table signup_slot drop column off_reason;
