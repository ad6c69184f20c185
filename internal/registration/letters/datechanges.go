// What has become of the dates since people were last told.

package letters

import (
	"context"
	"time"

	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// known is one date as those signed up have been told, or as it is now.
type known struct {
	OccurrenceID int64
	Key          string
	StartsAt     time.Time
	EndsAt       time.Time // when it is over; see activity.Occurrence
	PostponedEnd *time.Time
	Place        string
	Cancelled    bool // off: cancelled, or postponed
	Sequence     int
	Reason       string // public; of what is now; of what was, why it would have fallen out
}

// news is what has become of a date. Now is nil when it no longer stands anywhere.
type news struct {
	Was known
	Now *known
}

// postponed says that it waits for a new time.
func (k known) postponed() bool { return k.Cancelled && k.PostponedEnd != nil }

// end is when it should have ended, or ends.
func (k known) end() time.Time {
	if k.PostponedEnd != nil {
		return *k.PostponedEnd
	}
	return k.EndsAt
}

// off is called off for good, later that it is only postponed.
func (n news) off() bool { return n.Now == nil || n.Now.Cancelled && !n.Now.postponed() }

// later is postponed until somebody knows when.
func (n news) later() bool { return n.Now != nil && n.Now.postponed() }

// count is how many are called off, and how many wait for a new time.
func count(all []news) (off, later int) {
	for _, n := range all {
		switch {
		case n.off():
			off++
		case n.later():
			later++
		}
	}
	return off, later
}

// compare finds what people must be told: coming dates that have another time or
// place, are off, or on again. New dates of a series are no news.
func compare(was, is []known, now time.Time) []news {
	byID := map[int64]known{}
	for _, k := range is {
		byID[k.OccurrenceID] = k
	}
	var all []news
	for _, old := range was {
		k, stands := byID[old.OccurrenceID]
		switch {
		case !old.EndsAt.After(now) && !(stands && k.EndsAt.After(now)): // over, and no other day has come of it
		case !stands && (!old.Cancelled || old.postponed()):
			all = append(all, news{Was: old})
		case stands && (!k.StartsAt.Equal(old.StartsAt) || !k.EndsAt.Equal(old.EndsAt) || k.Place != old.Place || k.Cancelled != old.Cancelled || k.postponed() != old.postponed()):
			if !k.Cancelled || !old.Cancelled || k.postponed() != old.postponed() {
				all = append(all, news{Was: old, Now: &k})
			}
		}
	}
	return all
}

const (
	slotsOfSQL = `-- letters.slotsOf
select id from signup_slot s where activity_id = @activity_id and (ends_at > @now::timestamptz - interval '1 day'
    or exists (select from signup_known k left join occurrence o on o.id = k.occurrence_id where k.slot_id = s.id and (k.postponed_end is not null or o.ends_at > @now))) order by id`

	wasSQL = `-- letters.was
select k.occurrence_id, k.key, k.starts_at, k.ends_at, k.postponed_end, k.place, k.cancelled, k.sequence, s.off_reason as reason
from signup_known k join signup_slot s on s.id = k.slot_id where k.slot_id = @slot_id order by k.starts_at`

	isSQL = `-- letters.is
select o.id as occurrence_id, o.key, o.starts_at, case when a.cancelled_at is null then o.ends_at else coalesce(o.postponed_end, o.ends_at) end as ends_at,
       case when a.cancelled_at is null then o.postponed_end end as postponed_end, ` + place.Line + ` as place,
       o.off or a.cancelled_at is not null as cancelled, a.sequence + o.sequence as sequence,
       case when a.cancelled_at is null or o.status = 'cancelled' and o.reason <> '' then o.reason else a.cancel_reason end as reason
from signup_slot s join activity a on a.id = s.activity_id
join occurrence o on o.activity_id = s.activity_id and (s.scope = 'series' or o.id = s.occurrence_id)
` + place.Tables + `
where s.id = @slot_id order by o.starts_at`

	// A date that fell out stays known, so that calendars which have it can lose it.
	goneSQL = `-- letters.gone
update signup_known set cancelled = true, postponed_end = null where slot_id = @slot_id and occurrence_id <> all(@ids::bigint[]) and ends_at > @now and (not cancelled or postponed_end is not null)`

	learnSQL = `-- letters.learn
insert into signup_known (slot_id, occurrence_id, key, starts_at, ends_at, postponed_end, place, cancelled, sequence)
select @slot_id, * from unnest(@ids::bigint[], @keys::text[], @starts::timestamptz[], @ends::timestamptz[], @postponed_ends::timestamptz[], @places::text[], @off::boolean[], @sequences::int[])
on conflict (slot_id, occurrence_id) do update set key = excluded.key, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    postponed_end = excluded.postponed_end, place = excluded.place, cancelled = excluded.cancelled, sequence = excluded.sequence`

	setDatesSQL = `-- letters.setDates
update signup_slot s set starts_at = d.starts_at, ends_at = d.ends_at, cancelled = d.cancelled, postponed = d.cancelled and d.postponed, off_reason = case when d.cancelled then s.off_reason else '' end
from (select min(starts_at) as starts_at, coalesce(max(ends_at) filter (where not cancelled), max(ends_at)) as ends_at, bool_and(cancelled) as cancelled,
             bool_or(postponed_end is not null) as postponed from signup_known
      where slot_id = @slot_id and (occurrence_id = any(@ids::bigint[]) or not cancelled)) d
where s.id = @slot_id and d.starts_at is not null`

	dateGoneSQL = `-- letters.dateGone
update signup_slot set cancelled = true, postponed = false where id = @slot_id`

	tellSQL = `-- letters.tell
select ` + SignUpColumns + ` from registration r where r.slot_id = @slot_id and r.holds <> 'none' and r.anonymised_at is null order by r.id`
)

// newsOf is what has become of a locked slot's dates, and the dates as they are now.
func newsOf(ctx context.Context, tx pgx.Tx, slotID int64, now time.Time) (all []news, is []known, err error) {
	args := postgres.Args{"slot_id": slotID}
	was, err := postgres.Many[known](ctx, tx, wasSQL, args)
	if err != nil {
		return nil, nil, err
	}
	is, err = postgres.Many[known](ctx, tx, isSQL, args)
	return compare(was, is, now), is, err
}

func learn(ctx context.Context, tx pgx.Tx, slotID int64, is []known, now time.Time) error {
	if len(is) == 0 {
		if _, err := postgres.Exec(ctx, tx, dateGoneSQL, postgres.Args{"slot_id": slotID}); err != nil {
			return err
		}
	}
	n := len(is)
	ids, keys, places := make([]int64, n), make([]string, n), make([]string, n)
	later := make([]*time.Time, n)
	starts, ends, off, sequences := make([]time.Time, n), make([]time.Time, n), make([]bool, n), make([]int32, n)
	for i, k := range is {
		later[i] = k.PostponedEnd
		ids[i], keys[i], places[i], starts[i], ends[i], off[i], sequences[i] = k.OccurrenceID, k.Key, k.Place, k.StartsAt, k.EndsAt, k.Cancelled, int32(k.Sequence)
	}
	if _, err := postgres.Exec(ctx, tx, goneSQL, postgres.Args{"slot_id": slotID, "ids": ids, "now": now}); err != nil {
		return err
	}
	if _, err := postgres.Exec(ctx, tx, learnSQL, postgres.Args{
		"slot_id": slotID, "ids": ids, "keys": keys, "starts": starts, "ends": ends, "postponed_ends": later, "places": places, "off": off, "sequences": sequences,
	}); err != nil || n == 0 {
		return err
	}
	_, err := postgres.Exec(ctx, tx, setDatesSQL, postgres.Args{"slot_id": slotID, "ids": ids})
	return err
}
