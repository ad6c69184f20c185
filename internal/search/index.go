// What features hand over to be found, and how it moves on as time passes.

package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
)

// An Entry is an activity as search sees it.
type Entry struct {
	ActivityID  int64
	Doc         Doc
	Facts       Facts        // the first category and area are those of the plain lists
	Occurrences []Occurrence // the coming ones; those that are over are left out
}

// An Occurrence is one date of an activity. A cancelled one stands in the list
// by day, and is the activity's next date only when there is no other.
type Occurrence struct {
	ID           int64
	Starts, Ends time.Time
	Cancelled    bool
	Joining      Joining
}

// A Document is anything else that the search page finds. Kind is the caller's
// word ("organisation"), and with ID its key.
type Document struct {
	Kind  string
	ID    int64
	Doc   Doc // Title is also what the list is sorted by
	Facts Facts
}

const (
	putActivitySQL = `-- search.IndexActivity
insert into live_activity (activity_id, municipality_id, category_id, area_id, next_at, next_occurrence_id, expires_at, lex)
values (@activity, @municipality, @category, @area, @next_at, @next_occurrence, @expires_at, array_to_tsvector(@lexemes::text[]))
on conflict (activity_id) do update set
    municipality_id = excluded.municipality_id, category_id = excluded.category_id, area_id = excluded.area_id,
    next_at = excluded.next_at, next_occurrence_id = excluded.next_occurrence_id, expires_at = excluded.expires_at, lex = excluded.lex`

	clearOccurrencesSQL = `-- search.clearOccurrences
delete from live_occurrence where activity_id = @activity or occurrence_id = any (@occurrences::bigint[])`

	putOccurrencesSQL = `-- search.putOccurrences
insert into live_occurrence (occurrence_id, at, until, activity_id, municipality_id, slot, cancelled, joining)
select o.id, o.at, o.until, @activity, @municipality, o.slot, o.cancelled, o.joining
from unnest(@ids::bigint[], @at::timestamptz[], @until::timestamptz[], @slots::smallint[], @cancelled::boolean[], @joining::smallint[])
    as o (id, at, until, slot, cancelled, joining)`

	removeActivitySQL = `-- search.RemoveActivity
delete from live_activity where activity_id = @activity`

	putDocumentSQL = `-- search.IndexDocument
insert into search_document (kind, id, municipality_id, title, lex)
values (@kind, @id, @municipality, @title, array_to_tsvector(@lexemes::text[]))
on conflict (kind, id) do update set municipality_id = excluded.municipality_id, title = excluded.title, lex = excluded.lex`

	removeDocumentSQL = `-- search.RemoveDocument
delete from search_document where kind = @kind and id = any(@ids::bigint[])`
)

// IndexActivity makes an activity findable as it is now, in the transaction
// that changed it. An activity with no date to come is removed instead.
func IndexActivity(ctx context.Context, tx pgx.Tx, now time.Time, e Entry) error {
	days := slices.DeleteFunc(e.days(), func(d day) bool { return !d.until.After(now) })
	if len(days) == 0 {
		return RemoveActivity(ctx, tx, e.ActivityID)
	}
	next, expires := nextDay(days)
	lexemes := e.lexemes(days)
	if _, err := postgres.Exec(ctx, tx, putActivitySQL, postgres.Args{
		"activity": e.ActivityID, "municipality": e.Facts.Municipality, "category": first(e.Facts.Categories), "area": nullable(first(e.Facts.Areas)),
		"next_at": next.at, "next_occurrence": next.occurrence, "expires_at": expires, "lexemes": In(e.Facts.Municipality, lexemes),
	}); err != nil {
		return fmt.Errorf("index activity %d: %w", e.ActivityID, err)
	}
	if err := noteWords(ctx, tx, e.Facts.Municipality, lexemes); err != nil {
		return fmt.Errorf("note words of activity %d: %w", e.ActivityID, err)
	}
	return putDays(ctx, tx, e, days)
}

func putDays(ctx context.Context, tx pgx.Tx, e Entry, days []day) error {
	ids, at, until := make([]int64, len(days)), make([]time.Time, len(days)), make([]time.Time, len(days))
	slots, cancelled, joining := make([]int16, len(days)), make([]bool, len(days)), make([]int16, len(days))
	for i, d := range days {
		ids[i], at[i], until[i], slots[i], cancelled[i], joining[i] = d.occurrence, d.at, d.until, slot(d.at), d.cancelled, int16(d.joining)
	}
	if _, err := postgres.Exec(ctx, tx, clearOccurrencesSQL, postgres.Args{"activity": e.ActivityID, "occurrences": ids}); err != nil {
		return fmt.Errorf("index dates of activity %d: %w", e.ActivityID, err)
	}
	if _, err := postgres.Exec(ctx, tx, putOccurrencesSQL, postgres.Args{
		"activity": e.ActivityID, "municipality": e.Facts.Municipality,
		"ids": ids, "at": at, "until": until, "slots": slots, "cancelled": cancelled, "joining": joining,
	}); err != nil {
		return fmt.Errorf("index dates of activity %d: %w", e.ActivityID, err)
	}
	return nil
}

// RemoveActivity makes an activity unfindable: withdrawn, archived, over.
func RemoveActivity(ctx context.Context, tx pgx.Tx, activityID int64) error {
	if _, err := postgres.Exec(ctx, tx, removeActivitySQL, postgres.Args{"activity": activityID}); err != nil {
		return fmt.Errorf("remove activity %d from search: %w", activityID, err)
	}
	return nil
}

