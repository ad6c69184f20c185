-- Whoever registers an organisation number that somebody has registered already waits
-- beside her: only what the municipality has said yes to holds a number for itself.

-- +goose Up
drop index organisation_orgnr;
create unique index organisation_orgnr on organisation (municipality_id, orgnr) where orgnr is not null and status in ('approved', 'ended');
create index organisation_orgnr_any on organisation (municipality_id, orgnr) where orgnr is not null;

-- +goose Down
drop index organisation_orgnr_any;
drop index organisation_orgnr;
update organisation o set orgnr = null where o.status in ('pending', 'refused') and exists (
    select from organisation x where x.municipality_id = o.municipality_id and x.orgnr = o.orgnr and x.id <> o.id and x.status <> 'merged'
      and (x.status not in ('pending', 'refused') or x.id < o.id));
create unique index organisation_orgnr on organisation (municipality_id, orgnr) where orgnr is not null and status <> 'merged';
