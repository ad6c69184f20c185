package ical_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
)

var update = flag.Bool("update", false, "write the golden files anew")

func oslo(t testing.TB, value string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", value, i18n.Oslo)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func sample(t testing.TB) ical.Calendar {
	changed := oslo(t, "2026-02-01 09:00")
	knitting := ical.OutEvent{
		UID: "aktivitet-12-20261022T160000Z@eksempel.no", Sequence: 3,
		Start: oslo(t, "2026-10-22 18:00"), End: oslo(t, "2026-10-22 20:00"),
		Summary: "Strikkekafé", Description: "Strikk sammen med andre.\nGarn, pinner og kaffe; alt er gratis \\o/",
		Location: "Frivilligsentralen, Storgata 1, 0001 Eksempelby", URL: "https://eksempel.no/aktiviteter/12/strikkekafe",
		Organizer:  ical.Person{Name: `Eksempel "strikkelag"`, Email: "post@lag.example.no"},
		Categories: []string{"Kultur", "Mat, drikke"}, Created: changed, LastModified: changed,
		Place: &ical.Geo{Lat: 59.91, Lon: 10.75},
	}
	winter := knitting
	winter.UID, winter.Start, winter.End = "aktivitet-12-20261029T170000Z@eksempel.no", oslo(t, "2026-10-29 18:00"), oslo(t, "2026-10-29 20:00")
	winter.Status = ical.Cancelled
	return ical.Calendar{
		Name: "Aktiviteter – Frivilligsentralen", Description: "Alt som skjer", URL: "https://eksempel.no/kalender.ics", RefreshHours: 6,
		Events: []ical.OutEvent{knitting, winter, {
			UID: "aktivitet-13@eksempel.no", Start: oslo(t, "2026-05-17 00:00"), End: oslo(t, "2026-05-18 00:00"),
			AllDay: true, Summary: "17. mai på Ålgård", LastModified: changed,
		}},
	}
}

func write(t testing.TB, c ical.Calendar) string {
	t.Helper()
	var b bytes.Buffer
	if err := ical.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteGolden(t *testing.T) {
	t.Parallel()
	// TestWriteLines sees to the line ends; the file has those of the editor.
	got := strings.ReplaceAll(write(t, sample(t)), "\r\n", "\n")
	const golden = "testdata/calendar.ics"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("calendar (-want +got):\n%s", diff)
	}
}

func TestWriteLines(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Events[0].Description = strings.Repeat("blåbærsyltetøy 🫐", 60)
	text := write(t, c)
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("got a line end that is not CRLF")
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 || !strings.Contains(line, strings.ToValidUTF8(line, "?")) {
			t.Errorf("got %d octets, want at most 75 and whole characters: %q", len(line), line)
		}
	}
}

func TestWriteIsReadByTheLibrary(t *testing.T) {
	t.Parallel()
	c := sample(t)
	calendar, err := ics.ParseCalendar(strings.NewReader(write(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	events := calendar.Events()
	if len(events) != len(c.Events) {
		t.Fatalf("got %d events, want %d", len(events), len(c.Events))
	}
	for i, want := range c.Events {
		start, err := events[i].GetStartAt()
		if err != nil || !want.AllDay && !start.Equal(want.Start) {
			t.Errorf("%s: got start %v, %v, want %v", want.UID, start, err, want.Start)
		}
		if got := events[i].GetProperty(ics.ComponentPropertySummary).Value; got != want.Summary {
			t.Errorf("%s: got %q, want %q", want.UID, got, want.Summary)
		}
	}
}

func TestWriteIsReadByUs(t *testing.T) {
	t.Parallel()
	c := sample(t)
	result := read(t, write(t, c))
	if len(result.Refused) != 0 || len(result.Events) != len(c.Events) || result.Name != c.Name {
		t.Fatalf("got %d events, refused %v, name %q", len(result.Events), result.Refused, result.Name)
	}
	for i, want := range c.Events {
		got := result.Events[i]
		back := ical.OutEvent{
			UID: got.UID, Sequence: got.Sequence, Start: got.Start, End: got.End, AllDay: got.AllDay, Summary: got.Summary,
			Description: got.Description, Location: got.Location, URL: got.URL, Organizer: got.Organizer, Categories: got.Categories,
			Status: got.Status, Created: want.Created, LastModified: got.LastModified, Place: want.Place,
		}
		want.Organizer.Name = strings.ReplaceAll(want.Organizer.Name, `"`, "'")
		if want.Status == "" {
			want.Status = ical.Confirmed
		}
		if diff := cmp.Diff(want, back); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.UID, diff)
		}
	}
}

func TestWriteLetsNoPropertyIn(t *testing.T) {
	t.Parallel()
	evil := "x\r\nATTENDEE:mailto:a@b.no\nATTENDEE:b\rATTENDEE:c\x00\u2028"
	text := write(t, ical.Calendar{
		Name: evil, Description: evil, ProdID: evil, URL: "https://a.no/" + evil,
		Events: []ical.OutEvent{{
			UID: evil, Start: oslo(t, "2026-05-14 18:00"), Summary: evil, Description: evil, Location: evil, URL: evil,
			Organizer: ical.Person{Name: `"` + evil, Email: "a@b.no" + evil}, Categories: []string{evil}, Status: ical.Status(evil),
		}},
	})
	for line := range strings.SplitSeq(text, "\r\n") {
		if strings.HasPrefix(line, "ATTENDEE") || strings.ContainsAny(line, "\r\n\x00") {
			t.Errorf("got a line of its own: %q", line)
		}
	}
	if result := read(t, text); len(result.Events) != 1 {
		t.Errorf("got %d events, want 1; refused %v", len(result.Events), result.Refused)
	}
}

func TestWriteTheHourThatComesTwice(t *testing.T) {
	t.Parallel()
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)
	c := ical.Calendar{Events: []ical.OutEvent{
		{UID: "a", Start: first, End: first.Add(time.Hour)}, {UID: "b", Start: first.Add(time.Hour)},
	}}
	result, err := ical.Read(context.Background(), strings.NewReader(write(t, c)), ical.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range c.Events {
		if got := result.Events[i].Start; !got.Equal(want.Start) {
			t.Errorf("%s: got %v, want %v", want.UID, got, want.Start)
		}
	}
}
