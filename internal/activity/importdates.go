package activity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/recurrence"

	"github.com/jackc/pgx/v5"
)

// The public reasons of what a calendar file cancels or moves. They also tell the
// next import which dates are its own to take back.
const (
	importCancelled = "Avlyst av arrangøren."
	importMoved     = "Tiden er endret av arrangøren."
)

// importDate is one date of a series that the file changes.
type importDate struct {
	start, end time.Time
	cancelled  bool
	place      string // where it differs from the series
}

// datesOf are the changed dates by the key of the occurrence.
func datesOf(e ical.Event) map[string]importDate {
	dates := map[string]importDate{}
	for _, o := range e.Overrides {
		dates[o.RecurrenceID.UTC().Format(recurrence.KeyFormat)] = importDate{
			start: o.Start, end: o.End, cancelled: o.Status == ical.Cancelled, place: cut(o.Location, MaxPlaceNote),
		}
	}
	return dates
}

// importOwn says whether an earlier import made the date what it is.
func (o Occurrence) importOwn() bool { return o.Reason == importCancelled || o.Reason == importMoved }

// imported is a date as the file wants it; the rule's own when the file no longer
// changes it. What people changed here is left alone.
func (o Occurrence) imported(d importDate, changed bool, rule recurrence.Rule) Occurrence {
	if !changed && !o.importOwn() {
		return o
	}
	start := o.ruleStart()
	end := endOf(start, rule.Duration)
	o.StartsAt, o.EndsAt, o.OriginalStart, o.Reason, o.PlaceNote = start, end, nil, "", ""
	if changed {
		o.PlaceNote = d.place
		if !d.cancelled && (!d.start.Equal(start) || !d.end.Equal(end)) {
			o.StartsAt, o.EndsAt, o.OriginalStart, o.Reason = d.start, d.end, &start, importMoved
		}
	}
	o.Status = o.natural()
	if d.cancelled {
		o.Status, o.Reason = DateCancelled, importCancelled
	}
	return o
}

// applyDates makes the coming dates what the file says of them, one by one.
func applyDates(ctx context.Context, tx pgx.Tx, id int64, rule recurrence.Rule, dates map[string]importDate, now time.Time) error {
	stored, err := storedDates(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, was := range stored {
		d, changed := dates[was.Key]
		o := was.imported(d, changed, rule)
		if !was.EndsAt.After(now) || sameDate(was, o) || o.EndsAt.Sub(o.StartsAt) > maxMinutes*time.Minute || o.EndsAt.Before(o.StartsAt) {
			continue
		}
		if _, err := postgres.Exec(ctx, tx, setDateSQL, pgx.StrictNamedArgs{
			"id": o.ID, "status": string(o.Status), "reason": o.Reason, "starts_at": o.StartsAt, "ends_at": o.EndsAt,
			"original_start": o.OriginalStart, "venue_id": o.VenueID, "place_note": o.PlaceNote, "now": now,
		}); err != nil {
			return fmt.Errorf("set date %s: %w", o.Key, err)
		}
	}
	return nil
}

func sameDate(a, b Occurrence) bool {
	return a.Status == b.Status && a.Reason == b.Reason && a.PlaceNote == b.PlaceNote && a.StartsAt.Equal(b.StartsAt) && a.EndsAt.Equal(b.EndsAt)
}

// datesInWords lists the coming dates that are not as their series: as they are
// stored (changes nil), or as they would be after the file.
func datesInWords(stored []Occurrence, changes map[string]importDate, now time.Time) string {
	var words []string
	for _, o := range stored {
		if !o.EndsAt.After(now) {
			continue
		}
		if changes != nil {
			d, changed := changes[o.Key]
			rule := recurrence.Rule{Duration: recurrence.WallDuration(o.StartsAt, o.EndsAt)}
			o = o.imported(d, changed, rule)
		}
		if word := o.inWords(); word != "" {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func (o Occurrence) inWords() string {
	day := o.ruleStart().In(i18n.Oslo).Format("02.01.2006")
	switch {
	case o.Status == DateCancelled:
		return day + " avlyst"
	case o.OriginalStart != nil:
		return day + " flyttet til " + o.StartsAt.In(i18n.Oslo).Format("02.01.2006 15.04")
	case o.PlaceNote != "":
		return day + " " + o.PlaceNote
	}
	return ""
}
