// Wall clock time, so that a rule keeps its hour over the change of the clock.

package recurrence

import "time"

// asWall returns the wall clock reading of t in zone as if it were UTC, so that
// days can be counted without summer time getting in the way.
func asWall(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	h, min, s := t.In(zone).Clock()
	return time.Date(y, m, d, h, min, s, 0, time.UTC)
}

// InZone returns the moment when clocks in zone show what wall shows. Only the
// fields of wall count, not its own zone. As RFC 5545 section 3.3.5 says: a
// reading that comes twice (in October) is the first one, and one that is
// skipped (in March) is read with the offset before the gap, so 02.30 becomes
// 03.30. A nil zone is Europe/Oslo.
func InZone(wall time.Time, zone *time.Location) time.Time {
	zone = orOslo(zone)
	y, m, d := wall.Date()
	h, min, s := wall.Clock()
	naive := time.Date(y, m, d, h, min, s, 0, time.UTC)
	_, before := naive.Add(-24 * time.Hour).In(zone).Zone()
	_, after := naive.Add(24 * time.Hour).In(zone).Zone()
	first := naive.Add(-time.Duration(before) * time.Second).In(zone)
	if asWall(first, zone).Equal(naive) {
		return first
	}
	second := naive.Add(-time.Duration(after) * time.Second).In(zone)
	if asWall(second, zone).Equal(naive) {
		return second
	}
	return first
}

// civil makes a day comparable: its number in the calendar, as written in t's
// own zone.
func civil(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
