package ical_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
)

func read(t testing.TB, text string) ical.Result {
	t.Helper()
	result, err := ical.Read(context.Background(), strings.NewReader(text), ical.Limits{})
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return result
}

// calendar wraps the lines of events, given with spaces for line ends.
func calendar(lines ...string) string {
	return "BEGIN:VCALENDAR\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCALENDAR\r\n"
}

func event(lines ...string) string {
	return "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT"
}

const layout = "2006-01-02 15:04 -0700"

func TestReadTimes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		lines      []string
		start, end string
		allDay     bool
	}{
		{"UTC", []string{"DTSTART:20260514T160000Z", "DTEND:20260514T180000Z"}, "2026-05-14 16:00 +0000", "2026-05-14 18:00 +0000", false},
		{"floating is Oslo", []string{"DTSTART:20260514T180000", "DURATION:PT1H30M"}, "2026-05-14 18:00 +0200", "2026-05-14 19:30 +0200", false},
		{"only a start", []string{"DTSTART;TZID=Europe/Oslo:20260114T180000"}, "2026-01-14 18:00 +0100", "2026-01-14 18:00 +0100", false},
		{"Outlook's name", []string{`DTSTART;TZID="W. Europe Standard Time":20260514T180000`}, "2026-05-14 18:00 +0200", "2026-05-14 18:00 +0200", false},
		{"Outlook's other name", []string{"DTSTART;TZID=Romance Standard Time:20260514T180000"}, "2026-05-14 18:00 +0200", "2026-05-14 18:00 +0200", false},
		{"a maker's prefix", []string{"DTSTART;TZID=/mozilla.org/20050126_1/Europe/London:20260514T180000"}, "2026-05-14 18:00 +0100", "2026-05-14 18:00 +0100", false},
		{"a zone nobody knows is Oslo", []string{"DTSTART;TZID=Sentralen:20260514T180000"}, "2026-05-14 18:00 +0200", "2026-05-14 18:00 +0200", false},
		{"the server's own zone is never used", []string{"DTSTART;TZID=Local:20260514T180000"}, "2026-05-14 18:00 +0200", "2026-05-14 18:00 +0200", false},
		{"all day", []string{"DTSTART;VALUE=DATE:20260517", "DTEND;VALUE=DATE:20260519"}, "2026-05-17 00:00 +0200", "2026-05-19 00:00 +0200", true},
		{"all day without end", []string{"DTSTART;VALUE=DATE:20261025"}, "2026-10-25 00:00 +0200", "2026-10-26 00:00 +0100", true},
		{"all day ending on its start", []string{"DTSTART;VALUE=DATE:20260517", "DTEND;VALUE=DATE:20260517"}, "2026-05-17 00:00 +0200", "2026-05-18 00:00 +0200", true},
		{"whole days follow the calendar", []string{"DTSTART:20261024T120000", "DURATION:P1D"}, "2026-10-24 12:00 +0200", "2026-10-25 12:00 +0100", false},
		{"ISO 8601 punctuation, no seconds", []string{"DTSTART:2026-05-14T18:00"}, "2026-05-14 18:00 +0200", "2026-05-14 18:00 +0200", false},
		{"lower case", []string{"dtstart;tzid=Europe/Oslo:20260514t180000"}, "2026-05-14 18:00 +0200", "2026-05-14 18:00 +0200", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result := read(t, calendar(event(append(test.lines, "UID:a")...)))
			if len(result.Events) != 1 {
				t.Fatalf("got %d events, refused %v", len(result.Events), result.Refused)
			}
			e := result.Events[0]
			if got := e.Start.Format(layout); got != test.start {
				t.Errorf("start: got %s, want %s", got, test.start)
			}
			if got := e.End.Format(layout); got != test.end {
				t.Errorf("end: got %s, want %s", got, test.end)
			}
			if e.AllDay != test.allDay {
				t.Errorf("all day: got %v, want %v", e.AllDay, test.allDay)
			}
		})
	}
}

