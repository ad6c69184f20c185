// Small files that were read wrong, each for a kind.

package ical_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/shareddata"
)

// TestFoldInsideACharacter folds a text at every byte: the characters stay what they are.
func TestFoldInsideACharacter(t *testing.T) {
	t.Parallel()
	title := "Påskeøl på Østre Årnes 🎉"
	line := "SUMMARY:" + title
	for at := 1; at < len(line); at++ {
		r := read(t, calendar(event("UID:a", "DTSTART:20261207T170000Z", line[:at]+"\r\n "+line[at:]), event("UID:b", "DTSTART:20261207T170000Z", "SUMMARY:Kaffe på Ås")))
		if len(r.Events) != 2 || r.Events[0].Summary != title || r.Events[1].Summary != "Kaffe på Ås" {
			t.Fatalf("folded at byte %d: got %+v", at, r.Events)
		}
	}
	latin := "SUMMARY:Kaffe p\xe5 \xc5s"
	if r := read(t, calendar(event("UID:a", "DTSTART:20261207T170000Z", latin), event("UID:b", "DTSTART:20261207T170000Z", line))); r.Events[0].Summary != "Kaffe på Ås" || r.Events[1].Summary != title {
		t.Errorf("two encodings in one file: got %q and %q", r.Events[0].Summary, r.Events[1].Summary)
	}
}

// TestExceptionsInAnotherForm writes an exception and a changed date in every form that
// calendars use; each hits the date that it means.
func TestExceptionsInAnotherForm(t *testing.T) {
	t.Parallel()
	timed := []string{"UID:a", "DTSTART;TZID=Europe/Oslo:20261207T180000", "DTEND;TZID=Europe/Oslo:20261207T190000", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:S"}
	allDay := []string{"UID:a", "DTSTART;VALUE=DATE:20261207", "DTEND;VALUE=DATE:20261208", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:S"}
	for name, c := range map[string]struct {
		series []string
		form   string // of the second date, after the property's name
	}{
		"same form":              {timed, ";TZID=Europe/Oslo:20261214T180000"},
		"UTC":                    {timed, ":20261214T170000Z"},
		"another zone":           {timed, ";TZID=America/New_York:20261214T120000"},
		"date only":              {timed, ";VALUE=DATE:20261214"},
		"date without VALUE":     {timed, ":20261214"},
		"all day, same form":     {allDay, ";VALUE=DATE:20261214"},
		"all day, UTC":           {allDay, ":20261214T000000Z"},
		"all day, local":         {allDay, ";TZID=Europe/Oslo:20261214T000000"},
		"all day, Oslo in UTC":   {allDay, ":20261213T230000Z"},
		"all day, American zone": {allDay, ";TZID=Eastern Standard Time:20261214T000000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dates := func(file string) []ical.Date {
				r := read(t, file)
				if len(r.Events) != 1 || len(r.Events[0].Notes) > 0 {
					t.Fatalf("got %+v, want one series and nothing to say", r)
				}
				all, err := r.Events[0].Dates(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC), 10)
				if err != nil {
					t.Fatal(err)
				}
				return all
			}
			if got := dates(calendar(event(append(slices.Clone(c.series), "EXDATE"+c.form)...))); len(got) != 2 || got[1].Start.In(i18n.Oslo).Day() != 21 {
				t.Errorf("the exception: got %+v, want the dates without the second", got)
			}
			moved := event("UID:a", "RECURRENCE-ID"+c.form, "DTSTART;TZID=Europe/Oslo:20261216T200000", "DTEND;TZID=Europe/Oslo:20261216T210000", "SUMMARY:S")
			got := dates(calendar(event(c.series...), moved))
			if len(got) != 3 || !got[1].Changed || got[1].Start.In(i18n.Oslo).Day() != 16 {
				t.Errorf("the changed date: got %+v, want the second moved", got)
			}
		})
	}
}

