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
// nothing. Tx has locked the activity.
func materialise(ctx context.Context, tx pgx.Tx, a Activity, falling Falling, now time.Time) ([]Occurrence, error) {
	stored, err := storedDates(ctx, tx, a.ID)
	if err != nil {
		return nil, fmt.Errorf("read dates of activity %d: %w", a.ID, err)
	}
	wanted, err := a.Schedule.Expand(now)
	if err != nil {
		return nil, fmt.Errorf("activity %d: %w: %w", a.ID, errExpand, err)
	}
	p := planDates(stored, wanted, falling.Moves, now)
	if err := falling.check(ctx, tx, p); err != nil {
		return nil, err
	}
	if err := p.apply(ctx, tx, a, now); err != nil {
		return nil, fmt.Errorf("store dates of activity %d: %w", a.ID, err)
	}
	return p.gone, nil
}

func (p plan) apply(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
	batch := &pgx.Batch{}
	if len(p.gone) > 0 {
		batch.Queue(dropDatesSQL, pgx.StrictNamedArgs{"ids": ids(p.gone), "id": a.ID})
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
	Vanishing []Vanishing
	New       []recurrence.Occurrence // dates that no stored one becomes
}

// Vanishing is a date that saving would take away.
type Vanishing struct {
	Occurrence
	People int // signed up for it, or waiting
}

// Falling says what becomes of those who are signed up for dates that a new
// schedule takes away. A date nobody is signed up for needs nothing.
type Falling struct {
	Moves  map[int64]string // by the id of the date: the key of the new date that it becomes
	Reason string           // public: why the others are called off
}

const peopleOnSQL = `-- activity.peopleOn
select o.id, sum(s.taken + s.waiting) as people
from occurrence o join activity a on a.id = o.activity_id and a.cancelled_at is null
join signup_slot s on s.activity_id = o.activity_id and (s.scope = 'series' or s.occurrence_id = o.id) and not s.cancelled
where o.id = any(@ids::bigint[]) and o.status <> 'cancelled'
group by o.id having sum(s.taken + s.waiting) > 0`

// Whoever tells those signed up finds the reason there: the date itself is gone then.
const whySQL = `-- activity.why
update signup_slot set off_reason = @reason
where occurrence_id = any(@ids::bigint[]) or scope = 'series' and activity_id in (select activity_id from occurrence where id = any(@ids::bigint[]))`

func ids(dates []Occurrence) []int64 {
	all := make([]int64, len(dates))
	for i, o := range dates {
		all[i] = o.ID
	}
	return all
}

// PeopleOn is how many are signed up for each of the dates, or wait.
func PeopleOn(ctx context.Context, q postgres.Querier, dates []Occurrence) (map[int64]int, error) {
	rows, err := postgres.Many[struct{ ID, People int64 }](ctx, q, peopleOnSQL, pgx.StrictNamedArgs{"ids": ids(dates)})
	people := make(map[int64]int, len(rows))
	for _, r := range rows {
		people[r.ID] = int(r.People)
	}
	return people, err
}

// check refuses to take away dates that people are signed up for without a word to them.
func (f Falling) check(ctx context.Context, tx pgx.Tx, p plan) error {
	if len(p.gone) == 0 {
		return nil
	}
	people, err := PeopleOn(ctx, tx, p.gone)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return nil
	}
	_, err = checkReason(f.Reason, i18n.Mark("Noen er påmeldt på datoer som faller bort. Velg en ny dato for dem, eller skriv hvorfor datoen er avlyst."))
	for _, x := range fault.FieldsOf(err) {
		x.Name = FallingReason
		return fault.Fields{x}.Err()
	}
	_, err = postgres.Exec(ctx, tx, whySQL, pgx.StrictNamedArgs{"ids": ids(p.gone), "reason": f.Reason})
	return err
}

// FallsOut are the stored dates that the schedule would take away.
func FallsOut(stored []Occurrence, s Schedule, now time.Time) ([]Occurrence, error) {
	wanted, err := s.Expand(now)
	return planDates(stored, wanted, nil, now).gone, err
}

// FallingReason names the field for Falling.Reason.
const FallingReason = "hvorfor_avlyst"

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
// now stays as it was. Dates are recognised by key, then as moves says, then by
// their day, so that a cancelled Thursday stays cancelled when the series moves from
// 18.00 to 19.00; then by their place in the week and in the list where there are as
// many, so that those signed up come along when Thursdays become Fridays.
func planDates(stored []Occurrence, wanted []recurrence.Occurrence, moves map[int64]string, now time.Time) plan {
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
	var free []recurrence.Occurrence
	for _, w := range wanted {
		if _, unmet := byKey[w.Key]; unmet && (len(stored) == 0 || w.Start.After(now)) {
			free = append(free, w)
		}
	}
	pair := func(alike func(Occurrence, recurrence.Occurrence) bool) {
		left = slices.DeleteFunc(left, func(o Occurrence) bool {
			i := slices.IndexFunc(free, func(w recurrence.Occurrence) bool { return alike(o, w) })
			if i >= 0 {
				p.follow(o, free[i], now)
				free = slices.Delete(free, i, i+1)
			}
			return i >= 0
		})
	}
	pair(func(o Occurrence, w recurrence.Occurrence) bool { return moves[o.ID] == w.Key })
	pair(func(o Occurrence, w recurrence.Occurrence) bool {
		return i18n.Midnight(o.RuleStart()).Equal(i18n.Midnight(w.Start))
	})
	more := map[[2]int]int{} // by week: how many more are stored than wanted
	for _, o := range left {
		more[week(o.RuleStart())]++
	}
	for _, w := range free {
		more[week(w.Start)]--
	}
	pair(func(o Occurrence, w recurrence.Occurrence) bool {
		return more[week(w.Start)] == 0 && week(o.RuleStart()) == week(w.Start)
	})
	if len(left) == len(free) {
		pair(func(Occurrence, recurrence.Occurrence) bool { return true })
	}
	p.add, p.gone = free, left
	return p
}

func week(t time.Time) [2]int {
	year, n := t.In(i18n.Oslo).ISOWeek()
	return [2]int{year, n}
}

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
