// When sign-up and cancelling end, by the clock on the wall.

package signupform

import (
	"time"

	"frivilligsentral/internal/i18n"
)

// Deadline is when signing up ends: hours by the clock before the start, or until
// the last date of a series that may be joined underway.
func (f Form) Deadline(s Slot) time.Time { return before(f.Basis(s), f.ClosesHours) }

// CancelDeadline is until when people change and cancel themselves.
func (f Form) CancelDeadline(s Slot) time.Time { return before(f.Basis(s), f.CancelHours) }

// Basis is the time that deadlines count back from.
func (f Form) Basis(s Slot) time.Time {
	if f.Scope == WholeSeries && f.JoinUnderway {
		return s.EndsAt
	}
	return s.StartsAt
}

// before counts whole days by the clock on the wall, so that "24 timer før" is
// the same time the day before when summer time begins or ends; the rest in hours.
func before(t time.Time, hours int) time.Time {
	return t.In(i18n.Oslo).AddDate(0, 0, -(hours / 24)).Add(-time.Duration(hours%24) * time.Hour)
}
