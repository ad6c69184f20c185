-- E-mails that one can be rid of by the mail program's own button; calls and files are kinds of their own.
-- +goose Up
alter table email add column unsubscribe text not null default '';
insert into notice_choice (municipality_id, account_id, kind, often)
select municipality_id, account_id, k.kind, often from notice_choice cross join (values ('calls'), ('files')) k (kind) where notice_choice.kind = 'other'
on conflict do nothing;

-- +goose Down
delete from notice_choice where kind in ('calls', 'files');
delete from notice_told where kind in ('calls', 'files');
alter table email drop column unsubscribe;
