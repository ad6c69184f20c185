-- How many letters that nobody has shown to want have gone to an address in the hour that
-- began at since. The address itself is not kept, only a hash of it.

-- +goose Up
create table mail_allowance (
    receiver_hash   bytea primary key,
    municipality_id bigint references municipality on delete cascade,
    since           timestamptz not null,
    sent            int not null,
    bundle          text not null
);
create index mail_allowance_since on mail_allowance (since);

-- +goose Down
drop table mail_allowance;
