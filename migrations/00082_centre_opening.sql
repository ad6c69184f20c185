-- +goose Up
-- The centre's hours are kept as a venue's, and know public holidays.
alter table centre add column opening jsonb not null default '{"closed_on_holidays": true}';
update centre c set opening = jsonb_build_object('closed_on_holidays', true, 'week', (
    select jsonb_agg(coalesce((
        select jsonb_agg(jsonb_build_object('from', h ->> 'from', 'to', h ->> 'to') order by h ->> 'from')
        from jsonb_array_elements(c.opening_hours) h where (h ->> 'weekday')::int = d), 'null') order by d)
    from generate_series(1, 7) d));
alter table centre drop column opening_hours;

-- +goose Down
alter table centre add column opening_hours jsonb not null default '[]';
update centre c set opening_hours = coalesce((
    select jsonb_agg(jsonb_build_object('weekday', d.nr, 'from', h ->> 'from', 'to', h ->> 'to') order by d.nr, h ->> 'from')
    from jsonb_array_elements(c.opening -> 'week') with ordinality as d (day, nr)
    cross join lateral jsonb_array_elements(case jsonb_typeof(d.day) when 'array' then d.day else '[]' end) h), '[]');
alter table centre drop column opening;
