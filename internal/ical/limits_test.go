package ical_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/ical"
)

const start = "DTSTART:20260514T160000Z"

// one is the only event of a calendar with these lines.
func one(t *testing.T, lines ...string) ical.Event {
	t.Helper()
	got := read(t, calendar(event(append([]string{start, "SUMMARY:x"}, lines...)...)))
	if len(got.Events) != 1 {
		t.Fatalf("%v: got %d events, refused %v", lines, len(got.Events), got.Refused)
	}
	return got.Events[0]
}

func TestFileLimits(t *testing.T) {
	t.Parallel()
	file := calendar(event(start, "UID:a", "SUMMARY:x"), event(start, "UID:b", "SUMMARY:y"))
	for name, c := range map[string]struct {
		limits ical.Limits
		err    error
		events int
	}{
		"as large as may be": {ical.Limits{MaxBytes: int64(len(file))}, nil, 2}, "a byte too large": {ical.Limits{MaxBytes: int64(len(file)) - 1}, ical.ErrTooBig, 0},
		"as many events as may be": {ical.Limits{MaxEvents: 2}, nil, 2}, "an event too many": {ical.Limits{MaxEvents: 1}, nil, 1},
	} {
		got, err := ical.Read(context.Background(), strings.NewReader(file), c.limits)
		if !errors.Is(err, c.err) || len(got.Events) != c.events {
			t.Errorf("%s: got %d events, %v", name, len(got.Events), err)
		}
	}
	for text, want := range map[string]error{
		"": ical.ErrNotCalendar, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n": nil, event(start, "SUMMARY:x"): nil, "BEGIN:VTODO\r\nEND:VTODO\r\n": ical.ErrNotCalendar,
	} {
		if _, err := ical.Read(context.Background(), strings.NewReader(text), ical.Limits{}); !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", text, err, want)
		}
	}
}

