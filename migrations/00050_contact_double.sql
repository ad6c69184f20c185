-- Likely doubles among contacts are found when one is saved, and each night; lists only read them.

-- +goose Up
create table contact_double (
    municipality_id bigint not null references municipality on delete cascade,
    contact_id      bigint not null references contact on delete cascade,
    other_id        bigint not null references contact on delete cascade,
    primary key (municipality_id, contact_id, other_id),
    check (contact_id < other_id)
);
create index contact_double_contact on contact_double (contact_id);
create index contact_double_other on contact_double (other_id);

-- One for each way of being alike, so that a contact's doubles are looked up and not searched for.
create index contact_alike_unit on contact (municipality_id, lower(name), coalesce(unit_id, 0)) where merged_into is null;
create index contact_alike_phone on contact (municipality_id, lower(name), phone) where merged_into is null and phone <> '';
create index contact_alike_first on contact (municipality_id, lower(email), lower(split_part(name, ' ', 1))) where merged_into is null and email <> '';
create index contact_alike_last on contact (municipality_id, lower(email), lower(split_part(name, ' ', -1))) where merged_into is null and email <> '';

-- +goose Down
drop index contact_alike_last;
drop index contact_alike_first;
drop index contact_alike_phone;
drop index contact_alike_unit;
drop table contact_double;
