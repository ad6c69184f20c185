// Package date has one date of an activity, and what becomes of it. Package activity has it under the name Occurrence.
package date

import (
	"time"

	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/recurrence"
)

// Status is what has happened to one date.
type Status string

// The statuses of a date.
const (
	Planned   Status = "planned"
	Cancelled Status = "cancelled"
	Moved     Status = "moved"     // changed in time or place
	Postponed Status = "postponed" // does not happen when it should have; nobody knows yet when
)

// Date is one date of an activity.
type Date struct {
	ID            int64
	ActivityID    int64
	Key           string // stable, see recurrence.KeyFormat
	StartsAt      time.Time
	EndsAt        time.Time
	OverAt        time.Time // when nothing more can become of it: its end, of a postponed date when nobody waits for a new one any more
	AllDay        bool
	Status        Status
	Reason        string     // public
	OriginalStart *time.Time // set when moved in time
	OwnVenueID    int64      // 0: where the activity is
	OwnPlaceNote  string     // "": that of the activity
	place.Where              // where it is in the end
	Sequence      int
}

// Cancelled says whether this date is called off.
func (d Date) Cancelled() bool { return d.Status == Cancelled }

// Postponed says that this date waits for a new time.
func (d Date) Postponed() bool { return d.Status == Postponed }

// Off says that this date does not happen at its time.
func (d Date) Off() bool { return d.Cancelled() || d.Postponed() }

// Elsewhere says whether the date is not where its activity usually is.
func (d Date) Elsewhere() bool { return d.OwnVenueID != 0 || d.OwnPlaceNote != "" }

// PostponedFor is how long after its time a postponed date waits for a new one.
const PostponedFor = 180 * 24 * time.Hour

// Postpone takes the time from the date.
func (d *Date) Postpone(reason string) {
	d.Status, d.Reason, d.OverAt = Postponed, reason, d.StartsAt.Add(PostponedFor)
}

// Natural is the status of a date that is not off.
func (d *Date) Natural() Status {
	if d.OriginalStart != nil || d.Elsewhere() {
		return Moved
	}
	return Planned
}

// Over is when the date is over as it is stored: a postponed one waits longer.
func (d Date) Over() time.Time {
	if d.Postponed() {
		return d.OverAt
	}
	return d.EndsAt
}

// RuleStart is the start that the schedule gave, whatever became of it.
func (d Date) RuleStart() time.Time {
	t, err := time.Parse(recurrence.KeyFormat, d.Key)
	if err != nil {
		return d.StartsAt
	}
	return t
}
