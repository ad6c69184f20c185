// Dates and times as people write them.

package i18n

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"
)

var (
	isoDate   = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	plainDate = regexp.MustCompile(`^(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})$`)
	namedDate = regexp.MustCompile(`^(?:\pL+,?\s)?(\d{1,2})\.?\s?(\pL+)\.?,?\s?(\d{4}|\d{2})$`)
	clockText = regexp.MustCompile(`^(?:kl\.?\s?)?(\d{1,2})(?:\s?[.:,\s]?\s?(\d{2})(?:[.:]\d{2})?)?$`)
)

// ParseDate reads a date as people type it: 2026-05-17, 17.5.2026, 17.05.26,
// 17/5-2026, 17. mai 2026, with or without the day of the week. The day comes
// before the month. Two digits of a year below 70 are in this century. The
// answer is midnight in Oslo; ok is false for days that do not exist, for years
// outside 1800–2199 and when the year is missing.
func ParseDate(s string) (t time.Time, ok bool) {
	s = tidy(s)
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return civil(m[1], atoi(m[2]), m[3])
	}
	if m := plainDate.FindStringSubmatch(s); m != nil {
		return civil(m[3], atoi(m[2]), m[1])
	}
	if m := namedDate.FindStringSubmatch(s); m != nil {
		return civil(m[3], monthNumber(m[2]), m[1])
	}
	return time.Time{}, false
}

// ParseClock reads a time of day: 18, 1800, 18.00, 18:00, kl. 18, and 24.00, which is midnight at the end of the day. Seconds, which
// some browsers send, are dropped.
func ParseClock(s string) (hour, minute int, ok bool) {
	m := clockText.FindStringSubmatch(tidy(s))
	if m == nil {
		return 0, 0, false
	}
	hour, minute = atoi(m[1]), atoi(m[2])
	if hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return 0, 0, false
	}
	return hour, minute, true
}

func civil(yearText string, month int, dayText string) (time.Time, bool) {
	y, d := atoi(yearText), atoi(dayText)
	if len(yearText) == 2 {
		y += 1900
		if y < 1970 {
			y += 100
		}
	}
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, Oslo)
	// time.Date moves the 30th of February to March.
	if y < 1800 || y > 2199 || t.Day() != d || int(t.Month()) != month {
		return time.Time{}, false
	}
	return t, true
}

// monthNumber finds a month by its name or at least three letters of it, in any
// of the languages; 0 when there is none.
func monthNumber(name string) int {
	if len(name) < 3 {
		return 0
	}
	for _, l := range Langs {
		for i, month := range l.words().months {
			if strings.HasPrefix(strings.ToLower(month), name) {
				return i + 1
			}
		}
	}
	return 0
}

// tidy lowers the case and makes every run of white space one space.
func tidy(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(width.Fold.String(CleanText(s))), " "))
}

// atoi reads digits that a pattern has already checked; empty is 0.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
