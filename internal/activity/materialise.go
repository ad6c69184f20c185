// Dates made from a schedule: what is wanted, what is stored, and how the one becomes the other.

package activity

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frivilligsentral/internal/activity/pairing"
	"frivilligsentral/internal/activity/signedup"
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
	return postgres.Many[Occurrence](ctx, q, storedSQL, postgres.Args{"id": id})
}

const (
	addDatesSQL = `-- activity.addDates
insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at, updated_at)
select @id, @municipality_id, d.key, d.starts_at, d.ends_at, @now
from unnest(@keys::text[], @starts::timestamptz[], @ends::timestamptz[]) as d (key, starts_at, ends_at)
on conflict (activity_id, key) do nothing`

	// The key of a date may be that of another one until both are changed.
	freeKeysSQL = `-- activity.freeKeys
update occurrence set key = id::text where id = any(@ids::bigint[]) and activity_id = @id`

	changeDatesSQL = `-- activity.changeDates
update occurrence o set key = d.key, starts_at = d.starts_at, ends_at = d.ends_at, status = d.status, reason = d.reason,
    postponed_end = case when d.status = 'postponed' then o.postponed_end end, original_start = case when o.original_start is null then null else d.rule_start end, sequence = o.sequence + 1, updated_at = @now
from unnest(@ids::bigint[], @keys::text[], @starts::timestamptz[], @ends::timestamptz[], @rule_starts::timestamptz[], @statuses::text[], @reasons::text[])
     as d (id, key, starts_at, ends_at, rule_start, status, reason)
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
// horizon, and returns what it did. Running it again changes nothing. Tx has locked
// the activity.
func materialise(ctx context.Context, tx pgx.Tx, a Activity, falling Falling, now time.Time) (plan, error) {
	stored, err := storedDates(ctx, tx, a.ID)
	if err != nil {
		return plan{}, fmt.Errorf("read dates of activity %d: %w", a.ID, err)
	}
	wanted, err := a.Schedule.Expand(now)
	if err != nil {
		return plan{}, fmt.Errorf("activity %d: %w: %w", a.ID, errExpand, err)
	}
	p := planDates(stored, pairing.Schedule{Dates: wanted, Begin: a.StartsAt, Moves: falling.Moves}, now)
	if err := falling.check(ctx, tx, p); err != nil {
		return plan{}, err
	}
	if err := p.apply(ctx, tx, a, now); err != nil {
		return plan{}, fmt.Errorf("store dates of activity %d: %w", a.ID, err)
	}
	return p, nil
}

func (p plan) apply(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
	batch := &pgx.Batch{}
	if len(p.gone) > 0 {
		batch.Queue(dropDatesSQL, postgres.Args{"ids": IDs(p.gone), "id": a.ID})
	}
	if len(p.change) > 0 {
		batch.Queue(freeKeysSQL, postgres.Args{"ids": IDs(p.change), "id": a.ID})
		batch.Queue(changeDatesSQL, changeArgs(a.ID, p.change, now))
	}
	if len(p.add) > 0 {
		batch.Queue(addDatesSQL, addArgs(a, p.add, now))
	}
	batch.Queue(materialisedSQL, postgres.Args{"id": a.ID, "to": a.Schedule.End(now)})
	return tx.SendBatch(ctx, batch).Close()
}

func changeArgs(id int64, dates []Occurrence, now time.Time) postgres.Args {
	n := len(dates)
	ids, keys, statuses, reasons := make([]int64, n), make([]string, n), make([]string, n), make([]string, n)
	starts, ends, rules := make([]time.Time, n), make([]time.Time, n), make([]time.Time, n)
	for i, o := range dates {
		ids[i], keys[i], starts[i], ends[i], rules[i] = o.ID, o.Key, o.StartsAt, o.Over(), o.RuleStart()
		statuses[i], reasons[i] = string(o.Status), o.Reason
	}
	return postgres.Args{"id": id, "ids": ids, "keys": keys, "starts": starts, "ends": ends, "rule_starts": rules, "statuses": statuses, "reasons": reasons, "now": now}
}

func addArgs(a Activity, dates []recurrence.Occurrence, now time.Time) postgres.Args {
	n := len(dates)
	keys, starts, ends := make([]string, n), make([]time.Time, n), make([]time.Time, n)
	for i, o := range dates {
		keys[i], starts[i], ends[i] = o.Key, o.Start, o.End
	}
	return postgres.Args{"id": a.ID, "municipality_id": a.MunicipalityID, "keys": keys, "starts": starts, "ends": ends, "now": now}
}

// Preview is what a form shows before it is saved.
type Preview struct {
	Words   string // "Hver torsdag kl. 18.00–20.00 …"
	Dates   []recurrence.Occurrence
	Skipped []recurrence.Skipped // in pauses
	// Vanishing are coming dates that are stored now and that saving takes away;
	// those that somebody changed or cancelled say so.
	Vanishing []Vanishing
	Moved     int                     // people who come along to another day
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

// Whoever tells those signed up finds the reason there: the date itself is gone then.
const whySQL = `-- activity.why
update signup_slot set off_reason = @reason
where occurrence_id = any(@ids::bigint[]) or scope = 'series' and activity_id in (select activity_id from occurrence where id = any(@ids::bigint[]))`

// IDs are those of the dates.
func IDs(dates []Occurrence) []int64 {
	all := make([]int64, len(dates))
	for i, o := range dates {
		all[i] = o.ID
	}
	return all
}

// check refuses to take away dates that people are signed up for without a word to them.
func (f Falling) check(ctx context.Context, tx pgx.Tx, p plan) error {
	if len(p.gone) == 0 {
		return nil
	}
	people, err := signedup.On(ctx, tx, IDs(p.gone))
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
	_, err = postgres.Exec(ctx, tx, whySQL, postgres.Args{"ids": IDs(p.gone), "reason": f.Reason})
	return err
}

// Become is what the schedule makes of stored dates: which it takes away, which it gives
// another day, and how those that stay will be.
func Become(stored []Occurrence, s Schedule, now time.Time) (gone, moved, stay []Occurrence, err error) {
	wanted, err := s.Expand(now)
	p := planDates(stored, pairing.Schedule{Dates: wanted, Begin: s.StartsAt}, now)
	return p.gone, p.moved, append(p.stay, p.change...), err
}

// FallingReason names the field for Falling.Reason.
const FallingReason = "hvorfor_avlyst"

// preview is Expand with the words and the paused dates.
func preview(s Schedule, l i18n.Lang, now time.Time) (Preview, error) {
	p, err := s.Preview(now)
	if err != nil {
		return Preview{}, fault.Refuse(i18n.Mark("Regelen for gjentakelse er for omfattende."))
	}
	return Preview{Words: s.Words(l, now), Dates: p.Dates, Skipped: p.Skipped}, nil
}

// plan is how the stored dates become the wanted ones.
type plan struct {
	add    []recurrence.Occurrence
	change []Occurrence // with their new key and times
	moved  []Occurrence // those of change that get another day, as they were
	stay   []Occurrence // as they are
	gone   []Occurrence
}

// planDates compares what is stored with what the schedule gives. What is over at
// now stays as it was.
func planDates(stored []Occurrence, to pairing.Schedule, now time.Time) plan {
	dates := make([]pairing.Date, len(stored))
	// The only date of an activity has waited for the one that its schedule has now, however late that comes.
	awaited := len(stored) == 1 && len(to.Dates) == 1 && stored[0].Postponed()
	for i, o := range stored {
		dates[i] = pairing.Date{ID: o.ID, Key: o.Key, Start: o.RuleStart(), Coming: o.StartsAt.After(now) && o.RuleStart().After(now) || awaited}
	}
	var p plan
	becomes, free := pairing.Of(dates, to, now)
	for i, o := range stored {
		switch {
		case becomes[i] != pairing.None:
			p.follow(o, to.Dates[becomes[i]], now)
		case dates[i].Coming:
			p.gone = append(p.gone, o)
		default:
			p.stay = append(p.stay, o)
		}
	}
	for _, i := range free {
		p.add = append(p.add, to.Dates[i])
	}
	return p
}

// follow makes a stored date what the schedule says, except what a person has moved.
func (p *plan) follow(o Occurrence, w recurrence.Occurrence, now time.Time) {
	next := o
	next.Key = w.Key
	switch {
	case o.OriginalStart != nil:
		next.OriginalStart = &w.Start
	case o.Postponed() && w.Start.Equal(o.StartsAt): // still without a new time
	default:
		next.StartsAt, next.EndsAt = w.Start, w.End
		if o.Postponed() {
			next.Reason, next.Status = "", next.Natural()
		}
	}
	same := next.Key == o.Key && next.StartsAt.Equal(o.StartsAt) && next.EndsAt.Equal(o.EndsAt)
	if same || !o.StartsAt.After(now) && !o.Postponed() {
		p.stay = append(p.stay, o)
		return
	}
	p.change = append(p.change, next)
	if !i18n.Midnight(o.StartsAt).Equal(i18n.Midnight(next.StartsAt)) {
		p.moved = append(p.moved, o)
	}
}
