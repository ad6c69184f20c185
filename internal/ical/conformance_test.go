package ical_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/shareddata"
)

// expected says what some files hold; "refused" counts events that are left out.
var expected = map[string]struct {
	events, refused, dates int
	first                  string // the first event's start
}{
	"icaljs/samples/minimal.ics":                   {1, 0, 1, "2012-06-30 06:00 -0700"},
	"icaljs/samples/daily_recur.ics":               {1, 0, 1000, ""},
	"icaljs/samples/duration_instead_of_dtend.ics": {1, 0, 1, ""},
	"icaljs/samples/google_birthday.ics":           {4, 0, 6, "2014-12-10 00:00 +0100"},
	"icaljs/samples/multiple_rrules.ics":           {0, 1, 0, ""},
	"icaljs/samples/only_dtstart_date.ics":         {1, 0, 1, ""},
	"icaljs/samples/only_dtstart_time.ics":         {1, 0, 1, ""},
	"icaljs/samples/rdate_exdate.ics":              {1, 0, 3, "2024-06-09 03:00 +0000"},
	"icaljs/samples/recur_instances_finite.ics":    {1, 0, 0, ""},
	"icaljs/samples/timezone_from_file.ics":        {1, 0, 1, "2023-03-06 13:42 -0741"},
	"icaljs/samples/utc_negative_zero.ics":         {1, 0, 1, "2012-08-21 21:00 +0000"},
	"icaljs/samples/parserv2.ics":                  {1, 0, 1000, "2012-09-11 10:30 -0700"},
	"icaljs/parser/component.ics":                  {0, 2, 0, ""},
	"icaljs/parser/rfc.ics":                        {1, 0, 1, "2008-10-06 00:00 +0200"},
	"golang-ical/timeparsing.ics":                  {5, 0, 5, "2021-12-07 14:00 +0100"},
	"golang-ical/issue52/issue52_notworking.ics":   {1, 0, 1, "2022-03-01 17:00 +0000"},
	"golang-ical/issue97/google.ics":               {1, 0, 1, "2024-09-29 12:45 +0000"},
	"golang-ical/issue97/thunderbird.ics_disabled": {1, 0, 1, "2024-09-29 14:45 +0200"},
	"golang-ical/rfc5545sec4/input2.ics":           {1, 0, 1, "1998-03-12 08:30 -0500"},
}

// TestConformance reads every sample of three other libraries: nothing may
// crash or hang, and each event is either read or refused with a reason.
func TestConformance(t *testing.T) {
	t.Parallel()
	root, ok := shareddata.Path(t, "events")
	if !ok {
		return
	}
	for _, folder := range []string{"icaljs", "golang-ical", "libical"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(path, ".json") {
				return err
			}
			name, err := filepath.Rel(root, path)
			t.Run(name, func(t *testing.T) { checkSample(t, filepath.ToSlash(name), path) })
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func checkSample(t *testing.T, name, path string) {
	t.Parallel()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	result, err := ical.Read(context.Background(), strings.NewReader(string(data)), ical.Limits{})
	if err != nil && !errors.Is(err, ical.ErrNotCalendar) {
		t.Fatal(err)
	}
	read := len(result.Events) + len(result.Refused)
	dates := 0
	for _, e := range result.Events {
		read += len(e.Overrides)
		found, err := e.Dates(oslo(t, "1990-01-01 00:00"), oslo(t, "2030-01-01 00:00"), 1000)
		if err != nil {
			t.Errorf("%s: %v", e.UID, err)
		}
		dates += len(found)
	}
	want := 0
	for _, kind := range []string{"VEVENT", "VTODO", "VJOURNAL"} {
		want += strings.Count(string(data), "BEGIN:"+kind)
	}
	if read != want {
		t.Errorf("got %d events read or refused, want %d", read, want)
	}
	sample, ok := expected[name]
	if !ok {
		return
	}
	if len(result.Events) != sample.events || len(result.Refused) != sample.refused || sample.dates > 0 && dates != sample.dates {
		t.Errorf("got %d events, %d dates, refused %v, want %+v", len(result.Events), dates, result.Refused, sample)
	}
	if sample.first != "" && result.Events[0].Start.Format(layout) != sample.first {
		t.Errorf("start: got %s, want %s", result.Events[0].Start.Format(layout), sample.first)
	}
}

// TestActivityList reads the sample that two other parsers agree about: 23
// dates, of which the clock changes in the middle and one is cancelled.
func TestActivityList(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "interop/aktiviteter.ics")
	if !ok {
		return
	}
	result := read(t, string(data))
	if len(result.Events) != 1 || len(result.Refused) != 0 {
		t.Fatalf("got %+v, want one event", result)
	}
	dates, err := result.Events[0].Dates(oslo(t, "2026-01-01 00:00"), oslo(t, "2027-01-01 00:00"), 100)
	if err != nil {
		t.Fatal(err)
	}
	cancelled := 0
	for _, d := range dates {
		if d.Status == ical.Cancelled {
			cancelled++
		}
		if got := d.Start.Format("15:04"); got != "18:00" {
			t.Errorf("%s: got %s, want 18:00", d.Key, got)
		}
	}
	if len(dates) != 23 || cancelled != 1 {
		t.Errorf("got %d dates, %d cancelled, want 23 and 1", len(dates), cancelled)
	}
}
