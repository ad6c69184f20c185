// Dates made from a schedule: what is wanted, what is stored, and how the one becomes the other.

package activity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/recurrence"

	"github.com/jackc/pgx/v5"
)

const storedSQL = `-- activity.stored
select ` + occurrenceColumns + ` ` + occurrenceTables + `
where o.activity_id = @id order by o.starts_at, o.id`

func storedDates(ctx context.Context, q postgres.Querier, id int64) ([]Occurrence, error) {
	return postgres.Many[Occurrence](ctx, q, storedSQL, pgx.StrictNamedArgs{"id": id})
}

const (
	addDatesSQL = `-- activity.addDates
insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at, updated_at)
select @id, @municipality_id, d.key, d.starts_at, d.ends_at, @now
from unnest(@keys::text[], @starts::timestamptz[], @ends::timestamptz[]) as d (key, starts_at, ends_at)
on conflict (activity_id, key) do nothing`

	changeDatesSQL = `-- activity.changeDates
update occurrence o set key = d.key, starts_at = d.starts_at, ends_at = d.ends_at,
    original_start = case when o.original_start is null then null else d.rule_start end, sequence = o.sequence + 1, updated_at = @now
from unnest(@ids::bigint[], @keys::text[], @starts::timestamptz[], @ends::timestamptz[], @rule_starts::timestamptz[])
     as d (id, key, starts_at, ends_at, rule_start)
where o.id = d.id and o.activity_id = @id`

	dropDatesSQL = `-- activity.dropDates
delete from occurrence where id = any(@ids::bigint[]) and activity_id = @id`

	materialisedSQL = `-- activity.materialised
update activity set materialised_to = @to where id = @id`
)

// errExpand says that a rule that was fine when it was saved is not now: it took
// too long. What was found of it is not used, since dates would vanish.
var errExpand = errors.New("cannot expand the rule")

// materialise makes the stored dates those of the schedule, from now to the
// horizon, and returns the ones that it took away. Running it again changes
// nothing. The activity must be locked by tx.
func materialise(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) ([]Occurrence, error) {
	stored, err := storedDates(ctx, tx, a.ID)
	if err != nil {
		return nil, fmt.Errorf("read dates of activity %d: %w", a.ID, err)
	}
	wanted, err := a.Schedule.Expand(now)
	if err != nil {
		return nil, fmt.Errorf("activity %d: %w: %w", a.ID, errExpand, err)
	}
	p := planDates(stored, wanted, now)
	if err := p.apply(ctx, tx, a, now); err != nil {
		return nil, fmt.Errorf("store dates of activity %d: %w", a.ID, err)
	}
	return p.gone, nil
}

func (p plan) apply(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
	batch := &pgx.Batch{}
	if len(p.gone) > 0 {
		var ids []int64
		for _, o := range p.gone {
			ids = append(ids, o.ID)
		}
		batch.Queue(dropDatesSQL, pgx.StrictNamedArgs{"ids": ids, "id": a.ID})
	}
	if len(p.change) > 0 {
		batch.Queue(changeDatesSQL, changeArgs(a.ID, p.change, now))
	}
	if len(p.add) > 0 {
		batch.Queue(addDatesSQL, addArgs(a, p.add, now))
	}
	batch.Queue(materialisedSQL, pgx.StrictNamedArgs{"id": a.ID, "to": a.Schedule.end(now)})
	return tx.SendBatch(ctx, batch).Close()
}

func changeArgs(id int64, dates []Occurrence, now time.Time) pgx.StrictNamedArgs {
	n := len(dates)
	ids, keys := make([]int64, n), make([]string, n)
	starts, ends, rules := make([]time.Time, n), make([]time.Time, n), make([]time.Time, n)
	for i, o := range dates {
		ids[i], keys[i], starts[i], ends[i], rules[i] = o.ID, o.Key, o.StartsAt, o.EndsAt, o.RuleStart()
	}
	return pgx.StrictNamedArgs{"id": id, "ids": ids, "keys": keys, "starts": starts, "ends": ends, "rule_starts": rules, "now": now}
}

func addArgs(a Activity, dates []recurrence.Occurrence, now time.Time) pgx.StrictNamedArgs {
	n := len(dates)
	keys, starts, ends := make([]string, n), make([]time.Time, n), make([]time.Time, n)
	for i, o := range dates {
		keys[i], starts[i], ends[i] = o.Key, o.Start, o.End
	}
	return pgx.StrictNamedArgs{"id": a.ID, "municipality_id": a.MunicipalityID, "keys": keys, "starts": starts, "ends": ends, "now": now}
}