// TestWhatIsNotTakenIsSaid has one thing for each note.
func TestWhatIsNotTakenIsSaid(t *testing.T) {
	t.Parallel()
	series := []string{"UID:a", "DTSTART:20261207T170000Z", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:S"}
	for name, c := range map[string]struct {
		file string
		want string
	}{
		"exception that hits nothing":    {calendar(event(append(slices.Clone(series), "EXDATE:20261215T170000Z")...)), "Unntaket 15.12.2026"},
		"exception that is no date":      {calendar(event(append(slices.Clone(series), "EXDATE:neste uke")...)), "datoen neste uke"},
		"changed date that hits nothing": {calendar(event(series...), event("UID:a", "RECURRENCE-ID:20261215T170000Z", "DTSTART:20261216T170000Z", "SUMMARY:S")), "endrede datoen 15.12.2026"},
		"this and future":                {calendar(event(series...), event("UID:a", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261214T170000Z", "DTSTART:20261214T180000Z", "SUMMARY:S")), "fra og med 14.12.2026"},
		"a tentative date":               {calendar(event(series...), event("UID:a", "RECURRENCE-ID:20261214T170000Z", "DTSTART:20261214T180000Z", "SUMMARY:S", "STATUS:TENTATIVE")), "14.12.2026 er foreløpig"},
		"a date's own link":              {calendar(event(series...), event("UID:a", "RECURRENCE-ID:20261214T170000Z", "DTSTART:20261214T170000Z", "SUMMARY:S", "URL:https://a.example/jul")), "14.12.2026 har en egen lenke"},
		"a date's own category":          {calendar(event(series...), event("UID:a", "RECURRENCE-ID:20261214T170000Z", "DTSTART:20261214T170000Z", "SUMMARY:S", "CATEGORIES:Jul")), "14.12.2026 har egne kategorier"},
		"an extra date's own length":     {calendar(event(append(slices.Clone(series), "DURATION:PT1H", "RDATE;VALUE=PERIOD:20261208T170000Z/PT3H,20261209T170000Z/PT1H")...)), "08.12.2026 har en egen varighet"},
		"an extra date's own end":        {calendar(event(append(slices.Clone(series), "DURATION:PT1H", "RDATE;VALUE=PERIOD:20261208T170000Z/20261208T190000Z")...)), "08.12.2026 har en egen varighet"},
		"a zone that nobody knows":       {calendar(event("UID:a", "DTSTART;TZID=Customized Time Zone:20261207T180000", "SUMMARY:S")), "«Customized Time Zone», og leser tidene som Europe/Oslo"},
		"a zone, the second time":        {calendar(event("UID:b", "DTSTART:20261207T170000Z", "EXDATE;TZID=Customized Time Zone:20261207T180000", "SUMMARY:S")), "«Customized Time Zone»"},
		"point":                          {calendar(event(append(slices.Clone(series), "GEO:60.1;10.2")...)), "Punktet på kartet"},
		"point in Apple's calendar":      {calendar(event(append(slices.Clone(series), "X-APPLE-STRUCTURED-LOCATION;VALUE=URI:geo:60.1,10.2")...)), "Punktet på kartet"},
		"picture":                        {calendar(event(append(slices.Clone(series), "IMAGE;VALUE=URI:https://a.example/x.png")...)), "Bildet"},
		"relation":                       {calendar(event(append(slices.Clone(series), "RELATED-TO:b")...)), "hører sammen med"},
		"organiser":                      {calendar(event(append(slices.Clone(series), "ORGANIZER;CN=Kari:mailto:kari@a.example")...)), "Arrangøren"},
		"conference":                     {calendar(event(append(slices.Clone(series), "CONFERENCE;VALUE=URI:https://meet.example/x")...)), "nettmøtet"},
		"Teams":                          {calendar(event(append(slices.Clone(series), "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.example/x")...)), "nettmøtet"},
		"a maker's link":                 {calendar(event(append(slices.Clone(series), "X-LAGET-BILLETT:https://billett.example/x")...)), "X-LAGET-BILLETT"},
		"a property from the future":     {calendar(event(append(slices.Clone(series), "STRUCTURED-DATA:x")...)), "STRUCTURED-DATA"},
		"a private date":                 {calendar(event(series...), event("UID:a", "RECURRENCE-ID:20261214T170000Z", "DTSTART:20261214T180000Z", "SUMMARY:Hemmelig", "CLASS:PRIVATE")), "privat"},
		"no web address":                 {calendar(event(append(slices.Clone(series), "URL:lagets nettsted")...)), "lagets nettsted"},
		"attachment":                     {calendar(event(append(slices.Clone(series), "ATTACH:https://a.example/x.pdf")...)), "Vedleggene"},
		"rule of exceptions":             {calendar(event(append(slices.Clone(series), "EXRULE:FREQ=MONTHLY")...)), "unntak"},
	} {
		r := read(t, c.file)
		if len(r.Events) != 1 {
			t.Fatalf("%s: got %+v, want one event", name, r)
		}
		said := ""
		for _, note := range slices.Concat(r.Events[0].Notes, r.Events[0].Missed(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))) {
			said += note.In(i18n.NB) + "\n"
		}
		if !strings.Contains(said, c.want) {
			t.Errorf("%s: got %q, want %q said", name, said, c.want)
		}
		if strings.Contains(said, "Hemmelig") {
			t.Errorf("%s: what is private is said", name)
		}
	}
}

// TestNewestOfTwo has the same event twice.
func TestNewestOfTwo(t *testing.T) {
	t.Parallel()
	old := []string{"UID:a", "DTSTART:20261207T170000Z", "SUMMARY:Gammel"}
	now := []string{"UID:a", "DTSTART:20261208T170000Z", "SUMMARY:Ny"}
	for name, more := range map[string][2][]string{
		"by sequence":  {{"SEQUENCE:1", "DTSTAMP:20261102T000000Z"}, {"SEQUENCE:2", "DTSTAMP:20261101T000000Z"}},
		"by the stamp": {{"DTSTAMP:20261101T000000Z"}, {"DTSTAMP:20261102T000000Z"}},
	} {
		a, b := event(append(slices.Clone(old), more[0]...)...), event(append(slices.Clone(now), more[1]...)...)
		for _, file := range []string{calendar(a, b), calendar(b, a)} {
			if r := read(t, file); len(r.Events) != 1 || r.Events[0].Summary != "Ny" || len(r.Refused) != 1 || r.Refused[0].Summary != "Gammel" {
				t.Errorf("%s: got %+v", name, r)
			}
		}
	}
}

// TestBlocksWithoutEnd leaves blocks open before and inside events: the events are read.
func TestBlocksWithoutEnd(t *testing.T) {
	t.Parallel()
	one := event("UID:a", "DTSTART:20261207T170000Z", "SUMMARY:S")
	for name, before := range map[string]string{
		"alarms": strings.Repeat("BEGIN:VALARM\r\n", 12), "tasks": strings.Repeat("BEGIN:VTODO\r\nSUMMARY:T\r\n", 12), "a zone": "BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\n",
	} {
		if r := read(t, calendar(before+one)); len(r.Events) != 1 || r.Events[0].Summary != "S" {
			t.Errorf("%s: got %+v", name, r)
		}
	}
}

// TestReports reads the collected files: every event is there or refused, and private is marked.
func TestReports(t *testing.T) {
	t.Parallel()
	for _, name := range shareddata.Glob(t, "reports/*.ics") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		r := read(t, string(data))
		if len(r.Events) == 0 || len(r.Refused) > 0 && !strings.Contains(name, "c12") {
			t.Errorf("%s: got %d events, refused %+v", name, len(r.Events), r.Refused)
		}
		for _, e := range r.Events {
			if strings.ContainsRune(e.Summary+e.Description+e.Location, '�') {
				t.Errorf("%s: got %q, want whole characters", name, e.Summary)
			}
		}
	}
}

// TestNewestOfTwoChangesOfADate writes the date in two forms: the highest SEQUENCE wins, in any order.
func TestNewestOfTwoChangesOfADate(t *testing.T) {
	t.Parallel()
	series := event("UID:a", "DTSTART;TZID=Europe/Oslo:20261207T180000", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:S")
	now := event("UID:a", "SEQUENCE:5", "RECURRENCE-ID;TZID=Europe/Oslo:20261214T180000", "DTSTART;TZID=Europe/Oslo:20261215T180000", "SUMMARY:S")
	old := event("UID:a", "SEQUENCE:1", "RECURRENCE-ID;VALUE=DATE:20261214", "DTSTART;TZID=Europe/Oslo:20261216T180000", "SUMMARY:S", "COMMENT:x")
	for _, file := range []string{calendar(series, now, old), calendar(old, now, series)} {
		r := read(t, file)
		if len(r.Events) != 1 || len(r.Events[0].Overrides) != 1 || r.Events[0].Overrides[0].Start.Day() != 15 || len(r.Events[0].Notes) > 0 {
			t.Errorf("got %+v, want the date on the 15th alone", r.Events)
		}
		if len(r.Refused) != 1 || !strings.Contains(r.Refused[0].Reason, "flere ganger") {
			t.Errorf("got %+v refused, want the old one", r.Refused)
		}
	}
}

// TestTasksAreSaid has what is no event: each is refused with a reason.
func TestTasksAreSaid(t *testing.T) {
	t.Parallel()
	r := read(t, calendar("BEGIN:VTODO\r\nUID:t\r\nSUMMARY:Rydd\r\nEND:VTODO\r\n", event("UID:a", "DTSTART:20261207T170000Z", "SUMMARY:S")))
	if len(r.Events) != 1 || len(r.Refused) != 1 || r.Refused[0].Summary != "Rydd" || r.Refused[0].Index == r.Events[0].Index {
		t.Errorf("got %+v, want one event, and the task refused", r)
	}
}

// TestStyledDescription is taken where there is no plain one.
func TestStyledDescription(t *testing.T) {
	t.Parallel()
	for plain, want := range map[string]string{"": "<p>Hei</p>", "Hallo": "Hallo"} {
		r := read(t, calendar(event("UID:a", "DTSTART:20261207T170000Z", "SUMMARY:S", "DESCRIPTION:"+plain, "X-ALT-DESC;FMTTYPE=text/html:<p>Hei</p>")))
		if len(r.Events) != 1 || r.Events[0].Description != want {
			t.Errorf("with %q: got %+v, want %q", plain, r.Events, want)
		}
	}
}

// TestZonesOfWindows reads names that Outlook writes without describing them.
func TestZonesOfWindows(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Israel Standard Time": "16:00", "W. Europe Standard Time": "17:00", "UTC-02": "20:00", "Kaliningrad Standard Time": "16:00"} {
		r := read(t, calendar(event("UID:a", "DTSTART;TZID="+name+":20261207T180000", "SUMMARY:S")))
		if len(r.Events) != 1 || r.Events[0].Start.UTC().Format("15:04") != want || len(r.Events[0].Notes) > 0 {
			t.Errorf("%s: got %+v, want %s UTC and nothing to say", name, r.Events, want)
		}
	}
}
