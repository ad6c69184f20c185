-- Terms for organisers: versions that the municipality publishes, its draft of the next one, and who has accepted
-- which. The text that ships with the program is version 1, and is stored when somebody first relies on it.

-- +goose Up
create table terms_version (
    municipality_id bigint not null references municipality on delete cascade,
    number int not null check (number >= 1),
    text_nb text not null,
    text_nn text not null default '',
    text_en text not null default '',
    changes_nb text not null default '',
    changes_nn text not null default '',
    changes_en text not null default '',
    published_at timestamptz,
    primary key (municipality_id, number)
);

create table terms_draft (
    municipality_id bigint primary key references municipality on delete cascade,
    text_nb text not null,
    text_nn text not null,
    text_en text not null,
    changes_nb text not null,
    changes_nn text not null,
    changes_en text not null,
    saved_at timestamptz not null,
    version int not null default 1
);

create table terms_acceptance (
    account_id bigint not null references account on delete cascade,
    number int not null,
    municipality_id bigint not null references municipality on delete cascade,
    accepted_at timestamptz not null,
    occasion text not null check (occasion in ('registration', 'invitation', 'login')),
    primary key (account_id, number),
    foreign key (municipality_id, number) references terms_version
);
create index terms_acceptance_municipality on terms_acceptance (municipality_id, number);

alter table organisation add column applicant_terms int not null default 0;

-- +goose Down
alter table organisation drop column applicant_terms;
drop table terms_acceptance;
drop table terms_draft;
drop table terms_version;
