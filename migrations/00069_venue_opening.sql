-- When a venue is open: hours of the week, exceptions, and whether it closes on public holidays.

-- +goose Up
alter table venue add column opening jsonb not null default '{}';

-- +goose Down
alter table venue drop column opening;
