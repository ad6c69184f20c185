-- +goose Up
-- Whom no e-mail reaches must be rung when her date is moved or called off. The
-- row goes when somebody has rung; it holds nothing personal of its own.
create table signup_call (
    registration_id bigint primary key references registration on delete cascade,
    kind text not null check (kind in ('cancelled', 'changed')),
    since timestamptz not null
);

-- +goose Down
drop table signup_call;
