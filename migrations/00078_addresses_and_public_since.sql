-- +goose Up
-- The addresses that an article had while residents could have its link: they lead to the one that it has now.
create table article_address (
    municipality_id bigint not null references municipality on delete cascade,
    kind text not null,
    slug text not null,
    article_id bigint not null references article on delete cascade,
    primary key (municipality_id, kind, slug)
);
create index article_address_article on article_address (article_id);

-- Since when residents may see a person as contact, unknown for old ones but of groups that still wait to be approved.
alter table organisation_contact add column public_at timestamptz;
update organisation_contact c set public_at = o.applied_at from organisation o
where o.id = c.organisation_id and c.public and c.source = 'self' and c.role = 'contact' and c.name = o.applicant_name
  and lower(c.email) = lower(o.applicant_email) and o.applicant_email <> '';

-- +goose Down
alter table organisation_contact drop column public_at;
drop table article_address;
