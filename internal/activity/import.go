package activity

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/recurrence"

	"github.com/jackc/pgx/v5"
)

// Imported is an event of a calendar file as an activity.
type Imported struct {
	UID       string // what it is recognised by the next time
	Hash      string // of all that was read: the same hash means nothing new
	Draft     Draft
	Cancelled bool // the whole series
	Dates     []ImportedDate
}

// ImportedDate is one date that differs from its series.
type ImportedDate struct {
	RuleStart        time.Time // what the rule gives
	StartsAt, EndsAt time.Time
	Cancelled        bool
}

// Known is an activity that came by an import before.
type Known struct {
	ID        int64
	ImportUID string
	Hash      string
	Title     string
	Status    Status
}

const knownSQL = `-- activity.Known
select id, import_uid, import_hash as hash, title, status from activity
where organisation_id = @organisation_id and municipality_id = @municipality_id and import_uid is not null`

// Known are an organisation's imported activities by UID.
func (s *Service) Known(ctx context.Context, q postgres.Querier, actor account.Actor, organisationID int64) (map[string]Known, error) {
	if err := actor.Require(account.ImportAll); err != nil {
		return nil, err
	}
	rows, err := postgres.Many[Known](ctx, q, knownSQL, pgx.StrictNamedArgs{
		"organisation_id": organisationID, "municipality_id": actor.MunicipalityID,
	})
	if err != nil {
		return nil, fmt.Errorf("read imported activities: %w", err)
	}
	known := make(map[string]Known, len(rows))
	for _, k := range rows {
		known[k.ImportUID] = k
	}
	return known, nil
}

// CheckImported says what is wrong with an event before anything is stored.
func (s *Service) CheckImported(e Imported) error { return e.Draft.Normal().Validate(s.now()) }

const setHashSQL = `-- activity.setHash
update activity set import_hash = @hash where id = @id`

// StoreImported stores an event in tx and publishes it; id is that of Known, 0
// for a new one. What a group has archived or withdrawn stays so.
func (s *Service) StoreImported(ctx context.Context, tx pgx.Tx, actor account.Actor, organisationID, id int64, e Imported) (int64, error) {
	if err := actor.Require(account.ImportAll); err != nil {
		return 0, err
	}
	now := s.now()
	d := e.Draft.Normal()
	if err := d.Validate(now); err != nil {
		return 0, err
	}
	var err error
	if id == 0 {
		id, err = s.addImported(ctx, tx, actor, organisationID, d, e, now)
	} else {
		err = s.renewImported(ctx, tx, actor, id, d, e, now)
	}
	if err != nil {
		return 0, err
	}
	return id, index(ctx, tx, id, now)
}

func (s *Service) addImported(ctx context.Context, tx pgx.Tx, actor account.Actor, organisationID int64, d Draft, e Imported, now time.Time) (int64, error) {
	if _, err := approvalOf(ctx, tx, actor.MunicipalityID, organisationID); err != nil {
		return 0, err
	}
	id, err := s.create(ctx, tx, actor, organisationID, d, origin{Source: ByImport, ImportUID: e.UID, ImportHash: e.Hash}, now)
	if err != nil {
		return 0, err
	}
	if err := setStatus(ctx, tx, id, Published, "", now); err != nil {
		return 0, err
	}
	return id, s.importDates(ctx, tx, id, e, now)
}

func (s *Service) renewImported(ctx context.Context, tx pgx.Tx, actor account.Actor, id int64, d Draft, e Imported, now time.Time) error {
	a, err := lock(ctx, tx, actor, id, 0)
	if err != nil || a.Status == Archived {
		return err
	}
	if _, err := s.replace(ctx, tx, actor, a, d, now); err != nil {
		return err
	}
	if _, err := postgres.Exec(ctx, tx, setHashSQL, pgx.StrictNamedArgs{"id": id, "hash": e.Hash}); err != nil {
		return err
	}
	return s.importDates(ctx, tx, id, e, now)
}

// importDateSQL leaves what is over as it was.
const importDateSQL = `-- activity.importDate
update occurrence set status = @status, starts_at = @starts_at, ends_at = @ends_at, original_start = @original_start,
    sequence = sequence + 1, updated_at = @now
where activity_id = @id and key = @key and starts_at > @now
  and (status, starts_at, ends_at) is distinct from (@status, @starts_at::timestamptz, @ends_at::timestamptz)`

func (s *Service) importDates(ctx context.Context, tx pgx.Tx, id int64, e Imported, now time.Time) error {
	var at *time.Time
	if e.Cancelled {
		at = &now
	}
	if err := setCancelled(ctx, tx, id, at, "", now); err != nil {
		return err
	}
	for _, date := range e.Dates {
		status, original := Planned, (*time.Time)(nil)
		if !date.StartsAt.Equal(date.RuleStart) {
			status, original = Moved, &date.RuleStart
		}
		if date.Cancelled {
			status = DateCancelled
		}
		if _, err := postgres.Exec(ctx, tx, importDateSQL, pgx.StrictNamedArgs{
			"id": id, "key": date.RuleStart.UTC().Format(recurrence.KeyFormat), "status": string(status),
			"starts_at": date.StartsAt, "ends_at": date.EndsAt, "original_start": original, "now": now,
		}); err != nil {
			return fmt.Errorf("import date of activity %d: %w", id, err)
		}
	}
	return nil
}
