-- A report can be about an article: its title is shown, and not its address alone.
-- +goose Up
alter table page_report drop constraint page_report_about_check;
alter table page_report add constraint page_report_about_check check (about in ('', 'activity', 'organisation', 'venue', 'contact', 'article'));
update page_report r set about = 'article', about_id = a.id from article a
where r.about = '' and a.municipality_id = r.municipality_id
  and split_part(r.page, '?', 1) = case a.kind when 'news' then '/nyheter/' when 'page' then '/sider/' end || a.slug;

-- +goose Down
update page_report set about = '', about_id = null where about = 'article';
alter table page_report drop constraint page_report_about_check;
alter table page_report add constraint page_report_about_check check (about in ('', 'activity', 'organisation', 'venue', 'contact'));
