// Use cases of one date: called off, restored, moved in time or place.

package activity

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// DateRef points at one date of an activity as the page showed it. Sequence is
// the one shown: if somebody has changed the date since, the answer is
// fault.Conflict; -1 means whichever is stored.
type DateRef struct {
	ActivityID   int64
	OccurrenceID int64
	Sequence     int
}

// DateChange is what one date becomes. An unchanged time with a VenueID or
// PlaceNote only moves the place.
type DateChange struct {
	StartsAt  time.Time
	EndsAt    time.Time
	VenueID   int64 // 0: where the activity is
	PlaceNote string
	Reason    string // public; needed when the time changes
}

const occurrenceSQL = `-- activity.occurrence
select ` + occurrenceColumns + ` ` + occurrenceTables + `
where o.activity_id = @activity_id and o.id = @id
for no key update of o`

const setDateSQL = `-- activity.setDate
update occurrence set status = @status, reason = @reason, starts_at = @starts_at, original_start = @original_start,
    ends_at = case when @status = 'postponed' then @over_at::timestamptz else @ends_at end, postponed_end = case when @status = 'postponed' then @ends_at::timestamptz end,
    venue_id = nullif(@venue_id::bigint, 0), place_note = @place_note, sequence = sequence + 1, updated_at = @now
where id = @id`

// onDate locks an activity and one of its coming dates, lets change say what the
// date becomes, and stores that.
func (s *Service) onDate(ctx context.Context, actor account.Actor, may allowed, ref DateRef, action string, change func(Activity, *Occurrence, time.Time) error) error {
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		a, err := lock(ctx, tx, actor, may, ref.ActivityID, 0)
		if err != nil {
			return err
		}
		o, err := lockDate(ctx, tx, ref, now)
		if err != nil {
			return err
		}
		was := o
		if err := change(a, &o, now); err != nil {
			return err
		}
		if err := checkSiblings(ctx, tx, a, was, o); err != nil {
			return err
		}
		if err := checkVenue(ctx, tx, a, o.OwnVenueID); err != nil {
			return err
		}
		return s.storeDate(ctx, tx, actor.Audit(), action, a, o, now)
	})
}

const takenSQL = `-- activity.taken
select exists (select from occurrence where municipality_id = @municipality_id and activity_id = @activity_id and id <> @id and starts_at = @starts_at and not off)`

// checkSiblings keeps a date from a time that another one of its activity has.
func checkSiblings(ctx context.Context, tx pgx.Tx, a Activity, was, o Occurrence) error {
	if o.Off() || !was.Off() && o.StartsAt.Equal(was.StartsAt) {
		return nil
	}
	taken, err := postgres.Scalar[bool](ctx, tx, takenSQL, postgres.Args{"municipality_id": a.MunicipalityID, "activity_id": a.ID, "id": o.ID, "starts_at": o.StartsAt})
	switch {
	case err != nil || !taken:
		return err
	case was.Cancelled():
		return fault.Refuse(i18n.Mark("Aktiviteten har en annen dato som begynner da. Flytt eller avlys den først."))
	}
	return fault.Fields{{Name: "dato", Msg: i18n.Mark("Aktiviteten har en annen dato som begynner da. Velg en annen tid.")}}.Err()
}

// storeDate stores what a date has become, and whoever must know is told.
func (s *Service) storeDate(ctx context.Context, tx pgx.Tx, actor audit.Actor, action string, a Activity, o Occurrence, now time.Time) error {
	if err := setDate(ctx, tx, o, now); err != nil {
		return err
	}
	if err := index(ctx, tx, a.ID, now); err != nil {
		return err
	}
	if err := s.changed(ctx, tx, a); err != nil {
		return err
	}
	return audit.Record(ctx, tx, now, actor, audit.Event{
		Action: action, Object: "activity", ObjectID: a.ID, Detail: map[string]any{"date": o.Key, "reason": o.Reason},
	})
}

func setDate(ctx context.Context, tx pgx.Tx, o Occurrence, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, setDateSQL, postgres.Args{
		"id": o.ID, "status": string(o.Status), "reason": o.Reason, "starts_at": o.StartsAt, "ends_at": o.EndsAt,
		"over_at": o.OverAt, "original_start": o.OriginalStart, "venue_id": o.OwnVenueID, "place_note": o.OwnPlaceNote, "now": now,
	})
	return err
}

func lockDate(ctx context.Context, tx pgx.Tx, ref DateRef, now time.Time) (Occurrence, error) {
	o, err := postgres.One[Occurrence](ctx, tx, occurrenceSQL, postgres.Args{"activity_id": ref.ActivityID, "id": ref.OccurrenceID})
	switch {
	case fault.Is(err, fault.NotFound):
		return o, fault.Missing(i18n.Mark("Vi finner ikke datoen."))
	case err != nil:
		return o, err
	case ref.Sequence >= 0 && ref.Sequence != o.Sequence:
		return o, fault.Outrun(i18n.Mark("Noen andre har endret datoen i mellomtiden. Last siden på nytt."))
	case !o.OverAt.After(now):
		return o, fault.Refuse(i18n.Mark("Datoen er over og kan ikke endres."))
	}
	return o, nil
}

