-- How a person wants the rows and columns of a long table.

-- +goose Up
create table table_layout (
    account_id bigint not null references account on delete cascade,
    page text not null,
    hidden text[] not null default '{}',
    compact boolean not null default false,
    primary key (account_id, page)
);

-- +goose Down
drop table table_layout;
