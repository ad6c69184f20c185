-- An account whose groups have all ended can do nothing, and goes when ended accounts do.

-- +goose Up
update account a set ended_at = now() where a.ended_at is null and a.staff_role is null
  and exists (select from membership m where m.account_id = a.id)
  and not exists (select from membership m join organisation o on o.id = m.organisation_id and o.status in ('approved', 'pending') where m.account_id = a.id);

-- +goose Down
select 1;
