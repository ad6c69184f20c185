package activityimport

import (
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
)

// Whatever a stranger's calendar says, a schedule is bounded and valid, or refused.
func FuzzSchedule(f *testing.F) {
	now := time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo)
	for _, rule := range []string{"FREQ=WEEKLY", "FREQ=DAILY;COUNT=5000", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101T000000Z", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""} {
		for _, start := range []string{"TZID=Europe/Oslo:20200102T180000", "VALUE=DATE:20261017", "TZID=America/New_York:20261101T013000"} {
			f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART;" + start + "\nDURATION:PT2H\nRRULE:" + rule + "\nRDATE:20261020T100000Z\nEXDATE:20261022T160000Z\nEND:VEVENT\nEND:VCALENDAR\n"))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := readCalendar(t.Context(), data)
		if err != nil {
			return
		}
		for _, e := range read.Events[:min(len(read.Events), 5)] {
			if uid := eventUID(e); len(uid) == 0 || len(uid) > longestUID {
				t.Errorf("got the UID %q", uid)
			}
			if first, second := eventHash(e), eventHash(e); first != second {
				t.Error("two readings have two hashes")
			}
			s, err := scheduleOf(e, now)
			if err != nil {
				if reasonOf(err) == "" {
					t.Error("refused without a reason")
				}
				continue
			}
			if s.DurationMinutes < 0 || s.DurationMinutes > activity.MaxMinutes || len(s.ExtraDates) > activity.MaxDates {
				t.Errorf("got %+v", s)
			}
		}
	})
}
