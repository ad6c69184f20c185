-- +goose Up
-- Whether an activity is voluntary or a commercial offer. A commercial one is never free.
alter table activity add column offer text not null default 'voluntary' check (offer in ('voluntary', 'commercial'));
alter table activity add constraint activity_commercial_price check (offer = 'voluntary' or price_ore is distinct from 0);
-- Lists leave commercial offers out until somebody asks for them.
alter table municipality add column hide_commercial boolean not null default false;
-- What is published is voluntary until its organiser or staff say otherwise.
update live_activity set lex = lex || array_to_tsvector(array['~offer-voluntary']);

-- +goose Down
update live_activity set lex = ts_delete(lex, array['~offer-voluntary', '~offer-commercial']);
alter table municipality drop column hide_commercial;
alter table activity drop constraint activity_commercial_price, drop column offer;
