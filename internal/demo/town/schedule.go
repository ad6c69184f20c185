// When an activity takes place.

package town

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Schedule says when an activity happens. Days are relative to the Monday of the current week,
// see the package comment.
type Schedule struct {
	Freq           string      `json:"freq"`            // weekly, monthly or dates
	Interval       int         `json:"interval"`        // every n-th week or month
	Weekday        string      `json:"weekday"`         // mo tu we th fr sa su; empty for dates
	Nth            int         `json:"nth"`             // monthly: 1 to 4, or -1 for the last
	Days           []int       `json:"days"`            // dates: one or several days, ascending
	Start          string      `json:"start"`           // wall time "18:00"
	Minutes        int         `json:"minutes"`         // duration
	FromDay        int         `json:"from_day"`        // weekly and monthly: the season begins on or after
	ToDay          int         `json:"to_day"`          // weekly and monthly: the season ends on or before
	SchoolHolidays bool        `json:"school_holidays"` // pauses in the holidays of [SchoolHolidays]
	Pauses         []Pause     `json:"pauses"`
	Exceptions     []Exception `json:"exceptions"` // only weekly and dates have them; each hits a date
}

// Pause is a period without dates, both days included.
type Pause struct {
	FromDay int    `json:"from_day"`
	ToDay   int    `json:"to_day"`
	Reason  string `json:"reason"`
}

// Exception is one date that is cancelled, postponed or moved.
type Exception struct {
	Day      int    `json:"day"`    // the date it should have been
	Status   string `json:"status"` // cancelled, postponed or moved
	Reason   string `json:"reason"` // shown publicly
	NewDay   *int   `json:"new_day"`
	NewStart string `json:"new_start"`
	NewVenue string `json:"new_venue"`
}

// Weekdays are the weekday codes from Monday; the index is the day offset in a week.
var Weekdays = []string{"mo", "tu", "we", "th", "fr", "sa", "su"}

// RRule is the recurrence as an RFC 5545 rule without end, or empty for dates.
func (s Schedule) RRule() string {
	day := strings.ToUpper(s.Weekday)
	switch s.Freq {
	case "weekly":
		return fmt.Sprintf("FREQ=WEEKLY;INTERVAL=%d;BYDAY=%s", s.Interval, day)
	case "monthly":
		return fmt.Sprintf("FREQ=MONTHLY;INTERVAL=%d;BYDAY=%d%s", s.Interval, s.Nth, day)
	}
	return ""
}

// FirstDay is the first day of a weekly schedule or a list of dates. A monthly schedule gives the first such
// weekday of its season, from which the rule finds the right week of the month.
func (s Schedule) FirstDay() int {
	if s.Freq == "dates" {
		return s.Days[0]
	}
	want := slices.Index(Weekdays, s.Weekday)
	day := s.FromDay
	for ((day%7)+7)%7 != want {
		day++
	}
	return day
}

// At is the moment of a clock time on a relative day, in Europe/Oslo when monday is.
func At(monday time.Time, day int, clock string) (time.Time, error) {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, fmt.Errorf("read clock time: %w", err)
	}
	return time.Date(monday.Year(), monday.Month(), monday.Day()+day, t.Hour(), t.Minute(), 0, 0, monday.Location()), nil
}

// Monday is midnight of the Monday of the week that now is in.
func Monday(now time.Time) time.Time {
	back := (int(now.Weekday()) + 6) % 7
	return time.Date(now.Year(), now.Month(), now.Day()-back, 0, 0, 0, 0, now.Location())
}
