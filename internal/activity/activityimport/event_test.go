package activityimport

import (
	"reflect"
	"testing"
	"time"

	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/intake"
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
				if len(intake.Reasons(err)) == 0 {
					t.Error("refused without a reason")
				}
				continue
			}
			if s.DurationMinutes < 0 || s.DurationMinutes > schedule.MaxMinutes || len(s.ExtraDates) > schedule.MaxDates {
				t.Errorf("got %+v", s)
			}
		}
	})
}

// stamped is an event as the database may have known it for years.
func stamped() ical.Event {
	zone := time.FixedZone("x", 3600)
	start := time.Date(2026, 10, 8, 18, 0, 0, 0, zone)
	return ical.Event{
		Index: 4, UID: "kor", Sequence: 7, Summary: "Kor", Description: "Vi <synger>.", Location: "Nes", URL: "https://kor.example", Categories: []string{"Musikk"},
		Organizer: ical.Person{Name: "Kari", Email: "kari@kor.example"}, Start: start, End: start.Add(time.Hour), Status: ical.Confirmed, RRule: "FREQ=WEEKLY",
		RDates: []time.Time{start.AddDate(0, 0, 2)}, ExDates: []time.Time{start.AddDate(0, 0, 7)}, LastModified: start, TZID: "Europe/Oslo", Zone: zone,
		Overrides: []ical.Override{{RecurrenceID: start, Start: start.Add(time.Hour), End: start.Add(2 * time.Hour), Summary: "Kor", Location: "Fjell", Status: ical.Cancelled, Sequence: 2}},
	}
}

// A stamp that changes makes every activity that was ever imported look changed.
func TestStampOfAnEventStays(t *testing.T) {
	t.Parallel()
	const want = "e5fdf837b27d433d0e503c8fc7374f7058762af4a8dee2d7eed6923ca816a539"
	if got := eventHash(stamped()); got != want {
		t.Errorf("got the stamp %s, want %s", got, want)
	}
	e := stamped()
	e.Index, e.Sequence, e.LastModified, e.Organizer = 9, 8, time.Time{}, ical.Person{}
	e.Start = e.Start.UTC()
	if got := eventHash(e); got != want {
		t.Error("what is not applied changes the stamp")
	}
}

// What an event has is applied to the activity, and stamped, or is left alone on purpose.
func TestEveryPartOfAnEventIsStampedOrLeft(t *testing.T) {
	t.Parallel()
	left := map[string]string{
		"Index": "where it stands in the file", "Sequence": "grows without a change", "LastModified": "when it was written",
		"Organizer": "nobody asked her", "Zone": "follows from TZID", "Notes": "are said, and applied nowhere", "Private": "is never taken",
	}
	event := reflect.TypeFor[ical.Event]()
	for i := range event.NumField() {
		e := stamped()
		name := event.Field(i).Name
		field := reflect.ValueOf(&e).Elem().Field(i)
		if name == "AllDay" || name == "RecurrenceID" {
			e.AllDay, e.RecurrenceID = true, e.Start
		} else {
			field.SetZero()
		}
		if changes := eventHash(e) != eventHash(stamped()); changes == (left[name] != "") {
			t.Errorf("%s: changes the stamp: %v, left alone because %q", name, changes, left[name])
		}
	}
}

// What one file may cost is counted and not timed: the same rows are taken on a busy machine and on an idle one.
func TestRulesOfAFileAreCounted(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo)
	file := "BEGIN:VCALENDAR\n"
	for _, uid := range []string{"a", "b", "c"} {
		file += "BEGIN:VEVENT\nUID:" + uid + "\nSUMMARY:Strikk\nDTSTART;TZID=Europe/Oslo:20261008T180000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=10\nEND:VEVENT\n"
	}
	read, err := readCalendar(t.Context(), []byte(file+"END:VCALENDAR\n"))
	if err != nil || len(read.Events) != 3 {
		t.Fatalf("got %d events, %v", len(read.Events), err)
	}
	each := read.Events[0].Rule().Steps(importEnd(read.Events[0], now))
	for most, want := range map[int]int{3 * each: 3, 3*each - 1: 2, each: 1, each - 1: 0} {
		p := &Import{now: now}
		if err := p.takeAll(t.Context(), read, most); err != nil {
			t.Fatal(err)
		}
		late := 0
		for _, row := range p.Rows {
			if row.Message(i18n.NB) == "Filen har flere gjentakelser enn vi kan lese på én gang. Del den i flere filer." {
				late++
			}
		}
		if len(p.Rows) != 3 || 3-late != want {
			t.Errorf("%d steps: got %d rows, %d beyond, want %d taken", most, len(p.Rows), late, want)
		}
	}
}