// IndexDocument makes a document findable as it is now.
func IndexDocument(ctx context.Context, tx pgx.Tx, d Document) error {
	return IndexDocuments(ctx, tx, d)
}

// IndexDocuments makes documents of one municipality findable as they are now, in one round trip.
func IndexDocuments(ctx context.Context, tx pgx.Tx, documents ...Document) error {
	if len(documents) == 0 {
		return nil
	}
	batch := &pgx.Batch{}
	var words []string
	for _, d := range documents {
		own := Lexemes(d.Doc)
		words = append(words, own...)
		batch.Queue(putDocumentSQL, postgres.Args{
			"kind": d.Kind, "id": d.ID, "municipality": d.Facts.Municipality, "title": d.Doc.Title,
			"lexemes": In(d.Facts.Municipality, slices.Concat(own, names(kindSign, d.Kind), d.Facts.Lexemes())),
		})
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("index %d documents: %w", len(documents), postgres.Fault(err))
	}
	slices.Sort(words)
	if err := noteWords(ctx, tx, documents[0].Facts.Municipality, slices.Compact(words)); err != nil {
		return fmt.Errorf("note the words of %d documents: %w", len(documents), err)
	}
	return nil
}

// RemoveDocument makes a document unfindable.
func RemoveDocument(ctx context.Context, tx pgx.Tx, kind string, id int64) error {
	return RemoveDocuments(ctx, tx, kind, id)
}

// RemoveDocuments makes documents of a kind unfindable.
func RemoveDocuments(ctx context.Context, tx pgx.Tx, kind string, ids ...int64) error {
	if _, err := postgres.Exec(ctx, tx, removeDocumentSQL, postgres.Args{"kind": kind, "ids": ids}); err != nil {
		return fmt.Errorf("remove %d of %s from search: %w", len(ids), kind, err)
	}
	return nil
}

// A day is an occurrence, or the part of a long one that falls on one day.
type day struct {
	occurrence int64
	at, until  time.Time
	cancelled  bool
	joining    Joining // NotNow when it is cancelled
}

const (
	maxDays    = 60            // of one occurrence
	SmallHours = 6 * time.Hour // after midnight: what ends by then belongs to the evening before
)

func (e Entry) days() []day {
	var all []day
	for _, o := range e.Occurrences {
		all = append(all, o.days()...)
	}
	return all
}

func (o Occurrence) days() []day {
	ends := o.Ends
	if !ends.After(o.Starts) {
		ends = o.Starts.Add(time.Hour) // how long it lasts is not known
	}
	d := day{occurrence: o.ID, at: o.Starts, cancelled: o.Cancelled}
	if !o.Cancelled {
		d.joining = o.Joining
	}
	var all []day
	for range maxDays {
		midnight := nextMidnight(d.at)
		if !ends.After(midnight.Add(SmallHours)) {
			d.until = ends
			return append(all, d)
		}
		d.until = midnight
		all = append(all, d)
		d.at = midnight
	}
	return all
}

func nextMidnight(t time.Time) time.Time {
	y, m, d := t.In(i18n.Oslo).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, i18n.Oslo)
}

// nextDay is the day that stands for the activity, and when that must be looked at again.
func nextDay(days []day) (next day, expires time.Time) {
	next, expires = days[0], days[0].until
	for _, d := range days[1:] {
		if d.until.Before(expires) {
			expires = d.until
		}
		if d.cancelled != next.cancelled && next.cancelled || d.cancelled == next.cancelled && d.at.Before(next.at) {
			next = d
		}
	}
	return next, expires
}

func (e Entry) lexemes(days []day) []string {
	var slots []int16
	var ways []Joining
	for _, d := range days {
		slots, ways = append(slots, slot(d.at)), append(ways, d.joining)
	}
	slices.Sort(slots)
	all := slices.Concat(Lexemes(e.Doc), e.Facts.Lexemes(), slotFacts(slices.Compact(slots)), joiningLexemes(ways))
	slices.Sort(all)
	return slices.Compact(all)
}

func first(ids []int64) int64 {
	if len(ids) == 0 {
		return 0
	}
	return ids[0]
}

func nullable(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// Other rollers skip the rows that one has taken, so several may run at once.
const rollForwardSQL = `-- search.RollForward
with due as (
    select activity_id from live_activity where expires_at <= @now order by expires_at limit @batch for update skip locked
), next as (
    select d.activity_id, n.at, n.occurrence_id, e.expires_at
    from due d
    left join lateral (select at, occurrence_id from live_occurrence o where o.activity_id = d.activity_id and o.until > @now
        order by o.cancelled, o.at, o.occurrence_id limit 1) n on true
    left join lateral (select min(o.until) as expires_at from live_occurrence o where o.activity_id = d.activity_id and o.until > @now) e on true
), past as (
    delete from live_occurrence o using next n where o.activity_id = n.activity_id and o.until <= @now and n.at is not null
), moved as (
    update live_activity a set next_at = n.at, next_occurrence_id = n.occurrence_id, expires_at = n.expires_at
    from next n where n.activity_id = a.activity_id and n.at is not null
), gone as (
    delete from live_activity a using next n where n.activity_id = a.activity_id and n.at is null
)
select count(*) from next`

// RollForward gives up to batch activities whose next date is over their next
// one, and removes those that have none. It returns how many it handled: call
// it again at once while that is batch.
func RollForward(ctx context.Context, q postgres.Querier, now time.Time, batch int) (int, error) {
	n, err := postgres.Scalar[int](ctx, q, rollForwardSQL, postgres.Args{"now": now, "batch": batch})
	if err != nil {
		return 0, fmt.Errorf("roll search forward: %w", err)
	}
	return n, nil
}