const (
	horizonMonths = 18

	// MaxDates is how many dates one activity may have inside the horizon.
	MaxDates = 1000
)

// Horizon is how far ahead dates are made.
func Horizon(now time.Time) time.Time { return now.AddDate(0, horizonMonths, 0) }

// end is where the schedule's dates end for now: single dates are all made at once.
func (s Schedule) end(now time.Time) time.Time {
	if s.RRule == "" {
		return now.AddDate(decade, 0, 0)
	}
	return Horizon(now)
}

// begin is before the schedule's first date.
func (s Schedule) begin() time.Time {
	first := s.StartsAt
	for _, t := range s.ExtraDates {
		if t.Before(first) {
			first = t
		}
	}
	return first
}

// Expand gives all dates from the schedule's start to the horizon, at most a thousand.
func (s Schedule) Expand(now time.Time) ([]recurrence.Occurrence, error) {
	return s.Rule().Expand(s.begin(), s.end(now), MaxDates)
}

// Preview is what a form shows before it is saved.
type Preview struct {
	Words   string // "Hver torsdag kl. 18.00–20.00 …"
	Dates   []recurrence.Occurrence
	Skipped []recurrence.Skipped // in pauses
	// Vanishing are coming dates that are stored now and that saving takes away;
	// those that somebody changed or cancelled say so.
	Vanishing []Occurrence
}

// preview is Expand with the words and the paused dates.
func (s Schedule) preview(l i18n.Lang, now time.Time) (Preview, error) {
	p, err := s.Rule().Preview(s.begin(), s.end(now), MaxDates)
	if err != nil {
		return Preview{}, fault.Refuse(i18n.Mark("Regelen for gjentakelse er for omfattende."))
	}
	return Preview{Words: s.Words(l, now), Dates: p.Dates, Skipped: p.Skipped}, nil
}

// plan is how the stored dates become the wanted ones.
type plan struct {
	add    []recurrence.Occurrence
	change []Occurrence // with their new key and times
	gone   []Occurrence
}

// planDates compares what is stored with what the schedule gives. What is over at
// now stays as it was. Dates are recognised by key; where the time of day has
// changed, by their day, so that a cancelled Thursday stays cancelled when the
// series moves from 18.00 to 19.00.
func planDates(stored []Occurrence, wanted []recurrence.Occurrence, now time.Time) plan {
	var p plan
	byKey := map[string]recurrence.Occurrence{}
	for _, w := range wanted {
		byKey[w.Key] = w
	}
	var left []Occurrence
	for _, o := range stored {
		w, found := byKey[o.Key]
		switch {
		case found:
			delete(byKey, o.Key)
			p.follow(o, w, now)
		case o.StartsAt.After(now) && o.RuleStart().After(now):
			left = append(left, o)
		}
	}
	for _, w := range wanted {
		if _, free := byKey[w.Key]; !free || !first(len(stored) == 0, w.Start.After(now)) {
			continue
		}
		i := slices.IndexFunc(left, func(o Occurrence) bool { return sameDay(o.RuleStart(), w.Start) })
		if i < 0 {
			p.add = append(p.add, w)
			continue
		}
		p.follow(left[i], w, now)
		left = slices.Delete(left, i, i+1)
	}
	p.gone = left
	return p
}

// first is true for all dates of a new activity, and else for those to come.
func first(isNew, coming bool) bool { return isNew || coming }

// follow makes a stored date what the schedule says, except what a person has moved.
func (p *plan) follow(o Occurrence, w recurrence.Occurrence, now time.Time) {
	next := o
	next.Key = w.Key
	if o.OriginalStart != nil {
		next.OriginalStart = &w.Start
	} else {
		next.StartsAt, next.EndsAt = w.Start, w.End
	}
	same := next.Key == o.Key && next.StartsAt.Equal(o.StartsAt) && next.EndsAt.Equal(o.EndsAt)
	if !same && o.StartsAt.After(now) {
		p.change = append(p.change, next)
	}
}

// RuleStart is the start that the schedule gave, whatever became of it.
func (o Occurrence) RuleStart() time.Time {
	t, err := time.Parse(recurrence.KeyFormat, o.Key)
	if err != nil {
		return o.StartsAt
	}
	return t
}

func sameDay(a, b time.Time) bool {
	return a.In(i18n.Oslo).Format(time.DateOnly) == b.In(i18n.Oslo).Format(time.DateOnly)
}