func TestReadDefinedZones(t *testing.T) {
	t.Parallel()
	zone := func(offsets ...string) string {
		text := "BEGIN:VTIMEZONE\r\nTZID:Vår sone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETTO:" + offsets[0] + "\r\nEND:STANDARD\r\n"
		if len(offsets) > 1 {
			text += "BEGIN:DAYLIGHT\r\nDTSTART:16010101T000000\r\nTZOFFSETTO:" + offsets[1] + "\r\nEND:DAYLIGHT\r\n"
		}
		return text + "END:VTIMEZONE"
	}
	tests := []struct{ name, head, want string }{
		{"two offsets", zone("+0100", "+0200"), "2026-07-01 18:00 +0200"},
		{"two other offsets", zone("+0200", "+0300"), "2026-07-01 18:00 +0300"},
		{"one offset", zone("-0741"), "2026-07-01 18:00 -0741"},
		{"broken offset, zone of the calendar", zone("x") + "\r\nX-WR-TIMEZONE:Europe/London", "2026-07-01 18:00 +0100"},
		{"nothing", "X-X:y", "2026-07-01 18:00 +0200"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result := read(t, calendar(test.head, event("UID:a", "DTSTART;TZID=Vår sone:20260701T180000")))
			if got := result.Events[0].Start.Format(layout); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestOneBadEventCostsOnlyItself(t *testing.T) {
	t.Parallel()
	good := func(uid string) string { return event("UID:"+uid, "DTSTART:20260514T180000", "SUMMARY:"+uid) }
	tests := []struct{ name, bad, reason string }{
		{"no start", event("UID:x"), "Hendelsen mangler starttid."},
		{"not a time", event("UID:x", "DTSTART:i morgen"), "Vi forstår ikke tidspunktet."},
		{"end before start", event("UID:x", "DTSTART:20260514T180000", "DTEND:20260514T170000"), "Slutten er før starten."},
		{"negative duration", event("UID:x", "DTSTART:20260514T180000", "DURATION:-PT1H"), "Vi forstår ikke tidspunktet."},
		{"hourly", event("UID:x", "DTSTART:20260514T180000", "RRULE:FREQ=HOURLY"), "En aktivitet kan ikke gjentas oftere enn hver dag."},
		{"a rule that is none", event("UID:x", "DTSTART:20260514T180000", "RRULE:torsdager"), "Vi forstår ikke regelen for gjentakelse."},
		{"two rules", event("UID:x", "DTSTART:20260514T180000", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "Hendelsen har flere regler for gjentakelse. Vi kan bare lese én."},
		{"the same again", good("a"), "Samme hendelse står flere ganger i filen. Vi bruker den nyeste."},
		{"no end in the file", "BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260514T180000", "Hendelsen er ikke avsluttet i filen."},
		{"an open alarm", "BEGIN:VEVENT\r\nUID:x\r\nBEGIN:VALARM\r\nACTION:EMAIL", "Hendelsen er ikke avsluttet i filen."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result := read(t, calendar(good("a"), test.bad, good("b")))
			var got []string
			for _, e := range result.Events {
				got = append(got, e.Summary)
			}
			if diff := cmp.Diff([]string{"a", "b"}, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if len(result.Refused) != 1 {
				t.Fatalf("got refusals %v, want one", result.Refused)
			}
			if r := result.Refused[0]; r.Reason != test.reason || r.Index != 2 || r.Line != 7 {
				t.Errorf("got %+v, want event 2 on line 7: %s", r, test.reason)
			}
		})
	}
}

func TestReadTexts(t *testing.T) {
	t.Parallel()
	lines := []string{
		`SUMMARY;LANGUAGE=nb:Kafé\, prat og vaf`, ` ler`, "DESCRIPTION:Én\\nto\\\\n\x00", `LOCATION;ALTREP="http://a:1/;,":Huset\; 2. etg.`,
		"URL:https://eksempel.no/a,b;c", `ORGANIZER;CN="Lag, Eksempel":MAILTO:post@eksempel.no`, `CATEGORIES:Mat\, drikke,Kultur`, "CATEGORIES:Barn",
		"STATUS:cancelled", "SEQUENCE:4", "UID:a", "DTSTART:20260514T180000", "linje uten mening", ";=", "LAST-MODIFIED:20260101T120000Z",
	}
	want := ical.Event{
		Index: 1, UID: "a", Sequence: 4, Summary: "Kafé, prat og vafler", Description: "Én\nto\\n", Location: "Huset; 2. etg.",
		URL: "https://eksempel.no/a,b;c", Organizer: ical.Person{Name: "Lag, Eksempel", Email: "post@eksempel.no"},
		Categories: []string{"Mat, drikke", "Kultur", "Barn"}, Status: ical.Cancelled,
		Notes: []i18n.Phrase{i18n.Say("Arrangøren i kalenderen er ikke med.")},
	}
	latin1 := func(s string) string {
		var b []byte
		for _, r := range s {
			b = append(b, byte(r))
		}
		return string(b)
	}
	text := calendar("X-WR-CALNAME:Navn", event(lines...))
	for name, file := range map[string]string{
		"CRLF": text, "LF": strings.ReplaceAll(text, "\r\n", "\n"), "CR": strings.ReplaceAll(text, "\r\n", "\r"),
		"BOM": "\ufeff" + text, "Latin-1": latin1(text), "blank lines": strings.ReplaceAll(text, "\r\nSTATUS", "\r\n\r\nSTATUS"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := read(t, file)
			if len(result.Events) != 1 || result.Name != "Navn" {
				t.Fatalf("got %+v", result)
			}
			got := result.Events[0]
			got.Start, got.End, got.Zone, got.LastModified = want.Start, want.End, want.Zone, want.LastModified
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("event (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadSeries(t *testing.T) {
	t.Parallel()
	override := event("UID:a", "RECURRENCE-ID:20261008T160000Z", "DTSTART;TZID=Europe/Oslo:20261009T190000", "SUMMARY:Flyttet")
	result := read(t, calendar(
		override, // Before its series, as some programs write it.
		event("UID:a", "DTSTART;TZID=Europe/Oslo:20261001T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=5;", "SUMMARY:Kor",
			"EXDATE;VALUE=DATE:20261015", "RDATE;TZID=Europe/Oslo:20261003T120000"),
		event("UID:a", "RECURRENCE-ID;TZID=Europe/Oslo:20261029T180000", "DTSTART;TZID=Europe/Oslo:20261029T180000", "STATUS:CANCELLED"),
		event("UID:borte", "RECURRENCE-ID:20261008T160000Z", "DTSTART:20261008T160000Z", "SUMMARY:Alene"),
		event("UID:borte", "RECURRENCE-ID:20261015T160000Z", "DTSTART:20261015T160000Z", "SUMMARY:Alene"),
	))
	if len(result.Events) != 3 || len(result.Refused) != 0 {
		t.Fatalf("got %d events, refused %v, want 3 and none", len(result.Events), result.Refused)
	}
	if got, want := result.Events[1].Key(), "borte/20261008T160000Z"; got != want {
		t.Errorf("key: got %s, want %s", got, want)
	}
	dates, err := result.Events[0].Dates(oslo(t, "2026-01-01 00:00"), oslo(t, "2027-01-01 00:00"), 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range dates {
		got = append(got, fmt.Sprintf("%s %s %s %v", d.Start.Format(layout), d.Summary, d.Status, d.Changed))
	}
	want := []string{
		"2026-10-01 18:00 +0200 Kor CONFIRMED false",
		"2026-10-03 12:00 +0200 Kor CONFIRMED false",
		"2026-10-09 19:00 +0200 Flyttet CONFIRMED true",
		"2026-10-22 18:00 +0200 Kor CONFIRMED false",
		"2026-10-29 18:00 +0100 Kor CANCELLED true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
}

func TestReadWithoutUID(t *testing.T) {
	t.Parallel()
	text := calendar(event("DTSTART:20260514T180000", "SUMMARY:A"), event("DTSTART:20260514T180000", "SUMMARY:B"))
	first, second := read(t, text), read(t, text)
	if len(first.Events) != 2 || first.Events[0].UID == first.Events[1].UID {
		t.Fatalf("got %+v, want two events with their own UID", first)
	}
	if first.Events[0].UID != second.Events[0].UID {
		t.Error("the UID changes between readings")
	}
}

func TestReadLimits(t *testing.T) {
	t.Parallel()
	text := calendar(event("UID:a", "DTSTART:20260514T180000"), event("UID:b", "DTSTART:20260514T180000"), event("UID:c", "DTSTART:20260514T180000"))
	result, err := ical.Read(context.Background(), strings.NewReader(text), ical.Limits{MaxEvents: 1})
	if err != nil || len(result.Events) != 1 || len(result.Refused) != 1 {
		t.Errorf("events: got %+v, %v, want one read and one refused", result, err)
	}
	if _, err := ical.Read(context.Background(), strings.NewReader(text), ical.Limits{MaxBytes: 100}); !errors.Is(err, ical.ErrTooBig) {
		t.Errorf("bytes: got %v, want ErrTooBig", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err = ical.Read(cancelled, strings.NewReader(text), ical.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want that it stops", err)
	}
	for _, other := range []string{"", "<html></html>", "BEGIN:VCARD\nEND:VCARD"} {
		if _, err := ical.Read(context.Background(), strings.NewReader(other), ical.Limits{}); !errors.Is(err, ical.ErrNotCalendar) {
			t.Errorf("%q: got %v, want ErrNotCalendar", other, err)
		}
	}
}

// The library copies the rest of the line for every parameter; a line with very
// many would take hours.
func TestManyParametersAreNoProperty(t *testing.T) {
	t.Parallel()
	line := "COMMENT" + strings.Repeat(";A=b,c", 500_000) + ":x"
	result := read(t, calendar(event("UID:a", line, "DTSTART:20260514T180000")))
	if len(result.Events) != 1 {
		t.Errorf("got %+v, want the event", result.Refused)
	}
}

func TestCancelledCalendar(t *testing.T) {
	t.Parallel()
	result := read(t, calendar("METHOD:CANCEL", event("UID:a", "DTSTART:20260514T180000")))
	if got := result.Events[0].Status; got != ical.Cancelled {
		t.Errorf("got %s, want CANCELLED", got)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		calendar(event("UID:a", "DTSTART:20260514T180000", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260521T180000")),
		calendar(event("DTSTART;VALUE=DATE:20260514", "DURATION:P2W", "CATEGORIES:a\\,b,c")),
		"BEGIN:VEVENT\nDTSTART;TZID=\\:1", "0;0=\\", "\ufeffBEGIN:VCALENDAR\rBEGIN:VTIMEZONE\rTZID:x\rEND", "BEGIN:VEVENT\nBEGIN:VEVENT\nEND:VEVENT",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		result, err := ical.Read(context.Background(), strings.NewReader(string(data)), ical.Limits{MaxEvents: 50})
		if err != nil {
			return
		}
		for _, e := range result.Events {
			if e.UID == "" || e.End.Before(e.Start) || strings.ContainsAny(e.Summary+e.Description+e.UID, "\x00\r") {
				t.Errorf("got a bad event: %+v", e)
			}
			_, _ = e.Dates(e.Start, e.Start.AddDate(2, 0, 0), 50) // Only that it ends.
		}
	})
}
