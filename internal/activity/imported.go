// What a calendar file stores: activities known by their uid, and the dates that the file changes.

package activity

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/recurrence"

	"github.com/jackc/pgx/v5"
)

// The public reasons of what a calendar file cancels or moves, in the language of the activity, as
// the reasons that people write. They also tell the next import which dates are its own to take back.
var (
	importCancelled = i18n.Mark("Avlyst av arrangøren.")
	importMoved     = i18n.Mark("Tiden er endret av arrangøren.")
	importElsewhere = i18n.Mark("Stedet er endret av arrangøren.")
)

const importedSQL = `-- activity.imported
select ` + activityColumns + `, coalesce(a.import_uid, '') as import_uid, a.import_hash
from activity a join organisation org on org.id = a.organisation_id
where a.organisation_id = @organisation_id and a.municipality_id = @municipality_id and a.import_uid = any(@uids::text[])`

// Imported is an activity with what an import knows it by.
type Imported struct {
	Activity
	ImportUID, ImportHash string
}

const importedDatesSQL = `-- activity.importedDates
select ` + occurrenceColumns + ` ` + occurrenceTables + `
where o.activity_id = any(@ids::bigint[]) order by o.activity_id, o.starts_at, o.id`

// ReadImported are the organisation's activities that came from events with these
// uids, and all dates of each by its id.
func ReadImported(ctx context.Context, q postgres.Querier, municipalityID, organisationID int64, uids []string) ([]Imported, map[int64][]Occurrence, error) {
	known, err := postgres.Many[Imported](ctx, q, importedSQL, postgres.Args{
		"municipality_id": municipalityID, "organisation_id": organisationID, "uids": uids,
	})
	if err != nil {
		return nil, nil, err
	}
	var ids []int64
	for _, a := range known {
		ids = append(ids, a.ID)
	}
	all, err := postgres.Many[Occurrence](ctx, q, importedDatesSQL, postgres.Args{"ids": ids})
	dates := map[int64][]Occurrence{}
	for _, o := range all {
		dates[o.ActivityID] = append(dates[o.ActivityID], o)
	}
	return known, dates, err
}

// Incoming is what an import makes of an activity.
type Incoming struct {
	ID             int64 // 0: a new one
	OrganisationID int64 // of a new one
	Draft          Draft
	UID, Hash      string // what it is known by the next time, and what the file said
	Cancelled      bool
	Status         Status                  // what a new one, or a draft, becomes; "": it stays what it is
	Dates          map[string]IncomingDate // by the key of the occurrence
}

// IncomingDate is one date of a series that an import changes.
type IncomingDate struct {
	Start, End time.Time
	Cancelled  bool
	VenueID    int64 // where it differs from the series; 0: none that is known
	Place      string
}

// importOwn says whether an earlier import made the date what it is.
func importOwn(o Occurrence) bool {
	return slices.ContainsFunc(i18n.Langs, func(l i18n.Lang) bool {
		return o.Reason == l.T(importCancelled) || o.Reason == l.T(importMoved) || o.Reason == l.T(importElsewhere)
	})
}

// On is a date as the file wants it; the rule's own when the file no longer
// changes it. What people changed here is left alone. Its reason is told in l, the language of the activity.
func (d IncomingDate) On(o Occurrence, l i18n.Lang, changed bool, rule recurrence.Rule) Occurrence {
	if !changed && !importOwn(o) {
		return o
	}
	start := o.RuleStart()
	end := endOf(start, rule.Duration)
	o.StartsAt, o.EndsAt, o.OriginalStart, o.Reason, o.OwnVenueID, o.OwnPlaceNote = start, end, nil, "", 0, ""
	if changed {
		if o.OwnVenueID, o.OwnPlaceNote = d.VenueID, d.Place; d.VenueID != 0 || d.Place != "" {
			o.Reason = l.T(importElsewhere)
		}
		if !d.Cancelled && (!d.Start.Equal(start) || !d.End.Equal(end)) {
			o.StartsAt, o.EndsAt, o.OriginalStart, o.Reason = d.Start, d.End, &start, l.T(importMoved)
		}
	}
	o.Status = o.Natural()
	if d.Cancelled {
		o.Status, o.Reason = DateCancelled, l.T(importCancelled)
	}
	return o
}

const setImportHashSQL = `-- activity.setImportHash
update activity set import_hash = @hash where id = @id`