const venueSQL = `-- activity.venue
select exists (select from venue where id = @id and municipality_id = @municipality_id)`

func checkVenue(ctx context.Context, tx pgx.Tx, a Activity, id int64) error {
	if id == 0 {
		return nil
	}
	known, err := postgres.Scalar[bool](ctx, tx, venueSQL, postgres.Args{"id": id, "municipality_id": a.MunicipalityID})
	if err != nil || known {
		return err
	}
	return fault.Fields{{Name: "sted", Msg: i18n.Mark("Velg et sted fra listen.")}}.Err()
}

// CancelOccurrence calls one date off. It stays visible, with the reason.
func (s *Service) CancelOccurrence(ctx context.Context, actor account.Actor, ref DateRef, reason string) error {
	reason, err := checkReason(reason, i18n.Mark("Skriv hvorfor det er avlyst. Alle kan lese det."))
	if err != nil {
		return err
	}
	return s.onDate(ctx, actor, mayEnd, ref, "activity.cancel_date", func(_ Activity, o *Occurrence, _ time.Time) error {
		o.Status, o.Reason = DateCancelled, reason
		return nil
	})
}

// PostponeOccurrence says that one date does not happen at its time, and that a new time
// will come. Those signed up keep their places. ChangeOccurrence gives it the new time;
// where nobody has within PostponedFor, it is cancelled.
func (s *Service) PostponeOccurrence(ctx context.Context, actor account.Actor, ref DateRef, reason string) error {
	reason, err := checkReason(reason, i18n.Mark("Skriv hvorfor det er utsatt. Alle kan lese det."))
	if err != nil {
		return err
	}
	return s.onDate(ctx, actor, mayEnd, ref, "activity.postpone_date", func(_ Activity, o *Occurrence, _ time.Time) error {
		o.Postpone(reason)
		return nil
	})
}

// RestoreOccurrence takes the cancellation of one date back, or that it is postponed.
// A date that had been moved before is still moved; one whose time has passed needs a new one.
func (s *Service) RestoreOccurrence(ctx context.Context, actor account.Actor, ref DateRef) error {
	return s.onDate(ctx, actor, mayEdit, ref, "activity.restore_date", func(_ Activity, o *Occurrence, now time.Time) error {
		if !o.EndsAt.After(now) {
			return fault.Refuse(i18n.Mark("Tiden er over. Sett en ny dato."))
		}
		o.Reason = ""
		o.Status = o.Natural()
		return nil
	})
}

// ChangeOccurrence gives one date another time or place; the rest of the series
// stays. Changing it back to what the series says makes it an ordinary date again.
func (s *Service) ChangeOccurrence(ctx context.Context, actor account.Actor, ref DateRef, c DateChange) error {
	return s.onDate(ctx, actor, mayEdit, ref, "activity.change_date", func(a Activity, o *Occurrence, now time.Time) error {
		return c.apply(a, o, now)
	})
}

// apply is the pure rule behind ChangeOccurrence.
func (c DateChange) apply(a Activity, o *Occurrence, now time.Time) error {
	var f fault.Fields
	f.Check(schedule.Sane(c.StartsAt, now) && c.StartsAt.After(now), "dato", i18n.Mark("Velg en dato som kommer."))
	f.Check(!c.EndsAt.Before(c.StartsAt), "til", i18n.Mark("Slutten må være etter starten."))
	f.Check(c.EndsAt.Sub(c.StartsAt) <= schedule.MaxMinutes*time.Minute, "til", i18n.Mark("En dato kan vare i høyst 14 dager."))
	short(&f, "moteplass", c.PlaceNote, MaxPlaceNote)
	reason := c.Reason
	if reason != "" || !c.StartsAt.Equal(o.RuleStart()) {
		var err error
		reason, err = checkReason(reason, i18n.Mark("Skriv hvorfor tiden er endret. Alle kan lese det."))
		f = append(f, fault.FieldsOf(err)...)
	}
	if err := f.Err(); err != nil {
		return err
	}
	o.StartsAt, o.EndsAt, o.OwnVenueID, o.OwnPlaceNote, o.Reason = c.StartsAt, c.EndsAt, c.VenueID, c.PlaceNote, reason
	if c.VenueID == a.VenueID {
		o.OwnVenueID = 0
	}
	o.OriginalStart = nil
	rule := a.Schedule.Rule()
	start := o.RuleStart()
	if moved := !c.StartsAt.Equal(start) || !c.EndsAt.Equal(endOf(start, rule.Duration)); moved {
		o.OriginalStart = &start
	}
	o.Status = o.Natural()
	return nil
}

// endOf is the end of a date that lasts so long by the clock on the wall.
func endOf(start time.Time, d time.Duration) time.Time {
	return Schedule{StartsAt: start, DurationMinutes: int(d.Minutes())}.EndsAt()
}
