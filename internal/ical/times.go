// Dates, times and durations as calendar files write them.

package ical

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// moment is a DATE or DATE-TIME. A date is midnight in Oslo.
type moment struct {
	time.Time
	allDay bool
	zone   *time.Location
}

// parseMoment reads one value. Calendars write dates with a stray Z, times
// without seconds, and the punctuation of ISO 8601; all are read.
func (z *zones) parseMoment(value, tzid string) (moment, bool) {
	value = strings.NewReplacer("-", "", ":", "").Replace(strings.ToUpper(strings.TrimSpace(value)))
	digits, utc := strings.CutSuffix(value, "Z")
	if len(digits) == len("20060102") {
		day, err := time.Parse("20060102", digits)
		return moment{recurrence.InZone(day, i18n.Oslo), true, i18n.Oslo}, err == nil && day.Year() > 0
	}
	if len(digits) == len("20060102T1504") {
		digits += "00"
	}
	wall, err := time.Parse("20060102T150405", digits)
	if err != nil || wall.Year() < 1 {
		return moment{}, false
	}
	zone := time.UTC
	if !utc {
		zone = z.find(tzid)
	}
	return moment{recurrence.InZone(wall, zone), false, zone}, true
}

func (z *zones) moment(p property) (moment, bool) { return z.parseMoment(p.value, p.params["TZID"]) }

// moments reads the comma-separated values of RDATE and EXDATE. Of a period only
// the start counts. Values that cannot be read are left out, and said of the event.
func (z *zones) moments(props []property, e *Event) []moment {
	var all []moment
	for _, p := range props {
		for value := range strings.SplitSeq(p.value, ",") {
			value, _, _ = strings.Cut(value, "/")
			m, ok := z.parseMoment(value, p.params["TZID"])
			if ok && len(all) < maxListed {
				all = append(all, m)
			} else if strings.TrimSpace(value) != "" && len(e.Notes) < maxNotes {
				e.Notes = append(e.Notes, i18n.Say(i18n.Mark("Vi forstår ikke datoen %s, og den er ikke med."), i18n.Cut(strings.TrimSpace(value), 40)))
			}
		}
	}
	return all
}

// maxListed bounds RDATE and EXDATE, maxNotes what is said of one event.
const (
	maxListed = 2000
	maxNotes  = 100
)

var durationPattern = regexp.MustCompile(`^\+?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$`)

// parseDuration reads a DURATION that is not negative, as whole days, which
// follow the calendar, and the rest, which is exact.
func parseDuration(value string) (days int, rest time.Duration, ok bool) {
	m := durationPattern.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(value)))
	if m == nil {
		return 0, 0, false
	}
	n := make([]int, len(m))
	for i := range m {
		n[i], _ = strconv.Atoi(m[i]) // Empty parts are zero.
	}
	rest = time.Duration(n[3])*time.Hour + time.Duration(n[4])*time.Minute + time.Duration(n[5])*time.Second
	return 7*n[1] + n[2], rest, true
}