// StoreImported makes or changes one activity in the import's transaction.
func (s *Service) StoreImported(ctx context.Context, tx pgx.Tx, by account.Actor, in Incoming) (int64, error) {
	now := s.now()
	if in.ID == 0 {
		return s.createImported(ctx, tx, by, in, now)
	}
	a, err := lock(ctx, tx, by, mayEdit, in.ID, 0)
	if err != nil {
		return in.ID, err
	}
	if _, err := s.update(ctx, tx, by, a, in.Draft, Falling{}, now); err != nil {
		return in.ID, err
	}
	if in.Status != "" && a.Status == Drafted {
		if err := publishImported(ctx, tx, by, in.ID, in, now); err != nil {
			return in.ID, err
		}
	}
	if a.Cancelled() != in.Cancelled {
		if err := cancelImported(ctx, tx, by, in.Draft.Lang, in.ID, in.Cancelled, now); err != nil {
			return in.ID, err
		}
	}
	return in.ID, finishImported(ctx, tx, in.ID, in, now)
}

func (s *Service) createImported(ctx context.Context, tx pgx.Tx, by account.Actor, in Incoming, now time.Time) (int64, error) {
	if err := MayCreate(by, in.OrganisationID); err != nil {
		return 0, err
	}
	id, err := s.create(ctx, tx, by, in.OrganisationID, in.Draft, origin{Source: ByImport, ImportUID: in.UID, ImportHash: in.Hash}, now)
	if err != nil {
		return 0, err
	}
	if err := publishImported(ctx, tx, by, id, in, now); err != nil {
		return 0, err
	}
	if in.Cancelled {
		if err := cancelImported(ctx, tx, by, in.Draft.Lang, id, true, now); err != nil {
			return 0, err
		}
	}
	return id, finishImported(ctx, tx, id, in, now)
}

// publishImported makes a draft what the import makes of it.
func publishImported(ctx context.Context, tx pgx.Tx, by account.Actor, id int64, in Incoming, now time.Time) error {
	if in.Status == Drafted {
		return nil
	}
	if err := setStatus(ctx, tx, id, in.Status, "", now); err != nil {
		return err
	}
	action := map[Status]string{Published: "activity.publish", Submitted: "activity.submit"}[in.Status]
	return record(ctx, tx, now, by, action, id, map[string]any{"title": in.Draft.Title})
}

func cancelImported(ctx context.Context, tx pgx.Tx, by account.Actor, l i18n.Lang, id int64, cancelled bool, now time.Time) error {
	if !cancelled {
		if err := setCancelled(ctx, tx, id, nil, "", now); err != nil {
			return err
		}
		return record(ctx, tx, now, by, "activity.restore", id, nil)
	}
	if err := setCancelled(ctx, tx, id, &now, l.T(importCancelled), now); err != nil {
		return err
	}
	return record(ctx, tx, now, by, "activity.cancel", id, map[string]any{"reason": l.T(importCancelled)})
}

// finishImported puts the single dates right, remembers the file's words and makes search know.
func finishImported(ctx context.Context, tx pgx.Tx, id int64, in Incoming, now time.Time) error {
	if err := applyDates(ctx, tx, id, in.Draft, in.Dates, now); err != nil {
		return fmt.Errorf("dates of activity %d: %w", id, err)
	}
	if _, err := postgres.Exec(ctx, tx, setImportHashSQL, postgres.Args{"id": id, "hash": in.Hash}); err != nil {
		return err
	}
	return index(ctx, tx, id, now)
}

// applyDates makes the coming dates what the file says of them, one by one.
func applyDates(ctx context.Context, tx pgx.Tx, id int64, draft Draft, dates map[string]IncomingDate, now time.Time) error {
	stored, err := storedDates(ctx, tx, id)
	if err != nil {
		return err
	}
	rule := draft.Schedule.Rule()
	for _, was := range stored {
		d, changed := dates[was.Key]
		o := d.On(was, draft.Lang, changed, rule)
		if !was.OverAt.After(now) || sameDate(was, o) || o.EndsAt.Sub(o.StartsAt) > schedule.MaxMinutes*time.Minute || o.EndsAt.Before(o.StartsAt) {
			continue
		}
		if err := setDate(ctx, tx, o, now); err != nil {
			return fmt.Errorf("set date %s: %w", o.Key, err)
		}
	}
	return nil
}

func sameDate(a, b Occurrence) bool {
	return a.Status == b.Status && a.Reason == b.Reason && a.OwnVenueID == b.OwnVenueID && a.OwnPlaceNote == b.OwnPlaceNote && a.StartsAt.Equal(b.StartsAt) && a.EndsAt.Equal(b.EndsAt)
}
