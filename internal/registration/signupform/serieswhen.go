// When a series is, in words.

package signupform

import (
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
)

// mostWeekdays is how many days of the week are named; with more there is no rhythm to tell.
const mostWeekdays = 3

// SeriesWhen is when a series is, by its dates in order: "torsdag kl. 18.00–20.00,
// 12 ganger, 20. august–19. november". What differs between the dates is left out;
// "" without dates.
func SeriesWhen(l i18n.Lang, starts, ends []time.Time, allDay bool, now time.Time) string {
	n := min(len(starts), len(ends))
	if n == 0 {
		return ""
	}
	if n == 1 {
		return l.When(starts[0], ends[0], allDay, now)
	}
	var days []string
	clock := l.TimeRange(starts[0], ends[0])
	for i := range n {
		if day := l.WeekdayName(starts[i].In(i18n.Oslo).Weekday()); !slices.Contains(days, day) {
			days = append(days, day)
		}
		if allDay || l.TimeRange(starts[i], ends[i]) != clock {
			clock = ""
		}
	}
	if len(days) > mostWeekdays {
		days = nil
	}
	rhythm := strings.TrimSpace(listed(l, days) + " " + clock)
	parts := []string{rhythm, l.N("%d gang", "%d ganger", n, n), l.DateRange(starts[0], starts[n-1], now)}
	if rhythm == "" {
		parts = parts[1:]
	}
	return strings.Join(parts, ", ")
}

func listed(l i18n.Lang, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return l.T("%s og %s", strings.Join(words[:len(words)-1], ", "), words[len(words)-1])
}