func TestListLimits(t *testing.T) {
	t.Parallel()
	names := func(n int) string { return "CATEGORIES:" + strings.TrimSuffix(strings.Repeat("a,", n), ",") }
	for n, want := range map[int]int{49: 49, 50: 50, 51: 50} {
		if got := one(t, names(n)).Categories; len(got) != want {
			t.Errorf("%d categories: got %d, want %d", n, len(got), want)
		}
	}
	if diff := cmp.Diff([]string{"a", "b c", "d,e"}, one(t, `CATEGORIES:a,,b\nc, ,d\,e`).Categories); diff != "" {
		t.Errorf("categories (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a b"}, one(t, `CATEGORIES:a\Nb`).Categories); diff != "" {
		t.Errorf("categories (-want +got):\n%s", diff)
	}
	dates := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, time.Date(2026, 6, 1+i, 16, 0, 0, 0, time.UTC).Format("20060102T150405Z"))
		}
		return "RDATE:" + strings.Join(all, ",")
	}
	for n, want := range map[int]int{2000: 2000, 2001: 2000} {
		if got := one(t, dates(n)).RDates; len(got) != want {
			t.Errorf("%d dates: got %d, want %d", n, len(got), want)
		}
	}
	got := one(t, "RDATE;VALUE=PERIOD:20260601T160000Z/PT1H,tull,20260602T160000Z").RDates
	if len(got) != 2 || !got[0].Equal(time.Date(2026, 6, 1, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("periods: got %v", got)
	}
	marks := func(n int) string {
		return "SUMMARY;X-A=" + strings.TrimSuffix(strings.Repeat("a,", n), ",") + ":tittel"
	}
	for n, want := range map[int]bool{100: true, 101: false} { // a semicolon and the commas
		text := calendar(event(start, marks(n), "UID:a"))
		got := read(t, text)
		if read := len(got.Events) == 1 && got.Events[0].Summary == "tittel"; read != want {
			t.Errorf("%d parameters: read: got %v, want %v", n, read, want)
		}
	}
	if got := one(t, `LOCATION;X-A="`+strings.Repeat("a;", 200)+`":Huset`); got.Location != "Huset" {
		t.Errorf("marks in quotes do not count: got %q", got.Location)
	}
	if got := one(t, "DESCRIPTION:"+strings.Repeat("a;b,", 100)); !strings.HasPrefix(got.Description, "a;b,") {
		t.Errorf("marks in the text do not count: got %.20q", got.Description)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	if got := one(t, "DESCRIPTION:a\tb\x01\x7f\u0080\u009f\u00a0c\\nd").Description; got != "a\tb\u00a0c\nd" {
		t.Errorf("control characters: got %q", got)
	}
	for in, want := range map[string]string{
		"https://a.example/x": "https://a.example/x", "http://a.example": "http://a.example", "ftp://a.example": "", "mailto:a@b.example": "", "https://": "", "https:///x": "", "%zz": "", "a.example": "",
	} {
		if got := one(t, "URL:"+in).URL; got != want {
			t.Errorf("address %q: got %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"mailto:kari@a.example": "kari@a.example", "MAILTO:kari@a.example": "kari@a.example", "kari@a.example": "kari@a.example", "mailto:": "", "invalid:nomail": "", "a@b.no": "a@b.no", "per@sentral.example": "per@sentral.example",
	} {
		if got := one(t, "ORGANIZER;CN=Kari:"+in).Organizer; got.Email != want || got.Name != "Kari" {
			t.Errorf("organiser %q: got %+v, want %q", in, got, want)
		}
	}
	folded := calendar("BEGIN:VEVENT", start, "SUMMARY:en", " to", "\ttre", "END:VEVENT")
	if got := read(t, " begynner innrykket\r\n"+folded).Events; len(got) != 1 || got[0].Summary != "entotre" {
		t.Errorf("folded lines: got %+v", got)
	}
	if got := read(t, strings.TrimSuffix(event(start, "SUMMARY:x"), "\r\n")).Events; len(got) != 1 {
		t.Errorf("the last line without an end: got %d events", len(got))
	}
	if got := read(t, "BEGIN:VEVENT\r\n"+start+"\r\nSUMMARY:uten slutt").Refused; len(got) != 1 {
		t.Errorf("an event without an end: got %d refused, want 1", len(got))
	}
}

func TestMomentLimits(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"00010101T120000Z": "0001", "00000101T120000Z": "", "VALUE=DATE:00000101": "", "20260514T250000Z": "", "20260514T160000Z": "2026", "i morgen": "",
	} {
		line := "DTSTART:" + value
		if rest, ok := strings.CutPrefix(value, "VALUE="); ok {
			line = "DTSTART;VALUE=" + rest
		}
		got := read(t, calendar(event(line, "SUMMARY:x")))
		year := ""
		if len(got.Events) == 1 {
			year = got.Events[0].Start.UTC().Format("2006")
		}
		if year != want {
			t.Errorf("%s: got %q, want %q (refused %v)", value, year, want, got.Refused)
		}
	}
}

// Zones that a file defines: the latest offset of each kind, and only offsets that are some.
func TestDefinedOffsets(t *testing.T) {
	t.Parallel()
	period := func(kind, begins, to string) string {
		return "BEGIN:" + kind + "\r\nDTSTART:" + begins + "\r\nTZOFFSETTO:" + to + "\r\nEND:" + kind
	}
	for _, c := range []struct {
		name  string
		parts []string
		want  string // January and July
	}{
		{"Oslo's two", []string{period("STANDARD", "19701025T030000", "+0100"), period("DAYLIGHT", "19700329T020000", "+0200")}, "+0100 +0200"},
		{"all year", []string{period("STANDARD", "19701025T030000", "+0300")}, "+0300 +0300"},
		{"only summer time", []string{period("DAYLIGHT", "19701025T030000", "+0400")}, "+0400 +0400"},
		{"two that are one", []string{period("STANDARD", "19701025T030000", "+0500"), period("DAYLIGHT", "19701025T030000", "+0500")}, "+0500 +0500"},
		{"two that no place has", []string{period("STANDARD", "19701025T030000", "+0515"), period("DAYLIGHT", "19701025T030000", "+0915")}, "+0515 +0515"},
		{"the last begun", []string{period("STANDARD", "19901025T030000", "+0500"), period("STANDARD", "19801025T030000", "+0600")}, "+0500 +0500"},
		{"the last begun, in order", []string{period("STANDARD", "19801025T030000", "+0600"), period("STANDARD", "19901025T030000", "+0500")}, "+0500 +0500"},
		{"as late as may be", []string{period("STANDARD", "19701025T030000", "+235959")}, "+2359 +2359"},
		{"later", []string{period("STANDARD", "19701025T030000", "+236000")}, "+0100 +0200"},
		{"without a sign", []string{period("STANDARD", "19701025T030000", "00300")}, "+0100 +0200"},
		{"six characters", []string{period("STANDARD", "19701025T030000", "+03000")}, "+0100 +0200"},
		{"letters", []string{period("STANDARD", "19701025T030000", "+03a0")}, "+0100 +0200"},
		{"west", []string{period("STANDARD", "19701025T030000", "-0330")}, "-0330 -0330"},
		{"none", nil, "+0100 +0200"},
	} {
		zone := "BEGIN:VTIMEZONE\r\nTZID:Vår\r\n" + strings.Join(append(c.parts, "END:VTIMEZONE"), "\r\n")
		got := read(t, calendar(zone, event("DTSTART;TZID=Vår:20260114T120000", "SUMMARY:a", "UID:a"), event("DTSTART;TZID=Vår:20260714T120000", "SUMMARY:b", "UID:b")))
		if len(got.Events) != 2 {
			t.Fatalf("%s: got %d events, refused %v", c.name, len(got.Events), got.Refused)
		}
		if offsets := got.Events[0].Start.Format("-0700") + " " + got.Events[1].Start.Format("-0700"); offsets != c.want {
			t.Errorf("%s: got %s, want %s", c.name, offsets, c.want)
		}
	}
}

// Dates of a series in a window, with changed dates in place.
func TestDates(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 14, 16, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return at.AddDate(0, 0, n) }
	event := ical.Event{UID: "a", Summary: "Kafé", Location: "Huset", Start: at, End: at.Add(time.Hour), RRule: "FREQ=DAILY", Status: ical.Confirmed,
		Overrides: []ical.Override{
			{RecurrenceID: day(1), Start: day(2), End: day(2).Add(time.Hour), Status: ical.Confirmed},
			{RecurrenceID: day(3), Start: day(3).Add(time.Hour), End: day(4), Summary: "Fest", Location: "Parken", Status: ical.Tentative},
		}}
	words := func(e ical.Event, from, to time.Time, limit int) (out []string) {
		t.Helper()
		dates, err := e.Dates(from, to, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range dates {
			out = append(out, fmt.Sprint(d.Start.UTC().Format("2.15 "), d.Summary, " ", d.Location, " ", d.Status, " ", d.Changed))
		}
		return out
	}
	want := func(name string, got, want []string) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	plain := func(d string) string { return d + " Kafé Huset CONFIRMED false" }
	moved, party := "16.16 Kafé Huset CONFIRMED true", "17.17 Fest Parken TENTATIVE true"
	want("all", words(event, day(0), day(4), 0), []string{plain("14.16"), moved, plain("16.16"), party})
	want("at most two", words(event, day(0), day(4), 2), []string{plain("14.16"), moved})
	want("from the changed date", words(event, day(2), day(3), 0), []string{moved, plain("16.16")})
	want("up to the changed date", words(event, day(0), day(2), 0), []string{plain("14.16")})
	event.Status = ical.Cancelled
	got := words(event, day(2), day(3), 0)
	if len(got) != 2 || !strings.Contains(got[0], "CANCELLED") {
		t.Errorf("of a cancelled series: got %v", got)
	}
}

// Lines are folded at 75 octets, between characters.
func TestFoldLimits(t *testing.T) {
	t.Parallel()
	for n, lines := range map[int]int{67: 1, 68: 2, 67 + 74: 2, 67 + 75: 3} { // SUMMARY: is eight
		c := sample(t)
		c.Events = c.Events[:1]
		c.Events[0].Summary = strings.Repeat("a", n)
		text := write(t, c)
		got := 1
		for _, line := range strings.Split(text[strings.Index(text, "SUMMARY:"):], "\r\n")[1:] {
			if !strings.HasPrefix(line, " ") {
				break
			}
			got++
		}
		if got != lines {
			t.Errorf("a title of %d: got %d lines, want %d", n, got, lines)
		}
	}
}
