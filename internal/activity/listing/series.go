// Dates that come back every week, as one event with a rule.

package listing

import (
	"fmt"
	"hash/crc32"
	"slices"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/recurrence"
)

// fewestDates is from how many dates on a rule is shorter than the dates.
const fewestDates = 3

// seriesKey is what dates must have in common to be one event. What differs from its series, because it is cancelled,
// moved or says why, stays an event of its own.
type seriesKey struct {
	activity int64
	weekday  time.Weekday
	clock    string
	lasts    time.Duration
	allDay   bool
	place    string
}

// folded are the dates as few events: those of one activity on the same weekday at the same time are one with a rule.
func folded(site CalendarSite, rows []eventRow) []ical.OutEvent {
	series := map[seriesKey][]eventRow{}
	for _, r := range rows {
		if key, ok := r.series(); ok {
			series[key] = append(series[key], r)
		}
	}
	all := []ical.OutEvent{}
	for _, r := range rows {
		key, ok := r.series()
		if !ok {
			all = append(all, r.event(site))
			continue
		}
		dates := series[key]
		if dates == nil {
			continue // written with the first of them
		}
		weeks, missing := everyWeeks(dates)
		if len(dates) < fewestDates || len(missing) > len(dates) {
			all = append(all, r.event(site))
			continue
		}
		all = append(all, inSeries(site, dates, weeks, missing))
		series[key] = nil
	}
	return all
}

// series is which series a date belongs to. A date in the hour that is skipped or doubled when the clock changes has none.
func (r eventRow) series() (seriesKey, bool) {
	starts := r.StartsAt.In(i18n.Oslo)
	return seriesKey{
		activity: r.ActivityID, weekday: starts.Weekday(), clock: starts.Format("1504"), lasts: recurrence.WallDuration(starts, r.EndsAt.In(i18n.Oslo)),
		allDay: r.AllDay, place: r.location(""),
	}, !r.Cancelled && r.Status != activity.Postponed && r.Reason == "" && (r.AllDay || starts.Hour() != 2)
}

// everyWeeks is how many weeks are between the dates, and those that the rule gives and the series does not have.
func everyWeeks(dates []eventRow) (weeks int, missing []time.Time) {
	first := dates[0].StartsAt.In(i18n.Oslo)
	var numbers []int
	for _, d := range dates {
		n := weeksBetween(first, d.StartsAt.In(i18n.Oslo))
		numbers, weeks = append(numbers, n), gcd(weeks, n)
	}
	weeks = max(weeks, 1)
	for n := 0; n < numbers[len(numbers)-1]; n += weeks {
		if !slices.Contains(numbers, n) {
			missing = append(missing, first.AddDate(0, 0, 7*n))
		}
	}
	return weeks, missing
}

func weeksBetween(a, b time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(b).Sub(day(a)) / (7 * 24 * time.Hour))
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// inSeries is the first date with the rule that gives the others. Its UID stays as dates pass.
func inSeries(site CalendarSite, dates []eventRow, weeks int, missing []time.Time) ical.OutEvent {
	first := dates[0]
	for _, d := range dates[1:] {
		first.Sequence = max(first.Sequence, d.Sequence)
		if d.UpdatedAt.After(first.UpdatedAt) {
			first.UpdatedAt = d.UpdatedAt
		}
	}
	starts := first.StartsAt.In(i18n.Oslo)
	first.Key = fmt.Sprintf("uke-%d-%s-%08x", starts.Weekday(), starts.Format("1504"), crc32.ChecksumIEEE([]byte(fmt.Sprint(recurrence.WallDuration(starts, first.EndsAt.In(i18n.Oslo)), first.location("")))))
	e := first.event(site)
	e.RRule = fmt.Sprintf("FREQ=WEEKLY;INTERVAL=%d;COUNT=%d", weeks, len(dates)+len(missing))
	e.Except = missing
	return e
}
