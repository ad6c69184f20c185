// The municipality's calendar: read, written, changed and removed by hand.

package planning

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const entryColumns = `e.id, e.kind, e.title, e.starts_at, e.ends_at, e.all_day, e.import_uid <> '' as imported, e.updated_at, e.version`

const entrySQL = `-- planning.entry
select ` + entryColumns + ` from calendar_entry e where e.municipality_id = @municipality_id and e.id = @id`

// Entry is one entry, for whoever may change it.
func (s *Service) Entry(ctx context.Context, by account.Actor, id int64) (Entry, error) {
	if err := by.Require(account.ManageActivities); err != nil {
		return Entry{}, err
	}
	return entry(ctx, s.Pool, by.MunicipalityID, id)
}

func entry(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Entry, error) {
	e, err := postgres.One[Entry](ctx, q, entrySQL, postgres.Args{"municipality_id": municipalityID, "id": id})
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing(i18n.Mark("Vi finner det ikke i kalenderen. Noen har kanskje fjernet det."))
	}
	return e, err
}

// EntryParams say which part of the calendar is wanted.
type EntryParams struct {
	Past          bool // what is over, the latest first; else what is not, the next first
	After, Before string
	Limit         int // as in keyset.Params
}

// EntryPage is a part of the calendar.
type EntryPage = keyset.Page[Entry]

const (
	comingEntriesSQL = `-- planning.comingEntries
select ` + entryColumns + ` from calendar_entry e
where e.municipality_id = @municipality_id and e.ends_at > @now and e.starts_at > @now::timestamptz - interval '367 days' and (@id::bigint = 0 or (e.starts_at, e.id) > (nullif(@at::text, '')::timestamptz, @id))
order by e.starts_at, e.id limit @limit`

	comingEntriesBackSQL = `-- planning.comingEntriesBack
select ` + entryColumns + ` from calendar_entry e
where e.municipality_id = @municipality_id and e.ends_at > @now and e.starts_at > @now::timestamptz - interval '367 days' and (@id::bigint = 0 or (e.starts_at, e.id) < (nullif(@at::text, '')::timestamptz, @id))
order by e.starts_at desc, e.id desc limit @limit`

	pastEntriesSQL = `-- planning.pastEntries
select ` + entryColumns + ` from calendar_entry e
where e.municipality_id = @municipality_id and e.ends_at <= @now and e.starts_at < @now and (@id::bigint = 0 or (e.starts_at, e.id) < (nullif(@at::text, '')::timestamptz, @id))
order by e.starts_at desc, e.id desc limit @limit`

	pastEntriesBackSQL = `-- planning.pastEntriesBack
select ` + entryColumns + ` from calendar_entry e
where e.municipality_id = @municipality_id and e.ends_at <= @now and e.starts_at < @now and (@id::bigint = 0 or (e.starts_at, e.id) > (nullif(@at::text, '')::timestamptz, @id))
order by e.starts_at, e.id limit @limit`
)

const (
	comingFirst = "kommer"
	pastFirst   = "over"
)

var entryOrders = keyset.Orders[Entry]{
	comingFirst: {Up: comingEntriesSQL, Down: comingEntriesBackSQL, Place: placeOf, Fits: keyset.IsMoment},
	pastFirst:   {Up: pastEntriesSQL, Down: pastEntriesBackSQL, Place: placeOf, Fits: keyset.IsMoment},
}

func placeOf(e Entry) keyset.Place {
	return keyset.Place{At: e.StartsAt.UTC().Format(time.RFC3339Nano), ID: e.ID}
}

// Entries are the municipality's calendar.
func (s *Service) Entries(ctx context.Context, by account.Actor, p EntryParams) (EntryPage, error) {
	if err := activity.MayOpen(by); err != nil {
		return EntryPage{}, err
	}
	at := keyset.Params{Sort: comingFirst, After: p.After, Before: p.Before, Limit: p.Limit}
	if p.Past {
		at.Sort = pastFirst
	}
	return entryOrders.Read(at, func(sql string, from keyset.Place, limit int) ([]Entry, error) {
		return postgres.Many[Entry](ctx, s.Pool, sql, postgres.Args{
			"municipality_id": by.MunicipalityID, "now": s.Now(), "at": from.At, "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
}

const insertEntrySQL = `-- planning.insertEntry
insert into calendar_entry (municipality_id, kind, title, starts_at, ends_at, all_day, import_uid, created_at, updated_at)
values (@municipality_id, @kind, @title, @starts_at, @ends_at, @all_day, @import_uid, @now, @now)
returning id`

func (s *Service) insert(ctx context.Context, tx pgx.Tx, municipalityID int64, e Entry, uid string) (int64, error) {
	return postgres.Scalar[int64](ctx, tx, insertEntrySQL, postgres.Args{
		"municipality_id": municipalityID, "kind": e.Kind, "title": e.Title, "starts_at": e.StartsAt, "ends_at": e.EndsAt,
		"all_day": e.AllDay, "import_uid": uid, "now": s.Now(),
	})
}

// Create puts an entry into the calendar and returns its id.
func (s *Service) Create(ctx context.Context, by account.Actor, e Entry) (int64, error) {
	if err := by.Require(account.ManageActivities); err != nil {
		return 0, err
	}
	e = e.normal()
	if err := e.Check(); err != nil {
		return 0, err
	}
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) (err error) {
		if e.ID, err = s.insert(ctx, tx, by.MunicipalityID, e, ""); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "calendar.create", e)
	})
	return e.ID, err
}

const updateEntrySQL = `-- planning.updateEntry
update calendar_entry set kind = @kind, title = @title, starts_at = @starts_at, ends_at = @ends_at, all_day = @all_day, updated_at = @now, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version`

// Update changes an entry. When somebody changed it since e.Version was read, it is
// a Conflict and nothing is stored. What a calendar file brought stays as it is
// changed here until the file says something else.
func (s *Service) Update(ctx context.Context, by account.Actor, e Entry) error {
	if err := by.Require(account.ManageActivities); err != nil {
		return err
	}
	e = e.normal()
	if err := e.Check(); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := entry(ctx, tx, by.MunicipalityID, e.ID); err != nil {
			return err
		}
		n, err := postgres.Exec(ctx, tx, updateEntrySQL, postgres.Args{
			"municipality_id": by.MunicipalityID, "id": e.ID, "version": e.Version, "kind": e.Kind, "title": e.Title,
			"starts_at": e.StartsAt, "ends_at": e.EndsAt, "all_day": e.AllDay, "now": s.Now(),
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return outrun()
		}
		return s.record(ctx, tx, by, "calendar.update", e)
	})
}

func outrun() error {
	return fault.Outrun(i18n.Mark("Noen andre har endret dette mens du skrev."))
}

const removeEntrySQL = `-- planning.removeEntry
delete from calendar_entry where municipality_id = @municipality_id and id = @id and version = @version`

// Remove takes an entry out of the calendar, the version that was seen. What a calendar
// file brought stays away until the file says something else.
func (s *Service) Remove(ctx context.Context, by account.Actor, id int64, version int) error {
	if err := by.Require(account.ManageActivities); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		e, err := entry(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		n, err := postgres.Exec(ctx, tx, removeEntrySQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id, "version": version})
		if err != nil {
			return err
		}
		if n == 0 {
			return outrun()
		}
		return s.record(ctx, tx, by, "calendar.remove", e)
	})
}

func (s *Service) record(ctx context.Context, tx pgx.Tx, by account.Actor, action string, e Entry) error {
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{
		Action: action, Object: "calendar_entry", ObjectID: e.ID, Detail: map[string]any{"title": e.Title},
	})
}
