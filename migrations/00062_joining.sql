-- Which coming dates have places or an open waiting list, so that search can be asked for them. Search is
-- told when that turns, not at each sign-up: when places or the waiting list become full or free again,
-- when the form changes, and when sign-up opens or ends by the clock (signup_turn).

-- +goose Up
create table signup_open (
    occurrence_id bigint primary key references occurrence on delete cascade,
    activity_id bigint not null references activity on delete cascade,
    municipality_id bigint not null references municipality on delete cascade,
    joining smallint not null check (joining in (1, 2))
);
create index signup_open_activity on signup_open (activity_id);

create table signup_turn (
    activity_id bigint primary key references activity on delete cascade,
    municipality_id bigint not null references municipality on delete cascade,
    at timestamptz not null
);
create index signup_turn_at on signup_turn (at);
insert into signup_turn (activity_id, municipality_id, at)
select f.activity_id, f.municipality_id, '-infinity' from signup_form f join activity a on a.id = f.activity_id and a.status = 'published';

alter table live_occurrence add column joining smallint not null default 0;
update live_occurrence o set joining = 3 from activity a where a.id = o.activity_id and a.signup_mode = 'none' and not o.cancelled;
-- Those with places are few among all: their dates are walked alone.
create index live_occurrence_joining on live_occurrence (municipality_id, at, occurrence_id) where joining in (1, 2);
update live_activity l set lex = l.lex || array_to_tsvector(array['~utenpamelding']) from activity a where a.id = l.activity_id and a.signup_mode = 'none';

-- +goose StatementBegin
create function signup_turned() returns trigger language plpgsql as $$
begin
    insert into river_job (kind, queue, max_attempts, args)
    values ('signup.turned', 'default', 25, jsonb_build_object('municipality_id', new.municipality_id, 'activity_id', new.activity_id));
    return null;
end $$;

create function signup_queue_turned() returns trigger language plpgsql as $$
begin
    insert into river_job (kind, queue, max_attempts, args)
    select distinct 'signup.turned', 'default', 25, jsonb_build_object('municipality_id', s.municipality_id, 'activity_id', s.activity_id)
    from signup_slot s where s.id in (old.slot_id, new.slot_id) and s.strict_order;
    return null;
end $$;
-- +goose StatementEnd

create trigger signup_slot_turned after update on signup_slot for each row
when ((old.closed, old.cancelled, old.starts_at, old.ends_at, old.capacity is null or old.taken < old.capacity, old.strict_order and old.waiting > 0,
       old.waiting < coalesce(old.waiting_capacity, case when old.capacity is null then 200 else least(10000, greatest(20, 2 * old.capacity)) end))
   is distinct from
      (new.closed, new.cancelled, new.starts_at, new.ends_at, new.capacity is null or new.taken < new.capacity, new.strict_order and new.waiting > 0,
       new.waiting < coalesce(new.waiting_capacity, case when new.capacity is null then 200 else least(10000, greatest(20, 2 * new.capacity)) end)))
execute function signup_turned();

create trigger signup_form_turned after insert or update on signup_form for each row execute function signup_turned();

-- Where all wait for the first, the first who is answered for closes what is free to others, for as long as she waits.
create trigger registration_turned after update of status, confirmed_at, holds, slot_id on registration for each row
when ((old.holds = 'queue' and (old.status <> 'unconfirmed' or old.confirmed_at is not null), old.slot_id)
   is distinct from (new.holds = 'queue' and (new.status <> 'unconfirmed' or new.confirmed_at is not null), new.slot_id))
execute function signup_queue_turned();

create trigger registration_gone after delete on registration for each row
when (old.holds = 'queue' and (old.status <> 'unconfirmed' or old.confirmed_at is not null))
execute function signup_queue_turned();

-- +goose Down
drop trigger registration_gone on registration;
drop trigger registration_turned on registration;
drop trigger signup_form_turned on signup_form;
drop trigger signup_slot_turned on signup_slot;
drop function signup_queue_turned();
drop function signup_turned();
drop index live_occurrence_joining;
alter table live_occurrence drop column joining;
drop table signup_turn;
drop table signup_open;
